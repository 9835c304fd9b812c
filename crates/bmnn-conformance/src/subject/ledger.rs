//! Whole ledgers, by their format alone and with the acts replayed.

use super::ask::{Answer, Failure, bytes, failure, fixed, list, parsed, perhaps, text};
use bmnn::id::{ActId, Bytes32};
use bmnn::ledger::verify::{Expect, Report};
use bmnn_registry::VAULT;
use bmnn_registry::host::SeededRandomness;
use bmnn_registry::vault::{SealedValue, Vault, VaultKey};
use bmnn_registry::verify::verify_folder_unlocked;
use bmnn_store::{LEDGER, TIP};
use serde_json::{Value as Json, json};
use std::ops::ControlFlow;
use std::path::Path;
use tempfile::TempDir;

/// A folder with what the question gives: the ledger's file, and its `tip`.
fn folder(input: &Json) -> Result<TempDir, Failure> {
    let folder = tempfile::tempdir().map_err(|_| failure("Disk"))?;
    put(folder.path(), LEDGER, &bytes(input, "ledger")?)?;
    if let Some(tip) = perhaps(input, "tip", text)? {
        put(folder.path(), TIP, tip.as_bytes())?;
    }
    Ok(folder)
}

fn put(folder: &Path, name: &str, bytes: &[u8]) -> Result<(), Failure> {
    std::fs::write(folder.join(name), bytes).map_err(|_| failure("Disk"))
}

/// What the caller knows from elsewhere.
fn expect(input: &Json) -> Result<Expect, Failure> {
    let Some(known) = input.get("known") else {
        return Ok(Expect::default());
    };
    let strings = |key| -> Result<Vec<String>, Failure> {
        let items = perhaps(known, key, list)?.unwrap_or_default().iter();
        Ok(items.filter_map(Json::as_str).map(str::to_owned).collect())
    };
    let roots = strings("roots")?;
    let roots = roots.iter().map(|root| root.parse().ok());
    let roots: Option<std::collections::BTreeSet<Bytes32>> = roots.collect();
    Ok(Expect {
        ledger: perhaps(known, "ledger-id", fixed)?.map(Bytes32),
        export: known.get("export").and_then(Json::as_bool) == Some(true),
        roots: roots.filter(|roots| !roots.is_empty()),
        checkpoints: strings("checkpoints")?,
        ..Expect::default()
    })
}

/// The ledger by its format: links, signatures, keys, checkpoints.
pub(super) fn verify(input: &Json) -> Answer {
    let (folder, expect) = (folder(input)?, expect(input)?);
    let go_on = |_| ControlFlow::Continue(());
    let report = if input.get("tip").is_some() {
        bmnn_store::verify_folder(folder.path(), expect, go_on)
    } else {
        bmnn_store::verify_file(&folder.path().join(LEDGER), expect, go_on)
    };
    let report = report.map_err(|_| failure("NoLedger"))?;
    Ok(describe(&report.ok_or_else(|| failure("NoLedger"))?))
}

fn describe(report: &Report) -> Json {
    let findings = report.findings.iter().map(
        |found| json!({"kind": found.kind, "place": found.position, "severity": found.severity}),
    );
    json!({
        "holds": report.holds(), "size": report.size, "root": report.root.to_string(),
        "findings": findings.collect::<Vec<_>>(), "not-proven": report.not_proven,
    })
}

/// The ledger, and its acts replayed under the packs that they adopt; with the
/// sealed values, if the question gives any.
pub(super) fn verify_registry(input: &Json) -> Answer {
    let (folder, expect) = (folder(input)?, expect(input)?);
    if let Some(values) = perhaps(input, "values", list)? {
        keep(folder.path(), values)?;
    }
    if let Some(Json::Object(packs)) = input.get("packs") {
        let packs_folder = folder.path().join("packs");
        std::fs::create_dir(&packs_folder).map_err(|_| failure("Disk"))?;
        for (name, text) in packs {
            put(
                &packs_folder,
                name,
                text.as_str().unwrap_or_default().as_bytes(),
            )?;
        }
    }
    let go_on = |_| ControlFlow::Continue(());
    let verified = verify_folder_unlocked(folder.path(), &vault_key(), expect, go_on);
    let verified = verified.map_err(|_| failure("NoLedger"))?;
    let verified = verified.ok_or_else(|| failure("NoLedger"))?;
    let mut said = describe(&verified.report);
    if let Json::Object(said) = &mut said {
        said.insert("hands".to_owned(), json!(verified.hands));
        said.insert(
            "replayed".to_owned(),
            json!(verified.not_replayed.is_none()),
        );
    }
    Ok(said)
}

/// The key of a vault that only stands while a question is answered.
fn vault_key() -> VaultKey {
    VaultKey::host([0; 32])
}

/// A vault with these values.
fn keep(folder: &Path, values: &[Json]) -> Result<(), Failure> {
    let mut sealed = Vec::new();
    for value in values {
        let act: ActId = parsed(value, "act-id")?;
        let salt = fixed(value, "salt")?;
        let path = text(value, "path")?;
        let plain = bmnn::value::Value::from(text(value, "text")?);
        let made = SealedValue::seal(act, path, Bytes32(salt), plain);
        sealed.push(made.map_err(|_| failure("Vault"))?);
    }
    let mut randomness = SeededRandomness::new([0; 32]);
    let vault = Vault::create(folder.join(VAULT), &vault_key(), &mut randomness);
    let mut vault = vault.map_err(|_| failure("Vault"))?;
    vault
        .put(&sealed, &mut randomness)
        .map_err(|_| failure("Vault"))
}
