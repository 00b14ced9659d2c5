//! Work ends with its request.

use std::time::Duration;

use shirabe_search::{Deadline, SearchError, SearchRequest};
use shirabe_testkit::Library;

/// More sections than are tested between two looks at the clock.
fn library() -> Library {
    let text: String = (0..400).fold(String::new(), |text, n| {
        text + &format!("# 第{n}節\n\n研究力を高める事項その{n}を進める。\n\n")
    });
    Library::of_texts(&[("a", &text)])
}

#[test]
fn every_kind_of_work_sees_the_deadline_and_the_cancellation() {
    let library = library();
    let snapshot = library.snapshot();
    let search = |query: &str, strict: bool| {
        let request = SearchRequest { query: query.to_owned(), strict, ..SearchRequest::default() };
        snapshot.search(&request).map(|found| found.counts.sections)
    };
    let passed = Deadline::after(Duration::ZERO);
    let cancelled = Deadline::after(Duration::from_hours(1));
    cancelled.cancel();
    for deadline in [passed, cancelled] {
        for (query, strict) in
            [("研究力", false), ("研究力", true), ("/研究.{0,30}事項/", false), ("研*事項", false)]
        {
            let ended = deadline.enter(|| search(query, strict));
            assert!(matches!(ended, Err(SearchError::DeadlinePassed)), "{query}: {ended:?}");
        }
    }
    // Afterwards nothing is left of it.
    assert_eq!(search("研究力", false).unwrap(), 400);
    let open = Deadline::after(Duration::from_hours(1));
    assert_eq!(open.enter(|| search("研究力", false)).unwrap(), 400);
}
