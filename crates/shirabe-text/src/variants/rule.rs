//! The rules by which spellings vary, with the names the API and the pages show.

/// Why a spelling counts as a variant of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rule {
    /// The dictionary gives both one normalised form: 取り組み・取組.
    Spelling,
    /// Japanese and western years: 令和7年度・2025年度・R7年度.
    Era,
    /// Numerals: 130・百三十・1,000・千.
    Number,
    /// The counter か: 3か所・3ヶ所・3箇所.
    Counter,
    /// Spellings that the rules for official writing settle: 及び・および.
    OfficialSpelling,
    /// A short name that a document defines: 日本医療研究開発機構・AMED.
    Abbreviation,
    /// Another word for the same thing, in a synonym group of SudachiDict: ％・パーセント.
    Synonym,
}

impl Rule {
    /// Every rule, in the order in which pages list them.
    pub const ALL: [Rule; 7] = [
        Rule::Spelling,
        Rule::OfficialSpelling,
        Rule::Era,
        Rule::Number,
        Rule::Counter,
        Rule::Abbreviation,
        Rule::Synonym,
    ];

    /// The stable name in URLs and JSON.
    pub fn name(self) -> &'static str {
        match self {
            Rule::Spelling => "spelling",
            Rule::Era => "era",
            Rule::Number => "number",
            Rule::Counter => "counter",
            Rule::OfficialSpelling => "official_spelling",
            Rule::Abbreviation => "abbreviation",
            Rule::Synonym => "synonym",
        }
    }

    /// The label on the page.
    pub fn label_ja(self) -> &'static str {
        match self {
            Rule::Spelling => "送り仮名・漢字",
            Rule::Era => "和暦・西暦",
            Rule::Number => "数字",
            Rule::Counter => "か所・ヶ所",
            Rule::OfficialSpelling => "公用文の表記",
            Rule::Abbreviation => "略語",
            Rule::Synonym => "同義語",
        }
    }

    /// The rule of a [`Rule::name`].
    pub fn from_name(name: &str) -> Option<Rule> {
        Rule::ALL.into_iter().find(|rule| rule.name() == name)
    }

    /// Whether a query uses the rule unless told otherwise. Abbreviations are offered only: a short
    /// name such as DB means something else in the next document. So are synonyms: they are other words.
    pub fn is_on_by_default(self) -> bool {
        !matches!(self, Rule::Abbreviation | Rule::Synonym)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_is_found_by_its_name() {
        for rule in Rule::ALL {
            assert_eq!(Rule::from_name(rule.name()), Some(rule));
        }
        assert_eq!(Rule::from_name("no such rule"), None);
    }
}
