//! Measures the readers against known truths.
//!
//! - `measure truth TRUTH.json FOLDER`: files whose text is known, as `{"a.pdf": [["block", …], …]}` by
//!   page; prints what differs. White space and bullets aside, all characters must come in this order.
//! - `measure twins A.pdf A.docx …`: how many paragraphs of thirty characters and more of the second are
//!   found in the first, and in one block; recall and precision of the headings.
//! - `measure titles TRUTH.tsv FOLDER`: files whose title and issuer are known (`file`, `title`, `issuer` by
//!   tab), as their publisher's catalogue gives them; prints what differs. A file may print a shorter title,
//!   and need not print its issuer.
//! - `measure folder FOLDER`: every file: pages, sections, problems; pages per second, peak memory.

#![expect(clippy::print_stdout, reason = "an example that prints")]

use std::collections::BTreeSet;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::time::Instant;

use shirabe_document::{Block, BlockKind, Document, Metadata, Problem};

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match args.as_slice() {
        ["truth", truth, folder] => measure_truth(truth, Path::new(folder)),
        ["twins", pairs @ ..] => measure_twins(pairs),
        ["titles", truth, folder] => measure_titles(truth, Path::new(folder)),
        ["folder", folder] => measure_folder(Path::new(folder)),
        _ => Err("say truth, twins, titles or folder".into()),
    }
}

fn read(path: &Path) -> Result<(Document, Vec<Problem>), Box<dyn Error>> {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    Ok(shirabe_readers::read(&fs_err::read(path)?, &name, Metadata::default()))
}

