//! Which crate may know which: the arrows of ARCHITECTURE.md. [`LAYERS`] is the table.

use super::Fault;
use super::manifests::manifests;
use crate::repository::Repository;

/// The crate whose dictionary the tests of any crate may use.
const DICTIONARY: &str = "shirabe-dictionary";
/// The crate that the tests of any crate may stand on, and nothing else may.
const TESTKIT: &str = "shirabe-testkit";
/// The package of the tests of the whole: nothing but tests, whichever of its dependencies it is.
const TESTS: &str = "shirabe-tests";
/// The crate with which tests make documents of texts.
const READERS: &str = "shirabe-readers";

/// The ground: facts of Japanese writing, which any crate may ask for.
const JAPANESE: &str = "shirabe-japanese";

/// Each crate with the crates it may know.
const LAYERS: &[(&str, &[&str])] = &[
    (JAPANESE, &[]),
    ("shirabe-text", &[JAPANESE]),
    ("shirabe-document", &[JAPANESE]),
    ("shirabe-query", &[JAPANESE]),
    (DICTIONARY, &[JAPANESE, "shirabe-text"]),
    (READERS, &[JAPANESE, "shirabe-document"]),
    ("shirabe-index", &[JAPANESE, "shirabe-text", "shirabe-document"]),
    ("shirabe-replica", &["shirabe-index"]),
    ("shirabe-ingest", &[JAPANESE, "shirabe-text", "shirabe-document", READERS, "shirabe-index"]),
    ("shirabe-plan", &["shirabe-text", "shirabe-query", "shirabe-index"]),
    (
        "shirabe-search",
        &[
            JAPANESE,
            "shirabe-text",
            "shirabe-document",
            "shirabe-query",
            "shirabe-index",
            "shirabe-plan",
        ],
    ),
    ("shirabe-verify", &[JAPANESE, "shirabe-text", "shirabe-document", "shirabe-search"]),
    ("shirabe-http", &[]),
    ("shirabe-wording", &["shirabe-text", "shirabe-document", "shirabe-search"]),
    ("shirabe-export", &[]),
    (
        "shirabe-site",
        &[
            JAPANESE,
            "shirabe-document",
            "shirabe-query",
            "shirabe-search",
            "shirabe-verify",
            "shirabe-wording",
            "shirabe-export",
            "shirabe-http",
        ],
    ),
    (
        "shirabe-api",
        &[
            "shirabe-document",
            "shirabe-search",
            "shirabe-verify",
            "shirabe-wording",
            "shirabe-export",
            "shirabe-http",
            "shirabe-site",
        ],
    ),
    (
        "shirabe-web",
        &[
            JAPANESE,
            "shirabe-document",
            "shirabe-query",
            "shirabe-search",
            "shirabe-verify",
            "shirabe-wording",
            "shirabe-export",
            "shirabe-http",
            "shirabe-site",
            "shirabe-api",
        ],
    ),
    ("shirabe-cli", EVERY_CRATE),
    (
        TESTKIT,
        &[
            "shirabe-text",
            "shirabe-document",
            READERS,
            DICTIONARY,
            "shirabe-index",
            "shirabe-ingest",
            "shirabe-search",
        ],
    ),
    ("shirabe-lab", EVERY_CRATE),
    (TESTS, EVERY_CRATE),
    ("shirabe-fuzz", &[TESTS]),
    ("xtask", &[]),
];

const EVERY_CRATE: &[&str] = &[
    JAPANESE,
    "shirabe-text",
    "shirabe-document",
    "shirabe-query",
    READERS,
    DICTIONARY,
    "shirabe-index",
    "shirabe-replica",
    "shirabe-ingest",
    "shirabe-plan",
    "shirabe-search",
    "shirabe-verify",
    "shirabe-http",
    "shirabe-wording",
    "shirabe-export",
    "shirabe-site",
    "shirabe-api",
    "shirabe-web",
    "shirabe-cli",
];

