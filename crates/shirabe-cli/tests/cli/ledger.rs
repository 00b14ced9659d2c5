//! The ledger tells the truth: what was read, what has which id, and what is gone.

use std::collections::BTreeMap;
use std::process::Stdio;

use crate::program::{Program, Ran};

/// Two files that may hold a document of the id `x`.
type Pair = [fn(&Program, Option<&str>); 2];

fn put(program: &Program, name: &str, text: Option<String>) {
    match text {
        Some(text) => program.write(name, &text),
        None => program.delete(name),
    }
}

fn jsonl(text: &str) -> String {
    format!("{{\"id\":\"x\",\"title\":\"題\",\"text\":\"{text}の本文である。\"}}\n")
}

fn markdown(text: &str) -> String {
    format!("# 題\n\n{text}の本文である。\n")
}

const TWO_OF_LINES: Pair = [
    |program, text| put(program, "a.jsonl", text.map(jsonl)),
    |program, text| put(program, "b.jsonl", text.map(jsonl)),
];
const LINES_AND_TEXT: Pair = [
    |program, text| put(program, "a.jsonl", text.map(jsonl)),
    |program, text| put(program, "x.md", text.map(markdown)),
];
const TEXT_AND_LINES: Pair = [
    |program, text| put(program, "x.md", text.map(markdown)),
    |program, text| put(program, "y.jsonl", text.map(jsonl)),
];

fn ingest(program: &Program) -> Ran {
    let ran = program.run("ingest", &["--lang", "ja"]);
    assert!(matches!(ran.code, Some(0 | 1)), "{ran:?}");
    ran
}

fn finds(program: &Program, words: &str) -> bool {
    let ran = program.run("search", &["--mode", "exact", &format!("\"{words}\"")]);
    assert!(matches!(ran.code, Some(0 | 1)), "{words}: {ran:?}");
    ran.code == Some(0)
}

/// The texts of both files, and which of them has the id: who came first, until it goes.
#[derive(Clone, Default)]
struct Claims {
    texts: [Option<String>; 2],
    holder: Option<usize>,
}

/// A file is written, for the first time or anew, or goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Edit {
    Write(usize),
    Remove(usize),
}

/// Where an edit was made: which files were there, and which had the id.
type Situation = ([bool; 2], Option<usize>, Edit);

impl Claims {
    fn possible(&self) -> Vec<Edit> {
        let removals = [0, 1].into_iter().filter(|file| self.texts[*file].is_some());
        [0, 1].map(Edit::Write).into_iter().chain(removals.map(Edit::Remove)).collect()
    }

    fn situation(&self, edit: Edit) -> Situation {
        (self.texts.each_ref().map(Option::is_some), self.holder, edit)
    }

    fn make(&mut self, edit: Edit, text: &str) {
        match edit {
            Edit::Write(file) => {
                self.texts[file] = Some(text.to_owned());
                self.holder = self.holder.or(Some(file));
            }
            Edit::Remove(file) => {
                self.texts[file] = None;
                let other = 1 - file;
                if self.holder == Some(file) {
                    self.holder = self.texts[other].is_some().then_some(other);
                }
            }
        }
    }

    /// The text of the file that has the id is found; so is the other one, under an id of its own, or the table says
    /// that its id is taken; and the table counts what is there.
    fn assert_told(&self, program: &Program, ran: &Ran, step: &str) {
        let found = self.texts.each_ref().map(|t| t.as_ref().is_some_and(|t| finds(program, t)));
        assert!(self.holder.is_none_or(|holder| found[holder]), "{step}: {found:?} {ran:?}");
        let n_there = self.texts.iter().flatten().count();
        let n_found = found.iter().filter(|is_found| **is_found).count();
        let is_told = ran.stdout.contains("文書ID「x」は");
        assert_eq!(n_found + usize::from(is_told), n_there, "{step}: {found:?} {ran:?}");
        // The small document is there as well.
        assert!(ran.stdout.contains(&format!("{}文書を検索", n_found + 1)), "{step}: {ran:?}");
    }
}

