//! Talking to another program: input, answer, and the end, on the clock.
//!
//! The program runs in a process group of its own ([`spawn_in_group`]), which ends as a whole. Whatever it
//! leaves open or running, [`converse`] comes back when the clock has run out.

use std::process::{Child, Command, ExitStatus};
use std::time::{Duration, Instant};

#[cfg(unix)]
use pipes::exchange;
#[cfg(not(unix))]
use threads::exchange;

#[cfg(unix)]
mod pipes;
#[cfg(not(unix))]
mod threads;

/// How much of standard error is kept, to tell one end from another.
const STDERR_BYTES: usize = 16 << 10;
/// How often a program that has answered is asked whether it has ended.
const POLL: Duration = Duration::from_millis(2);

/// What came of it.
pub(crate) struct Conversation {
    /// `None` if the program was killed, because the time was up or the answer too long.
    pub(crate) status: Option<ExitStatus>,
    /// What it wrote to standard output.
    pub(crate) answer: Vec<u8>,
    /// What it wrote to standard error.
    pub(crate) complaint: String,
}

/// What a program wrote while it was listened to.
#[derive(Default)]
struct Said {
    answer: Vec<u8>,
    complaint: Vec<u8>,
}

/// Starts a program in a process group of its own.
pub(crate) fn spawn_in_group(command: &mut Command) -> std::io::Result<Child> {
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(command, 0);
    command.spawn()
}

/// Hands over the input, and waits for an answer of at most `max_bytes` and for the end.
pub(crate) fn converse(
    child: &mut Child,
    input: &[&[u8]],
    max_bytes: u64,
    clock: Duration,
) -> std::io::Result<Conversation> {
    let deadline = Instant::now() + clock;
    let max_bytes = usize::try_from(max_bytes).unwrap_or(usize::MAX);
    let exchanged = exchange(child, input, max_bytes, deadline);
    let status = match &exchanged {
        Ok(said) if said.answer.len() <= max_bytes => wait_until(child, deadline)?,
        _ => None,
    };
    // Also after a good end: whatever it has started ends with it.
    end_group(child);
    if status.is_none() {
        let _ = child.kill();
        child.wait()?;
    }
    let Said { answer, complaint } = exchanged?;
    let complaint = String::from_utf8_lossy(&complaint).into_owned();
    Ok(Conversation { status, answer, complaint })
}

fn wait_until(child: &mut Child, deadline: Instant) -> std::io::Result<Option<ExitStatus>> {
    loop {
        match child.try_wait()? {
            Some(status) => return Ok(Some(status)),
            None if Instant::now() >= deadline => return Ok(None),
            None => std::thread::sleep(POLL),
        }
    }
}

#[cfg(unix)]
fn end_group(child: &Child) {
    use rustix::process::{Pid, Signal, kill_process_group};
    let id = i32::try_from(child.id()).ok().and_then(Pid::from_raw);
    // There is none where nothing was left behind.
    let _ = id.map(|id| kill_process_group(id, Signal::KILL));
}

#[cfg(not(unix))]
fn end_group(_: &Child) {}

#[cfg(all(test, unix))]
mod tests {
    use std::process::Stdio;

    use super::*;

    #[expect(clippy::unwrap_used, reason = "a test that cannot be set up fails")]
    fn talk(script: &str, input: &[u8], clock: Duration) -> Conversation {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = spawn_in_group(&mut command).unwrap();
        converse(&mut child, &[input], 1 << 20, clock).unwrap()
    }

    const LONG: Duration = Duration::from_mins(1);

    #[test]
    fn a_program_gets_its_input_and_is_heard_to_its_end() {
        let input = vec![b'x'; 300_000];
        let heard = talk("wc -c; echo said >&2; exit 3", &input, LONG);
        assert_eq!(String::from_utf8(heard.answer).unwrap().trim(), "300000");
        assert_eq!((heard.complaint.trim(), heard.status.unwrap().code()), ("said", Some(3)));
    }

    #[test]
    fn a_program_that_takes_no_input_is_no_error() {
        let heard = talk("exec <&-; echo done", &vec![b'x'; 1 << 20], LONG);
        assert_eq!(heard.answer, b"done\n");
    }

    #[test]
    fn an_answer_that_is_too_long_ends_the_program() {
        let heard = talk("yes", b"", LONG);
        assert!(heard.status.is_none() && heard.answer.len() > 1 << 20);
    }

    #[test]
    fn what_is_left_behind_with_the_pipes_open_does_not_keep_anybody_waiting() {
        // The child leaves, its own child holds standard error.
        let heard = talk("sleep 600 & echo $!; exit 0", b"", LONG);
        assert!(heard.status.is_some_and(|status| status.success()));
        let id: i32 = String::from_utf8(heard.answer).unwrap().trim().parse().unwrap();
        let id = rustix::process::Pid::from_raw(id).unwrap();
        // Its parent is gone; whoever takes such processes in may not have looked yet.
        let is_there = || {
            let stat = fs_err::read_to_string(format!("/proc/{}/stat", id.as_raw_nonzero()));
            stat.is_ok_and(|stat| !stat.contains(") Z "))
        };
        let until = Instant::now() + LONG;
        while is_there() && Instant::now() < until {
            std::thread::sleep(POLL);
        }
        assert!(!is_there(), "it was killed with its group");
    }

    #[test]
    fn one_that_left_its_group_does_not_keep_anybody_waiting_either() {
        let heard = talk("setsid sleep 5 & exit 0", b"", LONG);
        assert!(heard.status.is_some_and(|status| status.success()));
    }

    #[test]
    fn the_clock_ends_what_does_not_end() {
        let heard = talk("sleep 600", b"", Duration::from_millis(200));
        assert!(heard.status.is_none());
    }
}
