//! What the vault has to say when it cannot.

use super::cipher::LONGEST;
use super::lock::{Fault, LockKind};
use crate::disk;
use crate::host::NoRandomness;
use bmnn::id::ActId;
use bmnn::ledger::cbor::EncodeError;
use rusqlite::ErrorCode;
use std::io;
use std::path::{Path, PathBuf};

/// Why the vault could not be opened, read or written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum VaultError {
    /// There is no such file.
    #[error("there is no vault at `{}`", .path.display())]
    Missing {
        /// Where it was looked for.
        path: PathBuf,
    },
    /// A new vault or copy never takes the place of a file.
    #[error("`{}` exists already and is not overwritten", .path.display())]
    Exists {
        /// The file in the way.
        path: PathBuf,
    },
    /// It is another kind of file.
    #[error("`{}` is not a vault of bmnn", .path.display())]
    Foreign {
        /// The file.
        path: PathBuf,
    },
    /// A later bmnn wrote it.
    #[error("the vault `{}` has layout {version}, and this bmnn reads layouts 1 and 2", .path.display())]
    Later {
        /// The file.
        path: PathBuf,
        /// Its layout.
        version: i32,
    },
    /// The passphrase, or the host's key, is not the one that locked it.
    #[error("{} does not open the vault `{}`", key_en(.kind), .path.display())]
    WrongKey {
        /// The file.
        path: PathBuf,
        /// What was tried.
        kind: LockKind,
    },
    /// It is locked by the other kind of key.
    #[error("the vault `{}` is opened by {}", .path.display(), wanted_en(.wants))]
    OtherLock {
        /// The file.
        path: PathBuf,
        /// What it wants.
        wants: LockKind,
    },
    /// The lock is not as it was written: no key opens it any more.
    #[error("the lock of the vault `{}` is damaged; bring the vault back from a backup", .path.display())]
    DamagedLock {
        /// The file.
        path: PathBuf,
    },
    /// The lock asks for more memory or time than is given to a file.
    #[error("the lock of the vault `{}` asks for more memory or time than is allowed", .path.display())]
    Cost {
        /// The file.
        path: PathBuf,
    },
    /// No key was given.
    #[error("the vault `{}` is locked", .path.display())]
    Locked {
        /// The file.
        path: PathBuf,
    },
    /// It keeps its values in clear, as the first layout did.
    #[error("the vault `{}` is not encrypted yet; open the registry once for writing, with its key", .path.display())]
    Clear {
        /// The file.
        path: PathBuf,
    },
    /// SQLite finds the file malformed.
    #[error("the vault `{}` is damaged; bring it back from a backup", .path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
    },
    /// What is kept is not what was sealed.
    #[error(
        "in the vault `{}`, the value of `{field}` in act {act} does not match its commitment",
        .vault.display()
    )]
    Mismatch {
        /// The vault.
        vault: PathBuf,
        /// The act.
        act: ActId,
        /// The field in it.
        field: String,
    },
    /// It may not be written.
    #[error("the vault `{}` is read-only", .path.display())]
    ReadOnly {
        /// The file.
        path: PathBuf,
    },
    /// No space is left.
    #[error("the disk with the vault `{}` is full", .path.display())]
    DiskFull {
        /// The file.
        path: PathBuf,
    },
    /// Another program has it.
    #[error("another program holds the vault `{}`", .path.display())]
    Busy {
        /// The file.
        path: PathBuf,
    },
    /// The disk did not give it.
    #[error("cannot read the vault `{}`: {cause}", .path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        cause: io::Error,
    },
    /// The disk did not take it.
    #[error("cannot write the vault `{}`: {cause}", .path.display())]
    Unwritable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        cause: io::Error,
    },
    /// Anything else that SQLite says.
    #[error("the vault `{}` failed: {cause}", .path.display())]
    Database {
        /// The file.
        path: PathBuf,
        /// SQLite's words.
        cause: rusqlite::Error,
    },
    /// The host has no random bytes.
    #[error(transparent)]
    Randomness(#[from] NoRandomness),
    /// The value is longer than the vault keeps any.
    #[error("the value of `{field}` has {length} bytes, and the vault keeps at most {LONGEST}")]
    TooLong {
        /// The field.
        field: String,
        /// Its length in CBOR.
        length: usize,
    },
    /// The data key could not be wrapped; no lock was written.
    #[error("the cipher made no lock for the vault `{}`, and nothing was changed", .path.display())]
    LockNotMade {
        /// The file.
        path: PathBuf,
    },
    /// The value has no encoding.
    #[error("a sealed value cannot be encoded: {0}")]
    Encoding(#[from] EncodeError),
}

/// Adds the place to what SQLite says.
pub(super) trait At<T> {
    fn at(self, path: &Path) -> Result<T, VaultError>;
}

impl<T> At<T> for rusqlite::Result<T> {
    fn at(self, path: &Path) -> Result<T, VaultError> {
        self.map_err(|cause| {
            let path = path.to_path_buf();
            match cause.sqlite_error_code() {
                Some(ErrorCode::NotADatabase) => VaultError::Foreign { path },
                Some(ErrorCode::DatabaseCorrupt) => VaultError::Damaged { path },
                Some(ErrorCode::ReadOnly) => VaultError::ReadOnly { path },
                Some(ErrorCode::DiskFull) => VaultError::DiskFull { path },
                Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
                    VaultError::Busy { path }
                }
                Some(ErrorCode::PermissionDenied | ErrorCode::CannotOpen) => {
                    let cause = io::ErrorKind::PermissionDenied.into();
                    VaultError::Unreadable { path, cause }
                }
                _ => match cause {
                    // A column of another type or length: not written by us.
                    rusqlite::Error::FromSqlConversionFailure(..)
                    | rusqlite::Error::InvalidColumnType(..)
                    | rusqlite::Error::IntegralValueOutOfRange(..) => VaultError::Damaged { path },
                    cause => VaultError::Database { path, cause },
                },
            }
        })
    }
}

