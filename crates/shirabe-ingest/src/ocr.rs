//! Characters in pictures: [`Recogniser`] runs an installed tesseract with Japanese data.
//!
//! It gets grey pixels that this program painted, on standard input, and never a file of others; its
//! arguments are always the same. It runs on the clock and within a limit of memory. [`pages`] has it look
//! at the pages of a file.

pub(crate) mod pages;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use shirabe_readers::{Picture, RecognisedWord};

use crate::conversation::{Conversation, converse, spawn_in_group};
use crate::limits::WorkerLimits;

/// Found on the path of the process.
const PROGRAM: &str = "tesseract";
/// The data that it must have.
const JAPANESE: &str = "jpn";
/// How long it may take to say which languages it has.
const LANGUAGES_CLOCK: Duration = Duration::from_secs(10);
/// A page of words is far smaller.
const MAX_ANSWER_BYTES: u64 = 16 << 20;
/// A line that tesseract itself believes less, in percent, is what it makes of leaders, logos and
/// photographs.
const MIN_CONFIDENCE: f32 = 40.0;
/// Lines of a paragraph that differ less from its median are of its size.
const ALIKE: f32 = 0.25;
/// A gap between two words of one line that is narrower than this, in ems, is none: tesseract parts
/// columns itself.
const WIDEST_JOINT: f32 = 2.0;
/// Letters of Japanese fill this part of the size of their type.
const INK: f32 = 0.92;
const POINTS_PER_INCH: f32 = 72.0;

/// An installed program that recognises Japanese.
#[derive(Clone, Debug)]
pub struct Recogniser {
    program: PathBuf,
}

/// Why no characters can be recognised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Missing {
    /// There is no tesseract.
    Program,
    /// It has no data for Japanese.
    Japanese,
}

impl Missing {
    /// What to do, for the curator.
    pub fn message_ja(&self) -> String {
        match self {
            Missing::Program => {
                "文字認識（OCR）に使う tesseract がない。tesseract-ocr と tesseract-ocr-jpn を入れて、もう一度読み込んでください"
            }
            Missing::Japanese => {
                "tesseract に日本語のデータ（jpn）がない。tesseract-ocr-jpn を入れて、もう一度読み込んでください"
            }
        }
        .to_owned()
    }
}

/// What was recognised on one page.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Page {
    pub(crate) words: Vec<RecognisedWord>,
    /// Lines that were left out, because tesseract itself does not believe them.
    pub(crate) n_doubtful: usize,
}

impl Recogniser {
    /// The tesseract on the path, if it knows Japanese.
    pub fn find() -> Result<Recogniser, Missing> {
        let recogniser = Recogniser { program: PROGRAM.into() };
        let mut child = spawn_in_group(recogniser.command().arg("--list-langs"))
            .map_err(|_| Missing::Program)?;
        let said = converse(&mut child, &[], MAX_ANSWER_BYTES, LANGUAGES_CLOCK);
        let said = said.map_err(|_| Missing::Program)?;
        // Version 3 lists them on standard error.
        let listed = String::from_utf8_lossy(&said.answer).into_owned() + &said.complaint;
        let knows_japanese = listed.lines().any(|line| line.trim() == JAPANESE);
        if knows_japanese { Ok(recogniser) } else { Err(Missing::Japanese) }
    }

    /// The words in a picture, or why there are none.
    pub(crate) fn words(&self, picture: &Picture, limits: &WorkerLimits) -> Result<Page, String> {
        let clock = Duration::from_secs(limits.ocr_clock_seconds);
        let dots = picture.dots_per_inch.to_string();
        let mut command = self.command();
        // From standard input to standard output; every layout of columns; words with their places.
        command.args(["-", "-", "-l", JAPANESE, "--psm", "3", "--dpi", &dots, "tsv"]);
        let failed = |error: std::io::Error| format!("tesseract を動かせない（{error}）");
        let mut child = spawn_in_group(&mut command).map_err(failed)?;
        if let Err(error) = limit(&child, limits) {
            // It may have ended already.
            tracing::warn!(%error, "tesseract runs without a limit of memory");
        }
        let head = format!("P5\n{} {}\n255\n", picture.width, picture.height);
        let Conversation { status, answer, complaint } =
            converse(&mut child, &[head.as_bytes(), &picture.pixels], MAX_ANSWER_BYTES, clock)
                .map_err(failed)?;
        match status {
            None => Err(format!("文字認識が{}秒で終わらないため、打ち切った", clock.as_secs())),
            Some(status) if !status.success() => {
                tracing::warn!(%status, complaint, "tesseract failed");
                Err(format!("文字認識が異常終了した（{status}）"))
            }
            Some(_) => Ok(page(&String::from_utf8_lossy(&answer), picture.dots_per_inch)),
        }
    }

