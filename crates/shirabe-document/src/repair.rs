//! The repair rules, one a file: [`RULES`] lists them in the order in which they are applied.

/// What a reader of the report needs to know of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// The name in [`crate::Repair::rule`], for programs.
    pub name: &'static str,
    /// The name for people.
    pub label_ja: &'static str,
    /// Why it exists.
    pub reason_ja: &'static str,
}

/// All rules.
pub const RULES: &[Rule] = &[];

/// The rule with this name.
pub fn rule(name: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.name == name)
}
