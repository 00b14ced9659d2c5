//! `shirabe verify`

use std::io::Read as _;
use std::path::Path;

use anyhow::Context;
use fs_err as fs;
use shirabe_document::{Block, Document};
use shirabe_ingest::{DraftSource, Settings, read_draft};
use shirabe_site::wording;
use shirabe_verify::{
    CheckedReference, DiffSide, Difference, MAX_DRAFT_CHARS, Passage, QuotationStatus,
    Verification, VerifiedQuotation,
};

use crate::Outcome;
use crate::args::VerifyArguments;
use crate::commands::serve::today;
use crate::setup::{Analysis, worker_pool};
use crate::terminal::{faint, heading, line};

/// A draft of 64,000 characters is smaller, also as an Office file or a PDF with pictures.
const MAX_DRAFT_BYTES: u64 = 64 << 20;

/// A draft with what could not be read of it.
struct Draft {
    text: String,
    /// Pages without text, so that no quotation on them was seen.
    n_pages_without_text: u32,
}

pub(crate) fn run(arguments: &VerifyArguments) -> anyhow::Result<Outcome> {
    let draft = read(&arguments.file)?;
    let engine = Analysis::prepare()?.open_or_ingest(&arguments.places)?;
    let found = shirabe_verify::verify(&engine.snapshot(), &draft.text)?;
    let (site, today) = (arguments.site.as_str(), today());
    if arguments.json {
        line(shirabe_api::verify::verification_json(&found, site, today)?)?;
    } else {
        print(&found)?;
    }
    if let Some(path) = &arguments.html {
        let name = arguments.file.file_name().unwrap_or_default().to_string_lossy();
        fs::write(path, shirabe_web::verification_html(&found, &name, site, today)?)?;
    }
    if let Some(path) = &arguments.csv {
        fs::write(path, shirabe_web::verification_csv(&found, site, today))?;
    }
    if draft.n_pages_without_text > 0 && !arguments.json {
        let n = draft.n_pages_without_text;
        line(format!("文字のないページが{n}ページあり、そこにある引用は照合していません"))?;
    }
    let is_verified = found.is_verified() && draft.n_pages_without_text == 0;
    Ok(if is_verified { Outcome::Done } else { Outcome::NothingFound })
}

/// The draft in a file, or on standard input for `-`.
fn read(file: &Path) -> anyhow::Result<Draft> {
    let mut bytes = Vec::new();
    let name = file.display().to_string();
    if file == Path::new("-") {
        std::io::stdin().take(MAX_DRAFT_BYTES + 1).read_to_end(&mut bytes)?;
    } else {
        fs::File::open(file)?.take(MAX_DRAFT_BYTES + 1).read_to_end(&mut bytes)?;
    }
    let mib = MAX_DRAFT_BYTES >> 20;
    anyhow::ensure!(bytes.len() as u64 <= MAX_DRAFT_BYTES, "{name} is larger than {mib} MiB");
    let pool = worker_pool(Settings::default())?;
    let source = read_draft(&bytes, &name, &pool).map_err(anyhow::Error::msg);
    let draft = match source.with_context(|| format!("reading {name}"))? {
        DraftSource::Text => {
            let text = String::from_utf8(bytes);
            let text = text.with_context(|| format!("{name} is not UTF-8 text"))?;
            Draft { text, n_pages_without_text: 0 }
        }
        DraftSource::Document(document) => Draft {
            text: text_of(&document),
            n_pages_without_text: document.source.n_pages_without_text,
        },
    };
    let n_chars = draft.text.chars().count();
    anyhow::ensure!(
        n_chars <= MAX_DRAFT_CHARS,
        "{name} has more than the {MAX_DRAFT_CHARS} characters that are checked at once: split it"
    );
    Ok(draft)
}

/// The paragraphs of a document, an empty line between them.
fn text_of(document: &Document) -> String {
    let blocks = document.sections.iter().flat_map(|section| &section.blocks);
    blocks.map(|block: &Block| block.text.as_str()).collect::<Vec<_>>().join("\n\n")
}