/// Crates that know nothing of files, clocks and the environment.
pub(super) const CORE: [&str; 5] =
    [JAPANESE, "shirabe-text", "shirabe-document", "shirabe-query", READERS];

/// Every dependency between crates goes along an arrow.
pub(super) fn check(repository: &Repository) -> Vec<Fault> {
    let mut faults = Vec::new();
    for manifest in manifests(repository) {
        let Some((_, allowed)) = LAYERS.iter().find(|(name, _)| *name == manifest.name) else {
            let reason = format!(
                "`{}` stands in no layer: say in ARCHITECTURE.md and in xtask/src/tidy/layers.rs what \
                 it may know",
                manifest.name
            );
            faults.push(Fault::new(manifest.path, reason));
            continue;
        };
        for dependency in &manifest.dependencies {
            let name = dependency.name.as_str();
            let is_ours = EVERY_CRATE.contains(&name) || name.starts_with("shirabe-");
            let is_for_tests = dependency.is_for_tests || manifest.name == TESTS;
            let is_test_equipment = is_for_tests && [DICTIONARY, TESTKIT, READERS].contains(&name);
            if is_ours && !is_test_equipment && !allowed.contains(&name) {
                let knows = if allowed.is_empty() {
                    "no other crate".to_owned()
                } else {
                    format!("only {}", allowed.join(", "))
                };
                let reason = format!(
                    "`{}` must not know `{name}`: it knows {knows}, so that each layer can be \
                     understood and tested without those above it",
                    manifest.name
                );
                faults.push(Fault::new(&manifest.path, reason));
            }
        }
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::faults;

    fn check_crate(name: &str, dependencies: &str) -> String {
        let text = format!("[package]\nname = '{name}'\n{dependencies}");
        faults(check, &[(&format!("crates/{name}/Cargo.toml"), &text)])
    }

    #[test]
    fn an_arrow_upwards_is_a_fault() {
        let faults = check_crate("shirabe-text", "[dependencies]\nshirabe-index.workspace = true");
        assert!(faults.contains("`shirabe-text` must not know `shirabe-index`"), "{faults}");
        let faults =
            check_crate("shirabe-web", "[dev-dependencies]\nshirabe-index.workspace = true");
        assert!(
            faults
                .contains("only shirabe-japanese, shirabe-document, shirabe-query, shirabe-search"),
            "{faults}"
        );
    }

    #[test]
    fn core_crates_do_not_know_each_other() {
        let faults = check_crate("shirabe-query", "[dependencies]\nshirabe-text.workspace = true");
        assert!(faults.contains("it knows only shirabe-japanese"), "{faults}");
        let faults = check_crate(JAPANESE, "[dependencies]\nshirabe-text.workspace = true");
        assert!(faults.contains("it knows no other crate"), "{faults}");
    }

    #[test]
    fn a_crate_in_no_layer_is_a_fault() {
        assert!(check_crate("shirabe-extra", "").contains("stands in no layer"));
    }

    #[test]
    fn the_arrows_of_the_design_are_fine() {
        let index = "[dependencies]\nshirabe-text.workspace = true\ntantivy.workspace = true";
        assert_eq!(check_crate("shirabe-index", index), "");
        let tests = "[dev-dependencies]\nshirabe-dictionary.workspace = true";
        assert_eq!(check_crate("shirabe-text", tests), "");
        assert_eq!(check_crate("shirabe-cli", "[dependencies]\nshirabe-web.workspace = true"), "");
    }

    #[test]
    fn the_testkit_is_for_tests_alone() {
        let tests = "[dev-dependencies]\nshirabe-testkit.workspace = true";
        assert_eq!(check_crate("shirabe-web", tests), "");
        let faults = check_crate("shirabe-cli", "[dependencies]\nshirabe-testkit.workspace = true");
        assert!(faults.contains("`shirabe-cli` must not know `shirabe-testkit`"), "{faults}");
    }
}
