//! What surrounds every page: title, head, search box, navigation.

use shirabe_document::Date;
use shirabe_search::IndexInfo;
use shirabe_site::wording;

use crate::assets::Assets;

/// The parts of a page that all pages share.
pub(crate) struct FrameView {
    /// The title without the site's name.
    pub title: String,
    /// What search engines show below the title.
    pub description: String,
    /// The address without what does not define the page.
    pub canonical: Option<String>,
    /// Whether search engines may list the page.
    pub is_listed: bool,
    /// Whether this is the home page.
    pub is_home: bool,
    /// Whether the search box explains itself.
    pub has_hint: bool,
    /// A feed of what stands on this page.
    pub feed: Option<String>,
    /// What stands in the search box.
    pub query: String,
    /// Which page the search form leads to.
    pub action: &'static str,
    /// What the search form carries along.
    pub hidden: Vec<(&'static str, String)>,
    /// The place of the page in [`MENU`], such as `/documents`; empty if it has none.
    pub place: &'static str,
    /// The search at hand as the parameters of an address: the menu carries it to the other views of it.
    pub search: String,
    /// What stands below a page on paper: where it came from, and when.
    pub printed: Vec<String>,
    /// Addresses of style sheet, script and icon.
    pub assets: &'static Assets,
}

/// The ways in, in the order of a visit, and whether a search goes along.
const MENU: [(&str, &str, bool); 7] = [
    ("検索", "/search", true),
    ("文書一覧", "/documents", false),
    ("用例", "/concordance", true),
    ("頻度", "/frequency", true),
    ("比べる", "/compare", false),
    ("照合する", "/verify", false),
    ("略語集", "/glossary", false),
];

/// One way in.
pub(crate) struct MenuItem {
    pub name: &'static str,
    pub url: String,
    pub is_current: bool,
}

impl FrameView {
    /// The frame of a page that search engines may list.
    pub(crate) fn new(title: &str) -> FrameView {
        FrameView {
            title: title.to_owned(),
            description: format!(
                "政策文書の本文を検索して引用できるShirabeの「{title}」のページです。"
            ),
            canonical: None,
            is_listed: true,
            is_home: false,
            has_hint: false,
            feed: None,
            query: String::new(),
            action: "/search",
            hidden: Vec::new(),
            place: "",
            search: String::new(),
            printed: Vec::new(),
            assets: Assets::get(),
        }
    }

    /// The frame of a page about one query.
    pub(crate) fn unlisted(title: &str, query: &str) -> FrameView {
        FrameView { is_listed: false, query: query.to_owned(), ..FrameView::new(title) }
    }
    /// The menu of the page.
    pub(crate) fn menu(&self) -> Vec<MenuItem> {
        let item = |(name, path, is_search): &(&'static str, &'static str, bool)| MenuItem {
            name,
            is_current: self.place == *path,
            url: if *is_search && !self.search.is_empty() {
                format!("{path}?{}", self.search)
            } else {
                (*path).to_owned()
            },
        };
        MENU.iter().map(item).collect()
    }
}

/// What is printed below a page that an index answered: its address, the day, the generation.
pub(crate) fn printed(address: &str, today: Date, index: &IndexInfo) -> Vec<String> {
    let day = wording::date(&today.to_string());
    let built = wording::moment(&index.built);
    vec![address.to_owned(), format!("{day}閲覧。第{}世代の索引（{built}作成）", index.generation)]
}