    /// Without the environment of this process, but for where the program and its data are.
    fn command(&self) -> Command {
        let mut command = Command::new(&self.program);
        command.env_clear();
        for name in ["PATH", "TESSDATA_PREFIX"] {
            if let Some(value) = std::env::var_os(name) {
                command.env(name, value);
            }
        }
        // Pages are recognised side by side already.
        command.env("OMP_THREAD_LIMIT", "1").env("LC_ALL", "C");
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }
}

#[cfg(target_os = "linux")]
fn limit(child: &Child, limits: &WorkerLimits) -> Result<(), std::io::Error> {
    use rlimit::Resource;
    let limits = [
        (Resource::AS, limits.max_ocr_memory_bytes),
        (Resource::CPU, limits.ocr_clock_seconds),
        (Resource::FSIZE, 0),
        (Resource::CORE, 0),
    ];
    let id = i32::try_from(child.id()).map_err(std::io::Error::other)?;
    limits
        .into_iter()
        .try_for_each(|(resource, limit)| rlimit::prlimit(id, resource, Some((limit, limit)), None))
}

#[cfg(not(target_os = "linux"))]
fn limit(_: &Child, _: &WorkerLimits) -> Result<(), std::io::Error> {
    Ok(())
}

/// A line of the table that tesseract writes (`tsv`): level, page, block, paragraph, line, word, left, top,
/// width, height, confidence, text.
struct Row<'a> {
    level: u8,
    paragraph: (u32, u32),
    line: u32,
    place: [f32; 4],
    confidence: f32,
    text: &'a str,
}

impl Row<'_> {
    fn parse(line: &str, scale: f32) -> Option<Row<'_>> {
        let cells: Vec<&str> = line.split('\t').collect();
        let number = |nth: usize| cells.get(nth)?.parse::<u32>().ok();
        let decimal = |nth: usize| cells.get(nth)?.parse::<f32>().ok().filter(|n| n.is_finite());
        let place = |nth: usize| Some(decimal(nth)? * scale);
        let (left, top) = (place(6)?, place(7)?);
        Some(Row {
            level: cells.first()?.parse().ok()?,
            paragraph: (number(2)?, number(3)?),
            line: number(4)?,
            place: [left, top, left + place(8)?, top + place(9)?],
            confidence: decimal(10)?,
            text: cells.get(11).copied().unwrap_or_default().trim(),
        })
    }
}

/// A line of text with its words.
#[derive(Default)]
struct Line<'a> {
    place: [f32; 2],
    words: Vec<Row<'a>>,
}

impl Line<'_> {
    fn height(&self) -> f32 {
        self.place[1] - self.place[0]
    }

    /// The mean over its characters.
    fn confidence(&self) -> f32 {
        let n_chars = |row: &Row<'_>| row.text.chars().count() as f32;
        let sum: f32 = self.words.iter().map(|row| row.confidence * n_chars(row)).sum();
        sum / self.words.iter().map(n_chars).sum::<f32>().max(1.0)
    }
}

