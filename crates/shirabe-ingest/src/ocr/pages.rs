//! The pages of one file that are pictures: painted by a worker, recognised, and what came of it.

use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;
use shirabe_document::{Metadata, Problem, ProblemCode};
use shirabe_readers::Recognition;

use super::{Page, Recogniser};
use crate::Progress;
use crate::worker::WorkerPool;

/// What was recognised in a file, and what was met.
pub(crate) struct Recognised {
    pub(crate) recognition: Recognition,
    pub(crate) problems: Vec<Problem>,
}

/// Recognises the characters of `pages`, several at a time.
pub(crate) fn recognise(
    bytes: &[u8],
    metadata: &Metadata,
    pages: &[u32],
    (worker_pool, tesseract): (&WorkerPool, &Recogniser),
    progress: &dyn Progress,
) -> Recognised {
    let limits = &worker_pool.limits.worker;
    let n_pages = pages.len().min(usize::try_from(limits.max_ocr_pages).unwrap_or(usize::MAX));
    let nth = AtomicUsize::new(0);
    let look = |page: u32| -> Result<Page, String> {
        let nth = nth.fetch_add(1, Ordering::Relaxed) + 1;
        progress.recognise(&metadata.source_file, nth, n_pages);
        let picture = worker_pool.picture(bytes, metadata, page);
        let picture = picture.map_err(|failure| failure.message_ja())?;
        tesseract.words(&picture.ok_or("頁の画像を作れない")?, limits)
    };
    let looked: Vec<(u32, Result<Page, String>)> =
        pages.par_iter().take(n_pages).map(|page| (*page, look(*page))).collect();
    let mut recognised = sorted(looked);
    if n_pages < pages.len() {
        recognised.say(
            ProblemCode::OcrLimit,
            format!("文字認識（OCR）をするのは{n_pages}頁までのため、残りの画像の頁は読んでいない"),
        );
    }
    recognised
}

fn sorted(looked: Vec<(u32, Result<Page, String>)>) -> Recognised {
    let mut recognised = Recognised { recognition: Recognition::default(), problems: Vec::new() };
    let mut doubtful = Vec::new();
    for (number, page) in looked {
        match page {
            Ok(Page { words, n_doubtful }) => {
                if n_doubtful > 0 {
                    doubtful.push(format!("{number}頁 {n_doubtful}行"));
                }
                recognised.recognition.pages.insert(number, words);
            }
            Err(reason) => recognised.say(ProblemCode::OcrFailed, format!("{number}頁: {reason}")),
        }
    }
    if !doubtful.is_empty() {
        let places = doubtful.join("、");
        recognised.say(
            ProblemCode::OcrDoubtful,
            format!("文字認識（OCR）の確からしさが低い行を除いた: {places}"),
        );
    }
    recognised
}

impl Recognised {
    fn say(&mut self, code: ProblemCode, message: String) {
        self.problems.push(Problem { code, message, place: None });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_that_fails_and_lines_that_are_left_out_are_told() {
        let recognised = sorted(vec![
            (2, Ok(Page { words: Vec::new(), n_doubtful: 3 })),
            (5, Err("文字認識が60秒で終わらないため、打ち切った".to_owned())),
            (6, Ok(Page::default())),
        ]);
        let told: Vec<&str> = recognised.problems.iter().map(|p| p.message.as_str()).collect();
        assert_eq!(
            told,
            [
                "5頁: 文字認識が60秒で終わらないため、打ち切った",
                "文字認識（OCR）の確からしさが低い行を除いた: 2頁 3行"
            ]
        );
        assert_eq!(recognised.recognition.pages.into_keys().collect::<Vec<_>>(), [2, 6]);
    }
}
