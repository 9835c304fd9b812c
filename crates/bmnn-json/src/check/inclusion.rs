//! A tlog-proof: that an entry is in the ledger.

use bmnn::{
    id::ActId,
    ledger::{Entry, entry::EntryError, proof::Proof, statement::StatementError, tree::leaf_hash},
    value::Value,
};

use super::{
    found::{Broken, Found},
    known::Known,
    words::{Unproven, proof_broken},
};
use crate::variant;

pub(super) fn check(bytes: &[u8], known: &Known) -> Found {
    let mut found = Found::new("tlog-proof", &[Unproven::Author, Unproven::Afterwards]);
    let Ok(text) = std::str::from_utf8(bytes) else {
        found.breaks(Broken::not_text());
        return found;
    };
    let proof = match Proof::parse(text) {
        Ok(proof) => proof,
        Err(fault) => {
            found.breaks(proof_broken(&fault));
            return found;
        }
    };
    found.fact("entry", proof.index());
    known.check_note(proof.checkpoint(), proof.note(), &mut found);
    let Some(entry) = &known.entry else {
        found.lacks(Unproven::Entry);
        return found;
    };
    match proof.check_path(&leaf_hash(entry)) {
        Ok(()) => tell_entry(entry, Some(proof.index()), &mut found),
        Err(fault) => found.breaks(proof_broken(&fault)),
    }
    found
}

/// Notes what the entry says of itself, which must be what is proven of it.
pub(super) fn tell_entry(entry: &[u8], index: Option<u64>, found: &mut Found) {
    found.fact("leaf", leaf_hash(entry).to_string());
    let (entry, statement) = match Entry::decode(entry) {
        Ok(read) => read,
        Err(fault) => {
            let vi = "tệp của mục không phải là một mục";
            let en = "the entry's file holds no entry";
            found.breaks(Broken::new(entry_kind(&fault), vi, en));
            return;
        }
    };
    let seq = entry.seq;
    match index {
        Some(index) if index != seq => found.breaks(Broken::new(
            "OtherEntry",
            format!("bằng chứng nói về mục {index}, mà mục này tự ghi là mục {seq}"),
            format!("the proof is of entry {index}, and this one says that it is {seq}"),
        )),
        _ => found.fact("entry", seq),
    }
    let Ok(act) = statement.act() else { return };
    for key in ["act", "on"] {
        if let Some(text) = act.get(key).and_then(Value::as_text) {
            found.fact(key, text);
        }
    }
    if let Some(Value::Bytes(id)) = act.get("id")
        && let Ok(id) = id.as_slice().try_into()
    {
        found.fact("id", ActId(id).to_string());
    }
}

/// Of a statement that is not in the encoding, that is the kind.
fn entry_kind(fault: &EntryError) -> String {
    match fault {
        EntryError::Statement(StatementError::Algorithm) => "UnknownAlgorithm".to_owned(),
        EntryError::Malformed(_) | EntryError::Statement(_) => "BadEncoding".to_owned(),
        other => variant(other),
    }
}
