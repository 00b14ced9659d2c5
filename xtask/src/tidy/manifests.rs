//! What the manifests of the workspace say: [`manifests`]; and that they all inherit from it.

use toml::{Table, Value};

use super::Fault;
use crate::repository::Repository;

/// A package of the workspace.
#[derive(Debug)]
pub(super) struct Manifest {
    /// Where its `Cargo.toml` stands.
    pub(super) path: String,
    pub(super) name: String,
    pub(super) dependencies: Vec<Dependency>,
    has_workspace_lints: bool,
}

/// One line under `[dependencies]` or its sisters.
#[derive(Debug)]
pub(super) struct Dependency {
    pub(super) name: String,
    /// Whether only tests see it.
    pub(super) is_for_tests: bool,
    /// Whether it is there only under a feature.
    pub(super) is_optional: bool,
    is_from_workspace: bool,
}

/// Every package; a manifest that cannot be read is left to cargo, which says more about it.
pub(super) fn manifests(repository: &Repository) -> Vec<Manifest> {
    let texts = repository.texts(&["/Cargo.toml"]);
    texts.filter(|(path, _)| !path.contains("/fixtures/")).filter_map(manifest).collect()
}

/// Versions and lints have one place each, the workspace.
pub(super) fn check(repository: &Repository) -> Vec<Fault> {
    let mut faults = Vec::new();
    for manifest in manifests(repository) {
        let path = &manifest.path;
        for Dependency { name, .. } in
            manifest.dependencies.iter().filter(|dependency| !dependency.is_from_workspace)
        {
            let reason = format!(
                "`{name}` is not taken from the workspace: write `{name}.workspace = true`, so that \
                 its version stands in one place"
            );
            faults.push(Fault::new(path, reason));
        }
        if !manifest.has_workspace_lints {
            let reason = "add `[lints] workspace = true`: every package obeys the same lints";
            faults.push(Fault::new(path, reason));
        }
    }
    faults
}

fn manifest((path, text): (&str, &str)) -> Option<Manifest> {
    let table: Table = text.parse().ok()?;
    let name = table.get("package")?.get("name")?.as_str()?.to_owned();
    let mut dependencies = dependencies(&table);
    let targets = table.get("target").and_then(Value::as_table);
    for target in targets.into_iter().flat_map(Table::values).filter_map(Value::as_table) {
        dependencies.extend(self::dependencies(target));
    }
    let lints = table.get("lints").and_then(|lints| lints.get("workspace"));
    let has_workspace_lints = lints.and_then(Value::as_bool) == Some(true);
    Some(Manifest { path: path.to_owned(), name, dependencies, has_workspace_lints })
}

fn dependencies(table: &Table) -> Vec<Dependency> {
    let kinds =
        [("dependencies", false), ("build-dependencies", false), ("dev-dependencies", true)];
    let mut dependencies = Vec::new();
    for (kind, is_for_tests) in kinds {
        let lines = table.get(kind).and_then(Value::as_table);
        for (name, value) in lines.into_iter().flatten() {
            let from_workspace = value.get("workspace").and_then(Value::as_bool);
            let optional = value.get("optional").and_then(Value::as_bool);
            dependencies.push(Dependency {
                name: name.clone(),
                is_for_tests,
                is_optional: optional == Some(true),
                is_from_workspace: from_workspace == Some(true),
            });
        }
    }
    dependencies
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::faults;

    #[test]
    fn dependencies_of_every_kind_are_read() {
        let text = "[package]\nname = 'a'\n[dependencies]\nb.workspace = true\n[dev-dependencies]\n\
                    c = { workspace = true }\n[target.'cfg(unix)'.dependencies]\nd.workspace = true\n";
        let found = manifests(&Repository::of(&[("crates/a/Cargo.toml", text)]));
        let names: Vec<_> =
            found[0].dependencies.iter().map(|d| (d.name.as_str(), d.is_for_tests)).collect();
        assert_eq!(names, [("b", false), ("c", true), ("d", false)]);
    }

    #[test]
    fn a_version_of_its_own_and_lints_of_its_own_are_faults() {
        let text = "[package]\nname = 'a'\n[dependencies]\nserde = '1'\n";
        let faults = faults(check, &[("crates/a/Cargo.toml", text)]);
        assert!(faults.contains("`serde` is not taken from the workspace"), "{faults}");
        assert!(faults.contains("[lints] workspace = true"), "{faults}");
    }

    #[test]
    fn a_manifest_that_inherits_is_fine() {
        let text = "[package]\nname = 'a'\n[dependencies]\nserde.workspace = true\n\
                    [lints]\nworkspace = true\n";
        assert_eq!(faults(check, &[("crates/a/Cargo.toml", text)]), "");
    }
}
