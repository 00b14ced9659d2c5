//! How the worker gives up its rights, in three steps, because each takes away what the next would need:
//!
//! 1. [`begin`]: limits of resources, and an end with the parent's; before anything is loaded.
//! 2. [`give_up_files`]: no file system, no network, no signals to others, by Landlock; before the thread
//!    that reads is started, because Landlock holds for a thread and those that it starts.
//! 3. [`seal`]: no system call but those that reading takes, by seccomp, for all threads; and no more
//!    threads or processes.
//!
//! A document that takes the reader over is left with memory, a clock, and the pipes to its parent.

use std::io;

use crate::limits::WorkerLimits;

/// Limits what the process may use, and lets it end when its parent does. Where there are limits, their
/// failure is an error.
pub(super) fn begin(limits: &WorkerLimits) -> io::Result<()> {
    #[cfg(target_os = "linux")]
    rustix::process::set_parent_process_death_signal(Some(rustix::process::Signal::KILL))?;
    #[cfg(unix)]
    limit_resources(limits)?;
    #[cfg(not(unix))]
    let _ = limits;
    Ok(())
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
    limits.into_iter().try_for_each(|(resource, limit)| lower(resource, limit))
}

/// Nobody can have more than what the process was given.
#[cfg(unix)]
fn lower(resource: rlimit::Resource, limit: u64) -> io::Result<()> {
    let (_, most) = rlimit::getrlimit(resource)?;
    let limit = limit.min(most);
    rlimit::setrlimit(resource, limit, limit)
}

/// Gives up files and the network. Gives the names of what this system does not have.
pub(super) fn give_up_files() -> Vec<String> {
    #[cfg(target_os = "linux")]
    return linux::give_up_files();
    #[cfg(not(target_os = "linux"))]
    vec!["this system has no Landlock".to_owned()]
}

/// Gives up every call that reading does not take, for all threads. Gives the names of what this system
/// does not have.
pub(super) fn seal() -> Vec<String> {
    #[cfg(target_os = "linux")]
    return linux::seal();
    #[cfg(not(target_os = "linux"))]
    vec!["this system has no seccomp".to_owned()]
}

#[cfg(target_os = "linux")]
mod linux {
    use landlock::{
        ABI, Access, AccessFs, AccessNet, Ruleset, RulesetAttr, RulesetError, RulesetStatus, Scope,
    };
    use seccompiler::{
        BpfProgram, SeccompAction, SeccompCmpArgLen::Dword, SeccompCmpArgLen::Qword,
        SeccompCmpOp::Eq, SeccompCmpOp::MaskedEq, SeccompCondition, SeccompFilter, SeccompRule,
        TargetArch,
    };

    pub(super) fn give_up_files() -> Vec<String> {
        match landlock() {
            Ok(RulesetStatus::FullyEnforced) => Vec::new(),
            Ok(RulesetStatus::PartiallyEnforced) => {
                vec!["Landlock: this kernel knows a part of it only".to_owned()]
            }
            Ok(RulesetStatus::NotEnforced) => vec!["Landlock: not in this kernel".to_owned()],
            Err(error) => vec![format!("Landlock: {error}")],
        }
    }

    /// A ruleset without a rule allows nothing that it handles. The kernel keeps as much of it as it
    /// knows; `no_new_privs` comes with it.
    fn landlock() -> Result<RulesetStatus, RulesetError> {
        // Version 6 (Linux 6.12) is the last that takes away what a reader could use: devices, signals
        // and abstract sockets.
        const VERSION: ABI = ABI::V6;
        let ruleset = Ruleset::default()
            .handle_access(AccessFs::from_all(VERSION))?
            .handle_access(AccessNet::from_all(VERSION))?
            .scope(Scope::from_all(VERSION))?;
        Ok(ruleset.create()?.restrict_self()?.ruleset)
    }

    pub(super) fn seal() -> Vec<String> {
        let mut missing = Vec::new();
        // Threads count as processes; the one that reads is there already.
        if let Err(error) = super::lower(rlimit::Resource::NPROC, 0) {
            missing.push(format!("limit of processes: {error}"));
        }
        if let Err(error) = forbid_calls() {
            missing.push(format!("seccomp: {error}"));
        }
        missing
    }

