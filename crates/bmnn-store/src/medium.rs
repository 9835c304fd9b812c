//! The few things that a ledger asks of a file, so that tests can let each of
//! them fail.

use std::fs::{File, OpenOptions};
use std::io;
use std::path::Path;

/// An open file.
pub trait Medium: Send {
    /// How long it is.
    ///
    /// # Errors
    ///
    /// Whatever the system says.
    fn len(&self) -> io::Result<u64>;

    /// Whether it is empty.
    ///
    /// # Errors
    ///
    /// Whatever the system says.
    fn is_empty(&self) -> io::Result<bool> {
        Ok(self.len()? == 0)
    }

    /// Reads at `offset`, perhaps less than asked for, nothing at the end.
    ///
    /// # Errors
    ///
    /// Whatever the system says.
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize>;

    /// Writes at `offset`, in one call, perhaps less than asked for.
    ///
    /// # Errors
    ///
    /// Whatever the system says.
    fn write_at(&mut self, bytes: &[u8], offset: u64) -> io::Result<usize>;

    /// Makes what was written durable, and the length with it.
    ///
    /// # Errors
    ///
    /// Whatever the system says; what is durable is not known then.
    fn sync(&mut self) -> io::Result<()>;

    /// Cuts the file off.
    ///
    /// # Errors
    ///
    /// Whatever the system says.
    fn truncate(&mut self, length: u64) -> io::Result<()>;
}

/// How a file is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opening {
    /// It is there, and is only read.
    Read,
    /// It is there, and is read and written.
    Write,
    /// It is read and written, and made if it is not there.
    Create,
    /// It is read and written, and begins empty.
    Empty,
}

/// Whoever opens files.
pub trait Disk: Send + Sync {
    /// Opens the file at `path`.
    ///
    /// # Errors
    ///
    /// Whatever the system says.
    fn open(&self, path: &Path, opening: Opening) -> io::Result<Box<dyn Medium>>;

    /// Makes durable which files a folder holds.
    ///
    /// # Errors
    ///
    /// Whatever the system says.
    fn sync_folder(&self, dir: &Path) -> io::Result<()>;
}

/// The machine's own disk.
#[derive(Clone, Copy, Debug, Default)]
pub struct LocalDisk;

impl Disk for LocalDisk {
    fn open(&self, path: &Path, opening: Opening) -> io::Result<Box<dyn Medium>> {
        let file = OpenOptions::new()
            .read(true)
            .write(opening != Opening::Read)
            .create(matches!(opening, Opening::Create | Opening::Empty))
            .truncate(opening == Opening::Empty)
            .open(path)?;
        Ok(Box::new(file))
    }

    #[cfg(unix)]
    fn sync_folder(&self, dir: &Path) -> io::Result<()> {
        File::open(dir)?.sync_all()
    }

    // Windows flushes no folders: NTFS writes a name to its log before the
    // file's own flush returns.
    #[cfg(windows)]
    fn sync_folder(&self, _: &Path) -> io::Result<()> {
        Ok(())
    }
}

impl Medium for File {
    fn len(&self) -> io::Result<u64> {
        Ok(self.metadata()?.len())
    }

    #[cfg(unix)]
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        std::os::unix::fs::FileExt::read_at(self, buffer, offset)
    }

    // It also moves the file's own position, which nobody asks for.
    #[cfg(windows)]
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        std::os::windows::fs::FileExt::seek_read(self, buffer, offset)
    }

    #[cfg(unix)]
    fn write_at(&mut self, bytes: &[u8], offset: u64) -> io::Result<usize> {
        std::os::unix::fs::FileExt::write_at(self, bytes, offset)
    }

    #[cfg(windows)]
    fn write_at(&mut self, bytes: &[u8], offset: u64) -> io::Result<usize> {
        std::os::windows::fs::FileExt::seek_write(self, bytes, offset)
    }

    fn sync(&mut self) -> io::Result<()> {
        self.sync_data()
    }

    fn truncate(&mut self, length: u64) -> io::Result<()> {
        self.set_len(length)
    }
}

/// Reads until `buffer` is full or the file ends, and says how much.
pub(crate) fn read_full(
    medium: &dyn Medium,
    mut buffer: &mut [u8],
    mut offset: u64,
) -> io::Result<usize> {
    let wanted = buffer.len();
    while !buffer.is_empty() {
        match medium.read_at(buffer, offset) {
            Ok(0) => break,
            Ok(read) => {
                offset += read as u64;
                buffer = buffer.split_at_mut_checked(read).unwrap_or_default().1;
            }
            Err(fault) if fault.kind() == io::ErrorKind::Interrupted => {}
            Err(fault) => return Err(fault),
        }
    }
    Ok(wanted - buffer.len())
}

/// Reads `length` bytes, or fewer where the file ends.
pub(crate) fn read_vec(medium: &dyn Medium, offset: u64, length: usize) -> io::Result<Vec<u8>> {
    let mut bytes = vec![0; length];
    let read = read_full(medium, &mut bytes, offset)?;
    bytes.truncate(read);
    Ok(bytes)
}