fn print(found: &Verification) -> anyhow::Result<()> {
    for (number, quotation) in found.quotations.iter().enumerate() {
        if number > 0 {
            line("")?;
        }
        print_quotation(number + 1, quotation)?;
    }
    for skipped in &found.skipped {
        if skipped.reason.is_read() {
            continue;
        }
        let (place, reason) =
            (skipped.chars.start, shirabe_api::verify::skip_reason(skipped.reason));
        line(format!("照合せず（{place}文字目）「{}」：{reason}", one_line(&skipped.text)))?;
    }
    let n = |status| found.quotations.iter().filter(|q| q.status == status).count();
    line("")?;
    line(format!(
        "一致 {} ・ 複数箇所に一致 {} ・ 相違あり {} ・ 見つからず {} ・ 照合せず {}（第{}世代）",
        n(QuotationStatus::Exact),
        n(QuotationStatus::Several),
        n(QuotationStatus::Different),
        n(QuotationStatus::Absent),
        found.skipped.iter().filter(|skipped| !skipped.reason.is_read()).count(),
        found.index.generation
    ))?;
    Ok(())
}

fn print_quotation(number: usize, quotation: &VerifiedQuotation) -> anyhow::Result<()> {
    let label = match quotation.status {
        QuotationStatus::Exact => "一致",
        QuotationStatus::Different => "相違あり",
        QuotationStatus::Several => "複数箇所に一致",
        QuotationStatus::Absent => "見つからず",
    };
    let status = quotation.status.code();
    line(format!("{number}. {} {status}", heading(label)))?;
    line(format!("   「{}」", one_line(&quotation.text)))?;
    for passage in &quotation.matches {
        print_passage(passage)?;
    }
    if quotation.n_matches > quotation.matches.len() {
        line(faint(&format!("   ほか{}か所", quotation.n_matches - quotation.matches.len())))?;
    }
    for (part, is_exact) in &quotation.parts {
        if !is_exact {
            line(format!("   このとおりには見つからない部分：「{}」", one_line(part)))?;
        }
    }
    if let Some(nearest) = &quotation.nearest {
        line("   最も近い箇所：")?;
        print_passage(nearest)?;
    }
    if !quotation.is_thorough {
        line(faint("   分量が多いため、近い箇所は探していません"))?;
    }
    Ok(())
}

fn print_passage(passage: &Passage) -> anyhow::Result<()> {
    let place = passage.places.first();
    let page = place.and_then(|place| place.page.as_ref()).map(|page| format!(" {page}ページ"));
    let url = place.map(|place| place.url.as_str()).unwrap_or_default();
    line(format!(
        "   {} › {}{} {}",
        passage.document.metadata.title,
        passage.section.heading,
        page.unwrap_or_default(),
        faint(url)
    ))?;
    if passage.difference != Difference::None {
        let diff = passage.diff.iter().map(|piece| match piece.side {
            DiffSide::Both => piece.text.clone(),
            DiffSide::Quotation => format!("[-{}-]", piece.text),
            DiffSide::Document => format!("{{+{}+}}", piece.text),
        });
        line(format!("   {}", one_line(&diff.collect::<String>())))?;
    }
    for change in &passage.changes {
        line(format!("   {}", shirabe_api::verify::change_sentence(change)))?;
    }
    if let Some(border) = passage.crosses {
        line(format!("   {}", shirabe_api::verify::border_sentence(border)))?;
    }
    for reference in &passage.references {
        line(format!("   {}", reference_line(reference)))?;
    }
    for edition in &passage.editions {
        line(format!("   {}", shirabe_api::verify::edition_sentence(edition)))?;
    }
    Ok(())
}

fn reference_line(reference: &CheckedReference) -> String {
    let CheckedReference { cited, agrees, .. } = reference;
    let found = wording::found_reference(reference);
    match agrees {
        Some(true) => format!("出典の「{cited}」と合う"),
        Some(false) => format!("出典の「{cited}」と合わない：実際は{found}"),
        None => format!("出典の「{cited}」は確かめられない（{found}）"),
    }
}

fn one_line(text: &str) -> String {
    text.replace('\n', " ")
}