/// Without white space and the bullets that become structure.
fn bare(text: &str) -> String {
    let text = text.trim_start().trim_start_matches(['・', '➢', '✓', '●', '○', '■', '◆']);
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Full-width forms and look-alikes folded, so that a difference of spelling is no difference of text.
fn folded(text: &str) -> String {
    let fold = |c: char| match c {
        '〜' => '~',
        '−' | '‐' => '-',
        '･' => '・',
        _ => shirabe_japanese::half_width(c),
    };
    bare(text).chars().map(fold).collect()
}

fn measure_truth(truth: &str, folder: &Path) -> Result<(), Box<dyn Error>> {
    let truth: serde_json::Value = serde_json::from_str(&fs_err::read_to_string(truth)?)?;
    let files = truth.as_object().ok_or("the truth is an object")?;
    let (mut n, mut n_exact) = (0, 0);
    for (name, pages) in
        files.iter().filter(|(name, _)| name.to_ascii_lowercase().ends_with(".pdf"))
    {
        let blocks = pages
            .as_array()
            .into_iter()
            .flatten()
            .flat_map(|page| page.as_array().into_iter().flatten());
        let expected: String = blocks.filter_map(|block| block.as_str()).map(bare).collect();
        let (document, problems) = read(&folder.join(name))?;
        let blocks = document.sections.iter().flat_map(|section| &section.blocks);
        let found: String =
            blocks.filter(|block| block.lines.is_some()).map(|block| bare(&block.text)).collect();
        n += 1;
        n_exact += usize::from(found == expected);
        let verdict = if found == expected { "exact" } else { "DIFFERS" };
        println!(
            "{verdict} {name} {}",
            problems.iter().map(|p| p.code.as_str()).collect::<Vec<_>>().join(" ")
        );
        if found != expected {
            print_difference(&expected, &found);
        }
    }
    println!("{n_exact} of {n} exact");
    Ok(())
}

fn measure_titles(truth: &str, folder: &Path) -> Result<(), Box<dyn Error>> {
    let truth = fs_err::read_to_string(truth)?;
    let (mut n, mut n_titles, mut n_issuers) = (0, 0, 0);
    for line in truth.lines().skip(1) {
        let columns: Vec<&str> = line.split('\t').collect();
        let [file, title, issuer] = columns.as_slice() else { return Err("three columns".into()) };
        let (document, _) = read(&folder.join(file))?;
        let metadata = &document.metadata;
        let is_title = is_same_title(&folded(title), &folded(&metadata.title));
        let is_issuer = metadata.issuer == *issuer;
        n += 1;
        n_titles += usize::from(is_title);
        n_issuers += usize::from(is_issuer);
        if !is_title {
            println!("title  {file}: {} (not {title})", metadata.title);
        }
        if !is_issuer {
            println!("issuer {file}: {} (not {issuer})", metadata.issuer);
        }
    }
    println!("{n_titles} titles and {n_issuers} issuers of {n}");
    Ok(())
}

/// The same, or one of the two with an addition: a third of it at least is shared, from its start or its end.
fn is_same_title(known: &str, found: &str) -> bool {
    let n = |text: &str| text.chars().count();
    let (short, long) = if n(known) < n(found) { (known, found) } else { (found, known) };
    n(short) * 3 >= n(long) && (long.starts_with(short) || long.ends_with(short))
}

fn print_difference(expected: &str, found: &str) {
    let n_same = expected.chars().zip(found.chars()).take_while(|(a, b)| a == b).count();
    let around =
        |text: &str| -> String { text.chars().skip(n_same.saturating_sub(10)).take(50).collect() };
    println!("  expected …{}…", around(expected));
    println!("  found    …{}…", around(found));
}

fn measure_twins(pairs: &[&str]) -> Result<(), Box<dyn Error>> {
    let mut sum = Twins::default();
    for pair in pairs.chunks(2) {
        let [pdf, twin] = pair else { return Err("name two files".into()) };
        let (document, _) = read(Path::new(pdf))?;
        let (paragraphs, headings) = truth_of(Path::new(twin))?;
        let one = Twins::of(&document, &paragraphs, &headings);
        println!("{pdf}: {one}");
        sum.add(&one);
    }
    println!("all: {sum}");
    Ok(())
}

/// Paragraphs and headings of a twin: a document, or a text with a paragraph a line and `#` headings.
fn truth_of(path: &Path) -> Result<(Vec<String>, Vec<String>), Box<dyn Error>> {
    if path.extension().is_some_and(|extension| extension == "txt") {
        let text = fs_err::read_to_string(path)?;
        let (headings, paragraphs): (Vec<&str>, Vec<&str>) =
            text.lines().partition(|line| line.starts_with("# "));
        let headings = headings.into_iter().map(|line| line.trim_start_matches("# ").to_owned());
        return Ok((paragraphs.into_iter().map(str::to_owned).collect(), headings.collect()));
    }
    let (document, _) = read(path)?;
    let blocks = || document.sections.iter().flat_map(|section| &section.blocks);
    let is_prose =
        |kind| matches!(kind, BlockKind::Paragraph | BlockKind::ListItem | BlockKind::Note);
    let paragraphs = blocks().filter(|block| is_prose(block.kind)).map(|block| block.text.clone());
    let headings =
        blocks().filter(|block| block.kind == BlockKind::Heading && block.lines.is_some());
    Ok((paragraphs.collect(), headings.map(|block| block.text.clone()).collect()))
}

#[derive(Default)]
#[expect(clippy::struct_field_names, reason = "all of them are counts")]
struct Twins {
    n_paragraphs: usize,
    n_found: usize,
    n_intact: usize,
    n_headings: usize,
    n_headings_found: usize,
    n_headings_given: usize,
    n_headings_right: usize,
}

impl Twins {
    fn of(document: &Document, paragraphs: &[String], headings: &[String]) -> Twins {
        let blocks = || document.sections.iter().flat_map(|section| &section.blocks);
        let texts: Vec<String> = blocks().map(|block| folded(&block.text)).collect();
        let all = texts.concat();
        let mut twins = Twins::default();
        for paragraph in paragraphs.iter().map(|text| folded(text)) {
            if paragraph.chars().count() < 30 {
                continue;
            }
            twins.n_paragraphs += 1;
            let is_found = all.contains(&paragraph);
            let is_intact = texts.iter().any(|text| text.contains(&paragraph));
            twins.n_found += usize::from(is_found);
            twins.n_intact += usize::from(is_intact);
            if !is_intact && std::env::var_os("MEASURE_SHOW").is_some() {
                println!("  {} {paragraph}", if is_found { "broken" } else { "absent" });
            }
        }
        let core = |text: &str| {
            folded(text)
                .trim_start_matches(|c: char| c.is_numeric() || ".()-、・".contains(c))
                .to_owned()
        };
        let wanted: BTreeSet<String> =
            headings.iter().map(|text| core(text)).filter(|text| !text.is_empty()).collect();
        let given =
            blocks().filter(|block| block.kind == BlockKind::Heading && block.lines.is_some());
        let given: BTreeSet<String> =
            given.map(|block| core(&block.text)).filter(|text| !text.is_empty()).collect();
        twins.n_headings = wanted.len();
        twins.n_headings_given = given.len();
        twins.n_headings_found = wanted.intersection(&given).count();
        twins.n_headings_right = twins.n_headings_found;
        if std::env::var_os("MEASURE_SHOW").is_some() {
            for heading in wanted.difference(&given) {
                println!("  heading missed: {heading}");
            }
            for heading in given.difference(&wanted) {
                println!("  heading false: {heading}");
            }
        }
        twins
    }

    fn add(&mut self, other: &Twins) {
        self.n_paragraphs += other.n_paragraphs;
        self.n_found += other.n_found;
        self.n_intact += other.n_intact;
        self.n_headings += other.n_headings;
        self.n_headings_found += other.n_headings_found;
        self.n_headings_given += other.n_headings_given;
        self.n_headings_right += other.n_headings_right;
    }
}

impl std::fmt::Display for Twins {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let share = |part: usize, of: usize| part as f64 / of.max(1) as f64;
        write!(
            f,
            "{} paragraphs, found {:.3}, intact {:.3}; {} headings, recall {:.3}, precision {:.3}",
            self.n_paragraphs,
            share(self.n_found, self.n_paragraphs),
            share(self.n_intact, self.n_paragraphs),
            self.n_headings,
            share(self.n_headings_found, self.n_headings),
            share(self.n_headings_right, self.n_headings_given),
        )
    }
}

