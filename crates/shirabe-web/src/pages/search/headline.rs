//! What was found, in numbers: the wording first, then what stands beside it and is not counted with it.
//!
//! [`HeadlineView::of`] makes the sentences, [`ladder`] the tabs. Their numbers are sections of the
//! wording under the conditions, the same whichever tab is open.

use shirabe_search::{Counts, Mode, SearchResults};
use shirabe_site::params::SearchParams;
use shirabe_site::wording;

use super::ChoiceView;

/// The first lines of the page.
pub(super) struct HeadlineView {
    /// 51の節, where the wording stands somewhere.
    pub sections: Option<String>,
    /// What follows it, or the whole sentence where it stands nowhere.
    pub rest: String,
    /// For the title of the page.
    pub title: String,
    /// What is not counted in the headline, each with the address that lists it.
    pub beside: Vec<BesideView>,
}

/// Something beside the wording.
pub(super) struct BesideView {
    pub text: String,
    /// An address and what it does.
    pub link: Option<(String, &'static str)>,
}

impl BesideView {
    fn linked(text: String, params: &SearchParams, action: &'static str) -> BesideView {
        BesideView { text, link: Some((params.url(), action)) }
    }
}

impl HeadlineView {
    pub(super) fn of(params: &SearchParams, results: &SearchResults) -> HeadlineView {
        let counts = &results.counts;
        let n = wording::number;
        let (sections, rest) = match counts.sections {
            0 => (None, nowhere(params.mode, results)),
            found => {
                let documents = n(counts.documents);
                // Conditions such as 条: alone are met by sections, and stand nowhere in them.
                let rest = match counts.hits {
                    0 => format!("（{documents}文書）"),
                    hits => format!("に{}か所（{documents}文書）", n(hits)),
                };
                (Some(format!("{}の節", n(found))), rest)
            }
        };
        let (words, some) = (counts.by_step.word.sections, counts.lacking.sections);
        let title = match (&sections, words, some) {
            (Some(sections), ..) => sections.clone(),
            (None, 0, 0) => "0の節".to_owned(),
            (None, 0, some) => format!("一部の語を含む節{}", n(some)),
            (None, words, _) => format!("語の組合せによる節{}", n(words)),
        };
        HeadlineView { sections, rest, title, beside: beside(params, counts, results.n_undated) }
    }
}

fn nowhere(mode: Mode, results: &SearchResults) -> String {
    let counts = &results.counts;
    let is_found_by_words = counts.by_step.word.sections + counts.lacking.sections > 0;
    let sentence = match (results.query.read_as_words, mode) {
        _ if results.is_refused => "検索できませんでした。",
        (Some(_), _) if is_found_by_words => {
            "この文言を含む節はありません。質問や長い文は一続きの文言としてではなく、語の組合せとして読みました。"
        }
        (_, Mode::Exact) if results.counts.by_step.variant.sections > 0 => {
            "この表記のままの文言を含む節はありません。"
        }
        _ => "この文言を含む節はありません。",
    };
    sentence.to_owned()
}

fn beside(params: &SearchParams, counts: &Counts, n_undated: usize) -> Vec<BesideView> {
    let n = wording::number;
    let mut beside = Vec::new();
    let words = counts.by_step.word.sections;
    if words > 0 {
        let more = if counts.sections > 0 { "ほかに" } else { "" };
        let text = format!("語の組合せによる節（語が離れて現れる節）　{more}{}", n(words));
        let listed = params.with(|params| params.mode = Mode::Word);
        beside.push(BesideView::linked(text, &listed, "その節を見る"));
    }
    beside.extend(some_words(counts));
    beside.extend(across(params, counts.across));
    beside.extend(inside_words(params, counts.inside_words));
    if n_undated > 0 {
        let n_undated = n(n_undated);
        let text =
            format!("発行日の分からない{n_undated}文書は、日付の条件があるため含めていません");
        beside.push(BesideView { text, link: None });
    }
    beside
}

/// What has only some of the words; it follows in the same list, so there is nothing to link to.
fn some_words(counts: &Counts) -> Option<BesideView> {
    let n_before = counts.sections + counts.by_step.word.sections;
    let more = if n_before > 0 { "ほかに" } else { "" };
    let text = format!("一部の語だけを含む節　{more}{}", wording::number(counts.lacking.sections));
    (counts.lacking.sections > 0).then_some(BesideView { text, link: None })
}

/// What stands across a border of paragraphs: said where there is any, and while it is listed.
fn across(params: &SearchParams, n_across: usize) -> Option<BesideView> {
    let toggled = params.with(|params| params.across = !params.across);
    if params.across {
        let text = "段落などの境をまたぐ並びだけを示しています".to_owned();
        return Some(BesideView::linked(text, &toggled, "文言を含む節に戻る"));
    }
    let text = format!("ほかに、段落などの境をまたぐ並びが{}か所", wording::number(n_across));
    (n_across > 0).then(|| BesideView::linked(text, &toggled, "その箇所を見る"))
}

/// What stands inside a longer word of Latin letters or digits: set aside, or counted on wish.
fn inside_words(params: &SearchParams, n_inside: usize) -> Option<BesideView> {
    let toggled = params.with(|params| params.part = !params.part);
    if params.part {
        let text = "英数字の語の一部である並びも数えています".to_owned();
        return Some(BesideView::linked(text, &toggled, "語の一部を除く"));
    }
    let text = format!("ほかに、英数字の語の一部である並びが{}か所", wording::number(n_inside));
    (n_inside > 0).then(|| BesideView::linked(text, &toggled, "語の一部も含める"))
}

/// The tabs: what each step adds to those before it, and all of it.
pub(super) fn ladder(params: &SearchParams, counts: &Counts) -> Vec<ChoiceView> {
    let n = wording::number;
    let steps = &counts.by_step;
    let (exact, variant, word) =
        (steps.exact.sections, steps.variant.sections, steps.word.sections);
    let rungs = [
        ("完全一致", Mode::Exact, format!("{}節", n(exact))),
        ("表記ゆれまで", Mode::Variant, format!("＋{}節", n(variant))),
        ("語の組合せ", Mode::Word, format!("ほかに{}節", n(word))),
        ("すべて", Mode::All, format!("{}節", n(counts.listed(Mode::All).sections))),
    ];
    let rungs = rungs.map(|(name, mode, count)| ChoiceView {
        name,
        count: Some(count),
        url: params.with(|params| params.mode = mode).url(),
        is_current: params.mode == mode,
    });
    rungs.into()
}
