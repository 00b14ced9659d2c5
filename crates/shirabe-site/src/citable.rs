//! 検索結果の引用: what was asked of which state of the corpus, in a form that can be cited and asked again.

use std::fmt::Write as _;

use shirabe_document::Date;
use shirabe_search::{CorpusSize, IndexInfo, Mode};

use crate::params::SearchParams;
use crate::wording;

/// A result that somebody wants to cite.
pub struct Citable<'a> {
    /// What was asked.
    pub params: &'a SearchParams,
    /// What kind of result, such as 検索結果.
    pub kind: &'a str,
    /// What was found, such as 4,274か所.
    pub found: String,
    /// Occurrences, where there is one number of them.
    pub n_hits: Option<u64>,
    /// The generation that was asked.
    pub info: &'a IndexInfo,
    /// How many documents it has.
    pub n_documents: usize,
    /// How much text it has.
    pub size: CorpusSize,
    /// The day of the answer.
    pub today: Date,
    /// The whole address without the generation.
    pub url: String,
}

/// The conditions that hold beside the query, by name.
pub fn conditions(params: &SearchParams) -> Vec<(&'static str, String)> {
    let mut conditions = Vec::new();
    let mut list = |name, values: Vec<String>| {
        if !values.is_empty() {
            conditions.push((name, values.join("、")));
        }
    };
    list("発行機関", params.issuers.clone());
    list("種別", params.kinds.clone());
    let year = |year: &i32| match wording::era_year(*year) {
        Some(era) => format!("{year}年度（{era}年度）"),
        None => format!("{year}年度"),
    };
    list("年度", params.fiscal_years.iter().map(year).collect());
    list("文書", params.documents.clone());
    list("見出し", params.section.iter().cloned().collect());
    let date = |date: Date| wording::date(&date.to_string());
    list("発行日の始め", params.from.map(date).into_iter().collect());
    list("発行日の終わり", params.to.map(date).into_iter().collect());
    let switch = |is_on: bool, name: &str| is_on.then(|| name.to_owned()).into_iter().collect();
    list("表記", switch(params.strict, "厳密"));
    list("英字と数", switch(params.part, "語や数の一部も含む"));
    list("境", switch(params.across, "段落などの境をまたぐ並び"));
    list("外した書き方", params.switched_off.clone());
    list("加えた書き方", params.switched_on.clone());
    conditions
}

/// The steps that are counted; words apart never are, whichever list is open.
fn steps(mode: Mode) -> &'static str {
    match mode {
        Mode::Exact => "完全一致",
        Mode::All | Mode::Variant | Mode::Word => "完全一致・表記ゆれ",
    }
}

impl Citable<'_> {
    /// The address under which the same generation answers while it is kept.
    pub fn permalink(&self) -> String {
        let hits = self.n_hits.map(|n| format!("&hits={n}")).unwrap_or_default();
        format!("{}&gen={}{hits}", self.url, self.info.generation)
    }

    /// One line to copy.
    pub fn line(&self) -> String {
        let mut listed = String::new();
        for (name, value) in conditions(self.params) {
            let _ = write!(listed, "、{name}：{value}");
        }
        format!(
            "「{}」の{}（{}{listed}）、{}、収録{}、Shirabe第{}世代（{}）、{}参照、{}",
            self.params.q.trim(),
            self.kind,
            steps(self.params.mode),
            self.found,
            wording::corpus_size(self.n_documents, &self.size),
            self.info.generation,
            self.info.fingerprint,
            wording::date(&self.today.to_string()),
            self.permalink(),
        )
    }

    /// The same by name, for a table.
    pub fn rows(&self) -> Vec<(&'static str, String)> {
        let mut rows = vec![
            ("内容", self.kind.to_owned()),
            ("検索語", self.params.q.trim().to_owned()),
            ("段階", steps(self.params.mode).to_owned()),
        ];
        rows.extend(conditions(self.params));
        rows.extend([
            ("結果", self.found.clone()),
            ("収録", wording::corpus_size(self.n_documents, &self.size)),
            ("世代", self.info.generation.to_string()),
            ("索引の作成", self.info.built.clone()),
            ("指紋", self.info.fingerprint.clone()),
            ("参照日", self.today.to_string()),
            ("アドレス", self.permalink()),
        ]);
        rows
    }
}

/// What of a question about all occurrences was not done as it was asked: another generation answers than the
/// one that was cited, or words apart were asked for, which are no occurrences.
pub fn wording_notes(params: &SearchParams, info: &IndexInfo, n_hits: Option<u64>) -> Vec<String> {
    let words = (params.mode == Mode::Word).then(|| {
        "語が離れて現れる節は、文言の箇所としては数えません。表記ゆれまでの箇所を示しています。"
            .to_owned()
    });
    generation_note(params, info, n_hits).into_iter().chain(words).collect()
}

/// What is said where another generation answers than the one that was cited, and what changed.
pub fn generation_note(
    params: &SearchParams,
    info: &IndexInfo,
    n_hits: Option<u64>,
) -> Option<String> {
    let cited = params.generation.filter(|cited| *cited != info.generation)?;
    let change = match (params.cited_hits, n_hits) {
        (Some(then), Some(now)) => {
            let n = |n: u64| wording::number(n as usize);
            format!("引用の時は{}か所、現在は{}か所です。", n(then), n(now))
        }
        _ => String::new(),
    };
    Some(format!(
        "第{cited}世代の索引は残っていません。現在の第{}世代の結果を示しています。{change}",
        info.generation
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_generation_that_is_gone_is_said_with_what_changed() {
        let info = IndexInfo { generation: 3, ..IndexInfo::default() };
        let note = |cited, hits| {
            let params =
                SearchParams { generation: cited, cited_hits: hits, ..SearchParams::default() };
            generation_note(&params, &info, Some(4_280))
        };
        assert_eq!(note(None, None), None);
        assert_eq!(note(Some(3), Some(4_280)), None);
        assert_eq!(
            note(Some(1), Some(4_274)).as_deref(),
            Some(
                "第1世代の索引は残っていません。現在の第3世代の結果を示しています。\
                 引用の時は4,274か所、現在は4,280か所です。"
            )
        );
    }
}
