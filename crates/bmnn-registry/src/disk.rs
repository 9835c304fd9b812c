//! Files that only their owner reads, and what a disk says when it refuses.

use std::fs::{File, OpenOptions};
use std::io::{self, Read};
use std::path::Path;

/// Options for a file that is created with mode 0600.
pub(crate) fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
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
    #[cfg(unix)]
    if let Some(folder) = path.parent() {
        File::open(folder)?.sync_all()?;
    }
    Ok(())
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