fn measure_folder(folder: &Path) -> Result<(), Box<dyn Error>> {
    let mut paths: Vec<PathBuf> = fs_err::read_dir(folder)?
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<_, std::io::Error>>()?;
    paths.sort();
    let (mut n_pages, mut seconds, mut n_homeless) = (0, 0.0, 0);
    for path in paths.iter().filter(|path| path.is_file()) {
        let bytes = fs_err::read(path)?;
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let start = Instant::now();
        let (document, problems) = shirabe_readers::read(&bytes, &name, Metadata::default());
        let took = start.elapsed().as_secs_f64();
        let pages = document.source.n_pages.unwrap_or(0);
        // Pages that are in no section although there is text on them.
        let homeless = pages - pages_with_blocks(&document) - document.source.n_pages_without_text;
        n_pages += pages;
        seconds += took;
        n_homeless += homeless;
        println!(
            "{name}: {pages} pages, {} sections, {} repairs, {:.0} pages/s, {homeless} pages in no section",
            document.sections.len(),
            document.repairs.len(),
            f64::from(pages) / took.max(1e-9),
        );
        for problem in problems {
            println!("  {}: {}", problem.code, problem.message);
        }
    }
    println!(
        "{n_pages} pages, {:.0} pages/s, {n_homeless} in no section, {}",
        f64::from(n_pages) / seconds,
        peak_memory()
    );
    Ok(())
}

fn pages_with_blocks(document: &Document) -> u32 {
    let blocks = document.sections.iter().flat_map(|section| &section.blocks);
    let pages = blocks.flat_map(Block::pages);
    pages.filter_map(|page| page.file).collect::<BTreeSet<u32>>().len() as u32
}

/// The peak of the resident memory as Linux counts it.
fn peak_memory() -> String {
    let status = fs_err::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or("VmHWM unknown");
    line.split_whitespace().collect::<Vec<_>>().join(" ")
}