impl VaultError {
    pub(super) fn unreadable(path: &Path, cause: io::Error) -> Self {
        Self::Unreadable {
            path: path.into(),
            cause,
        }
    }

    pub(super) fn unwritable(path: &Path, cause: io::Error) -> Self {
        let path = path.to_path_buf();
        match cause.kind() {
            io::ErrorKind::ReadOnlyFilesystem => Self::ReadOnly { path },
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::DiskFull { path },
            _ => Self::Unwritable { path, cause },
        }
    }

    /// The same in Vietnamese.
    #[must_use]
    pub fn vi(&self) -> String {
        match self {
            Self::Missing { path } => format!("không có kho niêm phong tại `{}`", path.display()),
            Self::Exists { path } => format!("`{}` đã có và không bị ghi đè", path.display()),
            Self::Foreign { path } => {
                format!("`{}` không phải là kho niêm phong của bmnn", path.display())
            }
            Self::Later { path, version } => format!(
                "kho niêm phong `{}` theo bố cục {version}, bmnn này chỉ đọc bố cục 1 và 2",
                path.display()
            ),
            Self::WrongKey { path, kind } => format!(
                "{} không mở được kho niêm phong `{}`",
                match kind {
                    LockKind::Passphrase => "cụm mật khẩu",
                    LockKind::Host => "khoá do hệ thống cấp",
                },
                path.display()
            ),
            Self::OtherLock { path, wants } => format!(
                "kho niêm phong `{}` mở bằng {}",
                path.display(),
                match wants {
                    LockKind::Passphrase => "cụm mật khẩu, không phải bằng khoá do hệ thống cấp",
                    LockKind::Host => "khoá do hệ thống cấp, không phải bằng cụm mật khẩu",
                }
            ),
            Self::DamagedLock { path } => format!(
                "phần khoá của kho niêm phong `{}` bị hỏng; hãy phục hồi kho từ bản sao lưu",
                path.display()
            ),
            Self::Cost { path } => format!(
                "phần khoá của kho niêm phong `{}` đòi nhiều bộ nhớ hoặc thời gian hơn mức cho phép",
                path.display()
            ),
            Self::Locked { path } => {
                format!("kho niêm phong `{}` đang khoá", path.display())
            }
            Self::Clear { path } => format!(
                "kho niêm phong `{}` chưa mã hoá; hãy mở sổ một lần để ghi, bằng khoá của nó",
                path.display()
            ),
            Self::Damaged { path } => format!(
                "kho niêm phong `{}` bị hỏng; hãy phục hồi từ bản sao lưu",
                path.display()
            ),
            Self::Mismatch { vault, act, field } => format!(
                "trong kho niêm phong `{}`, giá trị của `{field}` ở bản ghi {act} không khớp \
                 với cam kết",
                vault.display()
            ),
            Self::ReadOnly { path } => {
                format!("kho niêm phong `{}` chỉ cho đọc", path.display())
            }
            Self::DiskFull { path } => {
                format!("ổ đĩa chứa kho niêm phong `{}` đã đầy", path.display())
            }
            Self::Busy { path } => format!(
                "chương trình khác đang giữ kho niêm phong `{}`",
                path.display()
            ),
            Self::Unreadable { path, cause } => format!(
                "không đọc được kho niêm phong `{}`: {}",
                path.display(),
                disk::vi(cause)
            ),
            Self::Unwritable { path, cause } => format!(
                "không ghi được kho niêm phong `{}`: {}",
                path.display(),
                disk::vi(cause)
            ),
            Self::Database { path, cause } => {
                format!("kho niêm phong `{}` gặp lỗi: {cause}", path.display())
            }
            Self::Randomness(_) => "hệ thống không cấp được số ngẫu nhiên".to_owned(),
            Self::TooLong { field, length } => format!(
                "giá trị của `{field}` dài {length} byte, kho niêm phong chỉ giữ đến {LONGEST} byte"
            ),
            Self::LockNotMade { path } => format!(
                "không tạo được phần khoá cho kho niêm phong `{}`; chưa thay đổi gì",
                path.display()
            ),
            Self::Encoding(cause) => format!("không mã hoá được giá trị niêm phong: {cause}"),
        }
    }
}

impl Fault {
    /// The error, with the file where it happened.
    pub(super) fn at(self, path: &Path) -> VaultError {
        let path = path.to_path_buf();
        match self {
            Self::Damaged => VaultError::DamagedLock { path },
            Self::Cost => VaultError::Cost { path },
            Self::NotMade => VaultError::LockNotMade { path },
            Self::WrongKey(kind) => VaultError::WrongKey { path, kind },
            Self::OtherKind(wants) => VaultError::OtherLock { path, wants },
        }
    }
}

fn key_en(kind: &LockKind) -> &'static str {
    match kind {
        LockKind::Passphrase => "the passphrase",
        LockKind::Host => "the key that the host supplies",
    }
}

fn wanted_en(kind: &LockKind) -> &'static str {
    match kind {
        LockKind::Passphrase => "a passphrase, not by a key of the host's",
        LockKind::Host => "a key that the host supplies, not by a passphrase",
    }
}
