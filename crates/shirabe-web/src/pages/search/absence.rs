//! Nothing found: on what grounds a reader may say so, and what to try next.

use shirabe_document::Date;
use shirabe_search::{Absence, CorpusSize, IndexInfo, Relaxation, RelaxationKind};
use shirabe_site::params::SearchParams;
use shirabe_site::wording;

use super::chips;

/// The grounds and the next steps.
pub(super) struct AbsenceView {
    /// What was searched, in full sentences.
    pub grounds: Vec<String>,
    /// The same as one line to be copied.
    pub citation: String,
    pub relaxations: Vec<TryView>,
}

/// Another query, with how much it finds.
pub(super) struct TryView {
    pub label: String,
    pub query: String,
    pub n_sections: String,
    pub url: String,
}

impl AbsenceView {
    pub(super) fn of(
        params: &SearchParams,
        absence: Option<Absence>,
        index: &IndexInfo,
    ) -> AbsenceView {
        let absence = absence.unwrap_or_default();
        AbsenceView {
            grounds: grounds(params, &absence, index),
            citation: searched(&absence).map_or_else(String::new, |searched| {
                let (generation, fingerprint) = (index.generation, &index.fingerprint);
                format!("{searched}の本文に確認できなかった（第{generation}世代、{fingerprint}）。")
            }),
            relaxations: tries(params, several_chars(absence.relaxations)),
        }
    }

    /// Completes the citation by what was looked for, when and where.
    pub(super) fn cite(&mut self, params: &SearchParams, today: Date, address: &str) {
        if self.citation.is_empty() {
            return;
        }
        let conditions = chips(params, &[], |_| String::new()).into_iter().map(|(label, _)| label);
        let conditions = conditions.collect::<Vec<_>>().join("、");
        let under =
            if conditions.is_empty() { conditions } else { format!("、条件は{conditions}") };
        let today = wording::date(&today.to_string());
        let (query, rest) = (params.q.trim(), &self.citation);
        self.citation =
            format!("「{query}」は、Shirabe（{today}検索{under}）に収録された{rest}{address}");
    }
}

/// Other queries as links.
pub(super) fn tries(params: &SearchParams, list: Vec<Relaxation>) -> Vec<TryView> {
    list.into_iter().map(|other| try_view(params, other)).collect()
}

/// How much was searched, if anything was.
fn searched(absence: &Absence) -> Option<String> {
    let size = CorpusSize {
        n_sections: absence.sections,
        n_chars: absence.chars,
        n_pages: absence.pages,
        n_pages_without_text: absence.unreadable_pages,
        ..CorpusSize::default()
    };
    (absence.documents > 0).then(|| wording::corpus_size(absence.documents, &size))
}

/// A part of one character, such as く or 医, helps nobody.
fn several_chars(mut relaxations: Vec<Relaxation>) -> Vec<Relaxation> {
    relaxations.retain(|relaxation| match &relaxation.kind {
        RelaxationKind::Part(part) | RelaxationKind::OnlyWord(part) => part.chars().count() > 1,
        _ => true,
    });
    relaxations
}

fn grounds(params: &SearchParams, absence: &Absence, index: &IndexInfo) -> Vec<String> {
    let Some(searched) = searched(absence) else { return Vec::new() };
    let what =
        if params.has_conditions() { "指定した条件に合う" } else { "収録している" };
    let mut grounds = vec![format!(
        "{what}{searched}の本文をすべて検索しましたが、この文言は確認できませんでした。"
    )];
    if absence.unreadable_pages > 0 {
        let pages = wording::number(absence.unreadable_pages);
        grounds.push(format!(
            "このほか、文字を読み取れないページが{pages}ページあり、検索の対象に含まれていません。"
        ));
    }
    grounds.extend(unread(absence));
    grounds.push(format!(
        "索引：第{}世代（{}作成、識別子{}）",
        index.generation,
        wording::moment(&index.built),
        index.fingerprint
    ));
    grounds
}

/// What stands in pictures and attached files was not searched.
fn unread(absence: &Absence) -> Option<String> {
    let pages =
        || format!("大きな画像のあるページが{}ページ", wording::number(absence.picture_pages));
    let files =
        || format!("読み込んでいない添付ファイルが{}件", wording::number(absence.attachments));
    let what = match (absence.picture_pages > 0, absence.attachments > 0) {
        (false, false) => return None,
        (true, false) => format!("{}あり、画像の中の文字", pages()),
        (false, true) => format!("{}あり、その中の文字", files()),
        (true, true) => format!("{}、{}あり、その中の文字", pages(), files()),
    };
    Some(format!("{what}は検索の対象に含まれていません。"))
}

fn try_view(params: &SearchParams, relaxation: Relaxation) -> TryView {
    let label = wording::relaxation(&relaxation);
    let query = relaxation.query;
    let weaker = params.with(|params| {
        if !relaxation.keeps_filters {
            params.clear_conditions();
        }
        params.q.clone_from(&query);
        params.mode = relaxation.mode;
        params.strict = relaxation.strict;
    });
    TryView { label, n_sections: wording::number(relaxation.n_sections), url: weaker.url(), query }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_not_searched_beside_the_text_is_said() {
        let said = |picture_pages, attachments| {
            unread(&Absence { picture_pages, attachments, ..Absence::default() })
        };
        assert_eq!(said(0, 0), None);
        assert_eq!(
            said(12, 0).as_deref(),
            Some(
                "大きな画像のあるページが12ページあり、画像の中の文字は検索の対象に含まれていません。"
            )
        );
        assert_eq!(
            said(1, 2).as_deref(),
            Some(
                "大きな画像のあるページが1ページ、読み込んでいない添付ファイルが2件あり、その中の文字は検索の対象に含まれていません。"
            )
        );
    }
}
