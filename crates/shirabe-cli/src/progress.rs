//! Progress on the terminal; where standard error is not one, a line now and then, so that a log shows that
//! the work goes on.

use std::sync::Mutex;
use std::time::{Duration, Instant};

use indicatif::{HumanBytes, ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::terminal::note;

/// A progress bar with what is being done.
pub struct Bar {
    drawn: ProgressBar,
    stage: Mutex<String>,
    /// When a line was last written, where there is no terminal.
    told: Mutex<Instant>,
}

/// Between two lines: what takes less needs none, and an hour makes a screen of them.
const BETWEEN_LINES: Duration = Duration::from_secs(15);

impl Bar {
    /// A bar that counts bytes.
    pub fn bytes(stage: &str) -> Bar {
        let bar = ProgressBar::with_draw_target(Some(0), ProgressDrawTarget::stderr());
        bar.set_style(style());
        bar.set_message(stage.to_owned());
        Bar { drawn: bar, stage: Mutex::new(stage.to_owned()), told: Mutex::new(Instant::now()) }
    }

    /// A bar that shows up at the first stage.
    pub fn hidden_until_needed() -> Bar {
        Bar::bytes("")
    }

    /// Writes how far the work is, if there is no bar and nothing was said for a while.
    fn tell(&self, done: &str) {
        let mut told = self.told.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if self.drawn.is_hidden() && told.elapsed() >= BETWEEN_LINES {
            *told = Instant::now();
            note(done);
        }
    }

    /// Takes the bar away.
    pub fn finish(&self) {
        self.drawn.finish_and_clear();
    }
}

fn style() -> ProgressStyle {
    ProgressStyle::with_template("{msg:24} {wide_bar} {bytes}/{total_bytes} {bytes_per_sec} {eta}")
        .unwrap_or_else(|_| ProgressStyle::default_bar())
}

impl shirabe_ingest::Progress for Bar {
    fn compare(&self) {
        self.drawn.set_message("Comparing files");
    }

    fn recognise(&self, name: &str, nth: usize, n: usize) {
        self.drawn.set_message(format!("OCR {nth}/{n} {name}"));
        self.tell(&format!("OCR {nth}/{n} {name}"));
    }

    fn advance(&self, done_bytes: u64, total_bytes: u64) {
        if self.drawn.length() != Some(total_bytes) {
            // The clock starts with the reading.
            self.drawn.reset();
            self.drawn.set_message("Reading documents");
        }
        self.drawn.set_length(total_bytes);
        self.drawn.set_position(done_bytes);
        let (done, total) = (HumanBytes(done_bytes), HumanBytes(total_bytes));
        self.tell(&format!("reading documents: {done} of {total}"));
    }
}

impl shirabe_dictionary::Progress for Bar {
    fn stage(&self, name: &str) {
        let mut stage = self.stage.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if *stage != name {
            name.clone_into(&mut stage);
            self.drawn.reset();
            self.drawn.set_message(name.to_owned());
            if self.drawn.is_hidden() {
                tracing::info!(stage = name, "preparing the dictionary");
            }
        }
    }

    fn advance(&self, done: u64, total: Option<u64>) {
        if let Some(total) = total {
            self.drawn.set_length(total);
        }
        self.drawn.set_position(done);
    }
}
