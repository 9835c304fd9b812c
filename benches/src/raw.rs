//! The ceiling of durable appending: bytes, and one `fdatasync`.

use std::fs::File;
use std::io::Write;
use std::path::Path;

/// A file to which as many bytes are appended as a commit has.
pub(crate) struct RawAppend {
    file: File,
    bytes: Vec<u8>,
}

impl RawAppend {
    /// A new file in `folder`, for appends of `size` bytes.
    pub(crate) fn new(folder: &Path, size: usize) -> std::io::Result<Self> {
        Ok(Self {
            file: File::create(folder.join("raw"))?,
            bytes: vec![0xA5; size],
        })
    }

    /// One append, durable on return.
    pub(crate) fn append(&mut self) -> std::io::Result<()> {
        self.file.write_all(&self.bytes)?;
        self.file.sync_data()
    }
}
