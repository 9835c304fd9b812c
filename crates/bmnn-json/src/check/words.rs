//! What is said of a proof, in both languages.

use bmnn::ledger::{
    checkpoint::CheckpointError, proof::ProofFault, receipt::ReceiptFault, slip::NotProven,
};

use super::found::Broken;
use crate::variant;

/// Something that was not proven.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unproven {
    /// No key was given.
    Signer,
    /// The entry was not given.
    Entry,
    /// The earlier checkpoint was not given.
    Earlier,
    /// The signatures within the entry.
    Author,
    /// What later entries say of this one.
    Afterwards,
    /// What the entries say.
    Contents,
    /// A COSE receipt signs neither size nor position.
    Sizes,
    /// A COSE receipt names no ledger.
    Ledger,
    /// Which of two histories is the true one.
    WhichHistory,
    /// Who made the second one, and why.
    WhoForked,
    /// What a slip does not prove.
    Slip(NotProven),
}

impl Unproven {
    /// The word in the JSON.
    #[must_use]
    pub fn kind(self) -> &'static str {
        match self {
            Self::Signer => "signer",
            Self::Entry => "entry",
            Self::Earlier => "earlier",
            Self::Author => "author",
            Self::Afterwards => "afterwards",
            Self::Contents => "contents",
            Self::Sizes => "sizes",
            Self::Ledger => "ledger",
            Self::WhichHistory => "which-history",
            Self::WhoForked => "who-forked",
            Self::Slip(what) => what.as_str(),
        }
    }

    /// What is not known, in Vietnamese.
    #[must_use]
    pub fn vi(self) -> &'static str {
        match self {
            Self::Signer => "ai đã ký: cần khoá của sổ cái",
            Self::Entry => "mục nào được chứng minh: cần chính mục ấy",
            Self::Earlier => "sổ cái lúc trước thế nào: cần điểm kiểm tra đã giữ từ trước",
            Self::Author => "chữ ký của người lập nằm trong mục: cần sổ cái hoặc phiếu chuyển",
            Self::Afterwards => "mục này sau đó có bị rút lại hay sửa không",
            Self::Contents => "nội dung các mục có đúng luật không: cần `bmnn verify`",
            Self::Sizes => "số thứ tự và số mục: biên nhận COSE không ký những số ấy",
            Self::Ledger => "tên sổ cái: biên nhận COSE chỉ nêu khoá",
            Self::WhichHistory => "lịch sử nào trong hai lịch sử là thật",
            Self::WhoForked => {
                "ai đã tạo lịch sử thứ hai và vì sao: trộm khóa, khôi phục bản cũ và giả mạo để lại cùng một dấu vết"
            }
            Self::Slip(what) => what.vietnamese(),
        }
    }

    /// What is not known, in English.
    #[must_use]
    pub fn en(self) -> &'static str {
        match self {
            Self::Signer => "who signed: that takes the ledger's key",
            Self::Entry => "which entry it is about: that takes the entry itself",
            Self::Earlier => "what the ledger was before: that takes the checkpoint noted then",
            Self::Author => {
                "the signatures of people inside the entry: that takes the ledger or a slip"
            }
            Self::Afterwards => "whether the entry was taken back or corrected later",
            Self::Contents => "whether the entries are lawful: that takes `bmnn verify`",
            Self::Sizes => "position and size: a COSE receipt does not sign them",
            Self::Ledger => "the ledger's name: a COSE receipt names the key alone",
            Self::WhichHistory => "which of the two histories is the true one",
            Self::WhoForked => {
                "who made the second one, and why: a thief of the key, a restored backup and a forger leave the same trace"
            }
            Self::Slip(what) => what.english(),
        }
    }
}

/// Why a proof does not hold. Of one whose checkpoint does not, that is the kind.
pub(super) fn proof_broken(fault: &ProofFault) -> Broken {
    let kind = match fault {
        ProofFault::Checkpoint(fault) => variant(fault),
        other => variant(other),
    };
    let mut broken = Broken::new(kind, proof_vi(fault), said(fault));
    if let ProofFault::Malformed { line, .. } = fault {
        broken.line = Some(*line);
    }
    broken
}

/// Why a COSE receipt does not hold.
pub(super) fn receipt_broken(fault: &ReceiptFault) -> Broken {
    Broken::new(variant(fault), receipt_vi(fault), said(fault))
}

/// Why a checkpoint does not hold, in Vietnamese.
pub(super) fn checkpoint_vi(fault: &CheckpointError) -> &'static str {
    match fault {
        CheckpointError::Mismatch { .. } | CheckpointError::Malformed => {
            "điểm kiểm tra không đúng dạng"
        }
        CheckpointError::OtherKey => "điểm kiểm tra do khoá khác ký",
        CheckpointError::BadSignature => "chữ ký của điểm kiểm tra không đúng",
    }
}

/// The sentence, with its cause.
fn said(fault: &dyn std::error::Error) -> String {
    match fault.source() {
        Some(cause) => format!("{fault}: {cause}"),
        None => fault.to_string(),
    }
}

fn proof_vi(fault: &ProofFault) -> String {
    match fault {
        ProofFault::Malformed { line, .. } => format!("dòng {line} không đúng dạng"),
        ProofFault::Checkpoint(fault) => checkpoint_vi(fault).to_owned(),
        ProofFault::NotIncluded => "mục này không dẫn tới gốc của điểm kiểm tra".to_owned(),
        ProofFault::NotConsistent => {
            "điểm kiểm tra trước không phải là phần đầu của điểm kiểm tra sau".to_owned()
        }
        ProofFault::OtherSize { proven, given } => {
            format!("bằng chứng tính từ {proven} mục, còn điểm kiểm tra trước có {given} mục")
        }
        ProofFault::OtherLedger => "điểm kiểm tra trước là của sổ cái khác".to_owned(),
    }
}

fn receipt_vi(fault: &ReceiptFault) -> String {
    match fault {
        ReceiptFault::Algorithm => "thuật toán không phải Ed25519".to_owned(),
        ReceiptFault::Malformed(_) => "biên nhận không đúng dạng".to_owned(),
        ReceiptFault::OtherKey => "biên nhận do khoá khác ký".to_owned(),
        ReceiptFault::BadSignature => "chữ ký không phải trên gốc mà bằng chứng dẫn tới".to_owned(),
        ReceiptFault::NotProven(_) => "bằng chứng không dẫn tới gốc nào".to_owned(),
        other => other.to_string(),
    }
}
