//! What is printed, as text or as JSON.

use std::io::{self, BufWriter, Stdout, Write};

use serde_json::Value;

use crate::lang::Lang;

/// Standard output, in one language and one of two forms.
///
/// A write that fails is remembered rather than reported line by line: who
/// reads the start of a long answer (`| head`) has not made an error.
pub(crate) struct Out {
    /// The language of text.
    pub(crate) lang: Lang,
    /// Whether JSON is printed instead of text.
    pub(crate) json: bool,
    to: BufWriter<Stdout>,
    failed: Option<io::Error>,
}

impl Out {
    /// Nothing printed yet.
    pub(crate) fn new(lang: Lang, json: bool) -> Self {
        Self {
            lang,
            json,
            to: BufWriter::new(io::stdout()),
            failed: None,
        }
    }

    /// Prints a line of text.
    pub(crate) fn line(&mut self, text: impl AsRef<str>) {
        let written = writeln!(self.to, "{}", text.as_ref());
        self.note(written);
    }

    /// Prints a line in the language chosen.
    pub(crate) fn say(&mut self, vi: impl AsRef<str>, en: impl AsRef<str>) {
        match self.lang {
            Lang::Vi => self.line(vi),
            Lang::En => self.line(en),
        }
    }

    /// Prints the one JSON document of a command.
    pub(crate) fn document(&mut self, document: &Value) {
        self.line(format!("{document:#}"));
    }

    /// Prints one line of a feed of JSON lines.
    pub(crate) fn feed(&mut self, item: &Value) {
        self.line(item.to_string());
    }

    /// Shows what was printed so far, before something long begins.
    pub(crate) fn flush(&mut self) {
        let flushed = self.to.flush();
        self.note(flushed);
    }

    /// Writes out what is still held back.
    ///
    /// # Errors
    ///
    /// The first write that failed, unless the reader merely went away.
    pub(crate) fn finish(&mut self) -> io::Result<()> {
        let flushed = self.to.flush();
        self.note(flushed);
        match self.failed.take() {
            Some(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error),
            _ => Ok(()),
        }
    }

    fn note(&mut self, written: io::Result<()>) {
        if let Err(error) = written {
            self.failed.get_or_insert(error);
        }
    }
}

/// Sets the key of an object.
pub(crate) fn put(object: &mut Value, key: &str, value: impl Into<Value>) {
    if let Some(fields) = object.as_object_mut() {
        fields.insert(key.to_owned(), value.into());
    }
}
