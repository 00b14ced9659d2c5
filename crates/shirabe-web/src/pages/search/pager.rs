//! Links to the other pages of the results.

use crate::params::{PAGE_SIZE, SearchParams};

/// Pages shown on either side of the current one.
const AROUND: usize = 3;

/// The pager.
pub(super) struct PagerView {
    pub previous: Option<String>,
    pub pages: Vec<PageView>,
    pub next: Option<String>,
}

/// One page.
pub(super) struct PageView {
    pub number: usize,
    pub url: String,
    pub is_current: bool,
}

impl PagerView {
    /// The pager, unless everything stands on one page.
    pub(super) fn of(params: &SearchParams, n_results: usize, has_next: bool) -> Option<PagerView> {
        let n_pages = n_results.div_ceil(PAGE_SIZE);
        if n_pages <= 1 && params.page == 1 {
            return None;
        }
        let url = |page| params.with(|params| params.page = page).url();
        let first = params.page.saturating_sub(AROUND).max(1);
        let last = (params.page + AROUND).min(n_pages);
        let pages = (first..=last).map(|number| PageView {
            number,
            url: url(number),
            is_current: number == params.page,
        });
        Some(PagerView {
            previous: (params.page > 1).then(|| url(params.page - 1)),
            pages: pages.collect(),
            next: has_next.then(|| url(params.page + 1)),
        })
    }
}
