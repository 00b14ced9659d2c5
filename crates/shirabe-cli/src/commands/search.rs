//! `shirabe search`

use shirabe_search::{Absence, Links, Mode, SearchRequest, SearchResults, SectionHit, Step};
use shirabe_site::wording;

use crate::Outcome;
use crate::args::{ModeArgument, SearchArguments};
use crate::setup::Analysis;
use crate::terminal::{faint, heading, line, marked};

pub(crate) fn run(arguments: &SearchArguments) -> anyhow::Result<Outcome> {
    let engine = Analysis::prepare()?.open_or_ingest(&arguments.places)?;
    let request = SearchRequest {
        query: arguments.query.clone(),
        mode: match arguments.mode {
            ModeArgument::All => Mode::All,
            ModeArgument::Exact => Mode::Exact,
            ModeArgument::Variant => Mode::Variant,
            ModeArgument::Word => Mode::Word,
        },
        limit: arguments.limit,
        explain: arguments.explain,
        links: if arguments.json { Links::Words } else { Links::Paragraph },
        ..SearchRequest::default()
    };
    let results = engine.snapshot().search(&request)?;
    let is_nowhere = results.counts.listed(request.mode).sections == 0;
    let outcome = if is_nowhere { Outcome::NothingFound } else { Outcome::Done };
    let n_unreadable = results.n_unreadable;
    if arguments.json {
        line(shirabe_api::search::search_json(results)?)?;
    } else {
        print(&results)?;
    }
    // As grep does: what was found is printed, and the exit code says that it is not all.
    anyhow::ensure!(
        n_unreadable == 0,
        "{n_unreadable} sections that were found cannot be read: \
         `shirabe index verify` tells where the index is damaged"
    );
    Ok(outcome)
}

fn print(results: &SearchResults) -> anyhow::Result<()> {
    for note in &results.query.notes {
        let remark = wording::remark(&note.remark);
        line(format!("{remark}（{}文字目）", note.position_chars + 1))?;
    }
    for expansion in &results.query.expansions {
        let alternatives: Vec<String> = expansion
            .alternatives
            .iter()
            .map(|alternative| format!("{} {}か所", alternative.text, alternative.n_hits))
            .collect();
        line(faint(&format!(
            "{}：{} → {}",
            expansion.rule_label,
            expansion.term,
            alternatives.join("、")
        )))?;
    }
    print_counts(results)?;
    if let Some(absence) = &results.absence {
        print_corpus_size(absence)?;
    }
    for other in &results.did_you_mean {
        line(format!("もしかして：{}（{}節）", other.query, other.n_sections))?;
    }
    for document in &results.titled.named {
        line(format!("題名に含む文書：{}（{}）", document.title, document.id))?;
    }
    for weaker in results.absence.iter().flat_map(|absence| &absence.relaxations) {
        line(format!(
            "{}：{}（{}節）",
            wording::relaxation(weaker),
            weaker.query,
            weaker.n_sections
        ))?;
    }
    for (number, item) in results.items.iter().enumerate() {
        print_item(number + 1, item)?;
    }
    Ok(())
}

/// The wording first, then what the words add.
fn print_counts(results: &SearchResults) -> anyhow::Result<()> {
    let counts = &results.counts;
    let steps = &counts.by_step;
    match (counts.sections, results.query.read_as_words) {
        (0, Some(_)) => line("一続きの文言としてではなく、語の組合せとして読みました")?,
        (0, None) => line("この文言を含む節はありません")?,
        (sections, _) => line(format!(
            "{sections}節に{}か所（{}文書）：完全一致 {}節 ・ 表記ゆれ {}節",
            counts.hits, counts.documents, steps.exact.sections, steps.variant.sections
        ))?,
    }
    if steps.word.sections > 0 {
        line(format!("語が離れて現れる節　ほかに{}", steps.word.sections))?;
    }
    if counts.lacking.sections > 0 {
        line(format!("一部の語だけを含む節　ほかに{}", counts.lacking.sections))?;
    }
    Ok(())
}

/// The grounds for 「この文言は確認できない」.
fn print_corpus_size(absence: &Absence) -> anyhow::Result<()> {
    line(format!(
        "探した範囲：{}文書、{}節、{}字（文字を読み取れないページ {}、大きな画像のあるページ {}、読み込んでいない添付ファイル {}）",
        absence.documents,
        absence.sections,
        absence.chars,
        absence.unreadable_pages,
        absence.picture_pages,
        absence.attachments
    ))?;
    Ok(())
}

fn print_item(number: usize, item: &SectionHit) -> anyhow::Result<()> {
    let step = match item.step {
        Step::Exact => "完全一致",
        Step::Variant => "表記ゆれ",
        Step::Word => "語",
    };
    line("")?;
    line(format!("{number}. {} [{step}]", heading(&item.heading)))?;
    let mut path = vec![item.document.title.as_str()];
    path.extend(item.path.iter().map(String::as_str));
    let pages = item.pages.as_ref().map(|(first, last)| {
        if first == last { format!("　p. {first}") } else { format!("　p. {first}-{last}") }
    });
    line(faint(&format!("   {}{}　{}", path.join(" › "), pages.unwrap_or_default(), item.url)))?;
    if !item.missing.is_empty() {
        line(format!("   「{}」を含まない", item.missing.join("」「")))?;
    }
    for snippet in &item.snippets {
        let before = if snippet.starts_inside { "…" } else { "" };
        let after = if snippet.ends_inside { "…" } else { "" };
        line(format!("   {before}{}{after}", marked(&snippet.text, &snippet.marks)))?;
    }
    for (signal, value) in &item.explanation {
        line(faint(&format!("   {signal:10} {value:8.3}")))?;
    }
    Ok(())
}