/// Every edit in every situation of both files, one after another: five situations with 16 edits. In each the edit
/// is made that was made there least often.
fn claim_in_every_order(pair: Pair) {
    const N_SITUATIONS: usize = 16;
    let program = Program::with_small_corpus();
    ingest(&program);
    let mut claims = Claims::default();
    let mut n_made: BTreeMap<Situation, usize> = BTreeMap::new();
    let mut steps = Vec::new();
    while n_made.len() < N_SITUATIONS {
        let times = |edit: &Edit| n_made.get(&claims.situation(*edit)).copied().unwrap_or(0);
        let edit = claims.possible().into_iter().min_by_key(times).expect("a file can be written");
        *n_made.entry(claims.situation(edit)).or_default() += 1;
        steps.push(edit);
        assert!(steps.len() < 100, "{n_made:?}");
        let text = format!("第{}目印", steps.len());
        claims.make(edit, &text);
        match edit {
            Edit::Write(file) => pair[file](&program, Some(&text)),
            Edit::Remove(file) => pair[file](&program, None),
        }
        let ran = ingest(&program);
        claims.assert_told(&program, &ran, &format!("after {steps:?}"));
    }
    assert_eq!(program.run_index("verify").code, Some(0));
}

#[test]
fn two_files_of_lines_claim_an_id_in_every_order() {
    claim_in_every_order(TWO_OF_LINES);
}

#[test]
fn a_file_of_lines_and_a_text_claim_an_id_in_every_order() {
    claim_in_every_order(LINES_AND_TEXT);
}

#[test]
fn a_text_and_a_file_of_lines_claim_an_id_in_every_order() {
    claim_in_every_order(TEXT_AND_LINES);
}

#[test]
fn a_line_gets_an_id_that_has_become_free_in_the_same_run() {
    let program = Program::with_small_corpus();
    program.write("b.jsonl", &jsonl("甲目印"));
    ingest(&program);
    // The file that had the id holds another one now, and is read after the one that wants it.
    program.write("a.jsonl", &jsonl("乙目印"));
    program.write("b.jsonl", &jsonl("丙目印").replace("\"x\"", "\"y\""));
    let ran = ingest(&program);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(finds(&program, "乙目印") && finds(&program, "丙目印") && !finds(&program, "甲目印"));
}

/// A file that is half written while it is read: a worker that is slow to read gives the time to finish
/// it, and the digest of the whole must not be remembered for the half.
#[cfg(unix)]
#[test]
fn what_is_remembered_of_a_file_is_what_was_read_of_it() {
    let program = Program::with_small_corpus();
    let whole =
        format!("# 題\n\n前半目印の段落。\n\n{}\n\n後半目印の段落。\n", "中身。".repeat(50));
    let (half, _) = whole.split_at(whole.find("\n\n後半").unwrap());
    // Many files before it, so that all are compared long before the last is read.
    for n in 0..300 {
        program
            .write(&format!("a{n:03}.md"), &format!("# {n}\n\n{}", "本文の段落。\n\n".repeat(40)));
    }
    program.write("zz.md", &whole);
    let mut command = program.command("ingest");
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    // The generation is begun before files are compared; its first segment is written when they are read.
    let sections = program.index().join("gen-000001.partial/sections");
    let n_files = || fs_err::read_dir(&sections).map_or(0, Iterator::count);
    while n_files() < 4 && child.try_wait().unwrap().is_none() {
        std::thread::yield_now();
    }
    program.write("zz.md", half);
    assert_eq!(child.wait().unwrap().code(), Some(0));
    let was_half = !finds(&program, "後半目印");
    program.write("zz.md", &whole);
    assert_eq!(program.run("ingest", &[]).code, Some(0));
    assert!(finds(&program, "後半目印"), "half read before: {was_half}");
}

#[test]
fn a_folder_that_is_not_there_takes_nothing_out() {
    let program = Program::with_small_corpus();
    assert_eq!(program.run("ingest", &[]).code, Some(0));
    let away = program.corpus().with_file_name("away");
    fs_err::rename(program.corpus(), &away).unwrap();
    let ran = program.run("ingest", &[]);
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(ran.stderr.contains("nothing was changed"), "{ran:?}");
    assert!(finds(&program, "創薬の基盤"));
    fs_err::rename(&away, program.corpus()).unwrap();
    assert!(program.run("ingest", &[]).stdout.contains("nothing has changed"));
}

#[test]
fn a_watch_follows_a_folder_that_is_swapped_for_another() {
    let program = Program::with_small_corpus();
    let mut watching = program.watching();
    let next = program.corpus().with_file_name("next");
    fs_err::create_dir(&next).unwrap();
    fs_err::write(next.join("a.md"), "# 甲\n\n入れ替えた後の文書。\n").unwrap();
    fs_err::remove_dir_all(program.corpus()).unwrap();
    fs_err::rename(&next, program.corpus()).unwrap();
    watching.until("generation 2 serves 1 documents");
    program.write("b.md", "# 乙\n\nその後に置いた文書。\n");
    watching.until("generation 3 serves 2 documents");
    watching.end();
    assert!(finds(&program, "入れ替えた後") && finds(&program, "その後に置いた"));
}

