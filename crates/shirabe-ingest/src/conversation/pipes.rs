//! The pipes to a program, all three at once and never longer than the clock allows.

use std::io::{ErrorKind, Read, Write};
use std::os::fd::AsFd;
use std::process::{Child, ChildStdin};
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;

use super::{STDERR_BYTES, Said};

/// How long nothing may be heard before the program is asked whether it has ended: what it has started may
/// hold its pipes open.
const SILENCE: Duration = Duration::from_millis(50);
/// How much of one pipe is read before the others are looked at.
const PART_BYTES: usize = 64 << 10;

/// Writes the input and reads both outputs until the program closes them, ends, says too much, or the
/// clock runs out.
pub(super) fn exchange(
    child: &mut Child,
    input: &[&[u8]],
    max_bytes: usize,
    deadline: Instant,
) -> std::io::Result<Said> {
    let mut said = Said::default();
    let mut stdin = child.stdin.take();
    let (mut stdout, mut stderr) = (child.stdout.take(), child.stderr.take());
    for fd in [
        stdin.as_ref().map(AsFd::as_fd),
        stdout.as_ref().map(AsFd::as_fd),
        stderr.as_ref().map(AsFd::as_fd),
    ]
    .into_iter()
    .flatten()
    {
        rustix::io::ioctl_fionbio(fd, true)?;
    }
    let mut input = Input { parts: input, part: 0, at: 0 };
    let mut part = vec![0; PART_BYTES];
    let mut has_ended = false;
    while stdout.is_some() || stderr.is_some() {
        if Instant::now() >= deadline || said.answer.len() > max_bytes {
            break;
        }
        let is_heard = wait(stdin.as_ref(), stdout.as_ref(), stderr.as_ref(), deadline)?;
        if stdin.as_mut().is_some_and(|stdin| !input.write(stdin)) {
            stdin = None;
        }
        let mut n_read = 0;
        if let Some(pipe) = stdout.as_mut() {
            match read_part(pipe, &mut part) {
                Some(n) => {
                    n_read += n;
                    said.answer.extend(part.get(..n).unwrap_or_default());
                }
                None => stdout = None,
            }
        }
        if let Some(pipe) = stderr.as_mut() {
            match read_part(pipe, &mut part) {
                Some(n) => {
                    n_read += n;
                    // The rest is read as well, or the program would wait for it.
                    let room = STDERR_BYTES.saturating_sub(said.complaint.len()).min(n);
                    said.complaint.extend(part.get(..room).unwrap_or_default());
                }
                None => stderr = None,
            }
        }
        // What it wrote before it ended has been read when nothing comes any more.
        if has_ended && n_read == 0 {
            break;
        }
        if !is_heard {
            has_ended = child.try_wait()?.is_some();
        }
    }
    Ok(said)
}

/// Waits until a pipe is ready. Gives whether one is.
fn wait(
    stdin: Option<&ChildStdin>,
    stdout: Option<&impl AsFd>,
    stderr: Option<&impl AsFd>,
    deadline: Instant,
) -> std::io::Result<bool> {
    let mut fds = Vec::with_capacity(3);
    fds.extend(stdin.map(|pipe| PollFd::new(pipe, PollFlags::OUT)));
    fds.extend(stdout.map(|pipe| PollFd::new(pipe, PollFlags::IN)));
    fds.extend(stderr.map(|pipe| PollFd::new(pipe, PollFlags::IN)));
    let left = deadline.saturating_duration_since(Instant::now()).min(SILENCE);
    let left = Timespec { tv_sec: 0, tv_nsec: left.subsec_nanos().into() };
    match poll(&mut fds, Some(&left)) {
        Ok(n_ready) => Ok(n_ready > 0),
        Err(Errno::INTR) => Ok(true),
        Err(error) => Err(error.into()),
    }
}

/// Reads what is there; `None` where nothing will come any more.
fn read_part(pipe: &mut impl Read, part: &mut [u8]) -> Option<usize> {
    match pipe.read(part) {
        Ok(0) => None,
        Ok(n) => Some(n),
        Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::Interrupted) => {
            Some(0)
        }
        Err(_) => None,
    }
}

/// What is still to be written.
struct Input<'a> {
    parts: &'a [&'a [u8]],
    part: usize,
    at: usize,
}

impl Input<'_> {
    /// Writes as much as goes. Gives whether more is to be written: a program that ends early closes its
    /// end, and what it thought of the input shows in its end.
    fn write(&mut self, pipe: &mut ChildStdin) -> bool {
        while let Some(part) = self.parts.get(self.part) {
            let Some(rest) = part.get(self.at..).filter(|rest| !rest.is_empty()) else {
                self.part += 1;
                self.at = 0;
                continue;
            };
            match pipe.write(rest) {
                Ok(n) => self.at += n,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return error.kind() == ErrorKind::WouldBlock,
            }
        }
        false
    }
}
