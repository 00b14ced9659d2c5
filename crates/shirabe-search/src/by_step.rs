//! One value for each step of the ladder: [`ByStep`].

use std::ops::{Index, IndexMut};

use shirabe_plan::request::Step;

/// One value for each step of the ladder.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ByStep<T> {
    /// Of 完全一致.
    pub exact: T,
    /// Of 表記ゆれ.
    pub variant: T,
    /// Of 語の組合せ.
    pub word: T,
}

/// The steps in the order of the ladder.
pub(crate) const STEPS: [Step; 3] = [Step::Exact, Step::Variant, Step::Word];

impl<T> ByStep<T> {
    /// What `of` gives for each step.
    pub fn of(mut of: impl FnMut(Step) -> T) -> ByStep<T> {
        ByStep { exact: of(Step::Exact), variant: of(Step::Variant), word: of(Step::Word) }
    }

    /// The steps with their values, in the order of the ladder.
    pub fn iter(&self) -> impl Iterator<Item = (Step, &T)> {
        STEPS.into_iter().map(|step| (step, &self[step]))
    }
}

impl<T> Index<Step> for ByStep<T> {
    type Output = T;

    fn index(&self, step: Step) -> &T {
        match step {
            Step::Exact => &self.exact,
            Step::Variant => &self.variant,
            Step::Word => &self.word,
        }
    }
}

impl<T> IndexMut<Step> for ByStep<T> {
    fn index_mut(&mut self, step: Step) -> &mut T {
        match step {
            Step::Exact => &mut self.exact,
            Step::Variant => &mut self.variant,
            Step::Word => &mut self.word,
        }
    }
}
