//! `shirabe replicate`

use std::path::Path;
use std::process::Command;

use anyhow::Context as _;
use shirabe_replica::{Copying, Publication, Store, publish};

use crate::Outcome;
use crate::args::ReplicateArguments;
use crate::setup::holder;
use crate::terminal::{heading, line};

pub(crate) fn run(arguments: &ReplicateArguments) -> anyhow::Result<Outcome> {
    anyhow::ensure!(
        arguments.rsync.is_empty() || !arguments.target.contains("://"),
        "rsync brings a folder to other machines: name one in place of {}",
        arguments.target
    );
    let store = Store::at(&arguments.target)?;
    let copying = if arguments.anew { Copying::Everything } else { Copying::WhatIsNew };
    let published = publish(&arguments.index, &store, copying, &holder())?;
    let Publication { generation, n_files, n_copied, n_bytes_copied, n_removed, .. } = published;
    line(format!(
        "{} is published in {}: {n_files} files, of which {n_copied} were copied ({:.1} MB); {n_removed} old ones removed",
        heading(&format!("generation {generation}")),
        store.address(),
        n_bytes_copied as f64 / 1e6,
    ))?;
    for destination in &arguments.rsync {
        bring(Path::new(&arguments.target), destination)?;
        line(format!("{destination} has it as well"))?;
    }
    Ok(Outcome::Done)
}

/// Brings a folder elsewhere in the order that its followers rely on: files, `CURRENT`, and only then goes
/// what is not in its folders any more.
fn bring(folder: &Path, destination: &str) -> anyhow::Result<()> {
    let destination = destination.trim_end_matches('/');
    // A path that ends in a slash means what is in the folder.
    rsync(&["--recursive", "--exclude=/CURRENT"], &folder.join(""), &format!("{destination}/"))?;
    // One generation's `CURRENT` is as long as another's, and rsync tells files of one second apart by length.
    rsync(&["--ignore-times"], &folder.join("CURRENT"), &format!("{destination}/"))?;
    for part in ["generations", "files"] {
        let to = format!("{destination}/{part}/");
        rsync(&["--recursive", "--delete"], &folder.join(part).join(""), &to)?;
    }
    Ok(())
}

fn rsync(options: &[&str], from: &Path, to: &str) -> anyhow::Result<()> {
    let mut rsync = Command::new("rsync");
    // What was not finished by a publisher is no part of it.
    rsync.arg("--times").args(options).arg("--exclude=*#*").arg("--").arg(from).arg(to);
    let status = rsync.status().context("starting rsync, which must be installed")?;
    anyhow::ensure!(status.success(), "rsync to {to} ended with {status}");
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::time::SystemTime;

    use super::*;

    #[test]
    fn two_generations_of_one_second_are_told_apart() {
        if Command::new("rsync").arg("--version").output().is_err() {
            return;
        }
        let root = tempfile::tempdir().unwrap();
        let (here, there) = (root.path().join("here"), root.path().join("there"));
        let then = SystemTime::UNIX_EPOCH;
        for (folder, name) in [(&here, "000002-a"), (&there, "000001-b")] {
            for part in ["generations", "files"] {
                fs_err::create_dir_all(folder.join(part)).unwrap();
            }
            fs_err::write(folder.join("CURRENT"), name).unwrap();
            let current =
                fs_err::OpenOptions::new().write(true).open(folder.join("CURRENT")).unwrap();
            current.file().set_modified(then).unwrap();
        }
        bring(&here, there.to_str().unwrap()).unwrap();
        assert_eq!(fs_err::read_to_string(there.join("CURRENT")).unwrap(), "000002-a");
    }
}
