//! What surrounds every page: title, head, search box, navigation.

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
    /// Addresses of style sheet, script and icon.
    pub assets: &'static Assets,
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
            assets: Assets::get(),
        }
    }

    /// The frame of a page about one query.
    pub(crate) fn unlisted(title: &str, query: &str) -> FrameView {
        FrameView { is_listed: false, query: query.to_owned(), ..FrameView::new(title) }
    }
}
