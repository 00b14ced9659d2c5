//! Progress on the terminal; silent where standard error is not one.

use std::sync::Mutex;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// A progress bar with what is being done.
pub struct Bar {
    bar: ProgressBar,
    stage: Mutex<String>,
}

impl Bar {
    /// A bar that counts bytes.
    pub fn bytes(stage: &str) -> Bar {
        let bar = ProgressBar::with_draw_target(Some(0), ProgressDrawTarget::stderr());
        bar.set_style(style());
        bar.set_message(stage.to_owned());
        Bar { bar, stage: Mutex::new(stage.to_owned()) }
    }

    /// A bar that shows up at the first stage.
    pub fn hidden_until_needed() -> Bar {
        Bar::bytes("")
    }

    /// Takes the bar away.
    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

fn style() -> ProgressStyle {
    ProgressStyle::with_template("{msg:24} {wide_bar} {bytes}/{total_bytes} {bytes_per_sec} {eta}")
        .unwrap_or_else(|_| ProgressStyle::default_bar())
}

impl shirabe_ingest::Progress for Bar {
    fn compare(&self) {
        self.bar.set_message("Comparing files");
    }

    fn recognise(&self, name: &str, nth: usize, n: usize) {
        self.bar.set_message(format!("OCR {nth}/{n} {name}"));
    }

    fn advance(&self, done_bytes: u64, total_bytes: u64) {
        if self.bar.length() != Some(total_bytes) {
            // The clock starts with the reading.
            self.bar.reset();
            self.bar.set_message("Reading documents");
        }
        self.bar.set_length(total_bytes);
        self.bar.set_position(done_bytes);
    }
}

impl shirabe_dictionary::Progress for Bar {
    fn stage(&self, name: &str) {
        let mut stage = self.stage.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if *stage != name {
            name.clone_into(&mut stage);
            self.bar.reset();
            self.bar.set_message(name.to_owned());
            if self.bar.is_hidden() {
                tracing::info!(stage = name, "preparing the dictionary");
            }
        }
    }

    fn advance(&self, done: u64, total: Option<u64>) {
        if let Some(total) = total {
            self.bar.set_length(total);
        }
        self.bar.set_position(done);
    }
}
