//! A slip, without a registry.

use bmnn::ledger::{
    Finding,
    slip::{Expect, NotProven, Slip},
};

use super::{
    found::{Broken, Found},
    known::{Key, Known},
    words::Unproven,
};
use crate::{
    proof::{kind, slip_report},
    variant,
};

pub(super) fn check(bytes: &[u8], known: &Known) -> Found {
    let mut found = Found::new("slip", &[]);
    let slip = match Slip::decode(bytes) {
        Ok(slip) => slip,
        Err(fault) => {
            let vi = "tệp không phải phiếu chuyển đúng thể thức";
            found.breaks(Broken::new(variant(&fault), vi, fault.to_string()));
            return found;
        }
    };
    let named = known.keys.iter().find_map(|key| match key {
        Key::Named(key) => key.ledger(),
        Key::Bare(_) => None,
    });
    let report = slip.verify(&Expect {
        ledger: known.ledger.or(named),
        noted: known.since,
        witnesses: Vec::new(),
    });
    if known.keys.is_empty() {
        found.fact("ledger", report.ledger.to_string());
        found.fact("size", report.size);
        found.fact("root", report.root.to_string());
    } else {
        let note = slip.note();
        known.check_note(note.checkpoint(), note.own(), &mut found);
    }
    found.reports(slip_report(&report));
    found.fact("entry", report.about);
    found.fact("standing", report.standing.as_str());
    if let Some(carried) = report.carried() {
        for key in ["act", "on"] {
            let text = carried.act.get(key).and_then(|value| value.as_text());
            if let Some(text) = text {
                found.fact(key, text);
            }
        }
    }
    if let Some(error) = report.findings.iter().find(|finding| finding.is_error()) {
        let kind = error.kind.as_str();
        found.breaks(Broken::new(kind, said(error), error.to_string()));
    }
    for what in report.not_proven {
        match what {
            // A key that signed the checkpoint says whose ledger it is as well.
            NotProven::Identity if !known.keys.is_empty() => {}
            NotProven::Identity => found.lacks(Unproven::Slip(what)),
            _ => found.adds(Unproven::Slip(what)),
        }
    }
    found
}

fn said(finding: &Finding) -> String {
    let (what, _) = kind(finding.kind);
    format!("{}: {what}", finding.kind)
}
