//! Which crate may use which outside library. [`HOMES`] is the table.

use super::Fault;
use super::layers::CORE;
use super::manifests::{Dependency, Manifest, manifests};
use crate::repository::Repository;

/// A library, or all whose names begin like this and a hyphen, the crates that use it, and why no other does.
struct Home {
    libraries: &'static [&'static str],
    crates: &'static [&'static str],
    why: &'static str,
}

const HOMES: &[Home] = &[
    Home {
        libraries: &["lindera"],
        crates: &["shirabe-text", "shirabe-dictionary"],
        why: "there is one analysis for indexing, querying and highlighting",
    },
    Home {
        libraries: &[
            "pulldown-cmark",
            "hayro",
            "pdfium-render",
            "roxmltree",
            "html5ever",
            "calamine",
            "png",
            "encoding_rs",
            "chardetng",
        ],
        crates: &["shirabe-readers"],
        why: "formats end in the readers; everyone else sees documents",
    },
    Home {
        libraries: &["tantivy"],
        crates: &["shirabe-index", "shirabe-search"],
        why: "the search library can be replaced without touching the pages",
    },
    Home {
        libraries: &["object_store", "reqwest", "rustls"],
        crates: &["shirabe-replica"],
        why: "the program speaks to no other machine but to copy an index",
    },
    Home {
        libraries: &["unicode-width"],
        crates: &["shirabe-japanese"],
        why: "how wide a character is has one answer",
    },
    Home {
        libraries: &["hyper", "hyper-util", "tokio-io-timeout", "http-range-header"],
        crates: &["shirabe-http"],
        why: "connections and bodies end there; everyone else sees requests and answers",
    },
    Home {
        libraries: &["rmcp", "utoipa-axum"],
        crates: &["shirabe-api"],
        why: "what programs ask has one list",
    },
    Home {
        libraries: &["axum", "utoipa"],
        crates: &["shirabe-site", "shirabe-api", "shirabe-web"],
        why: "HTTP begins there",
    },
    Home {
        libraries: &["askama", "tower-http"],
        crates: &["shirabe-web"],
        why: "HTML begins there, and the list of all addresses with its layers",
    },
    Home {
        libraries: &["csv", "rust_xlsxwriter"],
        crates: &["shirabe-export"],
        why: "how a table becomes a file has one answer",
    },
    Home {
        libraries: &["clap", "anyhow"],
        crates: &["shirabe-cli", "shirabe-lab", "xtask", "shirabe-tests"],
        why: "libraries have typed errors and no command line",
    },
];

/// What a core crate must do without, because it does not touch the world; `serde` may stand under a feature.
const WORLDLY: &[&str] =
    &["fs-err", "serde", "serde_json", "tempfile", "tokio", "tracing", "toml", "rand", "fd-lock"];

/// Each outside library is used where it lives, and nowhere else.
pub(super) fn check(repository: &Repository) -> Vec<Fault> {
    let mut faults = Vec::new();
    for manifest in manifests(repository) {
        for dependency in &manifest.dependencies {
            let reason = homeless(&manifest, dependency).or_else(|| worldly(&manifest, dependency));
            faults.extend(reason.map(|reason| Fault::new(&manifest.path, reason)));
        }
    }
    faults
}

fn homeless(manifest: &Manifest, dependency: &Dependency) -> Option<String> {
    let belongs = |library: &&str| {
        let rest = dependency.name.strip_prefix(*library);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['-', '_']))
    };
    let home = HOMES.iter().find(|home| home.libraries.iter().any(belongs))?;
    let is_at_home = home.crates.contains(&manifest.name.as_str());
    (!is_at_home).then(|| {
        let (name, library) = (&manifest.name, &dependency.name);
        let crates = home.crates.join(", ");
        format!("`{name}` must not use `{library}`, whose home is {crates}: {}", home.why)
    })
}

fn worldly(manifest: &Manifest, dependency: &Dependency) -> Option<String> {
    let is_core = CORE.contains(&manifest.name.as_str());
    let is_derive = dependency.name == "serde" && dependency.is_optional;
    let is_worldly = WORLDLY.contains(&dependency.name.as_str()) && !dependency.is_for_tests;
    (is_core && is_worldly && !is_derive).then(|| {
        let (name, library) = (&manifest.name, &dependency.name);
        format!(
            "`{name}` must not use `{library}`: core crates do no input or output; what only this program \
             reads back may be derived, under a feature `serde`"
        )
    })
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
    fn a_library_away_from_home_is_a_fault() {
        let faults = check_crate("shirabe-web", "[dependencies]\ntantivy.workspace = true");
        assert!(faults.contains("`shirabe-web` must not use `tantivy`, whose home is"), "{faults}");
        let faults = check_crate("shirabe-index", "[dependencies]\nhayro-syntax.workspace = true");
        assert!(faults.contains("must not use `hayro-syntax`"), "{faults}");
        let faults = check_crate("shirabe-search", "[dev-dependencies]\nanyhow.workspace = true");
        assert!(faults.contains("must not use `anyhow`"), "{faults}");
    }

    #[test]
    fn a_core_crate_that_touches_the_world_is_a_fault() {
        let faults = check_crate("shirabe-document", "[dependencies]\nserde.workspace = true");
        assert!(faults.contains("`shirabe-document` must not use `serde`"), "{faults}");
        let json = "[dependencies]\nserde_json = { workspace = true, optional = true }";
        assert!(check_crate("shirabe-document", json).contains("must not use `serde_json`"));
        let derive = "[dependencies]\nserde = { workspace = true, optional = true }";
        assert_eq!(check_crate("shirabe-document", derive), "");
    }

    #[test]
    fn libraries_at_home_are_fine() {
        let text = "[dependencies]\nlindera.workspace = true\nlindera-dictionary.workspace = true";
        assert_eq!(check_crate("shirabe-dictionary", text), "");
        assert_eq!(check_crate("shirabe-text", "[dev-dependencies]\nfs-err.workspace = true"), "");
        assert_eq!(check_crate("shirabe-index", "[dependencies]\nserde.workspace = true"), "");
    }
}
