//! `shirabe cite`

use anyhow::Context;
use shirabe_document::citation::{Citation, Selection, Style};
use shirabe_document::links::{self, Address};
use shirabe_document::{Document, Section};

use crate::Outcome;
use crate::args::CiteArguments;
use crate::commands::serve::today;
use crate::setup::Analysis;
use crate::terminal::line;

pub(crate) fn run(arguments: &CiteArguments) -> anyhow::Result<Outcome> {
    let style = style(&arguments.style)?;
    let asked = Asked::of(arguments)?;
    let engine = Analysis::prepare()?.open_or_ingest(&arguments.places)?;
    let document = engine.snapshot().document(&asked.document)?;
    let document =
        document.with_context(|| format!("there is no document {:?}", asked.document))?;
    let citation = citation(&document, &asked, &arguments.site)?;
    let written = style.write(&citation);
    line(written.trim_end_matches(['\r', '\n']))?;
    Ok(Outcome::Done)
}

fn style(name: &str) -> anyhow::Result<Style> {
    Style::parse(name).with_context(|| {
        let names = Style::ALL.map(Style::as_str);
        format!("there is no style {name:?}; the styles are {}", names.join(", "))
    })
}

/// What is to be cited.
struct Asked {
    document: String,
    section: Option<String>,
    selection: Option<Selection>,
}

impl Asked {
    /// From ids, or from an address as `search` prints it, `/d/DOC/SECTION#p87`, or as the site has it, with
    /// `?p=87` or `?chars=120-165`.
    fn of(arguments: &CiteArguments) -> anyhow::Result<Asked> {
        let address = Address::read(&arguments.document);
        let of_address = |id: Option<&str>| id.map(str::to_owned);
        let section = arguments.section.clone().or(of_address(address.section));
        let paragraph = arguments.paragraph.clone().or(of_address(address.paragraph));
        let chars = arguments.chars.clone().or(of_address(address.chars));
        let selection = match (&paragraph, &chars) {
            (_, Some(chars)) => Some(Selection::chars(chars).with_context(|| {
                format!("{chars:?} is no range of characters: write --chars 120-165")
            })?),
            (Some(paragraph), None) => {
                Some(Selection::paragraph(paragraph).with_context(|| {
                    format!("{paragraph:?} is no paragraph: write --paragraph 87")
                })?)
            }
            (None, None) => None,
        };
        Ok(Asked { document: address.document.to_owned(), section, selection })
    }
}

fn citation(document: &Document, asked: &Asked, site: &str) -> anyhow::Result<Citation> {
    let site = site.trim_end_matches('/');
    let section = match (&asked.section, &asked.selection) {
        (Some(id), _) => Some(section(document, id)?),
        (None, Some(Selection::Paragraph(id))) => {
            document.paragraph(id).map(|(section, _)| section)
        }
        (None, _) => None,
    };
    let Some(section) = section else {
        anyhow::ensure!(
            asked.selection.is_none(),
            "a paragraph or characters need a section of {}: name it",
            document.id
        );
        let permalink = format!("{site}{}", links::document(document.id.as_str()));
        return Ok(Citation::of_document(document, permalink, today()));
    };
    let selection = asked.selection.clone().unwrap_or_default();
    selection.cite(document, section, site, today()).with_context(|| {
        format!("section {} of {} has no such paragraph or characters", section.id, document.id)
    })
}

fn section<'a>(document: &'a Document, id: &str) -> anyhow::Result<&'a Section> {
    let mut sections = document.sections.iter();
    sections.find(|section| section.id.as_str() == id).with_context(|| {
        format!(
            "{} has no section {id:?}; `shirabe inspect {}` lists them",
            document.id, document.id
        )
    })
}