#[test]
fn a_document_from_elsewhere_goes_with_its_file_and_not_before() {
    let program = Program::with_small_corpus();
    assert_eq!(program.run("ingest", &[]).code, Some(0));
    let other = program.index().with_file_name("elsewhere.md");
    fs_err::write(&other, "# 別\n\n別の場所の文書。\n").unwrap();
    let path = other.to_str().unwrap();
    assert_eq!(program.run("ingest", &[path]).code, Some(0));
    fs_err::remove_file(&other).unwrap();
    program.write("new.md", "# 新\n\n新しい文書。\n");
    assert_eq!(program.run("ingest", &[]).code, Some(0));
    assert!(finds(&program, "別の場所の文書"));
    let ran = program.run("ingest", &[path]);
    assert!(ran.stdout.contains("the file is gone"), "{ran:?}");
    assert!(!finds(&program, "別の場所の文書") && finds(&program, "創薬の基盤"));
}

/// The scores of all sections that a query finds, in their order.
fn explained(program: &Program, index: &std::path::Path) -> String {
    let mut command = program.command_of("search", index);
    command.args(["--explain", "--limit", "50", "版の文言"]);
    let ran = Ran::of(command.output().expect("the program starts"));
    let lines = ran.stdout.lines().filter(|line| !line.contains("世代"));
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn what_was_replaced_does_not_weigh() {
    let program = Program::with_small_corpus();
    for version in [0, 10, 100, 1000] {
        for n in 0..12 {
            let version = if n % 2 == 0 { version } else { 0 };
            let text = format!("# 第{n}章\n\nこれは第{n}章の第{version}版の文言である。\n");
            program.write(&format!("d{n}.md"), &text);
        }
        ingest(&program);
    }
    let fresh = program.corpus().with_file_name("fresh");
    let ran = Ran::of(program.command_of("ingest", &fresh).output().expect("the program starts"));
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert_eq!(explained(&program, &program.index()), explained(&program, &fresh));
}

/// The report of a file as `--report` writes it.
fn reported(program: &Program, index: &std::path::Path, name: &str) -> serde_json::Value {
    let path = program.corpus().with_file_name("report.json");
    let mut command = program.command_of("ingest", index);
    command.arg("--report").arg(&path);
    let ran = Ran::of(command.output().expect("the program starts"));
    assert!(matches!(ran.code, Some(0 | 1)), "{ran:?}");
    let text = fs_err::read_to_string(path).expect("the report is written");
    let report: serde_json::Value = serde_json::from_str(&text).expect("it is JSON");
    let files = report["files"].as_array().expect("files").clone();
    let is_meant =
        |file: &serde_json::Value| file["path"].as_str().is_some_and(|p| p.ends_with(name));
    files.into_iter().find(is_meant).expect("the file is reported")
}

#[test]
fn lines_that_stay_are_reported_as_if_they_were_read_again() {
    let program = Program::with_small_corpus();
    let line = |id: &str, text: &str| {
        format!("{}\n", serde_json::json!({ "id": id, "title": "題", "text": text }))
    };
    let stays = line("a", "# 一\n\n甲の本文である。\n\n# 二\n\n| 研究。 | 1 |\n")
        + &line("b", &"縺薙ｌ縺ｯ譁繧蟄励\n".repeat(20))
        + "{\"id\": \"c\", \"text\": 1}\n";
    let all = |text: &str| line("first", text) + &stays + &line("last", "末尾の本文である。");
    program.write("lines.jsonl", &all("乙の本文である。"));
    let index = program.index();
    let before = reported(&program, &index, "lines.jsonl");
    assert!(before["n_problems"].as_u64() > Some(1), "{before}");
    program.write("lines.jsonl", &all("丙の本文である。"));
    let after = reported(&program, &index, "lines.jsonl");
    assert!(
        finds(&program, "丙の本文") && finds(&program, "甲の本文") && !finds(&program, "乙の本文")
    );
    assert_eq!(after, before);
    let fresh = program.corpus().with_file_name("fresh");
    assert_eq!(reported(&program, &fresh, "lines.jsonl"), after);
}
