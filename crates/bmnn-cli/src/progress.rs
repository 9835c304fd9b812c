//! Progress of long work, on a terminal and nowhere else.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// A bar on standard error; nothing where that is no terminal.
pub(crate) struct Progress(ProgressBar);

impl Progress {
    /// Work counted in things: acts, entries.
    pub(crate) fn of_items(what: &str) -> Self {
        Self::new(what, "{prefix} [{bar:30}] {human_pos}/{human_len} · {eta}")
    }

    /// Work counted in bytes of a file; `message` says how far it came.
    pub(crate) fn of_bytes(what: &str) -> Self {
        Self::new(
            what,
            "{prefix} [{bar:30}] {binary_bytes}/{binary_total_bytes} · {msg} · {eta}",
        )
    }

    fn new(what: &str, template: &str) -> Self {
        let target = ProgressDrawTarget::stderr_with_hz(10);
        let bar = ProgressBar::with_draw_target(None, target).with_prefix(what.to_owned());
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style.progress_chars("━╸ "));
        }
        bar.enable_steady_tick(Duration::from_millis(250));
        Self(bar)
    }

    /// So much of so much is done.
    pub(crate) fn at(&self, done: u64, total: u64) {
        if self.0.length() != Some(total) {
            self.0.set_length(total);
        }
        self.0.set_position(done);
    }

    /// Says something beside the bar.
    pub(crate) fn message(&self, text: String) {
        self.0.set_message(text);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
