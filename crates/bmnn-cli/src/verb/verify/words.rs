//! Findings in words: what each kind means, and where it is.

use bmnn::ledger::{Kind, Position};

use crate::lang::Lang;

/// Where a finding is.
pub(crate) fn place(position: Position, lang: Lang) -> String {
    match position {
        Position::Ledger => lang.pick("cả sổ cái", "the whole ledger").to_owned(),
        Position::Entry(seq) => lang.pick(format!("mục {seq}"), format!("entry {seq}")),
        Position::Checkpoint(size) => lang.pick(
            format!("điểm kiểm tra sau {size} mục"),
            format!("the checkpoint behind {size} entries"),
        ),
        Position::Byte(offset) => lang.pick(format!("byte {offset}"), format!("byte {offset}")),
    }
}

/// What a kind means.
pub(crate) fn kind(kind: Kind, lang: Lang) -> &'static str {
    let (vi, en) = texts(kind);
    lang.pick(vi, en)
}

fn texts(kind: Kind) -> (&'static str, &'static str) {
    match kind {
        Kind::TornTail => ("lần ghi cuối chưa xong", "the last commit is unfinished"),
        Kind::Damaged => ("tệp bị hỏng", "the file is damaged"),
        Kind::Truncated => (
            "thiếu phần cuối đã được xác nhận",
            "acknowledged entries are missing at the end",
        ),
        Kind::BrokenLink => (
            "mục không nối tiếp mục trước",
            "the entry does not follow from the one before",
        ),
        Kind::BadEncoding => ("mã hoá không đúng", "wrong encoding"),
        Kind::BadSignature => ("chữ ký sai", "the signature is wrong"),
        Kind::WrongSigner => (
            "người ký không có quyền ký việc này",
            "signed by someone whose it is not to sign",
        ),
        Kind::UnknownKey => ("khoá chưa được đăng ký", "the key was never enrolled"),
        Kind::BadKey => ("khoá không dùng được", "the key cannot be used"),
        Kind::KeyOutOfRange => (
            "khoá dùng ngoài thời hạn hiệu lực",
            "the key is used outside its range",
        ),
        Kind::UnknownAlgorithm => ("thuật toán không rõ", "unknown algorithm"),
        Kind::WrongHistory => (
            "hành vi ký trên một lịch sử khác",
            "the act was signed on another history",
        ),
        Kind::DuplicateId => ("mã hành vi bị lặp", "an act's id is repeated"),
        Kind::CheckpointMismatch => (
            "điểm kiểm tra không khớp các mục",
            "the checkpoint is not of these entries",
        ),
        Kind::Fork => (
            "hai điểm kiểm tra mâu thuẫn: sổ bị tách đôi",
            "two checkpoints contradict each other",
        ),
        Kind::AfterClose => (
            "có mục sau khi đóng sổ",
            "an entry stands behind the closing",
        ),
        Kind::Doubtful => ("ký bằng khoá đã lộ", "signed by a key that was compromised"),
        Kind::Withheld => (
            "mục được giữ lại, không có trong bản này",
            "the entry is withheld from this export",
        ),
        Kind::SealMismatch => (
            "giá trị niêm phong không khớp",
            "a sealed value is not the one committed to",
        ),
        Kind::SealMissing => ("mất giá trị niêm phong", "a sealed value is missing"),
        Kind::Unlawful => ("trái quy định", "against the rules in force"),
        Kind::Irregular => ("được ghi là trái quy định", "recorded as irregular"),
        Kind::OpenLeg => (
            "chuyển đi chưa có ký nhận",
            "a transfer without its second leg",
        ),
        Kind::NotConserved => ("số bản không khớp", "the copies do not add up"),
        Kind::WrongHand => (
            "thiếu chữ ký mà cơ quan yêu cầu",
            "a signature that the agency asks for is missing",
        ),
        Kind::UnknownAct => ("hành vi không rõ", "an act that this program does not know"),
        Kind::UnknownField => ("trường không rõ", "a field that this program does not know"),
        Kind::ClockBackwards => ("đồng hồ lùi lại", "the clock stepped back"),
        Kind::Backdated => (
            "ngày của việc sớm hơn ngày ghi",
            "dated before the day it was recorded",
        ),
        Kind::Postdated => (
            "ngày của việc muộn hơn ngày ghi",
            "dated after the day it was recorded",
        ),
    }
}
