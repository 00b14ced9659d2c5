//! Where `system.dic` comes from: a wheel from PyPI, or a file of the user's.
//!
//! Enter at [`fetch_wheel`] and [`extract`].

use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

use sha2::{Digest, Sha256};
use zip::ZipArchive;

use crate::{DictionaryError, Progress};

/// What pip is asked for, with the hash of the only file it may bring. Apache-2.0, Works Applications.
const REQUIREMENT: &str = "sudachidict-core==20260723 \
    --hash=sha256:b3869ce6b12b4bfa09575dc19030703bb669ab41bac12a74cafcbb28c6be2498\n";
/// The name of that file.
pub(crate) const WHEEL: &str = "sudachidict_core-20260723-py3-none-any.whl";
const WHEEL_BYTES: u64 = 72_275_897;
/// SHA-256 of the `system.dic` in that wheel.
pub(crate) const SYSTEM_DIC_SHA256: &str =
    "53fa281d11eef3769712fe1c3c892117338f9892bee6daf4dad51daa5281bb6f";
const SYSTEM_DIC: &str = "system.dic";

/// How often the size of the file under download is looked at.
const LOOK_EVERY: Duration = Duration::from_millis(200);

/// Download the wheel into this folder with the pip of this `python`.
pub(crate) fn fetch_wheel(
    python: &Path,
    folder: &Path,
    progress: &dyn Progress,
) -> Result<PathBuf, DictionaryError> {
    progress.stage("downloading SudachiDict");
    let requirements = folder.join("requirements.txt");
    fs_err::write(&requirements, REQUIREMENT)?;
    let pip = Command::new(python)
        .args(["-m", "pip", "download", "--no-deps", "--only-binary=:all:", "--require-hashes"])
        .args(["--disable-pip-version-check", "--no-input", "--progress-bar=off", "--retries=2"])
        .arg("--dest")
        .arg(folder)
        .arg("-r")
        .arg(&requirements)
        // pip downloads into the temporary folder first, where its progress can be seen.
        .env("TMPDIR", folder)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn();
    let output = match pip {
        Ok(child) => wait(child, folder, progress)?,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return Err(DictionaryError::NoPip);
        }
        Err(error) => return Err(error.into()),
    };
    if !output.status.success() {
        return Err(pip_error(&String::from_utf8_lossy(&output.stderr)));
    }
    Ok(folder.join(WHEEL))
}

/// Wait for pip, and report how large the files in its folder have become.
fn wait(
    mut child: Child,
    folder: &Path,
    progress: &dyn Progress,
) -> Result<Output, DictionaryError> {
    while child.try_wait()?.is_none() {
        progress.advance(size_of_folder(folder).min(WHEEL_BYTES), Some(WHEEL_BYTES));
        std::thread::sleep(LOOK_EVERY);
    }
    Ok(child.wait_with_output()?)
}

/// Bytes in the files of a folder and its subfolders; what vanishes meanwhile counts nothing.
pub(crate) fn size_of_folder(folder: &Path) -> u64 {
    let Ok(entries) = fs_err::read_dir(folder) else { return 0 };
    let sizes = entries.flatten().filter_map(|entry| {
        let metadata = entry.metadata().ok()?;
        Some(if metadata.is_dir() { size_of_folder(&entry.path()) } else { metadata.len() })
    });
    sizes.sum()
}

fn pip_error(stderr: &str) -> DictionaryError {
    if stderr.contains("No module named pip") {
        return DictionaryError::NoPip;
    }
    let reason = if stderr.contains("DO NOT MATCH THE HASHES") {
        "the file that came is another one (its hash differs)"
    } else if stderr.contains("connection broken") {
        "the package index cannot be reached"
    } else {
        let mut lines = stderr.lines().map(str::trim).filter(|line| !line.is_empty());
        let error = lines.clone().find_map(|line| line.strip_prefix("ERROR: "));
        error.or_else(|| lines.next_back()).unwrap_or("pip failed")
    };
    DictionaryError::Download { reason: reason.to_owned() }
}

/// Copy the `system.dic` of a wheel, or that file itself, to `target`; returns its SHA-256.
pub(crate) fn extract(
    source: &Path,
    target: &Path,
    progress: &dyn Progress,
) -> Result<String, DictionaryError> {
    progress.stage("unpacking system.dic");
    let refuse = |reason: String| DictionaryError::Source { path: source.to_owned(), reason };
    let mut file = fs_err::File::open(source).map_err(|error| refuse(cause(&error)))?;
    let mut out = fs_err::File::create(target)?;
    if file.metadata()?.is_dir() {
        return Err(refuse("it is a folder".to_owned()));
    }
    if source.extension().is_none_or(|extension| extension != "whl") {
        let size = file.metadata()?.len();
        return Ok(copy(&mut file, &mut out, size, progress)?);
    }
    let mut wheel = ZipArchive::new(file).map_err(|error| refuse(error.to_string()))?;
    let name = wheel.file_names().flatten().find(|name| name.ends_with(SYSTEM_DIC));
    let name = name.ok_or_else(|| refuse("there is no system.dic in it".to_owned()))?.into_owned();
    let mut packed = wheel.by_name(&name).map_err(|error| refuse(error.to_string()))?;
    let size = packed.size();
    copy(&mut packed, &mut out, size, progress).map_err(|error| match error.kind() {
        io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput | io::ErrorKind::UnexpectedEof => {
            refuse(error.to_string())
        }
        _ => error.into(),
    })
}

