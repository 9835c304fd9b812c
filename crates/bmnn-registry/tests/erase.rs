//! Sealed values that an entry erases: gone from every file, told by all who
//! are asked, and never back.

#[cfg(test)]
mod office;

use bmnn::ledger::finding::{Kind, Severity};
use bmnn::ledger::verify::{Expect, NotProven};
use bmnn_registry::verify::{Verification, verify_folder, verify_folder_unlocked};
use bmnn_registry::{PerformError, Registry, SealedField, VaultKey};
use office::{DAY, Office, act_id, append, determination, head, with};
use serde_json::{Value as Json, json};
use std::ops::ControlFlow;
use std::path::Path;

const SUBJECT: &str = "Phương án bảo vệ kỳ họp";

#[cfg(test)]
fn determined(office: &mut Office) {
    let id = json!({"id": act_id("determine").to_string(), "note": "Ghi chú ở lại"});
    office.allowed(with(determination("d1"), id));
}

#[cfg(test)]
fn erase(entry: &str, field: &str) -> Json {
    json!({
        "act": "sealed.erase", "on": DAY, "reason": "order", "decision": head(DAY),
        "targets": [{"entry": act_id(entry).to_string(), "field": field}],
    })
}

#[cfg(test)]
fn verified(folder: &Path) -> [Verification; 2] {
    let go_on = |_| ControlFlow::Continue(());
    let open = verify_folder_unlocked(folder, &VaultKey::known(), Expect::default(), go_on);
    let locked = verify_folder(folder, Expect::default(), go_on);
    [open.unwrap().unwrap(), locked.unwrap().unwrap()]
}

#[cfg(test)]
fn kinds(verification: &Verification) -> Vec<Kind> {
    let findings = verification.report.findings.iter();
    let loud = findings.filter(|finding| finding.severity > Severity::Notice);
    loud.map(|finding| finding.kind).collect()
}

/// The box of a value, as SQLite has it.
#[cfg(test)]
fn boxed(folder: &Path, path: &str) -> Option<Vec<u8>> {
    let vault = rusqlite::Connection::open(folder.join("vault.db")).unwrap();
    let sql = "SELECT box FROM sealed WHERE path = ?1 AND act = ?2";
    let parameters = rusqlite::params![path, act_id("determine").0];
    vault.query_row(sql, parameters, |row| row.get(0)).ok()
}

#[cfg(test)]
fn stands_in(folder: &Path, secret: &[u8]) -> bool {
    let files = std::fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().path());
    files.filter(|path| path.is_file()).any(|path| {
        let bytes = std::fs::read(path).unwrap();
        bytes.windows(secret.len()).any(|window| window == secret)
    })
}

#[test]
fn what_an_entry_erases_is_gone_and_everybody_says_so() {
    let mut office = Office::open();
    determined(&mut office);
    let subject = boxed(office.path(), "subject").unwrap();
    assert!(stands_in(office.path(), &subject[..16]));
    let done = office.allowed(erase("determine", "subject"));

    for part in subject.chunks_exact(16) {
        assert!(!stands_in(office.path(), part));
    }
    let registry = &office.registry;
    let id = act_id("determine");
    let erased = registry.erased(&id).unwrap();
    assert_eq!((erased.len(), erased[0].seq), (1, done.seq));
    let paths: Vec<String> = registry
        .sealed(&id)
        .unwrap()
        .iter()
        .map(|one| one.path().to_owned())
        .collect();
    assert_eq!(paths, ["note"]);
    let told = registry.sealed_field("d1", "subject").unwrap();
    assert_eq!(told, SealedField::Erased { seq: done.seq });
    assert_eq!(registry.sealed_text("d1", "subject").unwrap(), None);
    assert!(registry.search("ky hop").unwrap().is_empty());
    let entered = registry.by_id(&id).unwrap().unwrap();
    let json = registry.json(&entered).unwrap();
    assert_eq!(json["subject"]["erased"], done.seq);
    assert!(json["subject"].get("value").is_none());
    assert_eq!(json["note"]["value"], "Ghi chú ở lại");
    let history = registry.history("d1", None).unwrap();
    assert_eq!(history.last().unwrap().name, "sealed.erase");

    let [open, locked] = verified(office.path());
    for report in [&open, &locked] {
        assert!(report.holds(), "{:?}", report.report.findings);
        assert_eq!(kinds(report), []);
        assert_eq!(report.erased, 1);
    }
    assert!(!open.report.not_proven.contains(&NotProven::Seals));
    assert!(locked.report.not_proven.contains(&NotProven::Seals));

    // A new subject does not bring the old one back, and counts again.
    office.allowed(json!({
        "act": "entry.correct", "on": DAY, "corrected": id.to_string(),
        "changes": {"subject": "Phương án khác"}, "reason": "Đã xóa",
    }));
    let text = office.registry.sealed_text("d1", "subject").unwrap();
    assert_eq!(text.as_deref(), Some("Phương án khác"));
    // Erased once; nothing is left of it to erase.
    assert!(
        office
            .perform(erase("determine", "subject"))
            .unwrap_err()
            .is_refusal()
    );
    let office = office.reopen();
    assert_eq!(office.registry.erased(&id).unwrap().len(), 1);
    // An index made anew says the same.
    let Office {
        dir,
        registry,
        clock,
        ..
    } = office;
    drop(registry);
    std::fs::remove_file(dir.path().join("index.db")).unwrap();
    let registry = office::reopen(dir.path(), &clock).unwrap();
    assert_eq!(registry.erased(&id).unwrap().len(), 1);
}

