//! Sidecars to be edited: what was found in the documents, as TOML beside them ([`write_sidecars`]).

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use fs_err as fs;
use shirabe_document::{Confidence, Field, Found};

use crate::{FileReport, IngestError, IngestReport};

/// Writes a metadata file beside every file that has none and of which something was found. What stands
/// beside a file already is never changed. The files that were written, in the order of the report.
///
/// # Errors
///
/// If a file cannot be written.
pub fn write_sidecars(
    report: &IngestReport,
    roots: &[PathBuf],
) -> Result<Vec<PathBuf>, IngestError> {
    let mut written = Vec::new();
    for file in report.files.iter().filter(|file| file.state.is_read() && !file.found.is_empty()) {
        let Some(path) = place_of(file, roots) else { continue };
        let mut whole = path.as_os_str().to_owned();
        whole.push(".toml");
        let beside = path.with_extension("toml");
        if beside.exists() || Path::new(&whole).exists() {
            continue;
        }
        fs::write(&beside, draft(&file.found))?;
        written.push(beside);
    }
    Ok(written)
}

/// Where a file of the report lies: its path counts from one of the folders that were read.
fn place_of(file: &FileReport, roots: &[PathBuf]) -> Option<PathBuf> {
    let in_folder = roots.iter().map(|root| root.join(&file.path));
    let named = roots.iter().filter(|root| root.is_file() && root.ends_with(&file.path)).cloned();
    in_folder.chain(named).find(|path| path.is_file())
}

/// The fields of a metadata file that can be found.
const FIELDS: [Field; 6] =
    [Field::Title, Field::Issuer, Field::Division, Field::Issued, Field::Kind, Field::SourceUrl];

/// The metadata file. What is a guess stands behind a #, so that it stays a guess until somebody has looked.
fn draft(found: &[Found]) -> String {
    let mut text = String::from(
        "# 文書から見つけた書誌です。確かめて、誤りを直してください。\n\
         # 推測の行は、確かめてから行頭の「# 」を外すと有効になります。\n",
    );
    for field in FIELDS {
        let of_field = found.iter().find(|found| found.field == field && found.is_used);
        let Some(found) = of_field else {
            let _ = writeln!(text, "# {} = \"\"", field.as_str());
            continue;
        };
        let mark = if found.confidence == Confidence::Guess { "# " } else { "" };
        let value = toml::Value::String(found.value.replace(['\r', '\n'], " "));
        let (origin, confidence) = (found.origin.label_ja(), found.confidence.label_ja());
        let _ = writeln!(text, "{mark}{} = {value} # {origin}、{confidence}", field.as_str());
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sidecar::{Beside, Sidecar};
    use shirabe_document::Origin;

    fn found(field: Field, value: &str, confidence: Confidence) -> Found {
        let value = value.to_owned();
        Found { field, value, confidence, origin: Origin::TitlePage, is_used: true }
    }

    #[test]
    fn what_is_sure_holds_at_once_and_a_guess_waits_for_a_person() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("a.pdf"), "").unwrap();
        let file = FileReport {
            found: vec![
                found(Field::Title, "\"要領\"の\\改正", Confidence::Likely),
                found(Field::Issuer, "財務省", Confidence::Guess),
                found(Field::Issued, "2026-02-06", Confidence::Certain),
            ],
            ..FileReport::new("a.pdf")
        };
        let report = IngestReport { files: vec![file], ..IngestReport::default() };
        let roots = [folder.path().to_owned()];
        let beside = folder.path().join("a.toml");
        assert_eq!(write_sidecars(&report, &roots).unwrap(), std::slice::from_ref(&beside));
        let text = fs::read_to_string(&beside).map(Some).map_err(|error| error.to_string());
        let metadata = Sidecar::read(&Beside { path: beside.clone(), text }).unwrap();
        let metadata = metadata.metadata(&beside, String::new(), String::new()).unwrap();
        assert_eq!(metadata.title, "\"要領\"の\\改正");
        assert_eq!(metadata.issuer, "");
        assert_eq!(metadata.issued, "2026-02-06".parse().ok());
        fs::write(&beside, "title = \"手で書いた題\"").unwrap();
        assert!(write_sidecars(&report, &roots).unwrap().is_empty());
        assert_eq!(fs::read_to_string(&beside).unwrap(), "title = \"手で書いた題\"");
    }
}