    /// What reading takes, as `strace -f` shows it for every reader, pdfium, and the painting of pages
    /// (docs/reliability.md has the command), and what the C library does on the way out of a panic.
    const ALLOWED: &[libc::c_long] = &[
        // The pipes to the parent.
        libc::SYS_read,
        libc::SYS_readv,
        libc::SYS_write,
        libc::SYS_writev,
        libc::SYS_close,
        libc::SYS_ppoll,
        #[cfg(target_arch = "x86_64")]
        libc::SYS_poll,
        // Memory.
        libc::SYS_brk,
        libc::SYS_munmap,
        libc::SYS_mremap,
        libc::SYS_madvise,
        // Threads that are there, and their ends.
        libc::SYS_futex,
        libc::SYS_set_robust_list,
        libc::SYS_rseq,
        libc::SYS_sched_yield,
        libc::SYS_getpid,
        libc::SYS_gettid,
        libc::SYS_exit,
        libc::SYS_exit_group,
        // Signals of its own.
        libc::SYS_rt_sigaction,
        libc::SYS_rt_sigprocmask,
        libc::SYS_rt_sigreturn,
        libc::SYS_sigaltstack,
        libc::SYS_restart_syscall,
        // Clocks and chance.
        libc::SYS_clock_gettime,
        libc::SYS_clock_getres,
        libc::SYS_clock_nanosleep,
        libc::SYS_nanosleep,
        libc::SYS_gettimeofday,
        libc::SYS_getrandom,
    ];

    /// Every other call answers that it is not permitted, as it would to any process without the right.
    fn forbid_calls() -> Result<(), Box<dyn std::error::Error>> {
        let own = u64::from(std::process::id());
        let never_executable = |argument| -> Result<_, seccompiler::BackendError> {
            let executable = libc::PROT_EXEC as u64;
            Ok(vec![rule(vec![(argument, Dword, MaskedEq(executable), 0)])?])
        };
        let mut rules: std::collections::BTreeMap<i64, Vec<SeccompRule>> =
            ALLOWED.iter().map(|call| (*call, Vec::new())).collect();
        // No memory that is executed: what runs is what was there.
        rules.insert(libc::SYS_mmap, never_executable(2)?);
        rules.insert(libc::SYS_mprotect, never_executable(2)?);
        // How a process ends itself.
        rules.insert(libc::SYS_tgkill, vec![rule(vec![(0, Dword, Eq, own)])?]);
        // Asking for its own limits, and not setting them.
        rules.insert(libc::SYS_prlimit64, vec![rule(vec![(0, Dword, Eq, 0), (2, Qword, Eq, 0)])?]);
        let filter = SeccompFilter::new(
            rules,
            SeccompAction::Errno(libc::EPERM as u32),
            SeccompAction::Allow,
            TargetArch::try_from(std::env::consts::ARCH)?,
        )?;
        let program: BpfProgram = filter.try_into()?;
        seccompiler::apply_filter_all_threads(&program)?;
        Ok(())
    }

