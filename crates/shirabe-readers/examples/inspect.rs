//! Prints what a reader makes of a file: the outline with pages and kinds, or every repair.
//!
//! `cargo run -p shirabe-readers --example inspect FILE [outline|text|repairs]`; title, issuer and
//! division are taken from the TOML file beside it.

#![expect(clippy::print_stdout, reason = "an example that prints")]

use std::error::Error;

use shirabe_document::{Document, Metadata, Page, Quality, Rule};

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let file = args.next().ok_or("name a file")?;
    let view = args.next().unwrap_or_else(|| "outline".to_owned());
    let beside = std::path::Path::new(&file).with_extension("toml");
    let metadata = metadata_of(&fs_err::read_to_string(beside).unwrap_or_default());
    let (document, problems) = shirabe_readers::read(&fs_err::read(&file)?, &file, metadata);
    match view.as_str() {
        "outline" => print_sections(&document, 40),
        "text" => print_sections(&document, usize::MAX),
        _ => print_repairs(&document),
    }
    for problem in problems {
        println!("{}: {}", problem.code, problem.message);
    }
    let quality = Quality::of(&document);
    println!("{:?}\n{:?}", document.source, quality);
    Ok(())
}

/// The few keys that the reader compares the text with; whoever ingests reads the file properly.
fn metadata_of(toml: &str) -> Metadata {
    let value = |key: &str| {
        let mut lines = toml.lines().filter_map(|line| line.split_once(" = "));
        lines.find(|(found, _)| *found == key).map(|(_, value)| value.trim_matches('"').to_owned())
    };
    Metadata {
        title: value("title").unwrap_or_default(),
        issuer: value("issuer").unwrap_or_default(),
        division: value("division"),
        ..Metadata::default()
    }
}

fn print_sections(document: &Document, longest: usize) {
    for section in &document.sections {
        let figure = if section.figure_missing { " [figure missing]" } else { "" };
        let continues = section.continues.as_ref().map(|id| format!(" ← {id}")).unwrap_or_default();
        let path = section.path.join(" > ");
        println!(
            "\n{} L{} {}{figure}{continues}  ({path})",
            section.id, section.level, section.heading
        );
        for block in &section.blocks {
            let page = block.page.as_ref().map(shown_page).unwrap_or_default();
            let text: String = block
                .text
                .replace('\n', " ⏎ ")
                .replace('\t', " | ")
                .chars()
                .take(longest)
                .collect();
            let lines = block.lines.clone().unwrap_or_default();
            let kind = block.kind.as_str();
            println!(
                "  {} {}-{} {kind}{}{page}: {text}",
                block.id, lines.start, lines.end, block.depth
            );
        }
    }
}

/// The printed number and, where it is another one, the number in the file.
fn shown_page(page: &Page) -> String {
    match (&page.printed, page.file) {
        (Some(printed), Some(file)) if *printed != file.to_string() => {
            format!(" p.{printed} ({file} in the file)")
        }
        _ => format!(" p.{page}"),
    }
}

fn print_repairs(document: &Document) {
    for repair in &document.repairs {
        let label = Rule::named(repair.rule).map_or("", |rule| rule.label_ja);
        let show = |text: &str| text.replace('\n', "⏎").replace('\t', "⇥");
        let at = &repair.place.lines;
        println!(
            "{}-{} {} {label}: {} → {}",
            at.start,
            at.end,
            repair.rule,
            show(&repair.before),
            show(&repair.after)
        );
    }
}
