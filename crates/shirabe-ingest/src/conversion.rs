//! Older and foreign office files: [`Converter`] has an installed LibreOffice turn them into what the readers
//! read.
//!
//! LibreOffice runs as a program of its own, on the clock, in a new folder that is deleted afterwards. Before
//! it starts, [`serve`] (the hidden subcommand `convert` of this program) gives up what it does not need: it
//! can read the system's programs and that folder, write into that folder, and connect to nothing. What it
//! writes is read as any other file is: in a worker.

mod confinement;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use fs_err as fs;
use shirabe_readers::kind::Refusal;

use crate::Limits;
use crate::conversation::{Conversation, converse, spawn_in_group};

/// Found on the path of the process.
const PROGRAMS: [&str; 2] = ["soffice", "libreoffice"];
/// With this it ends after it has made a new profile, and wants to be started anew (LibreOffice,
/// desktop/source/app/exithelper.h, `EXITHELPER_NORMAL_RESTART`).
const BEGIN_AGAIN: i32 = 81;
/// What it says to standard output is of no use.
const MAX_ANSWER_BYTES: u64 = 1 << 20;

/// An installed LibreOffice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Converter {
    /// The program.
    pub soffice: PathBuf,
}

/// A file that was turned into another.
pub(crate) struct Converted {
    pub(crate) bytes: Vec<u8>,
    /// What it was, such as Word 97-2003（.doc）.
    pub(crate) was: &'static str,
}

/// What a file becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Conversion {
    /// The extension by which LibreOffice knows what it is.
    from: &'static str,
    to: &'static str,
    was: &'static str,
}

impl Conversion {
    /// How a file is turned into something that can be read, if it can be. Whether a file of the old Office is
    /// text or slides stands in it, and its name decides where it does not.
    pub(crate) fn of(refusal: Refusal, bytes: &[u8], name: &str) -> Option<Conversion> {
        let has_stream = |stream: &str| {
            let wanted: Vec<u8> = stream.encode_utf16().flat_map(u16::to_le_bytes).collect();
            bytes.windows(wanted.len()).any(|window| window == wanted)
        };
        let is_named = |extension: &str| name.to_ascii_lowercase().ends_with(extension);
        Some(match refusal {
            Refusal::OldOffice if has_stream("PowerPoint Document") || is_named(".ppt") => {
                Conversion { from: "ppt", to: "pptx", was: "PowerPoint 97-2003（.ppt）" }
            }
            Refusal::OldOffice => {
                Conversion { from: "doc", to: "docx", was: "Word 97-2003（.doc）" }
            }
            Refusal::RichText => {
                Conversion { from: "rtf", to: "docx", was: "リッチテキスト（.rtf）" }
            }
            Refusal::OpenDocument if is_named(".odp") => {
                Conversion { from: "odp", to: "pptx", was: "OpenDocument（.odp）" }
            }
            Refusal::OpenDocument => {
                Conversion { from: "odt", to: "docx", was: "OpenDocument（.odt）" }
            }
            _ => return None,
        })
    }

    /// .xls is read without it, but not as it is displayed.
    pub(crate) const WORKBOOK: Conversion =
        Conversion { from: "xls", to: "xlsx", was: "Excel 97-2003（.xls）" };
}

impl Converter {
    /// The LibreOffice on the path.
    pub fn find() -> Option<Converter> {
        let path = std::env::var_os("PATH")?;
        let mut places = std::env::split_paths(&path)
            .flat_map(|folder| PROGRAMS.map(|program| folder.join(program)));
        places.find(|place| place.is_file()).map(|soffice| Converter { soffice })
    }

    /// Converts a file, with `program` (this one) to confine LibreOffice. Says why where it cannot, for the
    /// curator.
    pub(crate) fn convert(
        &self,
        bytes: &[u8],
        conversion: Conversion,
        program: &Path,
        limits: &Limits,
    ) -> Result<Converted, String> {
        let Conversion { from, to, was } = conversion;
        let failed = |error: std::io::Error| format!("LibreOffice で変換できない（{error}）");
        let folder = Folder::new().map_err(failed)?;
        let source = folder.0.join(format!("source.{from}"));
        fs::write(&source, bytes).map_err(failed)?;
        let clock = Duration::from_secs(limits.worker.convert_clock_seconds);
        let begin = || {
            let mut command = Command::new(program);
            command
                .arg("convert")
                .arg(limits.to_json())
                .args([&self.soffice, &folder.0, &source])
                .arg(to)
                .env_clear()
                .stdin(Stdio::null())
                .stdout(Stdio::piped())
                .stderr(Stdio::piped());
            let mut child = spawn_in_group(&mut command)?;
            converse(&mut child, &[], MAX_ANSWER_BYTES, clock)
        };
        let mut conversation = begin().map_err(failed)?;
        if conversation.status.is_some_and(|status| status.code() == Some(BEGIN_AGAIN)) {
            conversation = begin().map_err(failed)?;
        }
        let Conversation { status, complaint, .. } = conversation;
        let Some(status) = status else {
            return Err(format!(
                "LibreOffice での変換が{}秒で終わらないため、打ち切った",
                clock.as_secs()
            ));
        };
        let result = folder.0.join("out").join(format!("source.{to}"));
        let max_bytes = limits.readers.max_file_bytes;
        match fs::metadata(&result) {
            Ok(found) if found.len() > max_bytes => {
                let max_mib = max_bytes >> 20;
                Err(format!("LibreOffice で変換した大きさが上限の{max_mib} MiBを超える"))
            }
            Ok(_) => Ok(Converted { bytes: fs::read(&result).map_err(failed)?, was }),
            Err(_) => {
                tracing::warn!(%status, complaint, "LibreOffice wrote nothing");
                Err("LibreOffice で変換できない（壊れているか、パスワードが要る）".to_owned())
            }
        }
    }
}

