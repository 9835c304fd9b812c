//! A tlog-proof: that an entry is in the ledger.

use bmnn::{
    id::ActId,
    ledger::{Entry, proof::Proof, tree::leaf_hash},
    value::Value,
};

use super::{
    found::Found,
    known::Known,
    words::{Unproven, proof_vi},
};

pub(super) fn check(bytes: &[u8], known: &Known) -> Found {
    let mut found = Found::new("tlog-proof", &[Unproven::Author, Unproven::Afterwards]);
    let Ok(text) = std::str::from_utf8(bytes) else {
        found.breaks(
            "tệp không phải là văn bản UTF-8",
            "the file is no UTF-8 text",
        );
        return found;
    };
    let proof = match Proof::parse(text) {
        Ok(proof) => proof,
        Err(fault) => {
            found.breaks(proof_vi(&fault), said(&fault));
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
        Err(fault) => found.breaks(proof_vi(&fault), said(&fault)),
    }
    found
}

/// Notes what the entry says of itself, which must be what is proven of it.
pub(super) fn tell_entry(entry: &[u8], index: Option<u64>, found: &mut Found) {
    found.fact("leaf", leaf_hash(entry).to_string());
    let Ok((entry, statement)) = Entry::decode(entry) else {
        found.breaks(
            "tệp của mục không phải là một mục",
            "the entry's file holds no entry",
        );
        return;
    };
    let seq = entry.seq;
    match index {
        Some(index) if index != seq => found.breaks(
            format!("bằng chứng nói về mục {index}, mà mục này tự ghi là mục {seq}"),
            format!("the proof is of entry {index}, and this one says that it is {seq}"),
        ),
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

/// The sentence, with its cause.
pub(super) fn said(fault: &dyn std::error::Error) -> String {
    match fault.source() {
        Some(cause) => format!("{fault}: {cause}"),
        None => fault.to_string(),
    }
}
