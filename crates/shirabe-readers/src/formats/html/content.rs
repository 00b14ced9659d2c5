//! Which part of a page is the document? [`root`].

use markup5ever_rcdom::Handle;

use super::node::{attribute, elements, name, shown_text};

/// A part with less than this share of the page's characters is not the document: a page may open its
/// `main` only to fill it by a script.
const SMALLEST_SHARE: f64 = 0.2;

/// `main`, else what its role or its id names as such, else the only `article`, else `body`.
pub(super) fn root(document: &Handle) -> Handle {
    let n_chars = |node: &Handle| shown_text(node).chars().filter(|c| !c.is_whitespace()).count();
    let elements: Vec<Handle> = elements(document).collect();
    let body = elements.iter().find(|node| name(node) == "body").unwrap_or(document).clone();
    let n_in_page = n_chars(&body);
    let articles: Vec<&Handle> = elements.iter().filter(|node| name(node) == "article").collect();
    let only_article = if let [article] = articles.as_slice() { Some(*article) } else { None };
    let find = |matches: &dyn Fn(&Handle) -> bool| elements.iter().find(|node| matches(node));
    let has_id = |ids: &'static [&'static str]| {
        move |node: &Handle| attribute(node, "id").is_some_and(|id| ids.contains(&id.as_str()))
    };
    let candidates = [
        find(&|node| name(node) == "main"),
        find(&|node| attribute(node, "role").as_deref() == Some("main")),
        only_article,
        find(&has_id(&["main-content", "maincontent", "mainContent", "main_content"])),
        find(&has_id(&["main", "contents", "content", "honbun"])),
    ];
    let is_enough = |node: &&Handle| n_chars(node) as f64 >= n_in_page as f64 * SMALLEST_SHARE;
    candidates.into_iter().flatten().find(is_enough).cloned().unwrap_or(body)
}
