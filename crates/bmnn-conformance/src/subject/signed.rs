//! Keys, signatures, statements, entries, checkpoints.

use super::ask::{Answer, Failure, bytes, failure, fixed, number, perhaps, text, variant};
use bmnn::id::{Bytes32, Kid};
use bmnn::ledger::checkpoint::Checkpoint;
use bmnn::ledger::entry::EntryError;
use bmnn::ledger::key::PublicKey;
use bmnn::ledger::statement::StatementError;
use bmnn::ledger::tree::leaf_hash;
use bmnn::ledger::{Cosignature, Entry, Scope, Statement};
use serde_json::{Value as Json, json};

fn key(input: &Json) -> Result<PublicKey, Failure> {
    let key = PublicKey::parse(&Bytes32(fixed(input, "key")?));
    key.map_err(|error| failure(&variant(&error)))
}

pub(super) fn read_key(input: &Json) -> Answer {
    Ok(json!({"kid": key(input)?.kid().to_string()}))
}

pub(super) fn check_signature(input: &Json) -> Answer {
    let message = bytes(input, "message")?;
    let signature = fixed(input, "signature")?;
    if key(input)?.verifies(&message, &signature) {
        Ok(json!({"verifies": true}))
    } else {
        Err(failure("BadSignature"))
    }
}

/// The ledger that a signature is for; none before it is opened.
fn scope(input: &Json) -> Result<Scope, Failure> {
    let ledger = perhaps(input, "ledger", fixed)?;
    Ok(ledger.map_or(Scope::Opening, |id| Scope::Ledger(Bytes32(id))))
}

fn statement(bytes: &[u8]) -> Result<Statement, Failure> {
    Statement::decode(bytes).map_err(|error| statement_fault(&error))
}

fn statement_fault(error: &StatementError) -> Failure {
    match error {
        StatementError::Algorithm => failure("UnknownAlgorithm"),
        StatementError::Malformed(error) => Failure(
            json!({"failure": "BadEncoding", "fault": variant(&error.fault), "offset": error.offset}),
        ),
    }
}

pub(super) fn check_statement(input: &Json) -> Answer {
    let statement = statement(&bytes(input, "statement")?)?;
    let key = key(input)?;
    if key.kid() != statement.kid() {
        return Err(failure("UnknownKey"));
    }
    if !statement.is_signed_by(&key, scope(input)?) {
        return Err(failure("BadSignature"));
    }
    let act = statement.act().map_err(|error| {
        Failure(json!({"failure": "BadEncoding", "fault": variant(&error.fault), "offset": error.offset}))
    })?;
    let name = act.get("act").and_then(bmnn::value::Value::as_text);
    Ok(json!({"kid": statement.kid().to_string(), "act": name}))
}

pub(super) fn check_cosignature(input: &Json) -> Answer {
    let statement = statement(&bytes(input, "statement")?)?;
    let cosignature = Cosignature {
        kid: Kid(fixed(input, "kid")?),
        signature: fixed(input, "signature")?,
    };
    let key = key(input)?;
    if key.kid() != cosignature.kid {
        return Err(failure("UnknownKey"));
    }
    if !cosignature.is_signed_by(&key, scope(input)?, statement.payload()) {
        return Err(failure("BadSignature"));
    }
    Ok(json!({"kid": cosignature.kid.to_string()}))
}

pub(super) fn read_entry(input: &Json) -> Answer {
    let bytes = bytes(input, "entry")?;
    let (entry, statement) = Entry::decode(&bytes).map_err(|error| match &error {
        EntryError::Statement(error) => statement_fault(error),
        EntryError::Malformed(error) => {
            Failure(json!({"failure": "BadEncoding", "fault": variant(&error.fault), "offset": error.offset}))
        }
        other => failure(&variant(other)),
    })?;
    let cosigned: Vec<String> = entry.cosigned.iter().map(|c| c.kid.to_string()).collect();
    Ok(json!({
        "seq": entry.seq, "prev": entry.prev.to_string(), "received": entry.received,
        "kid": statement.kid().to_string(), "cosigned": cosigned,
        "leaf": leaf_hash(&bytes).to_string(),
    }))
}

pub(super) fn read_checkpoint(input: &Json) -> Answer {
    let checkpoint = Checkpoint::parse(text(input, "note")?.as_bytes());
    let checkpoint = checkpoint.map_err(|error| failure(&variant(&error)))?;
    Ok(json!({
        "ledger": checkpoint.ledger.to_string(), "size": checkpoint.size,
        "root": checkpoint.root.to_string(),
    }))
}

pub(super) fn check_checkpoint(input: &Json) -> Answer {
    let checkpoint = Checkpoint {
        ledger: Bytes32(fixed(input, "ledger")?),
        size: number(input, "size")?,
        root: Bytes32(fixed(input, "root")?),
    };
    let checked = checkpoint.check(text(input, "note")?.as_bytes(), &key(input)?);
    checked.map_err(|error| failure(&variant(&error)))?;
    Ok(json!({"signed": true}))
}
