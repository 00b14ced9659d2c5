//! Fields and scopes that a query can name: [`Field`] and [`Scope`], each with all its spellings.

use std::fmt;

use crate::characters::half_width;

/// A part of a document's description that a query can ask about, as in `題名:創薬`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// 題名 (`title:`)
    Title,
    /// 節, the headings above a passage (`section:`)
    Section,
    /// 発行機関 (`issuer:`)
    Issuer,
    /// 種別 (`type:`)
    Kind,
    /// 年度 (`fy:`)
    FiscalYear,
    /// 発行日 (`date:`)
    Date,
    /// 文書, by id (`doc:`)
    Document,
    /// 頁 (`page:`)
    Page,
    /// 条, a provision or paper that is cited, in any notation (`article:`)
    Article,
}

impl Field {
    /// Every field, in the order of the help page.
    pub const ALL: [Field; 9] = [
        Field::Title,
        Field::Section,
        Field::Issuer,
        Field::Kind,
        Field::FiscalYear,
        Field::Date,
        Field::Document,
        Field::Page,
        Field::Article,
    ];

    /// The name in canonical queries, such as `年度`.
    pub fn name(self) -> &'static str {
        self.names()[0]
    }

    /// All names that are understood, canonical first; ASCII in lower case.
    pub fn names(self) -> &'static [&'static str] {
        match self {
            Field::Title => &["題名", "title"],
            Field::Section => &["節", "section"],
            Field::Issuer => &["発行", "発行機関", "issuer"],
            Field::Kind => &["種別", "type"],
            Field::FiscalYear => &["年度", "fy"],
            Field::Date => &["日付", "発行日", "date"],
            Field::Document => &["文書", "doc"],
            Field::Page => &["頁", "ページ", "page"],
            Field::Article => &["条", "条文", "article"],
        }
    }

    /// Whether the values are ordered, so that `年度:R5..R8` means something.
    pub fn has_ranges(self) -> bool {
        matches!(self, Field::FiscalYear | Field::Date | Field::Page)
    }

    /// The field called `name` in any width and case, if there is one.
    pub fn from_name(name: &str) -> Option<Field> {
        let name = plain(name);
        Field::ALL.into_iter().find(|field| field.names().contains(&name.as_str()))
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Within what AND and NEAR must hold, as in `範囲:文`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// 文
    Sentence,
    /// 段落
    Paragraph,
    /// 節
    #[default]
    Section,
    /// 頁
    Page,
    /// 文書
    Document,
}

impl Scope {
    /// Every scope, from the narrowest to the widest.
    pub const ALL: [Scope; 5] =
        [Scope::Sentence, Scope::Paragraph, Scope::Section, Scope::Page, Scope::Document];

    /// The names of the field itself: `範囲:` and `scope:`.
    pub const FIELD_NAMES: [&str; 2] = ["範囲", "scope"];

    /// The Japanese name, such as `段落`.
    pub fn name(self) -> &'static str {
        self.names()[0]
    }

    /// All names that are understood: Japanese first, then the one of the API's `scope=`.
    pub fn names(self) -> &'static [&'static str] {
        match self {
            Scope::Sentence => &["文", "sentence"],
            Scope::Paragraph => &["段落", "paragraph"],
            Scope::Section => &["節", "section"],
            Scope::Page => &["頁", "ページ", "page"],
            Scope::Document => &["文書", "document"],
        }
    }

    /// The scope called `name` in any width and case, if there is one.
    pub fn from_name(name: &str) -> Option<Scope> {
        let name = plain(name);
        Scope::ALL.into_iter().find(|scope| scope.names().contains(&name.as_str()))
    }

    pub(crate) fn is_field_name(name: &str) -> bool {
        Scope::FIELD_NAMES.contains(&plain(name).as_str())
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Half width and, for ASCII, lower case: `ＦＹ` is `fy`.
fn plain(name: &str) -> String {
    name.chars().map(|c| half_width(c).to_ascii_lowercase()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_leads_back_to_its_field_or_scope() {
        for field in Field::ALL {
            assert!(field.names().iter().all(|name| Field::from_name(name) == Some(field)));
        }
        for scope in Scope::ALL {
            assert!(scope.names().iter().all(|name| Scope::from_name(name) == Some(scope)));
        }
    }

    #[test]
    fn names_are_read_in_any_width_and_case() {
        assert_eq!(Field::from_name("ＦＹ"), Some(Field::FiscalYear));
        assert_eq!(Field::from_name("Title"), Some(Field::Title));
        assert_eq!(Scope::from_name("Ｐａｇｅ"), Some(Scope::Page));
        assert_eq!(Field::from_name("主査"), None);
    }
}
