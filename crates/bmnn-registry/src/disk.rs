//! Files that only their owner reads, and what a disk says when it refuses.

use bmnn_store::{Disk, LocalDisk};
use rusqlite::{Connection, ErrorCode, OpenFlags};
use std::fs::{File, OpenOptions};
use std::io::{self, Read};
use std::path::Path;

/// Options for a file that is created with mode 0600.
#[cfg(unix)]
pub(crate) fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// Options for a file: on Windows, who reads it is the folder's to say, from
/// which files have their access lists.
#[cfg(windows)]
pub(crate) fn private() -> OpenOptions {
    OpenOptions::new()
}

/// The bytes of a file of at most `most` bytes.
///
/// A longer one is [`io::ErrorKind::FileTooLarge`], and is not read.
pub(crate) fn read_bounded(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(most + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    Ok(bytes)
}

/// Waits until the disk knows that `path` is in its folder.
pub(crate) fn sync_folder_of(path: &Path) -> io::Result<()> {
    let folder = path.parent();
    folder.map_or(Ok(()), |folder| LocalDisk.sync_folder(folder))
}

/// Opens a SQLite file to read only, also on a disk that takes no writing.
///
/// Such a disk has no room for the index of the log; a file that was closed
/// has no log, and does without.
pub(crate) fn open_to_read(path: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let refusal = match connect(path, flags) {
        Ok(connection) => return Ok(connection),
        Err(refusal) => refusal,
    };
    match refusal.sqlite_error_code() {
        Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen) if !has_log(path) => {
            connect_unchanging(path)
        }
        _ => Err(refusal),
    }
}

/// Opens a SQLite file and looks into it: only then SQLite says what is wrong.
pub(crate) fn connect(path: &Path, flags: OpenFlags) -> rusqlite::Result<Connection> {
    let connection = Connection::open_with_flags(path, flags)?;
    connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
    Ok(connection)
}

/// Opens a file that nobody can change, without lock or log.
pub(crate) fn connect_unchanging(path: &Path) -> rusqlite::Result<Connection> {
    let mut uri = "file:".to_owned();
    for byte in path.as_os_str().as_encoded_bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' => {
                uri.push(char::from(*byte));
            }
            other => uri.push_str(&format!("%{other:02X}")),
        }
    }
    uri.push_str("?immutable=1");
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
    connect(Path::new(&uri), flags)
}

/// Brings what stands in a database's log into its file, and closes it. (While
/// another process reads, some of it stays in the log, and is not lost there.)
pub(crate) fn close(connection: Connection) -> rusqlite::Result<()> {
    connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
    connection.close().map_err(|(_, cause)| cause)
}

/// Whether there is a log with what is not in the file yet.
pub(crate) fn has_log(path: &Path) -> bool {
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    Path::new(&log).metadata().is_ok_and(|log| log.len() > 0)
}

/// What the system said, in Vietnamese where it is one of the usual things.
pub(crate) fn vi(cause: &io::Error) -> String {
    use io::ErrorKind as Kind;
    match cause.kind() {
        Kind::NotFound => "không tìm thấy".to_owned(),
        Kind::PermissionDenied => "không có quyền".to_owned(),
        Kind::ReadOnlyFilesystem => "ổ đĩa chỉ cho đọc".to_owned(),
        Kind::StorageFull => "ổ đĩa đã đầy".to_owned(),
        Kind::QuotaExceeded => "đã hết dung lượng được cấp".to_owned(),
        Kind::AlreadyExists => "đã có".to_owned(),
        Kind::NotADirectory => "không phải là thư mục".to_owned(),
        Kind::IsADirectory => "là một thư mục".to_owned(),
        _ => cause.to_string(),
    }
}