    fn rule(
        conditions: Vec<(u8, seccompiler::SeccompCmpArgLen, seccompiler::SeccompCmpOp, u64)>,
    ) -> Result<SeccompRule, seccompiler::BackendError> {
        let conditions: Result<Vec<SeccompCondition>, _> = conditions
            .into_iter()
            .map(|(argument, length, is, value)| SeccompCondition::new(argument, length, is, value))
            .collect();
        SeccompRule::new(conditions?)
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::process::{Command, Stdio};
    use std::time::Instant;

    use rustix::fs::{AtFlags, CWD, Mode, OFlags};
    use rustix::process::{Pid, Signal};

    use super::*;

    const CHILD: &str = "SHIRABE_TEST_CONFINED";

    type Attempt = (&'static str, Box<dyn Fn() -> bool>);

    fn attempt(name: &'static str, done: impl Fn() -> bool + 'static) -> Attempt {
        (name, Box::new(done))
    }

    /// What somebody may try who has taken a reader over.
    #[expect(clippy::unwrap_used, reason = "a test that cannot be set up fails")]
    fn attempts() -> Vec<Attempt> {
        let program = std::env::current_exe().unwrap();
        let folder = std::env::temp_dir();
        let file = folder.join(format!("shirabe-confined-{}", std::process::id()));
        fs_err::write(&file, "x").unwrap();
        let parent = rustix::process::getppid().unwrap();
        let [readable, examined, restricted, given_away, dated, deleted] =
            std::array::from_fn(|_| file.clone());
        vec![
            attempt("read", move || fs_err::read(&readable).is_ok()),
            attempt("write", move || fs_err::write(folder.join("shirabe-new"), "x").is_ok()),
            attempt("list", || fs_err::read_dir("/").is_ok()),
            attempt("stat", move || fs_err::metadata(&examined).is_ok()),
            attempt("access", || rustix::fs::access("/", rustix::fs::Access::EXISTS).is_ok()),
            attempt("link", || rustix::fs::readlink("/proc/self/exe", Vec::new()).is_ok()),
            attempt("path", || rustix::fs::open("/", OFlags::PATH, Mode::empty()).is_ok()),
            attempt("chmod", move || rustix::fs::chmod(&restricted, Mode::empty()).is_ok()),
            attempt("chown", move || rustix::fs::chown(&given_away, None, None).is_ok()),
            attempt("utime", move || {
                let now = rustix::fs::Timespec { tv_sec: 0, tv_nsec: 0 };
                let times = rustix::fs::Timestamps { last_access: now, last_modification: now };
                rustix::fs::utimensat(CWD, &dated, &times, AtFlags::empty()).is_ok()
            }),
            attempt("delete", move || fs_err::remove_file(&deleted).is_ok()),
            attempt("watch", || {
                rustix::fs::inotify::init(rustix::fs::inotify::CreateFlags::empty()).is_ok()
            }),
            attempt("memfd", || {
                rustix::fs::memfd_create("x", rustix::fs::MemfdFlags::empty()).is_ok()
            }),
            attempt("connect", || std::net::UdpSocket::bind("127.0.0.1:0").is_ok()),
            attempt("pair", || std::os::unix::net::UnixStream::pair().is_ok()),
            attempt("start", move || {
                Command::new(&program).arg("--list").stdout(Stdio::null()).status().is_ok()
            }),
            attempt("thread", || std::thread::Builder::new().spawn(|| ()).is_ok()),
            attempt("signal", move || rustix::process::test_kill_process(parent).is_ok()),
            attempt("kill", move || rustix::process::kill_process(parent, Signal::CONT).is_ok()),
            attempt("limit", move || {
                let limit = rustix::process::Resource::Core;
                let none = rustix::process::Rlimit { current: None, maximum: None };
                rustix::process::prlimit(Some(parent), limit, none).is_ok()
            }),
            attempt("priority", || rustix::process::setpriority_process(None::<Pid>, 5).is_ok()),
            attempt("session", || rustix::process::setsid().is_ok()),
            attempt("clock", || Instant::now().elapsed().as_secs() < 60),
            attempt("memory", || vec![1_u8; 8 << 20].iter().all(|byte| *byte == 1)),
        ]
    }

    #[expect(clippy::unwrap_used, reason = "a test that cannot be set up fails")]
    fn report() -> String {
        let attempts = attempts();
        begin(&WorkerLimits::default()).unwrap();
        let mut missing = give_up_files();
        missing.extend(seal());
        let possible: Vec<&str> =
            attempts.iter().filter(|(_, done)| done()).map(|(name, _)| *name).collect();
        format!("[missing {missing:?}, possible {possible:?} of {}]", attempts.len())
    }

    /// Runs itself again as a process that may be confined for good.
    #[test]
    fn a_confined_process_reaches_nothing() {
        if std::env::var_os(CHILD).is_some() {
            // Standard output belongs to the test runner.
            eprintln!("{}", report());
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
        assert_eq!(outcome, "[missing [], possible [\"clock\", \"memory\"] of 24]");
    }
}
