//! The tree and its proofs.

use super::ask::{Answer, bytes, failure, fixed, hashes, number, text, variant};
use bmnn::id::Bytes32;
use bmnn::ledger::key::PublicKey;
use bmnn::ledger::proof::{Proof, ProofFault};
use bmnn::ledger::tree;
use serde_json::{Value as Json, json};

pub(super) fn root(input: &Json) -> Answer {
    let leaves = hashes(input, "leaves")?;
    Ok(json!({"root": tree::root(&leaves).to_string()}))
}

pub(super) fn inclusion(input: &Json) -> Answer {
    let (leaf, root) = (fixed(input, "leaf")?, fixed(input, "root")?);
    let (index, size) = (number(input, "index")?, number(input, "size")?);
    let path = hashes(input, "path")?;
    tree::check_inclusion(&Bytes32(leaf), index, size, &path, &Bytes32(root))
        .map_err(|_| failure("NotProven"))?;
    Ok(json!({"proven": true}))
}

pub(super) fn consistency(input: &Json) -> Answer {
    let (old_root, new_root) = (fixed(input, "old-root")?, fixed(input, "new-root")?);
    let (old, new) = (number(input, "old")?, number(input, "new")?);
    let path = hashes(input, "path")?;
    tree::check_consistency((old, &Bytes32(old_root)), (new, &Bytes32(new_root)), &path)
        .map_err(|_| failure("NotProven"))?;
    Ok(json!({"proven": true}))
}

pub(super) fn check(input: &Json) -> Answer {
    let proof = Proof::parse(text(input, "proof")?).map_err(fault)?;
    let key = PublicKey::parse(&Bytes32(fixed(input, "key")?));
    let key = key.map_err(|error| failure(&variant(&error)))?;
    let leaf = tree::leaf_hash(&bytes(input, "entry")?);
    proof.check(&leaf, &key).map_err(fault)?;
    let checkpoint = proof.checkpoint();
    Ok(json!({
        "index": proof.index(), "ledger": checkpoint.ledger.to_string(), "size": checkpoint.size,
    }))
}

fn fault(fault: ProofFault) -> super::ask::Failure {
    match fault {
        ProofFault::Checkpoint(error) => failure(&variant(&error)),
        ProofFault::Malformed { line, .. } => {
            super::ask::Failure(json!({"failure": "Malformed", "line": line}))
        }
        other => failure(&variant(&other)),
    }
}
