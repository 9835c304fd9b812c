//! Whole ledgers, by their format alone and with the acts replayed.

use super::ask::{Answer, Failure, bytes, failure, fixed, list, perhaps, text};
use bmnn::id::Bytes32;
use bmnn::ledger::verify::{Expect, Report};
use bmnn_registry::verify::{verify_folder, verify_folder_unlocked};
use bmnn_registry::{VAULT, VaultKey};
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
/// vault open, if the question gives one.
pub(super) fn verify_registry(input: &Json) -> Answer {
    let (folder, expect) = (folder(input)?, expect(input)?);
    let path = folder.path();
    if let Some(Json::Object(packs)) = input.get("packs") {
        let packs_folder = path.join("packs");
        std::fs::create_dir(&packs_folder).map_err(|_| failure("Disk"))?;
        for (name, text) in packs {
            let text = text.as_str().unwrap_or_default();
            put(&packs_folder, name, text.as_bytes())?;
        }
    }
    let go_on = |_| ControlFlow::Continue(());
    let verified = if let Some(vault) = perhaps(input, "vault", bytes)? {
        put(path, VAULT, &vault)?;
        let key = VaultKey::host(fixed(input, "vault-key")?);
        let verified = verify_folder_unlocked(path, &key, expect, go_on);
        verified.map_err(|_| failure("NoLedger"))?
    } else {
        verify_folder(path, expect, go_on).map_err(|_| failure("NoLedger"))?
    };
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
