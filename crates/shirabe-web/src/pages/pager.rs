//! Links to the other pages of a list, with a counter and both ends: [`PagerView`].

/// Pages named on either side of the current one: more wrap on a phone.
const AROUND: usize = 2;

/// The pager.
pub(crate) struct PagerView {
    pub current: usize,
    pub n_pages: usize,
    pub first: Option<String>,
    pub previous: Option<String>,
    pub pages: Vec<PageView>,
    pub next: Option<String>,
    pub last: Option<String>,
}

/// One page.
pub(crate) struct PageView {
    pub number: usize,
    pub url: String,
    pub is_current: bool,
}

impl PagerView {
    /// The pager of a list of `n_pages`, unless everything stands on one page. From a page that is none
    /// the way leads back to the last.
    pub(crate) fn of(
        current: usize,
        n_pages: usize,
        url: impl Fn(usize) -> String,
    ) -> Option<PagerView> {
        if n_pages <= 1 && current == 1 {
            return None;
        }
        let from = current.saturating_sub(AROUND).max(1);
        let pages = (from..=(current + AROUND).min(n_pages)).map(|number| PageView {
            number,
            url: url(number),
            is_current: number == current,
        });
        let before = current.saturating_sub(1).min(n_pages);
        Some(PagerView {
            current,
            n_pages,
            first: (from > 1 && n_pages > 0).then(|| url(1)),
            previous: (before > 0).then(|| url(before)),
            pages: pages.collect(),
            next: (current < n_pages).then(|| url(current + 1)),
            last: (current + AROUND < n_pages).then(|| url(n_pages)),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(current: usize, n_pages: usize) -> String {
        let Some(pager) = PagerView::of(current, n_pages, |page| page.to_string()) else {
            return "none".to_owned();
        };
        let mark = |page: &PageView| {
            if page.is_current { format!("[{}]", page.number) } else { page.number.to_string() }
        };
        let numbers = pager.pages.iter().map(mark).collect::<Vec<_>>().join(" ");
        let end = |url: &Option<String>| url.clone().unwrap_or_else(|| "-".to_owned());
        let (first, previous) = (end(&pager.first), end(&pager.previous));
        format!("{first} {previous} | {numbers} | {} {}", end(&pager.next), end(&pager.last))
    }

    #[test]
    fn no_link_leads_beyond_the_ends() {
        assert_eq!(shown(1, 1), "none");
        assert_eq!(shown(1, 9), "- - | [1] 2 3 | 2 9");
        assert_eq!(shown(5, 9), "1 4 | 3 4 [5] 6 7 | 6 9");
        assert_eq!(shown(9, 9), "1 8 | 7 8 [9] | - -");
        assert_eq!(shown(12, 9), "1 9 |  | - -");
        assert_eq!(shown(2, 0), "- - |  | - -");
    }
}
