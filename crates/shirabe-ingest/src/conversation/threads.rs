//! The pipes to a program where they cannot be waited for together: each has a thread.

use std::io::{Read, Write};
use std::process::Child;
use std::sync::mpsc;
use std::time::Instant;

use super::{STDERR_BYTES, Said};

/// Writes the input and reads both outputs until the program closes them or the clock runs out; then it is
/// ended, which closes them.
pub(super) fn exchange(
    child: &mut Child,
    input: &[&[u8]],
    max_bytes: usize,
    deadline: Instant,
) -> std::io::Result<Said> {
    let (stdin, stdout, stderr) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
    std::thread::scope(|scope| {
        scope.spawn(move || {
            let Some(mut stdin) = stdin else { return };
            let _ = input.iter().try_for_each(|part| stdin.write_all(part));
        });
        let complaint = scope.spawn(move || {
            let mut text = Vec::new();
            if let Some(mut stderr) = stderr {
                let _ = stderr.by_ref().take(STDERR_BYTES as u64).read_to_end(&mut text);
                // The rest is read as well, or the program would wait for it.
                let _ = std::io::copy(&mut stderr, &mut std::io::sink());
            }
            text
        });
        let (sender, answers) = mpsc::channel();
        scope.spawn(move || {
            let mut answer = Vec::new();
            if let Some(stdout) = stdout {
                let _ = stdout.take(max_bytes as u64 + 1).read_to_end(&mut answer);
            }
            let _ = sender.send(answer);
        });
        let left = deadline.saturating_duration_since(Instant::now());
        let answer = answers.recv_timeout(left).ok();
        if answer.as_ref().is_none_or(|answer| answer.len() > max_bytes) {
            child.kill()?;
        }
        let answer = answer.unwrap_or_default();
        Ok(Said { answer, complaint: complaint.join().unwrap_or_default() })
    })
}
