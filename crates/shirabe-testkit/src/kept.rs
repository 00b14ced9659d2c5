//! Folders that are costly to fill, kept in `target/tmp` for the tests of one binary: [`kept_folder`].
//!
//! Invariant: what is kept was made by this very binary, so that no test sees the work of older code.

use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use fs_err as fs;

/// Written last: a folder without it is not complete.
const KEY: &str = "made-by";

/// The folder `name` of this binary, filled by `fill` unless an earlier process of the same binary has
/// done so with the same `key`. Another process that fills it is waited for.
pub(crate) fn kept_folder(name: &str, key: &str, fill: impl FnOnce(&Path)) -> PathBuf {
    let program = std::env::current_exe().expect("a program knows itself");
    let folders = target(&program).join("tmp").join("shirabe-testkit");
    fs::create_dir_all(&folders).expect("target/tmp can be written");
    let folder = folders.join(format!("{}-{name}", stem(&program)));
    let lock = fs::File::create(folder.with_extension("lock")).expect("target/tmp can be written");
    lock.file().lock().expect("a file of ours can be locked");
    let key = format!("{key}\n{}", build_of(&program));
    if fs::read_to_string(folder.join(KEY)).is_ok_and(|made_by| made_by == key) {
        return folder;
    }
    if folder.is_dir() {
        fs::remove_dir_all(&folder).expect("a folder of ours can be removed");
    }
    fs::create_dir_all(&folder).expect("target/tmp can be written");
    fill(&folder);
    fs::write(folder.join(KEY), key).expect("target/tmp can be written");
    folder
}

/// Cargo's target folder: a test is `target/debug/deps/NAME-HASH`.
fn target(program: &Path) -> &Path {
    program.ancestors().nth(3).expect("tests are three folders deep")
}

/// The program's name without the hash that cargo gives it, so that builds replace each other's folders.
fn stem(program: &Path) -> String {
    let name = program.file_stem().map(|name| name.to_string_lossy().into_owned());
    let name = name.unwrap_or_default();
    name.rsplit_once('-').map_or(name.clone(), |(stem, _)| stem.to_owned())
}

/// What tells this build of the program from another.
fn build_of(program: &Path) -> String {
    let metadata = fs::metadata(program).expect("a program that runs is there");
    let modified = metadata.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    let nanos = modified.map_or(0, |since| since.as_nanos());
    format!("{} {} {nanos}", program.display(), metadata.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_filled_once_for_each_key() {
        let fill = |key: &str, times: &mut u32| {
            kept_folder("once", key, |folder| {
                *times += 1;
                fs::write(folder.join("content"), key).expect("a file");
            })
        };
        let mut times = 0;
        let first = fill("一", &mut times);
        times = 0;
        assert_eq!(fill("一", &mut times), first);
        assert_eq!(times, 0, "it was there");
        fill("二", &mut times);
        assert_eq!(times, 1, "another key is filled anew");
        assert_eq!(fs::read_to_string(first.join("content")).expect("a file"), "二");
        fs::remove_dir_all(first).expect("our own");
    }
}
