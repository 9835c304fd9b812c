//! Proof: what a verification found.

use bmnn::ledger::Finding;
use bmnn_registry::verify::Verification;
use serde_json::{Value, json};

/// `{"kind", "position", "severity", "detail"}`.
#[must_use]
pub fn finding(finding: &Finding) -> Value {
    json!({
        "kind": finding.kind.as_str(),
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
