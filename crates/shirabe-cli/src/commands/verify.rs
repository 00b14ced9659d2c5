//! `shirabe verify`

use std::io::Read as _;
use std::path::Path;

use anyhow::Context;
use shirabe_search::{
    CheckedReference, DiffSide, Difference, MAX_DRAFT_CHARS, Passage, QuotationStatus, SkipReason,
    Verification, VerifiedQuotation,
};

use crate::Outcome;
use crate::args::VerifyArguments;
use crate::commands::serve::today;
use crate::setup::Analysis;
use crate::terminal::{faint, heading, line};

/// A draft of 64,000 characters is smaller.
const MAX_DRAFT_BYTES: u64 = 1 << 20;

pub(crate) fn run(arguments: &VerifyArguments) -> anyhow::Result<Outcome> {
    let draft = read(&arguments.file)?;
    let engine = Analysis::prepare()?.open_or_ingest(&arguments.places)?;
    let found = engine.snapshot().verify(&draft)?;
    if arguments.json {
        line(shirabe_web::verification_json(&found, &arguments.site, today())?)?;
    } else {
        print(&found)?;
    }
    let is_exact = |quotation: &VerifiedQuotation| {
        matches!(quotation.status, QuotationStatus::Exact | QuotationStatus::Several)
    };
    Ok(if found.quotations.iter().all(is_exact) { Outcome::Done } else { Outcome::NothingFound })
}

/// The draft in a file, or on standard input for `-`.
fn read(file: &Path) -> anyhow::Result<String> {
    let mut bytes = Vec::new();
    if file == Path::new("-") {
        std::io::stdin().take(MAX_DRAFT_BYTES).read_to_end(&mut bytes)?;
    } else {
        let file = fs_err::File::open(file)?;
        file.take(MAX_DRAFT_BYTES).read_to_end(&mut bytes)?;
    }
    let draft = String::from_utf8(bytes)
        .with_context(|| format!("{} is not UTF-8 text", file.display()))?;
    let n_chars = draft.chars().count();
    anyhow::ensure!(
        n_chars <= MAX_DRAFT_CHARS,
        "{} has more than the {MAX_DRAFT_CHARS} characters that are checked at once: split it",
        file.display()
    );
    Ok(draft)
}

fn print(found: &Verification) -> anyhow::Result<()> {
    for (number, quotation) in found.quotations.iter().enumerate() {
        if number > 0 {
            line("")?;
        }
        print_quotation(number + 1, quotation)?;
    }
    for skipped in &found.skipped {
        let reason = match skipped.reason {
            SkipReason::TooShort => "短いため照合せず",
            SkipReason::TooMany => "引用が多すぎるため照合せず",
        };
        line(faint(&format!("「{}」：{reason}", one_line(&skipped.text))))?;
    }
    let n = |status| found.quotations.iter().filter(|q| q.status == status).count();
    line("")?;
    line(format!(
        "一致 {} ・ 複数箇所に一致 {} ・ 相違あり {} ・ 見つからず {}（世代{}）",
        n(QuotationStatus::Exact),
        n(QuotationStatus::Several),
        n(QuotationStatus::Different),
        n(QuotationStatus::Absent),
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
    let page = place.and_then(|place| place.page.as_ref()).map(|page| format!(" {page}頁"));
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
    for reference in &passage.references {
        line(format!("   {}", reference_line(reference)))?;
    }
    Ok(())
}

fn reference_line(reference: &CheckedReference) -> String {
    let CheckedReference { cited, found, agrees } = reference;
    match agrees {
        Some(true) => format!("出典の「{cited}」と合う"),
        Some(false) => format!("出典の「{cited}」と合わない：実際は{found}"),
        None => format!("出典の「{cited}」は確かめられない（{found}）"),
    }
}

fn one_line(text: &str) -> String {
    text.replace('\n', " ")
}
