//! What a document says of itself: [`Found`] values, each with its place and how sure it is.

use std::fmt;

/// What a value says of the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// 文書名
    Title,
    /// 発行機関
    Issuer,
    /// 部署
    Division,
    /// 発行日
    Issued,
    /// 種別
    Kind,
    /// 言語
    Language,
    /// 公開元のアドレス
    SourceUrl,
}

impl Field {
    /// Every field.
    pub const ALL: [Field; 7] = [
        Field::Title,
        Field::Issuer,
        Field::Division,
        Field::Issued,
        Field::Kind,
        Field::Language,
        Field::SourceUrl,
    ];

    /// The stored name, as in the metadata file.
    pub fn as_str(self) -> &'static str {
        match self {
            Field::Title => "title",
            Field::Issuer => "issuer",
            Field::Division => "division",
            Field::Issued => "issued",
            Field::Kind => "kind",
            Field::Language => "language",
            Field::SourceUrl => "source_url",
        }
    }

    /// The name for people.
    pub fn label_ja(self) -> &'static str {
        match self {
            Field::Title => "文書名",
            Field::Issuer => "発行機関",
            Field::Division => "部署",
            Field::Issued => "発行日",
            Field::Kind => "種別",
            Field::Language => "言語",
            Field::SourceUrl => "公開元",
        }
    }

    /// The field with this stored name.
    pub fn parse(name: &str) -> Option<Field> {
        Field::ALL.into_iter().find(|field| field.as_str() == name)
    }
}

/// How sure a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Confidence {
    /// Two places agree, or the author marked it as such.
    Certain,
    /// It stands where such a value stands.
    Likely,
    /// Better than nothing; somebody should look.
    Guess,
}

impl Confidence {
    /// Every confidence.
    pub const ALL: [Confidence; 3] = [Confidence::Certain, Confidence::Likely, Confidence::Guess];

    /// The stored name.
    pub fn as_str(self) -> &'static str {
        match self {
            Confidence::Certain => "certain",
            Confidence::Likely => "likely",
            Confidence::Guess => "guess",
        }
    }

    /// The name for people.
    pub fn label_ja(self) -> &'static str {
        match self {
            Confidence::Certain => "確か",
            Confidence::Likely => "たぶん",
            Confidence::Guess => "推測",
        }
    }

    /// The confidence with this stored name.
    pub fn parse(name: &str) -> Option<Confidence> {
        Confidence::ALL.into_iter().find(|confidence| confidence.as_str() == name)
    }
}

/// Where a value stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Origin {
    /// The properties of the file, or the head of a web page.
    Properties,
    /// The lines on the first page.
    TitlePage,
    /// A line or a heading that the file marks as its title.
    MarkedTitle,
    /// The text as a whole.
    Text,
    /// The name of the file.
    FileName,
}

impl Origin {
    /// Every origin.
    pub const ALL: [Origin; 5] = [
        Origin::Properties,
        Origin::TitlePage,
        Origin::MarkedTitle,
        Origin::Text,
        Origin::FileName,
    ];

    /// The stored name.
    pub fn as_str(self) -> &'static str {
        match self {
            Origin::Properties => "properties",
            Origin::TitlePage => "title-page",
            Origin::MarkedTitle => "marked-title",
            Origin::Text => "text",
            Origin::FileName => "file-name",
        }
    }

    /// The name for people.
    pub fn label_ja(self) -> &'static str {
        match self {
            Origin::Properties => "ファイルの属性",
            Origin::TitlePage => "表紙",
            Origin::MarkedTitle => "表題",
            Origin::Text => "本文",
            Origin::FileName => "ファイル名",
        }
    }

    /// The origin with this stored name.
    pub fn parse(name: &str) -> Option<Origin> {
        Origin::ALL.into_iter().find(|origin| origin.as_str() == name)
    }
}

/// A value that a document gives for one of the fields of its metadata.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Found {
    /// What it is.
    pub field: Field,
    /// The value; a date as `2026-02-06`.
    pub value: String,
    /// How sure it is.
    pub confidence: Confidence,
    /// Where it stands.
    pub origin: Origin,
    /// Whether the document's metadata has it from here.
    #[cfg_attr(feature = "serde", serde(default = "crate::stored::usually"))]
    pub is_used: bool,
}

impl fmt::Display for Found {
    /// `発行日 2026-02-06（表紙、たぶん）`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (field, origin) = (self.field.label_ja(), self.origin.label_ja());
        write!(f, "{field} {}（{origin}、{}）", self.value, self.confidence.label_ja())
    }
}