/// The system's words without the path, which the caller names.
fn cause(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file".to_owned(),
        kind => kind.to_string(),
    }
}

fn copy(
    from: &mut impl Read,
    to: &mut impl Write,
    size: u64,
    progress: &dyn Progress,
) -> io::Result<String> {
    let mut buffer = vec![0; 1 << 20];
    let (mut hash, mut done) = (Sha256::new(), 0);
    loop {
        let n_bytes = from.read(&mut buffer)?;
        let Some(bytes) = buffer.get(..n_bytes).filter(|bytes| !bytes.is_empty()) else { break };
        hash.update(bytes);
        to.write_all(bytes)?;
        done += bytes.len() as u64;
        progress.advance(done, Some(size));
    }
    to.flush()?;
    Ok(hex(&hash.finalize()))
}

/// Bytes as small hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Silent;
    use crate::sudachi::tiny;

    #[test]
    fn without_python_or_pip_two_lines_say_what_to_do() {
        let folder = tempfile::tempdir().unwrap();
        let python = folder.path().join("no-python3");
        let error = fetch_wheel(&python, folder.path(), &Silent).unwrap_err().to_string();
        insta::assert_snapshot!(error, @r"
        cannot download the dictionary: python3 with pip is not installed
        install it (Debian: `apt install python3-pip`), or fetch sudachidict_core-20260723-py3-none-any.whl from PyPI elsewhere and run `shirabe dictionary install PATH`
        ");
        let error = pip_error("/usr/bin/python3: No module named pip\n").to_string();
        assert_eq!(error.lines().count(), 2);
        assert!(error.contains("apt install python3-pip"), "{error}");
    }

    #[test]
    fn without_network_two_lines_say_what_to_do() {
        let error = pip_error(
            "WARNING: Retrying (Retry(total=0)) after connection broken by 'NewConnectionError'\n\
             ERROR: Could not find a version that satisfies the requirement sudachidict-core\n\
             ERROR: No matching distribution found for sudachidict-core==20260723\n",
        );
        insta::assert_snapshot!(error, @r"
        cannot download the dictionary: the package index cannot be reached
        check the network and try again, or fetch sudachidict_core-20260723-py3-none-any.whl from PyPI elsewhere and run `shirabe dictionary install PATH`
        ");
    }

    #[test]
    fn what_pip_says_else_is_passed_on_in_one_line() {
        let reason = |stderr| match pip_error(stderr) {
            DictionaryError::Download { reason } => reason,
            other => panic!("{other:?}"),
        };
        assert_eq!(reason("ERROR: No space left\nERROR: second\n"), "No space left");
        assert_eq!(
            reason("xcode-select: no developer tools\n\n"),
            "xcode-select: no developer tools"
        );
        assert_eq!(reason(""), "pip failed");
        assert!(reason("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM …").contains("hash"));
    }

    #[cfg(unix)]
    #[test]
    fn a_failing_pip_is_reported_with_its_last_word() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let python = folder.path().join("python3");
        fs_err::write(&python, "#!/bin/sh\necho 'ERROR: out of luck' >&2\nexit 1\n").unwrap();
        fs_err::set_permissions(&python, std::fs::Permissions::from_mode(0o755)).unwrap();
        let error = fetch_wheel(&python, folder.path(), &Silent).unwrap_err().to_string();
        assert!(error.starts_with("cannot download the dictionary: out of luck\n"), "{error}");
    }

    #[test]
    fn a_system_dic_is_copied_with_its_hash() {
        let folder = tempfile::tempdir().unwrap();
        let (from, to) = (folder.path().join("a.dic"), folder.path().join("b.dic"));
        fs_err::write(&from, b"abc").unwrap();
        let sha256 = extract(&from, &to, &Silent).unwrap();
        assert_eq!(sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!(fs_err::read(&to).unwrap(), b"abc");
    }

    #[test]
    fn a_system_dic_is_taken_out_of_a_wheel() {
        let folder = tempfile::tempdir().unwrap();
        let (wheel, to) = (folder.path().join("a.whl"), folder.path().join("b.dic"));
        let mut zip = zip::ZipWriter::new(fs_err::File::create(&wheel).unwrap());
        let options = zip::write::SimpleFileOptions::default();
        zip.start_file("sudachidict_core/resources/system.dic", options).unwrap();
        zip.write_all(&tiny::dictionary()).unwrap();
        zip.finish().unwrap();
        extract(&wheel, &to, &Silent).unwrap();
        assert_eq!(fs_err::read(&to).unwrap(), tiny::dictionary());
    }

    #[test]
    fn a_wheel_that_is_none_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let (wheel, to) = (folder.path().join("a.whl"), folder.path().join("b.dic"));
        let refusal = |path: &Path| match extract(path, &to, &Silent).unwrap_err() {
            DictionaryError::Source { reason, .. } => reason,
            other => panic!("{other:?}"),
        };
        assert_eq!(refusal(&folder.path().join("none.whl")), "there is no such file");
        fs_err::write(&wheel, b"no zip").unwrap();
        assert!(refusal(&wheel).contains("Zip"), "{}", refusal(&wheel));
        zip::ZipWriter::new(fs_err::File::create(&wheel).unwrap()).finish().unwrap();
        assert_eq!(refusal(&wheel), "there is no system.dic in it");
    }
}
