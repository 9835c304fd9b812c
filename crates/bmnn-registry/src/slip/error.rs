//! Why a slip cannot be made, read or followed.

use crate::error::ReadError;
use crate::index::IndexError;
use bmnn::id::Id;
use bmnn::ledger::slip::{ComposeError, SlipError};
use std::io;
use std::path::PathBuf;

/// Why a slip cannot be made, read or followed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SlipFailure {
    /// It is no slip.
    #[error(transparent)]
    Malformed(#[from] SlipError),
    /// It cannot be made.
    #[error("the slip cannot be made: {0}")]
    Compose(Box<ComposeError<IndexError, ReadError>>),
    /// This registry's own checkpoint is no note.
    #[error("this registry's own checkpoint cannot be read")]
    OwnCheckpoint,
    /// It is of this registry's own ledger.
    #[error("the slip is of this registry's own ledger")]
    Own,
    /// The party is not enrolled.
    #[error("the party `{0}` is not enrolled")]
    UnknownParty(Id),
    /// It is from nobody that is enrolled with this ledger.
    #[error("no enrolled party has this ledger: enrol its `ledger`, or name the party")]
    Stranger,
    /// It does not hold.
    #[error("the slip does not hold: {0}")]
    DoesNotHold(String),
    /// Nothing leads to it from what was noted.
    #[error(
        "{noted} entries were noted before; ask for a slip that leads from there (`--since {noted}`)"
    )]
    NotShown {
        /// The size noted last.
        noted: u64,
    },
    /// It answers no slip that this registry knows of.
    #[error("the slip answers no transfer of this registry: {0}")]
    NoAnswer(String),
    /// The index or the ledger cannot be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// The disk did not take it.
    #[error("cannot write `{}`: {cause}", .path.display())]
    Disk {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        cause: io::Error,
    },
}

impl SlipFailure {
    /// The sentence in Vietnamese.
    #[must_use]
    pub fn vi(&self) -> String {
        match self {
            Self::Malformed(_) => "tệp này không phải phiếu chuyển đúng thể thức".to_owned(),
            Self::Compose(error) => match &**error {
                ComposeError::Beyond { asked, size } => {
                    format!("mục hoặc số mục {asked} nằm ngoài điểm kiểm tra {size} mục")
                }
                ComposeError::Read(error) => error.vi(),
                ComposeError::Nodes(error) => error.vi(),
                ComposeError::Revocation => {
                    "việc thu hồi khóa chỉ liên quan đến chính sổ này, không lập thành phiếu"
                        .to_owned()
                }
                _ => "không lập được phiếu từ sổ cái này".to_owned(),
            },
            Self::OwnCheckpoint => "không đọc được điểm kiểm tra của chính sổ này".to_owned(),
            Self::Own => "phiếu này là của chính sổ cái này".to_owned(),
            Self::UnknownParty(party) => format!("chưa ghi danh cơ quan, đơn vị `{party}`"),
            Self::Stranger => {
                "chưa ghi danh cơ quan nào có sổ cái này: hãy ghi trường `ledger`, hoặc nêu nơi gửi"
                    .to_owned()
            }
            Self::DoesNotHold(why) => format!("phiếu không đứng vững: {why}"),
            Self::NotShown { noted } => format!(
                "đã ghi nhận {noted} mục trước đây; hãy xin phiếu nối từ đó (`--since {noted}`)"
            ),
            Self::NoAnswer(why) => format!("phiếu không trả lời lần chuyển nào của sổ này: {why}"),
            Self::Read(error) => error.vi(),
            Self::Disk { path, cause } => {
                format!(
                    "không ghi được `{}`: {}",
                    path.display(),
                    crate::disk::vi(cause)
                )
            }
        }
    }
}
