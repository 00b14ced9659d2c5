//! Talking to another program: input, answer, and the end, on the clock.

use std::io::{Read, Write};
use std::process::{Child, ExitStatus};
use std::sync::mpsc;
use std::time::{Duration, Instant};

/// How much of standard error is kept, to tell one end from another.
const STDERR_BYTES: u64 = 16 << 10;
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

/// Hands over the input, and waits for an answer of at most `max_bytes` and for the end.
pub(crate) fn converse(
    child: &mut Child,
    input: &[&[u8]],
    max_bytes: u64,
    clock: Duration,
) -> std::io::Result<Conversation> {
    let deadline = Instant::now() + clock;
    let (stdin, stdout, stderr) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
    std::thread::scope(|scope| {
        scope.spawn(move || {
            // A program that ends early closes its end; what it thought of the input shows in its end.
            let Some(mut stdin) = stdin else { return };
            let _ = input.iter().try_for_each(|part| stdin.write_all(part));
        });
        let complaint = scope.spawn(move || {
            let mut text = Vec::new();
            if let Some(mut stderr) = stderr {
                let _ = stderr.by_ref().take(STDERR_BYTES).read_to_end(&mut text);
                // The rest is read as well, or the program would wait for it.
                let _ = std::io::copy(&mut stderr, &mut std::io::sink());
            }
            String::from_utf8_lossy(&text).into_owned()
        });
        let (sender, answers) = mpsc::channel();
        scope.spawn(move || {
            let mut answer = Vec::new();
            if let Some(stdout) = stdout {
                let _ = stdout.take(max_bytes.saturating_add(1)).read_to_end(&mut answer);
            }
            let _ = sender.send(answer);
        });
        let left = deadline.saturating_duration_since(Instant::now());
        let answer = answers.recv_timeout(left).unwrap_or_default();
        let is_too_long = answer.len() as u64 > max_bytes;
        let status = if is_too_long { None } else { wait_until(child, deadline)? };
        if status.is_none() {
            child.kill()?;
            child.wait()?;
        }
        Ok(Conversation { status, answer, complaint: complaint.join().unwrap_or_default() })
    })
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
