//! Answers that cost much and are asked for again, page by page: the last few are kept.
//!
//! Invariant: a generation does not change, so what is kept stays true.

use std::any::Any;
use std::sync::{Arc, Mutex, PoisonError};

/// A reader turns the pages of few lists at a time.
const MAX_ANSWERS: usize = 8;
/// Of all of them together: the list of a million occurrences takes 36 MB.
const MAX_BYTES: usize = 64 * 1024 * 1024;

/// The last answers, the newest first.
#[derive(Default)]
pub(crate) struct KeptAnswers(Mutex<Vec<Kept>>);

struct Kept {
    question: String,
    n_bytes: usize,
    answer: Arc<dyn Any + Send + Sync>,
}

impl KeptAnswers {
    /// The answer to `question`, by `find` where it is not kept; `n_bytes` says how much room it takes.
    pub(crate) fn of<T: Send + Sync + 'static, E>(
        &self,
        question: &str,
        find: impl FnOnce() -> Result<T, E>,
        n_bytes: impl FnOnce(&T) -> usize,
    ) -> Result<Arc<T>, E> {
        if let Some(answer) = self.known(question).and_then(|answer| answer.downcast().ok()) {
            return Ok(answer);
        }
        let answer = Arc::new(find()?);
        self.keep(Kept {
            question: question.to_owned(),
            n_bytes: n_bytes(&answer),
            answer: answer.clone(),
        });
        Ok(answer)
    }

    fn known(&self, question: &str) -> Option<Arc<dyn Any + Send + Sync>> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let at = kept.iter().position(|kept| kept.question == question)?;
        let found = kept.remove(at);
        let answer = Arc::clone(&found.answer);
        kept.insert(0, found);
        Some(answer)
    }

    fn keep(&self, answer: Kept) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.insert(0, answer);
        let mut n_bytes = 0;
        kept.truncate(MAX_ANSWERS);
        kept.retain(|kept| {
            n_bytes += kept.n_bytes;
            n_bytes <= MAX_BYTES
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_found_once_and_the_oldest_goes() {
        let kept = KeptAnswers::default();
        let ask = |question: &str, answer: usize, n_bytes: usize| -> usize {
            let found = kept.of(question, || Ok::<_, ()>(answer), |_| n_bytes);
            *found.unwrap()
        };
        assert_eq!([ask("研究", 1, 10), ask("研究", 2, 10)], [1, 1]);
        assert_eq!([ask("多い", 3, MAX_BYTES), ask("研究", 4, 10)], [3, 4]);
        for (at, question) in ["a", "b", "c", "d", "e", "f", "g", "h"].into_iter().enumerate() {
            ask(question, at, 1);
        }
        assert_eq!([ask("研究", 5, 10), ask("h", 0, 1)], [5, 7]);
    }
}
