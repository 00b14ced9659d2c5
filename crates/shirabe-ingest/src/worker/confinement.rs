//! How the worker gives up its rights: [`confine`].
//!
//! Limits of resources on Unix; no file system and no network by Landlock, no sockets and no programs
//! by seccomp, on Linux.

use std::io;

use crate::limits::WorkerLimits;

/// Gives up all that a reader has no need of. Gives the names of what this system does not have; limits
/// of resources are no such thing where there are any, and their failure is an error.
pub(super) fn confine(limits: &WorkerLimits) -> io::Result<Vec<String>> {
    #[cfg(unix)]
    limit_resources(limits)?;
    #[cfg(not(unix))]
    let _ = limits;
    #[cfg(target_os = "linux")]
    return Ok(linux::confine());
    #[cfg(not(target_os = "linux"))]
    Ok(vec!["this system has neither Landlock nor seccomp".to_owned()])
}

#[cfg(unix)]
fn limit_resources(limits: &WorkerLimits) -> io::Result<()> {
    use rlimit::Resource;
    /// Standard input, output and error, and some for the system's libraries.
    const MAX_OPEN_FILES: u64 = 32;
    let limits = [
        (Resource::AS, limits.max_memory_bytes),
        (Resource::CPU, limits.max_cpu_seconds),
        (Resource::FSIZE, 0),
        (Resource::NOFILE, MAX_OPEN_FILES),
        (Resource::CORE, 0),
    ];
    for (resource, limit) in limits {
        // Nobody can have more than what the process was given.
        let (_, most) = rlimit::getrlimit(resource)?;
        let limit = limit.min(most);
        rlimit::setrlimit(resource, limit, limit)?;
    }
    Ok(())
}

#[cfg(target_os = "linux")]
mod linux {
    use landlock::{
        ABI, Access, AccessFs, AccessNet, Ruleset, RulesetAttr, RulesetError, RulesetStatus,
    };
    use seccompiler::{BpfProgram, SeccompAction, SeccompFilter, TargetArch};

    pub(super) fn confine() -> Vec<String> {
        let mut missing = Vec::new();
        match forbid_files() {
            Ok(RulesetStatus::NotEnforced) => missing.push("Landlock: not in this kernel".into()),
            Ok(_) => {}
            Err(error) => missing.push(format!("Landlock: {error}")),
        }
        if let Err(error) = forbid_calls() {
            missing.push(format!("seccomp: {error}"));
        }
        missing
    }

    /// A ruleset without a rule allows nothing that it handles. The kernel keeps as much of it as it
    /// knows; `no_new_privs` comes with it.
    fn forbid_files() -> Result<RulesetStatus, RulesetError> {
        let ruleset = Ruleset::default()
            .handle_access(AccessFs::from_all(ABI::V3))?
            .handle_access(AccessNet::from_all(ABI::V4))?;
        Ok(ruleset.create()?.restrict_self()?.ruleset)
    }

    /// The calls answer that they are not permitted, as they would to any process without the right.
    fn forbid_calls() -> Result<(), Box<dyn std::error::Error>> {
        let forbidden = [
            libc::SYS_socket,
            libc::SYS_socketpair,
            libc::SYS_connect,
            libc::SYS_execve,
            libc::SYS_execveat,
            libc::SYS_ptrace,
            libc::SYS_process_vm_readv,
            libc::SYS_process_vm_writev,
            libc::SYS_bpf,
            libc::SYS_io_uring_setup,
            libc::SYS_unshare,
            libc::SYS_mount,
        ];
        let filter = SeccompFilter::new(
            forbidden.into_iter().map(|call| (call, Vec::new())).collect(),
            SeccompAction::Allow,
            SeccompAction::Errno(libc::EPERM as u32),
            TargetArch::try_from(std::env::consts::ARCH)?,
        )?;
        let program: BpfProgram = filter.try_into()?;
        seccompiler::apply_filter(&program)?;
        Ok(())
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::process::{Command, Stdio};

    use super::*;

    const CHILD: &str = "SHIRABE_TEST_CONFINED";

    /// What a confined process can still do.
    #[expect(clippy::unwrap_used, reason = "a test that cannot be set up fails")]
    fn attempts() -> String {
        let verdict = |done: bool| if done { "possible" } else { "refused" };
        let program = std::env::current_exe().unwrap();
        let missing = confine(&WorkerLimits::default()).unwrap();
        let temporary = std::env::temp_dir().join("shirabe-confined");
        format!(
            "[missing {missing:?}, read {}, write {}, list {}, connect {}, start {}, thread {}]",
            verdict(fs_err::read(&program).is_ok()),
            verdict(fs_err::write(temporary, "x").is_ok()),
            verdict(fs_err::read_dir("/").is_ok()),
            verdict(std::net::UdpSocket::bind("127.0.0.1:0").is_ok()),
            verdict(Command::new(program).stdout(Stdio::null()).status().is_ok()),
            verdict(std::thread::spawn(|| 1).join().is_ok()),
        )
    }

    /// Runs itself again as a process that may be confined for good.
    #[test]
    fn a_confined_process_reaches_nothing() {
        if std::env::var_os(CHILD).is_some() {
            // Standard output belongs to the test runner.
            eprintln!("{}", attempts());
            return;
        }
        let child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "worker::confinement::tests::a_confined_process_reaches_nothing"])
            .args(["--nocapture", "--test-threads=1"])
            .env(CHILD, "1")
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&child.stderr).into_owned();
        let outcome = said.lines().find(|line| line.starts_with('[')).unwrap_or(&said).to_owned();
        assert_eq!(
            outcome,
            "[missing [], read refused, write refused, list refused, connect refused, start refused, \
             thread possible]"
        );
    }
}
