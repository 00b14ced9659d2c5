//! The table at the end of an ingest, for the person who put the files there.

use std::path::Path;

use shirabe_document::{Confidence, Field};
use shirabe_ingest::{FileProblem, FileReport, FileState, IngestReport, PassedOverKind};
use shirabe_japanese::terminal_columns;

use crate::args::LanguageArgument::{self, En, Ja};
use crate::terminal::{faint, heading, one_line, padded};

/// With more files than this, those without anything to be said of them are counted only.
const MAX_QUIET_ROWS: usize = 50;
/// Problems of one file that are listed; the rest stands in the report.
const MAX_PROBLEMS: usize = 5;
const TITLE_COLUMNS: usize = 36;
/// Links and pipes that are named; the rest stands in the report.
const MAX_PASSED_OVER: usize = 10;

/// Which files are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Detail {
    /// Every file.
    All,
    /// Those that need attention, and the others where there are few.
    Notable,
}

pub(super) struct Table<'a> {
    report: &'a IngestReport,
    language: LanguageArgument,
    detail: Detail,
}

impl<'a> Table<'a> {
    pub(super) fn of(
        report: &'a IngestReport,
        language: LanguageArgument,
        detail: Detail,
    ) -> Table<'a> {
        Table { report, language, detail }
    }

    /// What is said when the first ingest is over and others will follow.
    pub(super) fn watching(language: LanguageArgument) -> &'static str {
        match language {
            En => "watching for changes; stop with Ctrl-C",
            Ja => "変更を待っています。終わるには Ctrl-C を押してください",
        }
    }

    /// What is said of a metadata file that was written.
    pub(super) fn wrote(path: &Path, language: LanguageArgument) -> String {
        let path = path.display();
        match language {
            En => format!("wrote {path}: look at it, and ingest again"),
            Ja => {
                format!("書誌のファイルを作成: {path}（確かめて直し、もう一度読み込んでください）")
            }
        }
    }

    pub(super) fn lines(&self) -> Vec<String> {
        let mut lines = Vec::new();
        let listed: Vec<&FileReport> =
            self.report.files.iter().filter(|file| self.lists(file)).collect();
        if !listed.is_empty() {
            lines.push(heading(&self.row(&self.heads())));
        }
        for file in &listed {
            lines.push(self.row(&self.cells(file)));
            lines.extend(self.remarks(file));
        }
        let n_quiet = self.report.files.len() - listed.len();
        if n_quiet > 0 {
            lines.push(faint(&match self.language {
                En => format!("… and {n_quiet} more files without problems (--all lists them)"),
                Ja => format!("…ほかに問題のないファイルが{n_quiet}件（--all で一覧）"),
            }));
        }
        lines.extend(self.passed_over());
        for path in self.report.removed.iter().map(|path| one_line(path)) {
            lines.push(match self.language {
                En => format!("removed, since the file is gone: {path}"),
                Ja => format!("ファイルがなくなったため削除: {path}"),
            });
        }
        let n = self.report.n_without_last_text;
        if n > 0 {
            lines.push(match self.language {
                En => format!(
                    "the last text of {n} removed documents was not kept: the archive is full"
                ),
                Ja => format!(
                    "保管の上限に達したため、削除した文書のうち{n}件の最後の本文は残していません"
                ),
            });
        }
        lines.extend(self.losses());
        lines.extend(self.confinement());
        lines.push(self.summary());
        lines.push(self.closing());
        lines
    }

    /// What confined the readers, where any ran.
    fn confinement(&self) -> Option<String> {
        let missing = self.report.unconfined.as_ref()?;
        if missing.is_empty() {
            return Some(faint(match self.language {
                En => "readers were confined (Landlock, seccomp)",
                Ja => "読み取りのプロセスは隔離して動かしました（Landlock、seccomp）",
            }));
        }
        let missing = one_line(&missing.join("; "));
        Some(match self.language {
            En => format!(
                "readers were not confined in full: {missing} (--require-sandbox refuses to read then)"
            ),
            Ja => format!(
                "読み取りのプロセスの隔離が完全ではありません: {missing}（--require-sandbox を付けると、読み込みません）"
            ),
        })
    }

    /// What damage to the index has cost.
    fn losses(&self) -> Vec<String> {
        let mut lines = Vec::new();
        if self.report.n_without_addresses > 0 {
            lines.push(match self.language {
                En => "the index was damaged: passages of some documents may have new addresses".to_owned(),
                Ja => "索引が壊れていたため、一部の文書では節や段落のアドレスが変わった可能性があります".to_owned(),
            });
        }
        let n = self.report.n_sources_lost;
        if n > 0 {
            lines.push(match self.language {
                En => format!(
                    "{n} kept sources were damaged, and no file gives them anew: they are gone"
                ),
                Ja => format!(
                    "保管した原資料のうち{n}件は壊れていて、元のファイルもないため、除きました"
                ),
            });
        }
        lines
    }

    /// What lies among the documents and is not read.
    fn passed_over(&self) -> Vec<String> {
        let passed_over = &self.report.passed_over;
        let told = passed_over.iter().take(MAX_PASSED_OVER);
        let mut lines: Vec<String> = told
            .map(|passed| {
                let path = one_line(&passed.path);
                match (self.language, passed.kind) {
                    (En, PassedOverKind::Link) => {
                        format!("not followed, since it is a link: {path}")
                    }
                    (En, PassedOverKind::Special) => {
                        format!("not read, since it is no file: {path}")
                    }
                    (Ja, PassedOverKind::Link) => format!("リンクのため、たどらない: {path}"),
                    (Ja, PassedOverKind::Special) => {
                        format!("通常のファイルでないため、読まない: {path}")
                    }
                }
            })
            .collect();
        let n_more = passed_over.len().saturating_sub(MAX_PASSED_OVER);
        if n_more > 0 {
            lines.push(match self.language {
                En => {
                    format!("… and {n_more} more links or special files (--report FILE lists them)")
                }
                Ja => format!("…ほかにリンクなどが{n_more}件（--report FILE で一覧）"),
            });
        }
        lines
    }

    fn lists(&self, file: &FileReport) -> bool {
        let is_notable = file.state != FileState::Ok || file.n_problems > 0 && !file.is_unchanged;
        let is_guessed =
            file.found.iter().any(|f| f.confidence == Confidence::Guess && f.field != Field::Kind);
        let is_notable = is_notable || is_guessed && !file.is_unchanged;
        self.detail == Detail::All || is_notable || self.report.files.len() <= MAX_QUIET_ROWS
    }

    fn heads(&self) -> [String; 6] {
        match self.language {
            En => ["state", "document", "pages", "sections", "repairs", "problems"],
            Ja => ["状態", "文書", "頁", "節", "修復", "問題"],
        }
        .map(str::to_owned)
    }

    fn cells(&self, file: &FileReport) -> [String; 6] {
        let name = file.path.rsplit(['/', '\\']).next().unwrap_or(&file.path);
        let title = if file.title.is_empty() { name } else { &file.title };
        let is_read = file.state.is_read();
        let number = |n: usize| if is_read { n.to_string() } else { "–".to_owned() };
        [
            state(file.state, self.language).to_owned(),
            shortened(&one_line(title), TITLE_COLUMNS),
            file.n_pages.filter(|_| is_read).map_or("–".to_owned(), |n| n.to_string()),
            number(file.n_sections),
            number(file.n_repairs),
            file.n_problems.to_string(),
        ]
    }

    fn row(&self, cells: &[String; 6]) -> String {
        let widths = [self.state_columns(), TITLE_COLUMNS, 6, 8, 8, 8];
        let mut row = String::new();
        for (n, (cell, width)) in cells.iter().zip(widths).enumerate() {
            if n < 2 {
                row.push_str(&padded(cell, width));
            } else {
                row.push_str(&" ".repeat(width.saturating_sub(terminal_columns(cell))));
                row.push_str(cell);
            }
            row.push(' ');
        }
        row.trim_end().to_owned()
    }

    fn state_columns(&self) -> usize {
        let width = |s: FileState| terminal_columns(state(s, self.language));
        FileState::ALL.into_iter().map(width).max().unwrap_or(0)
    }

    /// What was taken from the document itself, and how sure it is.
    fn found(&self, file: &FileReport) -> Option<String> {
        let told = file.found.iter().filter(|found| found.field != Field::Language);
        let told: Vec<String> = match self.language {
            En => told
                .map(|f| {
                    let (origin, confidence) = (f.origin.as_str(), f.confidence.as_str());
                    let value = one_line(&f.value);
                    format!("{} {value} ({origin}, {confidence})", f.field.as_str())
                })
                .collect(),
            Ja => told.map(|found| one_line(&found.to_string())).collect(),
        };
        let (name, separator) = match self.language {
            En => ("from the document: ", "; "),
            Ja => ("文書から補った書誌: ", "、"),
        };
        let is_shown = !told.is_empty() && !file.is_unchanged;
        let check = self.to_check(file);
        is_shown.then(|| format!("    {name}{}{check}", told.join(separator)))
    }

    /// Which of them a person has to look at: the guesses.
    fn to_check(&self, file: &FileReport) -> String {
        let guesses = file.found.iter().filter(|found| {
            found.confidence == Confidence::Guess && found.field != Field::Language
        });
        let names: Vec<&str> = match self.language {
            En => guesses.map(|found| found.field.as_str()).collect(),
            Ja => guesses.map(|found| found.field.label_ja()).collect(),
        };
        match (names.is_empty(), self.language) {
            (true, _) => String::new(),
            (_, En) => format!(" – check {}", names.join(", ")),
            (_, Ja) => format!("（要確認: {}）", names.join("・")),
        }
    }

    /// What a person needs to know of a file, below its row.
    fn remarks(&self, file: &FileReport) -> Vec<String> {
        let mut remarks = Vec::new();
        let mut about = vec![one_line(&file.path)];
        about.extend(self.format(file));
        if file.is_unchanged {
            about.push(match self.language {
                En => "unchanged".to_owned(),
                Ja => "変更なし".to_owned(),
            });
        }
        remarks.push(faint(&format!("    {}", about.join("  "))));
        remarks.extend(self.found(file));
        for problem in file.problems.iter().take(MAX_PROBLEMS) {
            remarks.push(format!("    {}", self.problem(problem)));
        }
        let n_more = file.n_problems.saturating_sub(MAX_PROBLEMS);
        if n_more > 0 {
            remarks.push(match self.language {
                En => format!("    … and {n_more} more problems (--report FILE writes them all)"),
                Ja => format!("    …ほかに問題が{n_more}件（--report FILE で全件を書き出す）"),
            });
        }
        if file.keeps_earlier {
            remarks.push(match self.language {
                En => "    its earlier version stays searchable".to_owned(),
                Ja => "    以前に読み込んだ版を、引き続き検索できます".to_owned(),
            });
        }
        remarks
    }

    /// The format as a person calls it, with the encoding where there is a choice.
    fn format(&self, file: &FileReport) -> Option<String> {
        let name = match (file.format.as_str(), self.language) {
            ("", _) => return None,
            ("pdf", _) => "PDF",
            ("docx", _) => "Word",
            ("pptx", _) => "PowerPoint",
            ("xlsx" | "xls", _) => "Excel",
            ("ods", _) => "OpenDocument",
            ("html", _) => "HTML",
            ("markdown", _) => "Markdown",
            ("plain", En) => "text",
            ("plain", Ja) => "テキスト",
            ("jsonl", _) => "JSONL",
            (other, _) => other,
        };
        let has_encoding = matches!(file.format.as_str(), "html" | "markdown" | "plain");
        Some(if has_encoding { format!("{name} {}", file.encoding) } else { name.to_owned() })
    }

    fn problem(&self, problem: &FileProblem) -> String {
        let message = one_line(&problem.message);
        match (problem.line, self.language) {
            (None, _) => message,
            (Some(line), En) => format!("line {line}: {message}"),
            (Some(line), Ja) => format!("{line}行目: {message}"),
        }
    }

    /// How many files are in each state.
    fn summary(&self) -> String {
        let counts = self.report.counts();
        let parts = counts.iter().map(|(s, n)| format!("{} {n}", state(*s, self.language)));
        let n_unchanged = self.report.files.iter().filter(|file| file.is_unchanged).count();
        let (files, unchanged) = match self.language {
            En => ("files", "unchanged"),
            Ja => ("ファイル", "変更なし"),
        };
        let parts: Vec<String> = parts.collect();
        let mut text = format!("{} {files}: {}", self.report.files.len(), parts.join(", "));
        if n_unchanged > 0 {
            text.extend([" (", unchanged, " ", &n_unchanged.to_string(), ")"]);
        }
        text
    }

    fn closing(&self) -> String {
        let IngestReport { generation, n_documents, has_changed, .. } = self.report;
        match (self.language, has_changed) {
            (En, true) => format!("generation {generation} serves {n_documents} documents"),
            (En, false) => {
                format!(
                    "nothing has changed: generation {generation} serves {n_documents} documents"
                )
            }
            (Ja, true) => format!("第{generation}世代の索引で{n_documents}文書を検索できます"),
            (Ja, false) => {
                format!(
                    "変更はありません。第{generation}世代の索引で{n_documents}文書を検索できます"
                )
            }
        }
    }
}

/// The state as a person calls it.
fn state(state: FileState, language: LanguageArgument) -> &'static str {
    match (state, language) {
        (FileState::Ok, En) => "ok",
        (FileState::Partial, En) => "in part",
        (FileState::NeedsOcr, En) => "needs OCR",
        (FileState::Password, En) => "password",
        (FileState::Damaged, En) => "damaged",
        (FileState::Rejected, En) => "not taken",
        (FileState::Crashed, En) => "failed",
        (FileState::Ok, Ja) => "完了",
        (FileState::Partial, Ja) => "一部のみ",
        (FileState::NeedsOcr, Ja) => "要文字認識",
        (FileState::Password, Ja) => "パスワード",
        (FileState::Damaged, Ja) => "破損",
        (FileState::Rejected, Ja) => "対象外",
        (FileState::Crashed, Ja) => "読込失敗",
    }
}

fn shortened(text: &str, max_columns: usize) -> String {
    if terminal_columns(text) <= max_columns {
        return text.to_owned();
    }
    let mut short = String::new();
    for c in text.chars() {
        if terminal_columns(&short) + terminal_columns(c.encode_utf8(&mut [0; 4])) + 2 > max_columns
        {
            break;
        }
        short.push(c);
    }
    short + "…"
}
