//! `shirabe doctor`: is everything there that a service needs, and if not, what helps?

use std::path::Path;

use anyhow::Context as _;
use shirabe_dictionary::{DictionaryError, Info};
use shirabe_http::connections::RESERVED_DESCRIPTORS;
use shirabe_index::{Fingerprint, IndexStatus};
use shirabe_ingest::{Converter, Recogniser, Settings};

use crate::Outcome;
use crate::args::Places;
use crate::setup::worker_pool;
use crate::terminal::{faint, heading, line, one_line};

/// Descriptors without which a server is short of them: as many for connections as for the index.
const FEWEST_DESCRIPTORS: u64 = 2 * RESERVED_DESCRIPTORS;

/// What one look has shown.
struct Finding {
    subject: &'static str,
    said: String,
    /// What helps, where something is missing.
    remedy: Option<String>,
}

impl Finding {
    fn sound(subject: &'static str, said: impl Into<String>) -> Finding {
        Finding { subject, said: said.into(), remedy: None }
    }

    fn wanting(
        subject: &'static str,
        said: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Finding {
        Finding { subject, said: said.into(), remedy: Some(remedy.into()) }
    }
}

pub(crate) fn run(places: &Places) -> anyhow::Result<Outcome> {
    let prepared = shirabe_dictionary::info();
    let mut findings = index(&places.index, prepared.as_ref().ok().and_then(Option::as_ref));
    findings.insert(0, dictionary(&prepared));
    if shirabe_index::is_copy(&places.index) {
        let said = "the index is a copy: another machine reads the documents";
        findings.extend([Finding::sound("corpus", said), descriptors()?]);
    } else {
        findings.extend([corpus(&places.corpus), sandbox(), descriptors()?]);
        findings.extend([recogniser(), converter()]);
    }
    for Finding { subject, said, remedy } in &findings {
        let mark = if remedy.is_none() { "ok   " } else { "to do" };
        line(format!("{mark}  {}  {}", heading(subject), one_line(said)))?;
        if let Some(remedy) = remedy {
            line(format!("       {}", one_line(remedy)))?;
        }
    }
    let n_wanting = findings.iter().filter(|finding| finding.remedy.is_some()).count();
    if n_wanting == 0 {
        line(faint("nothing is missing"))?;
        return Ok(Outcome::Done);
    }
    line(format!("{n_wanting} of {} to do", findings.len()))?;
    Ok(Outcome::Incomplete)
}

fn dictionary(prepared: &Result<Option<Info>, DictionaryError>) -> Finding {
    let install =
        "run `shirabe dictionary install`, with the path of the wheel where there is no network";
    match prepared {
        Ok(Some(info)) => Finding::sound(
            "dictionary",
            format!("{} words of {}, in {}", info.n_entries, info.source, info.path.display()),
        ),
        Ok(None) => Finding::wanting("dictionary", "none is prepared", install),
        Err(error) => Finding::wanting("dictionary", error.to_string(), install),
    }
}

/// The index, each fault of it, and the room beside it.
fn index(root: &Path, dictionary: Option<&Info>) -> Vec<Finding> {
    let status = match IndexStatus::of(root) {
        Ok(status) => status,
        Err(error) => {
            return vec![Finding::wanting("index", error.to_string(), "run `shirabe ingest`")];
        }
    };
    let faults = status.faults.iter().map(|fault| {
        Finding::wanting("index", fault, "run `shirabe index verify`, which says what mends it")
    });
    let mut findings: Vec<Finding> = faults.collect();
    let serving =
        status.generations.iter().find(|generation| status.current == Some(generation.number));
    let Some(serving) = serving else {
        findings.push(Finding::wanting("index", "no generation serves", "run `shirabe ingest`"));
        return findings;
    };
    let said = format!(
        "generation {}: {} documents, {} sections, {} MB in {}",
        serving.number,
        serving.n_documents,
        serving.n_sections,
        serving.n_bytes / 1_000_000,
        root.display()
    );
    let fits = dictionary.is_none_or(|info| {
        Fingerprint::of_dictionary(&info.hash).to_string() == serving.fingerprint
    });
    findings.push(if fits {
        Finding::sound("index", said)
    } else {
        let of_another = format!("{said}; made by another program or dictionary");
        Finding::wanting("index", of_another, "run `shirabe ingest`: it reads everything again")
    });
    findings.push(room(root, serving.n_bytes));
    findings
}

/// An ingest writes a generation beside the one that serves.
fn room(root: &Path, n_needed: u64) -> Finding {
    let free = rustix::fs::statvfs(root).map(|disk| disk.f_bavail.saturating_mul(disk.f_frsize));
    match free {
        Ok(free) if free >= n_needed => {
            Finding::sound("disk", format!("{} MB are free beside the index", free / 1_000_000))
        }
        Ok(free) => Finding::wanting(
            "disk",
            format!("{} MB are free beside the index", free / 1_000_000),
            format!(
                "make room for {} MB, or run `shirabe index prune`: an ingest writes a generation beside the one that serves",
                n_needed / 1_000_000
            ),
        ),
        Err(error) => Finding::wanting("disk", error.to_string(), "see that the index can be read"),
    }
}

fn corpus(root: &Path) -> Finding {
    let n_entries = fs_err::read_dir(root)
        .and_then(|entries| entries.map(|entry| entry.map(|_| 1)).sum::<std::io::Result<u64>>());
    match n_entries {
        Ok(0) => Finding::wanting(
            "corpus",
            format!("{} is empty", root.display()),
            "put documents there, or name their folder by --corpus",
        ),
        Ok(n) => Finding::sound("corpus", format!("{n} files and folders in {}", root.display())),
        Err(error) => Finding::wanting(
            "corpus",
            error.to_string(),
            "name the folder of the documents by --corpus, and see that it can be read",
        ),
    }
}

/// Has a reader read a line, and asks what confines it.
fn sandbox() -> Finding {
    const REMEDY: &str = "use a kernel with Landlock and seccomp (Linux 5.13 and later), or read only \
                          documents that you trust; `shirabe ingest --require-sandbox` refuses to read without";
    let pool = match worker_pool(Settings::default()) {
        Ok(pool) => pool,
        Err(error) => return Finding::wanting("sandbox", format!("{error:#}"), REMEDY),
    };
    if let Err(failure) = pool.probe() {
        let said = format!("no reader can be started ({})", failure.code().as_str());
        return Finding::wanting("sandbox", said, REMEDY);
    }
    match pool.confinement.missing() {
        Some(missing) if missing.is_empty() => {
            Finding::sound("sandbox", "readers are confined (Landlock, seccomp)")
        }
        Some(missing) => {
            let said = format!("readers are not confined in full: {}", missing.join("; "));
            Finding::wanting("sandbox", said, REMEDY)
        }
        None => Finding::wanting("sandbox", "the reader did not say what confines it", REMEDY),
    }
}

fn descriptors() -> anyhow::Result<Finding> {
    let (soft, hard) = rlimit::Resource::NOFILE.get().context("asking for the limit of files")?;
    let said = format!("{soft} files may be open at a time (at most {hard})");
    Ok(if soft >= FEWEST_DESCRIPTORS {
        Finding::sound("limits", said)
    } else {
        let remedy =
            "raise it (`ulimit -n 8192`, LimitNOFILE= of systemd): each connection takes one";
        Finding::wanting("limits", said, remedy)
    })
}

/// What reads pages that are pictures; documents are read without it.
fn recogniser() -> Finding {
    let said = match Recogniser::find() {
        Ok(_) => "tesseract with Japanese is there (`shirabe ingest --ocr`)",
        Err(_) => "no tesseract with Japanese: pages that are pictures stay without text",
    };
    Finding::sound("pictures", said)
}

/// What turns older office files into those that are read; others are read without it.
fn converter() -> Finding {
    let said = match Converter::find() {
        Some(_) => "LibreOffice is there (`shirabe ingest --convert`)",
        None => "no LibreOffice: .doc, .ppt, .rtf, .odt and .odp are refused",
    };
    Finding::sound("office", said)
}
