//! What LibreOffice gives up before it starts: [`confine`].
//!
//! It has to start programs of its own and to read its own files, which a worker has not; so it keeps to a
//! list of folders, has no network, and may connect to nothing.

use std::io;
use std::path::Path;

use crate::Limits;

/// Limits this process and all that it becomes. Where the system knows neither Landlock nor seccomp, what is
/// missing is written to standard error, and the conversion goes on.
pub(super) fn confine(limits: &Limits, soffice: &Path, folder: &Path) -> io::Result<()> {
    #[cfg(unix)]
    limit_resources(limits)?;
    #[cfg(target_os = "linux")]
    linux::confine(soffice, folder)?;
    #[cfg(not(target_os = "linux"))]
    let _ = (limits, soffice, folder);
    Ok(())
}

#[cfg(unix)]
fn limit_resources(limits: &Limits) -> io::Result<()> {
    use rlimit::Resource;
    let worker = &limits.worker;
    let limits = [
        (Resource::AS, worker.max_convert_memory_bytes),
        (Resource::CPU, worker.convert_clock_seconds),
        (Resource::FSIZE, limits.readers.max_file_bytes.saturating_mul(2)),
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
    use std::io::{self, Write};
    use std::path::Path;

    use landlock::{
        ABI, Access, AccessFs, AccessNet, PathBeneath, PathFd, Ruleset, RulesetAttr,
        RulesetCreatedAttr, RulesetError, RulesetStatus,
    };
    use seccompiler::{
        BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter,
        SeccompRule, TargetArch,
    };

    /// What programs, their libraries, fonts and settings are read from. `/proc` is that of the process
    /// itself to one in a domain of Landlock.
    const READABLE: [&str; 12] = [
        "/usr",
        "/bin",
        "/sbin",
        "/lib",
        "/lib64",
        "/etc",
        "/opt",
        "/proc",
        "/sys/devices/system/cpu",
        "/var/cache/fontconfig",
        "/var/lib/libreoffice",
        // Debian keeps the list of extensions here; without it LibreOffice aborts.
        "/var/spool/libreoffice",
    ];
    /// Devices that are no files.
    const DEVICES: [&str; 4] = ["/dev/null", "/dev/zero", "/dev/random", "/dev/urandom"];

    pub(super) fn confine(soffice: &Path, folder: &Path) -> io::Result<()> {
        let mut stderr = io::stderr();
        match keep_to_folders(soffice, folder) {
            Ok(RulesetStatus::NotEnforced) => {
                writeln!(stderr, "unconfined: Landlock: not in this kernel")?;
            }
            Ok(_) => {}
            Err(error) => writeln!(stderr, "unconfined: Landlock: {error}")?,
        }
        if let Err(error) = forbid_calls() {
            writeln!(stderr, "unconfined: seccomp: {error}")?;
        }
        Ok(())
    }

    fn keep_to_folders(soffice: &Path, folder: &Path) -> Result<RulesetStatus, RulesetError> {
        let all = AccessFs::from_all(ABI::V3);
        let read = AccessFs::from_read(ABI::V3);
        let mut ruleset = Ruleset::default()
            .handle_access(all)?
            .handle_access(AccessNet::from_all(ABI::V4))?
            .create()?;
        let readable = READABLE.iter().map(Path::new).chain(soffice.parent());
        for path in readable {
            if let Ok(opened) = PathFd::new(path) {
                ruleset = ruleset.add_rule(PathBeneath::new(opened, read))?;
            }
        }
        let device = AccessFs::ReadFile | AccessFs::WriteFile;
        for path in DEVICES {
            if let Ok(opened) = PathFd::new(path) {
                ruleset = ruleset.add_rule(PathBeneath::new(opened, device))?;
            }
        }
        if let Ok(opened) = PathFd::new(folder) {
            ruleset = ruleset.add_rule(PathBeneath::new(opened, all))?;
        }
        Ok(ruleset.restrict_self()?.ruleset)
    }

    /// No sockets but those between processes of this machine, and no connection with these either: the
    /// sockets of a desktop or of a container service are files, but not to Landlock.
    ///
    /// LibreOffice ends unless it can make such a socket. It makes it in /tmp where it is told that it may
    /// write there, and else in its `OSL_SOCKET_PATH` (sal/osl/unx/pipe.cxx, `osl_psz_createPipe`); so the
    /// question whether it may write somewhere is always answered with no, and it finds out by trying.
    fn forbid_calls() -> Result<(), Box<dyn std::error::Error>> {
        const LOCAL: u64 = libc::AF_UNIX as u64;
        const WRITE: u64 = libc::W_OK as u64;
        let rule = |argument, is, value| -> Result<_, seccompiler::BackendError> {
            let condition = SeccompCondition::new(argument, SeccompCmpArgLen::Dword, is, value)?;
            Ok(vec![SeccompRule::new(vec![condition])?])
        };
        let conditional = [
            (libc::SYS_socket, rule(0, SeccompCmpOp::Ne, LOCAL)?),
            #[cfg(target_arch = "x86_64")]
            (libc::SYS_access, rule(1, SeccompCmpOp::Eq, WRITE)?),
            (libc::SYS_faccessat, rule(2, SeccompCmpOp::Eq, WRITE)?),
            (libc::SYS_faccessat2, rule(2, SeccompCmpOp::Eq, WRITE)?),
        ];
        let forbidden = [
            libc::SYS_connect,
            libc::SYS_ptrace,
            libc::SYS_process_vm_readv,
            libc::SYS_process_vm_writev,
            libc::SYS_bpf,
            libc::SYS_io_uring_setup,
            libc::SYS_unshare,
            libc::SYS_mount,
        ];
        let calls = forbidden.into_iter().map(|call| (call, Vec::new()));
        let filter = SeccompFilter::new(
            calls.chain(conditional).collect(),
            SeccompAction::Allow,
            SeccompAction::Errno(libc::EPERM as u32),
            TargetArch::try_from(std::env::consts::ARCH)?,
        )?;
        let program: BpfProgram = filter.try_into()?;
        seccompiler::apply_filter(&program)?;
        Ok(())
    }
}