/// Reads the table of one page.
fn page(table: &str, dots_per_inch: u32) -> Page {
    let scale = POINTS_PER_INCH / dots_per_inch.max(1) as f32;
    let mut paragraphs: BTreeMap<(u32, u32), BTreeMap<u32, Line<'_>>> = BTreeMap::new();
    for row in table.lines().filter_map(|line| Row::parse(line, scale)) {
        let line = paragraphs.entry(row.paragraph).or_default().entry(row.line).or_default();
        match row.level {
            4 => line.place = [row.place[1], row.place[3]],
            5 if !row.text.is_empty() => line.words.push(row),
            _ => {}
        }
    }
    let mut page = Page::default();
    for lines in paragraphs.into_values() {
        let mut lines: Vec<Line<'_>> = lines.into_values().collect();
        lines.retain(|line| !line.words.is_empty() && line.height() > 0.0);
        let n_lines = lines.len();
        lines.retain(|line| line.confidence() >= MIN_CONFIDENCE);
        page.n_doubtful += n_lines - lines.len();
        page.words.extend(words(&lines));
    }
    page
}

fn words(lines: &[Line<'_>]) -> Vec<RecognisedWord> {
    let mut heights: Vec<f32> = lines.iter().map(Line::height).collect();
    heights.sort_by(f32::total_cmp);
    let median = heights.get(heights.len() / 2).copied().unwrap_or_default();
    let mut words = Vec::new();
    for line in lines {
        let is_alike = (line.height() - median).abs() <= ALIKE * median;
        let height = if is_alike { median } else { line.height() };
        let size = height / INK;
        let following = line.words.iter().skip(1).map(Some).chain([None]);
        words.extend(line.words.iter().zip(following).map(|(row, next)| {
            let [left, top, right, bottom] = row.place;
            let right = next.and_then(|next| joint(row, next, size)).unwrap_or(right);
            let (text, place) = (row.text.to_owned(), [left, top, right, bottom]);
            RecognisedWord { text, place, line: line.place, size }
        }));
    }
    words
}

/// Where a word ends that goes on in the next. Words are told apart where there are spaces and, in
/// Japanese, where there are none; boxes around letters leave gaps that are no spaces.
fn joint(row: &Row<'_>, next: &Row<'_>, size: f32) -> Option<f32> {
    let [left, _, right, _] = row.place;
    let [start, ..] = next.place;
    let is_latin = row.text.ends_with(|c: char| c.is_ascii_alphanumeric())
        && next.text.starts_with(|c: char| c.is_ascii_alphanumeric());
    (!is_latin && start > left && start - right < WIDEST_JOINT * size).then_some(start)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_have_their_places_in_points_and_the_size_of_their_paragraph() {
        let table = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n\
                     4\t1\t1\t1\t1\t0\t150\t300\t600\t50\t-1\t\n\
                     5\t1\t1\t1\t1\t1\t150\t300\t100\t50\t96\t政府\n\
                     5\t1\t1\t1\t1\t2\t260\t300\t90\t50\t92\t情報\n\
                     4\t1\t1\t1\t2\t0\t150\t375\t600\t46\t-1\t\n\
                     5\t1\t1\t1\t2\t1\t150\t375\t100\t46\t91\tのため\n\
                     4\t1\t2\t1\t1\t0\t150\t900\t600\t50\t-1\t\n\
                     5\t1\t2\t1\t1\t1\t150\t900\t100\t50\t12\teereer\n\
                     4\t1\t3\t1\t1\t0\t150\t990\t600\t9\t-1\t\n\
                     5\t1\t3\t1\t1\t1\t150\t990\t600\t9\t95\t \n";
        let page = page(table, 300);
        let shown: Vec<String> = page
            .words
            .iter()
            .map(|word| format!("{} {:.1?} {:.1}", word.text, word.place, word.size))
            .collect();
        assert_eq!(
            shown,
            [
                "政府 [36.0, 72.0, 62.4, 84.0] 13.0",
                "情報 [62.4, 72.0, 84.0, 84.0] 13.0",
                "のため [36.0, 90.0, 60.0, 101.0] 13.0"
            ]
        );
        assert_eq!(page.n_doubtful, 1);
    }

    #[test]
    fn a_table_of_nonsense_has_no_words() {
        assert_eq!(page("", 300), Page::default());
        assert_eq!(
            page("5\t1\nx\ty\tz\n5\t1\t1\t1\t1\t1\t-\t-\t-\t-\t-\t字\n", 0),
            Page::default()
        );
    }
}
