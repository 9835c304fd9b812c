//! What travels between agencies: proofs, receipts, notes of witnesses, slips,
//! evidence of a fork.

use super::ask::{Answer, Failure, bytes, failure, fixed, hashes, perhaps, text, variant};
use bmnn::id::Bytes32;
use bmnn::ledger::checkpoint::Checkpoint;
use bmnn::ledger::consistency::Consistency;
use bmnn::ledger::fork::{Evidence, ForkFault};
use bmnn::ledger::key::PublicKey;
use bmnn::ledger::note::{Note, NoteError};
use bmnn::ledger::proof::ProofFault;
use bmnn::ledger::receipt::CoseReceipt;
use bmnn::ledger::slip::{Expect, Slip};
use bmnn::ledger::tree::leaf_hash;
use bmnn::ledger::vkey::VerifierKey;
use serde_json::{Value as Json, json};

fn by_kind(error: &impl std::fmt::Debug) -> Failure {
    failure(&variant(error))
}

fn key(input: &Json) -> Result<PublicKey, Failure> {
    PublicKey::parse(&Bytes32(fixed(input, "key")?)).map_err(|error| by_kind(&error))
}

fn fault(fault: ProofFault) -> Failure {
    match fault {
        ProofFault::Checkpoint(error) => by_kind(&error),
        ProofFault::Malformed { line, .. } => {
            Failure(json!({"failure": "Malformed", "line": line}))
        }
        other => by_kind(&other),
    }
}

/// The checkpoint that was kept from before; its signature was checked then.
fn earlier(input: &Json) -> Result<Checkpoint, Failure> {
    Checkpoint::parse(text(input, "earlier")?.as_bytes()).map_err(|error| by_kind(&error))
}

pub(super) fn consistency(input: &Json) -> Answer {
    let proof = Consistency::parse(text(input, "proof")?).map_err(fault)?;
    proof.check(&earlier(input)?, &key(input)?).map_err(fault)?;
    Ok(json!({"old": proof.old(), "new": proof.checkpoint().size}))
}

pub(super) fn receipt_of_inclusion(input: &Json) -> Answer {
    let receipt =
        CoseReceipt::decode(&bytes(input, "receipt")?).map_err(|error| by_kind(&error))?;
    let leaf = leaf_hash(&bytes(input, "entry")?);
    let root = receipt.check_inclusion(&leaf, &key(input)?);
    Ok(json!({"root": root.map_err(|error| by_kind(&error))?.to_string()}))
}

pub(super) fn receipt_of_consistency(input: &Json) -> Answer {
    let receipt =
        CoseReceipt::decode(&bytes(input, "receipt")?).map_err(|error| by_kind(&error))?;
    let root = receipt.check_consistency(&Bytes32(fixed(input, "old-root")?), &key(input)?);
    Ok(json!({"root": root.map_err(|error| by_kind(&error))?.to_string()}))
}

fn verifier(text: &str) -> Result<VerifierKey, Failure> {
    text.parse::<VerifierKey>().map_err(|error| by_kind(&error))
}

pub(super) fn verifier_key(input: &Json) -> Answer {
    let key = verifier(text(input, "text")?)?;
    Ok(
        json!({"name": key.name(), "type": key.key_type().byte(), "key": key.public().to_bytes().to_string()}),
    )
}

fn note(text: &str) -> Result<Note, Failure> {
    Note::parse(text).map_err(|error| match &error {
        NoteError::Cosignature { source, .. } => by_kind(source),
        NoteError::Checkpoint(source) => by_kind(source),
        other => by_kind(other),
    })
}

/// Whether a witness cosigned the checkpoint in a note, and when it said so.
pub(super) fn witnessed(input: &Json) -> Answer {
    let note = note(text(input, "note")?)?;
    let witness = verifier(text(input, "witness")?)?;
    let lines = note.cosignatures().iter();
    let mut lines = lines.filter(|line| line.names(&witness));
    let line = lines.next().ok_or_else(|| failure("NotWitnessed"))?;
    let checked = line.check(note.checkpoint(), &witness);
    checked.map_err(|error| by_kind(&error))?;
    Ok(json!({"size": note.checkpoint().size}))
}

pub(super) fn fork(input: &Json) -> Answer {
    let fault = |error: ForkFault| match error {
        ForkFault::Malformed(error) => fault(error),
        ForkFault::Note { source, .. } => by_kind(&source),
        ForkFault::Signature { source, .. } => by_kind(&source),
        other => by_kind(&other),
    };
    let evidence = Evidence::parse(text(input, "evidence")?).map_err(fault)?;
    let keys = hashes(input, "keys")?;
    let keys = keys.iter().map(PublicKey::parse);
    let keys: Vec<PublicKey> = keys
        .collect::<Result<_, _>>()
        .map_err(|error| by_kind(&error))?;
    let fork = evidence.check(&keys).map_err(fault)?;
    Ok(json!({"ledger": fork.ledger().to_string(), "forked": true}))
}

pub(super) fn slip(input: &Json) -> Answer {
    let slip = Slip::decode(&bytes(input, "slip")?).map_err(|error| by_kind(&error))?;
    let noted = perhaps(input, "noted", text)?;
    let noted = noted
        .map(|note| Checkpoint::parse(note.as_bytes()))
        .transpose();
    let report = slip.verify(&Expect {
        ledger: perhaps(input, "ledger", fixed)?.map(Bytes32),
        noted: noted.map_err(|error| by_kind(&error))?,
        witnesses: Vec::new(),
    });
    let findings = report.findings.iter().map(
        |found| json!({"kind": found.kind, "place": found.position, "severity": found.severity}),
    );
    let holds = !report.findings.iter().any(bmnn::ledger::Finding::is_error);
    Ok(json!({
        "holds": holds, "about": report.about, "size": report.size, "standing": report.standing,
        "findings": findings.collect::<Vec<_>>(), "not-proven": report.not_proven,
    }))
}
