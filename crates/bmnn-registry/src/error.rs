//! Why a registry cannot be opened, and why an act is not put on record.

use crate::disk;
use crate::host::NoRandomness;
use crate::index::IndexError;
use crate::packs::PacksError;
use crate::vault::VaultError;
use bmnn::act::FieldError;
use bmnn::custody::StateError;
use bmnn::decide::Decision;
use bmnn::id::{ActId, Bytes32, Kid};
use bmnn::ledger::Finding;
use bmnn::ledger::commit::SealError;
use bmnn::ledger::key::SignError;
use bmnn::ledger::proof::ProofFault;
use bmnn::ledger::receipt::ReceiptFault;
use bmnn_store::StoreError;
use std::fmt;
use std::io;
use std::path::PathBuf;

/// Why a registry cannot be made or opened.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OpenError {
    /// The ledger's file.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The vault.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// The derived index.
    #[error(transparent)]
    Index(#[from] IndexError),
    /// A pack that was adopted.
    #[error(transparent)]
    Packs(#[from] PacksError),
    /// Something of a registry stands in the way of a new one.
    #[error("`{}` is there already, and a new registry replaces nothing", .0.display())]
    Exists(PathBuf),
    /// The folder cannot be made.
    #[error("cannot make `{}`: {cause}", .path.display())]
    Folder {
        /// The folder.
        path: PathBuf,
        /// What the system said.
        cause: io::Error,
    },
    /// The key given is not the ledger key in force.
    #[error("the key {given} is not the ledger key in force, {wanted}")]
    LedgerKey {
        /// The key given.
        given: Kid,
        /// The one that signs checkpoints.
        wanted: Kid,
    },
    /// The ledger's bytes do not follow from one another.
    #[error("the ledger does not hold: {0}")]
    Ledger(Box<Finding>),
    /// The first entries of a new registry were refused.
    #[error("the registry cannot be opened: {0}")]
    Opening(#[source] Box<PerformError>),
}

/// Why an act is not put on record. Nothing was written then, unless the error
/// says that the registry is to be opened anew.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PerformError {
    /// The draft is no act: what stands where, and what was expected.
    #[error(transparent)]
    Draft(#[from] FieldError),
    /// A commitment stands where a value is to be sealed.
    #[error("`{field}` comes as a commitment; give the value itself, and the registry seals it")]
    ReadyMade {
        /// The place.
        field: String,
    },
    /// The law, or the facts, do not allow it.
    #[error("{}", refusal(.0, Language::English))]
    Refused(Box<Decision>),
    /// The id is there with another content.
    #[error("the id {id} is that of entry {seq}, whose content is another")]
    OtherContent {
        /// The id.
        id: ActId,
        /// Where it stands.
        seq: u64,
    },
    /// The clock is far ahead of the last entry.
    #[error("the clock is {days} days ahead of the last entry; confirm the date before going on")]
    ClockAhead {
        /// When the last entry was received, in Unix milliseconds.
        last: i64,
        /// What the clock says.
        now: i64,
        /// The days between.
        days: i64,
    },
    /// The clock shows no day of the calendar.
    #[error("the clock shows {0} ms since 1970, which is no day of the calendar")]
    Clock(i64),
    /// No root signs.
    #[error("a registry is opened by at least one root")]
    NoRoot,
    /// The ledger was closed, and takes nothing more.
    #[error(
        "the ledger was closed by `ledger.close` and takes nothing more: go on in its successor"
    )]
    Closed,
    /// The signer's key is not enrolled.
    #[error("the key {0} is not enrolled in this registry")]
    NotEnrolled(Kid),
    /// A checkpoint of another ledger whose slip was not read here, or was
    /// read before another was noted.
    #[error(
        "a checkpoint of ledger {0} is noted from a slip: read the slip, and note what follows from it"
    )]
    NotVouched(Bytes32),
    /// A pack cannot be had.
    #[error(transparent)]
    Packs(#[from] PacksError),
    /// The ledger does not take the statement.
    #[error("the ledger does not take it: {}", .0.first().map(ToString::to_string).unwrap_or_default())]
    Ledger(Vec<Finding>),
    /// A key did not sign.
    #[error(transparent)]
    Sign(#[from] SignError),
    /// The checkpoint was not signed.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// The act has no encoding.
    #[error("the act cannot be encoded: {0}")]
    Encoding(#[from] bmnn::ledger::cbor::EncodeError),
    /// The host has no random bytes.
    #[error(transparent)]
    Randomness(#[from] NoRandomness),
    /// The registry was opened for reading.
    #[error("the registry was opened for reading only")]
    ReadOnly,
    /// An earlier write failed.
    #[error("an earlier write failed ({0}); open the registry anew")]
    Failed(Failure),
    /// The ledger's file.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The vault.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// The derived index.
    #[error(transparent)]
    Index(#[from] IndexError),
    /// The state that the act is decided on.
    #[error(transparent)]
    State(#[from] StateError),
    /// An entry that is there cannot be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// The registry could not be brought up to the ledger.
    #[error(transparent)]
    CatchUp(Box<OpenError>),
    /// One of several acts.
    #[error("act {}: {error}", .index + 1)]
    At {
        /// Which, from 0.
        index: usize,
        /// What is wrong with it.
        #[source]
        error: Box<PerformError>,
    },
}

/// What an earlier write failed of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// In English.
    pub en: String,
    /// In Vietnamese.
    pub vi: String,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.en)
    }
}

impl Failure {
    /// The failure that this error is.
    pub(crate) fn of(error: &PerformError) -> Self {
        Self {
            en: error.to_string(),
            vi: error.vi(),
        }
    }

    /// Nothing was answered for an act, which does not happen.
    pub(crate) fn silence() -> Self {
        Self {
            en: "no answer".to_owned(),
            vi: "không có trả lời".to_owned(),
        }
    }
}

/// Why something cannot be read out of a registry.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// The ledger's file.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The vault.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// The derived index.
    #[error(transparent)]
    Index(#[from] IndexError),
    /// The state.
    #[error(transparent)]
    State(#[from] StateError),
    /// Sealed values are asked for and the vault is not open.
    #[error("the vault is locked, or is not here: sealed values cannot be read")]
    VaultLocked,
    /// An entry is not what was indexed.
    #[error("entry {0} cannot be read")]
    Entry(u64),
    /// There is no such entry.
    #[error("there is no entry {seq} among {size}")]
    NoEntry {
        /// The position asked for.
        seq: u64,
        /// How many there are.
        size: u64,
    },
    /// No checkpoint was signed at this size.
    #[error("no checkpoint was signed over {size} entries{}", next.map(|next| format!("; the next one is over {next}")).unwrap_or_default())]
    NoCheckpoint {
        /// The size asked for.
        size: u64,
        /// The next size at which one was, if known.
        next: Option<u64>,
    },
    /// The hashes that the index keeps give no proof that holds.
    #[error("the index gives no proof that holds; delete `index.db`, and it is made anew")]
    Unproven(#[from] ProofFault),
    /// The registry was opened without the ledger key.
    #[error("a COSE receipt is signed with the ledger key, and the registry was opened to read")]
    NoLedgerKey,
    /// The ledger key gave no receipt.
    #[error("the ledger key did not sign a receipt")]
    Receipt(#[from] ReceiptFault),
}

#[derive(Clone, Copy)]
enum Language {
    English,
    Vietnamese,
}

/// Every reason, one behind the other.
fn refusal(decision: &Decision, language: Language) -> String {
    let Decision::Refused { reasons, .. } = decision else {
        return String::new();
    };
    let say = |reason: &bmnn::decide::Remark| match language {
        Language::English => reason.en(),
        Language::Vietnamese => reason.vi(),
    };
    reasons.iter().map(say).collect::<Vec<_>>().join("; ")
}

impl PerformError {
    /// Whether the act itself is at fault, rather than disk, keys or clock.
    #[must_use]
    pub fn is_refusal(&self) -> bool {
        match self {
            Self::Refused(_) | Self::OtherContent { .. } | Self::Ledger(_) => true,
            Self::At { error, .. } => error.is_refusal(),
            _ => false,
        }
    }

    /// Without the place, where there was but one act.
    pub(crate) fn bare(self) -> Self {
        match self {
            Self::At { error, .. } => *error,
            other => other,
        }
    }

    /// The refusal's decision, with every reason.
    #[must_use]
    pub fn decision(&self) -> Option<&Decision> {
        match self {
            Self::Refused(decision) => Some(decision),
            Self::At { error, .. } => error.decision(),
            _ => None,
        }
    }

    /// The same in Vietnamese.
    #[must_use]
    pub fn vi(&self) -> String {
        match self {
            Self::Draft(error) => error.vi(),
            Self::ReadyMade { field } => {
                format!("`{field}` là một cam kết có sẵn; hãy đưa chính giá trị, sổ sẽ niêm phong")
            }
            Self::Refused(decision) => refusal(decision, Language::Vietnamese),
            Self::OtherContent { id, seq } => {
                format!("mã {id} đã là của mục {seq} với nội dung khác")
            }
            Self::ClockAhead { days, .. } => format!(
                "đồng hồ đi trước mục cuối cùng {days} ngày; hãy xác nhận ngày tháng trước khi ghi tiếp"
            ),
            Self::Clock(_) => "đồng hồ không chỉ một ngày nào của lịch".to_owned(),
            Self::NoRoot => "sổ mới phải có ít nhất một khoá gốc ký".to_owned(),
            Self::Closed => {
                "sổ cái đã khóa (ledger.close), không ghi thêm được gì; hãy ghi vào sổ kế tiếp".to_owned()
            }
            Self::NotEnrolled(kid) => format!("khoá {kid} chưa được đăng ký trong sổ này"),
            Self::NotVouched(ledger) => format!(
                "điểm kiểm tra của sổ cái {ledger} chỉ được ghi nhận từ phiếu chuyển: hãy đọc phiếu trước"
            ),
            Self::Packs(error) => error.vi(),
            Self::Ledger(findings) => format!(
                "sổ cái không nhận: {}",
                findings
                    .first()
                    .map(ToString::to_string)
                    .unwrap_or_default()
            ),
            Self::Sign(error) => format!("khoá không ký được: {error}"),
            Self::Seal(SealError::OtherKey) => {
                "khoá sổ cái đang mở không phải khoá đang có hiệu lực; khoá mới được đưa vào bằng việc thay khoá (key rotate)".to_owned()
            }
            Self::Seal(error) => format!("không ký được điểm kiểm tra: {error}"),
            Self::Encoding(error) => format!("không mã hoá được hành vi: {error}"),
            Self::Randomness(_) => "hệ thống không cấp được số ngẫu nhiên".to_owned(),
            Self::ReadOnly => "sổ được mở chỉ để đọc".to_owned(),
            Self::Failed(failure) => {
                format!("lần ghi trước không thành ({}); hãy mở lại sổ", failure.vi)
            }
            Self::Store(error) => store(error),
            Self::Vault(error) => error.vi(),
            Self::Index(error) => error.vi(),
            Self::State(error) => format!("không tra được hiện trạng: {error}"),
            Self::Read(error) => error.vi(),
            Self::CatchUp(error) => error.vi(),
            Self::At { index, error } => format!("hành vi {}: {}", index + 1, error.vi()),
        }
    }
}

impl OpenError {
    /// The same in Vietnamese.
    #[must_use]
    pub fn vi(&self) -> String {
        match self {
            Self::Store(error) => store(error),
            Self::Vault(error) => error.vi(),
            Self::Index(error) => error.vi(),
            Self::Packs(error) => error.vi(),
            Self::Exists(path) => {
                format!("`{}` đã có; sổ mới không thay thế gì cả", path.display())
            }
            Self::Folder { path, cause } => {
                format!("không tạo được `{}`: {}", path.display(), disk::vi(cause))
            }
            Self::LedgerKey { given, wanted } => {
                format!("khoá {given} không phải khoá sổ cái đang dùng, {wanted}")
            }
            Self::Ledger(finding) => format!("sổ cái không đứng vững: {finding}"),
            Self::Opening(error) => format!("không mở được sổ mới: {}", error.vi()),
        }
    }
}

impl ReadError {
    /// What the ledger's file says, in Vietnamese.
    pub(crate) fn vi_of_store(error: &StoreError) -> String {
        store(error)
    }

    /// The same in Vietnamese.
    #[must_use]
    pub fn vi(&self) -> String {
        match self {
            Self::Store(error) => store(error),
            Self::Vault(error) => error.vi(),
            Self::Index(error) => error.vi(),
            Self::State(error) => format!("không tra được hiện trạng: {error}"),
            Self::VaultLocked => {
                "kho niêm phong đang khoá hoặc không có ở đây: không đọc được giá trị niêm phong"
                    .to_owned()
            }
            Self::Entry(seq) => format!("không đọc được mục {seq}"),
            Self::NoEntry { seq, size } => format!("không có mục {seq} trong {size} mục"),
            Self::NoCheckpoint { size, next: None } => {
                format!("không có điểm kiểm tra nào ở đúng {size} mục")
            }
            Self::NoCheckpoint {
                size,
                next: Some(next),
            } => format!("không có điểm kiểm tra nào ở đúng {size} mục; điểm kiểm tra kế tiếp ở {next} mục"),
            Self::Unproven(_) => {
                "chỉ mục không cho được bằng chứng đúng; hãy xoá `index.db`, chương trình sẽ dựng lại"
                    .to_owned()
            }
            Self::NoLedgerKey => {
                "biên nhận COSE phải do khoá sổ cái ký, mà sổ được mở chỉ để đọc".to_owned()
            }
            Self::Receipt(error) => format!("khoá sổ cái không ký được biên nhận: {error}"),
        }
    }
}

/// What the ledger's file says, in Vietnamese.
pub(crate) fn store(error: &StoreError) -> String {
    match error {
        StoreError::Io { path, source, .. } => {
            format!("không dùng được `{}`: {}", path.display(), disk::vi(source))
        }
        StoreError::Exists(path) => {
            format!("`{}` đã có; sổ mới không thay thế gì cả", path.display())
        }
        StoreError::Absent(path) => format!("không có sổ cái trong `{}`", path.display()),
        StoreError::Foreign(path) => {
            format!("`{}` không phải là sổ cái của bmnn", path.display())
        }
        StoreError::FutureVersion { path, version } => format!(
            "`{}` theo định dạng phiên bản {version}; chương trình này chỉ đọc phiên bản 1",
            path.display()
        ),
        StoreError::Locked => "chương trình khác đang ghi sổ cái".to_owned(),
        StoreError::NotLocked => "sổ cái chưa được khoá để ghi".to_owned(),
        StoreError::ReadOnly(_) => {
            format!("chỉ đọc được sổ cái, vì nó không còn nguyên vẹn: {error}")
        }
        StoreError::ShortWrite { wrote, wanted } => format!(
            "chỉ ghi được {wrote} trong {wanted} byte, phần đó đã được bỏ đi: ổ đĩa có thể đã đầy"
        ),
        StoreError::Poisoned => "lần ghi trước không thành; hãy mở lại sổ".to_owned(),
        StoreError::ReadBack => "sổ cái trả về dữ liệu khác với dữ liệu đã ghi".to_owned(),
        other => other.to_string(),
    }
}
