//! Marks inside compounds that may be left out: ライフ・サイエンス = ライフサイエンス, IL-6 = IL6.
//!
//! Where a compound without marks has some, the index says ([`WrittenValues`]): nobody knows from
//! フォローアップ alone that it is フォロー・アップ.

use super::findings::Findings;
use super::phrase::Phrase;
use super::{Rule, WrittenValues};
use crate::values::compounds::compounds_in;

pub(super) fn expand(
    phrase: &Phrase<'_>,
    written: &dyn WrittenValues,
    findings: &mut Findings<'_>,
) {
    for compound in compounds_in(phrase.text) {
        if !findings.is_untouched(&compound.chars) {
            continue;
        }
        let without = compound.is_marked().then(|| compound.joined());
        let others = written.notations_of(&compound.key());
        findings.add(Rule::Spelling, compound.chars.clone(), without.into_iter().chain(others));
    }
}
