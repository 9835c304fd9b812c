//! Evidence that a ledger has two histories.

use bmnn::ledger::{
    PublicKey,
    fork::{Evidence, ForkFault},
    proof::ProofFault,
};

use super::{
    found::{Broken, Found},
    known::{Key, Known},
    words::Unproven,
};
use crate::variant;

pub(super) fn check(bytes: &[u8], known: &Known) -> Found {
    let mut found = Found::new("fork", &[Unproven::WhichHistory, Unproven::WhoForked]);
    let text = std::str::from_utf8(bytes).unwrap_or_default();
    let evidence = match Evidence::parse(text) {
        Ok(evidence) => evidence,
        Err(fault) => {
            found.breaks(broken(&fault));
            return found;
        }
    };
    let (first, second) = (
        evidence.first().checkpoint(),
        evidence.second().checkpoint(),
    );
    found.fact("ledger", first.ledger.to_string());
    found.fact("size", first.size);
    found.fact("present", second.size);
    if let Some(wanted) = known.ledger.filter(|wanted| *wanted != first.ledger) {
        let ledger = first.ledger;
        found.breaks(Broken::new(
            "OtherLedger",
            format!("bằng chứng là về sổ cái {ledger}, không phải {wanted}"),
            format!("the evidence is about the ledger {ledger}, not {wanted}"),
        ));
    }
    if known.keys.is_empty() {
        found.lacks_key();
        return found;
    }
    let fitting = known.keys.iter().filter(|key| key.may_be_of(&first.ledger));
    let keys: Vec<PublicKey> = fitting.map(Key::public).cloned().collect();
    match evidence.check(&keys) {
        Ok(fork) => {
            let [one, other] = fork.roots().map(|root| root.to_string());
            found.fact("root", one);
            found.fact("other-root", other);
        }
        Err(fault) => found.breaks(broken(&fault)),
    }
    found
}

/// Of a checkpoint that does not hold, that is the kind.
fn broken(fault: &ForkFault) -> Broken {
    let kind = match fault {
        ForkFault::Malformed(ProofFault::Checkpoint(error)) => variant(error),
        ForkFault::Malformed(error) => variant(error),
        ForkFault::Note { source, .. } => variant(source),
        ForkFault::Signature { source, .. } => variant(source),
        other => variant(other),
    };
    let mut broken = Broken::new(kind, vi(fault), fault.to_string());
    if let ForkFault::Malformed(ProofFault::Malformed { line, .. }) = fault {
        broken.line = Some(*line);
    }
    broken
}

fn vi(fault: &ForkFault) -> &'static str {
    match fault {
        ForkFault::Malformed(_) | ForkFault::Note { .. } => {
            "tệp không phải bằng chứng rẽ nhánh đúng thể thức"
        }
        ForkFault::TwoLedgers => "hai điểm kiểm tra là của hai sổ cái",
        ForkFault::Order => "điểm kiểm tra thứ hai nhỏ hơn điểm thứ nhất",
        ForkFault::Signature { .. } => "có điểm kiểm tra không do khóa đã nêu ký",
        ForkFault::NotProven => "các mã băm không dẫn từ gốc đã nêu đến điểm kiểm tra thứ hai",
        ForkFault::OneHistory => "hai điểm kiểm tra thuộc cùng một lịch sử: không có rẽ nhánh",
    }
}
