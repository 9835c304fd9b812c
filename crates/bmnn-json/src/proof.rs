//! Proof: what a verification found.

use bmnn::ledger::slip::SlipReport;
use bmnn::ledger::{Finding, Kind};
use bmnn_registry::verify::Verification;
use bmnn_registry::{Follows, ReadSlip};
use serde_json::{Value, json};

/// `{"kind", "vi", "en", "position", "severity", "detail"}`: what the kind means
/// in both languages, and the facts in English.
#[must_use]
pub fn finding(finding: &Finding) -> Value {
    let (vi, en) = kind(finding.kind);
    json!({
        "kind": finding.kind.as_str(),
        "vi": vi,
        "en": en,
        "position": finding.position,
        "severity": finding.severity,
        "detail": finding.detail,
    })
}

/// `{"holds", "ledger", "size", "root", …, "hands", "findings", "not-proven"}`:
/// what a verification found, and what it did not prove.
#[must_use]
pub fn verification(verification: &Verification) -> Value {
    let Verification { report, hands, .. } = verification;
    let findings = report.findings.iter().map(finding);
    let not_proven = report
        .not_proven
        .iter()
        .map(|thing| json!({ "kind": thing, "vi": thing.vietnamese(), "en": thing.english() }));
    json!({
        "holds": verification.holds(),
        "ledger": report.ledger.map(|id| id.to_string()),
        "size": report.size,
        "root": report.root.to_string(),
        "entries": report.entries,
        "checkpoints": report.checkpoints,
        "signatures": report.signatures,
        "batched": report.batched,
        "disagreements": report.disagreements,
        "errors": report.errors,
        "acts": verification.acts,
        "hands": {
            "signed": hands.signed,
            "on-paper": hands.on_paper,
            "named-only": hands.named_only,
        },
        "erased": verification.erased,
        "findings": findings.collect::<Vec<_>>(),
        "not-proven": not_proven.collect::<Vec<_>>(),
        "not-replayed": verification.not_replayed,
    })
}

/// `{"holds", "slip", "party", "ledger", "size", "root", "about", "standing",
/// "noted", "signatures", "findings", "not-proven"}`: a slip, held against what
/// the registry that reads it knows.
#[must_use]
pub fn read_slip(read: &ReadSlip) -> Value {
    let mut said = slip_report(&read.report);
    if let Some(fields) = said.as_object_mut() {
        let party = read.party.as_ref().map(ToString::to_string);
        fields.insert("slip".into(), json!(read.digest.to_string()));
        fields.insert("party".into(), json!(party));
        fields.insert("noted".into(), json!(read.noted.map(|noted| noted.size)));
    }
    said
}

/// `{"holds", "ledger", "size", "root", "about", "standing", "signatures",
/// "findings", "not-proven"}`: what a slip shows.
pub(crate) fn slip_report(report: &SlipReport) -> Value {
    let findings = report.findings.iter().map(finding);
    let not_proven = report
        .not_proven
        .iter()
        .map(|what| json!({"kind": what.as_str(), "vi": what.vietnamese(), "en": what.english()}));
    json!({
        "holds": report.holds(),
        "ledger": report.ledger.to_string(),
        "size": report.size,
        "root": report.root.to_string(),
        "about": report.about,
        "standing": report.standing.as_str(),
        "signatures": report.signatures,
        "findings": findings.collect::<Vec<_>>(),
        "not-proven": not_proven.collect::<Vec<_>>(),
    })
}

/// `{"note", "act", "wanted"}`: the drafts of the acts that follow from a slip,
/// null where none does, and the fields that whoever reads the document adds.
#[must_use]
pub fn follows(follows: &Follows) -> Value {
    json!({"note": follows.note, "act": follows.act, "wanted": follows.wanted})
}

/// What a kind of finding means, in Vietnamese and English.
#[must_use]
pub fn kind(kind: Kind) -> (&'static str, &'static str) {
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