/// A value that is sealed and erased in one commit never stays.
#[test]
fn sealed_and_erased_in_one_commit() {
    let mut office = Office::open();
    let id = json!({"id": act_id("determine").to_string()});
    let acts = [with(determination("d1"), id), erase("determine", "subject")];
    office.registry.perform_all(acts, &office.clerk).unwrap();
    assert_eq!(boxed(office.path(), "subject"), None);
    assert_eq!(kinds(&verified(office.path())[0]), []);
}

/// A crash between entry and vault, an older vault put back: the value is still
/// there, a verification says so, and the next opening erases it.
#[test]
fn an_erasure_is_done_again_at_each_opening() {
    let mut office = Office::open();
    determined(&mut office);
    let by_hand = with(
        erase("determine", "subject"),
        json!({"id": act_id("erase").to_string(), "by": "clerk", "pack": "vn-2025"}),
    );
    // As a crash leaves it: the entry is written, the vault was not reached.
    append(office.path(), &office, by_hand);
    let subject = boxed(office.path(), "subject").unwrap();
    for report in verified(office.path()) {
        assert!(report.holds(), "{:?}", report.report.findings);
        assert_eq!(kinds(&report), [Kind::SealMismatch]);
    }
    let office = office.reopen();
    assert!(!stands_in(office.path(), &subject[..16]));
    assert_eq!(kinds(&verified(office.path())[0]), []);
    // What was not erased is still there.
    assert!(office.registry.search("ghi chu").unwrap().is_empty());
    assert_eq!(
        office.registry.sealed(&act_id("determine")).unwrap().len(),
        1
    );
}

/// Where the vault does not do it, the registry says so and takes nothing more.
#[test]
fn an_erasure_that_fails_is_said() {
    let mut office = Office::open();
    determined(&mut office);
    let size = office.registry.size();
    let other = rusqlite::Connection::open(office.file("vault.db")).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let error = office.perform(erase("determine", "subject")).unwrap_err();
    assert!(matches!(error, PerformError::Failed(_)), "{error}");
    assert!(!error.to_string().contains(SUBJECT));
    let error = office.perform(determination("d2")).unwrap_err();
    assert!(matches!(error, PerformError::Failed(_)), "{error}");
    other.execute_batch("ROLLBACK").unwrap();
    drop(other);
    let office = office.reopen();
    assert_eq!(office.registry.size(), size + 1);
    assert_eq!(boxed(office.path(), "subject"), None);
}

/// A value that went without an entry is missing, also beside an erased one.
#[test]
fn what_went_without_an_entry_is_missing() {
    let mut office = Office::open();
    determined(&mut office);
    office.allowed(erase("determine", "subject"));
    let vault = rusqlite::Connection::open(office.file("vault.db")).unwrap();
    vault
        .execute("DELETE FROM sealed WHERE path = 'note'", [])
        .unwrap();
    drop(vault);
    for report in verified(office.path()) {
        assert_eq!(kinds(&report), [Kind::SealMissing]);
        assert_eq!(report.erased, 1);
    }
    let reader = Registry::read(office.path()).unwrap();
    assert_eq!(
        reader.sealed_field("d1", "note").unwrap(),
        SealedField::Locked
    );
    let told = office.registry.sealed_field("d1", "note").unwrap();
    assert_eq!(told, SealedField::Missing);
}

/// The registry seals: a commitment whose value nobody may have is not taken.
#[test]
fn a_ready_made_commitment_is_refused() {
    let mut office = Office::open();
    let ready = json!({"subject": {"sealed": "ab".repeat(32)}});
    let before = office.state();
    let error = office
        .perform(with(determination("d1"), ready))
        .unwrap_err();
    assert!(
        matches!(&error, PerformError::ReadyMade { field } if field == "subject"),
        "{error}"
    );
    assert_ne!(error.vi(), error.to_string());
    assert_eq!(office.state(), before);
    // What is on record answers by its id, commitments and all.
    determined(&mut office);
    let entered = office
        .registry
        .by_id(&act_id("determine"))
        .unwrap()
        .unwrap();
    let again = office.registry.perform(entered.act, &office.clerk).unwrap();
    assert!(again.repeated);
}