/// A folder that goes away with it.
struct Folder(PathBuf);

impl Folder {
    fn new() -> std::io::Result<Folder> {
        use std::sync::atomic::{AtomicU64, Ordering};
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let name = format!(
            "shirabe-convert-{}-{}",
            std::process::id(),
            NEXT.fetch_add(1, Ordering::Relaxed)
        );
        // Landlock knows files by their true places.
        let folder = fs::canonicalize(std::env::temp_dir())?.join(name);
        fs::create_dir(&folder)?;
        let folder = Folder(folder);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            fs::set_permissions(&folder.0, std::fs::Permissions::from_mode(0o700))?;
        }
        fs::create_dir(folder.0.join("out"))?;
        Ok(folder)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What cannot be removed is in the system's folder for such things.
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Becomes LibreOffice, after giving up what it does not need: converts `source` into `folder`/out.
///
/// # Errors
/// Where the process cannot be limited or the program cannot be started.
#[cfg(unix)]
pub fn serve(
    settings: &str,
    soffice: &Path,
    folder: &Path,
    source: &Path,
    to: &str,
) -> std::io::Result<std::convert::Infallible> {
    use std::os::unix::process::CommandExt;
    let limits = Limits::from_json(settings)?;
    let soffice = fs::canonicalize(soffice)?;
    confinement::confine(&limits, &soffice, folder)?;
    let profile = format!("-env:UserInstallation=file://{}", folder.join("profile").display());
    // What is found on the path is a script that looks for Java and for a LibreOffice that runs already.
    let alone = soffice.with_file_name("soffice.bin");
    let mut command = Command::new(if alone.is_file() { &alone } else { &soffice });
    command.arg(profile);
    command.args(["--headless", "--norestore", "--nolockcheck", "--nodefault", "--nologo"]);
    command.args(["--convert-to", to, "--outdir"]).arg(folder.join("out")).arg(source);
    command.env_clear().env("PATH", "/usr/bin:/bin").env("HOME", folder).env("TMPDIR", folder);
    // Its socket as well belongs into the folder that goes away; `confine` keeps it out of /tmp.
    command.env("OSL_SOCKET_PATH", folder);
    // Japanese paper sizes and fonts, and names of files in UTF-8.
    command.env("LANG", "ja_JP.UTF-8").env("LC_ALL", "C.UTF-8");
    Err(command.exec())
}

/// Without the means to confine it, LibreOffice is not started.
///
/// # Errors
/// Always.
#[cfg(not(unix))]
pub fn serve(
    _: &str,
    _: &Path,
    _: &Path,
    _: &Path,
    _: &str,
) -> std::io::Result<std::convert::Infallible> {
    Err(std::io::Error::other("conversion is only known on Unix"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_file_becomes_is_told_from_its_content_before_its_name() {
        let stream: Vec<u8> =
            "PowerPoint Document".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let to = |refusal, bytes: &[u8], name: &str| {
            Conversion::of(refusal, bytes, name).map(|conversion| conversion.to)
        };
        assert_eq!(to(Refusal::OldOffice, &stream, "a.doc"), Some("pptx"));
        assert_eq!(to(Refusal::OldOffice, b"", "a.doc"), Some("docx"));
        assert_eq!(to(Refusal::OldOffice, b"", "a.PPT"), Some("pptx"));
        assert_eq!(to(Refusal::RichText, b"", "a"), Some("docx"));
        assert_eq!(to(Refusal::OpenDocument, b"", "a.odp"), Some("pptx"));
        assert_eq!(to(Refusal::Ichitaro, b"", "a.jtd"), None);
        assert_eq!(to(Refusal::Encrypted, b"", "a.doc"), None);
    }

    #[test]
    fn the_folder_of_a_conversion_goes_away() {
        let folder = Folder::new().unwrap();
        let path = folder.0.clone();
        assert!(path.join("out").is_dir());
        drop(folder);
        assert!(!path.exists());
    }
}
