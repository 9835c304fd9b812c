//! A disk that fails while a registry works: at every call in turn, in every
//! way that fits the call.
//!
//! Which test tries which fault, from the file up to the office:
//!
//! | fault | one ledger (`bmnn-store`) | a whole registry (here) |
//! | --- | --- | --- |
//! | `ENOSPC`, `EIO`, short writes, at every call | `faults` | `disk` |
//! | vault or index refuses a write | – | `disk` |
//! | a torn tail, at every byte | `torn` | `folder`, `power` |
//! | a power cut: any prefix, any unsynced sectors | `torn` | `power` |
//! | `kill -9` | `processes` | `processes` |
//! | eight processes at once | `processes` (four) | `processes` |
//! | the making of a ledger, cut short | `faults` | `processes` (killed) |
//! | a clock ten years off | – | `clock` |
//! | `index.db` lost, damaged, behind, ahead | – | `index` |
//! | a vault left half cleaned, values without entry | – | `vault`, `erase`, `folder` |
//! | bits flipped, bytes cut, histories forged | `exhaustive`, `adversary` | `verify` |
//!
//! SQLite opens its files itself, so no call of it can be made to fail here;
//! triggers stand in for what it would say.

#[cfg(test)]
mod office;

use bmnn::act::sealing;
use bmnn::ledger::verify::Expect;
use bmnn::ledger::{Kind, Severity, sha256};
use bmnn_registry::host::SetClock;
use bmnn_registry::verify::verify_folder_unlocked;
use bmnn_registry::{PerformError, Registry, VaultKey};
use office::disks::{Call, Failing, Fault, open_on, put, twin};
use office::replay::{assert_same, replayed};
use office::{DAY, Office, act_id, determination, head, issue, with};
use serde_json::{Value as Json, json};
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;
use tempfile::TempDir;

/// Acts of one commit, and a folder in which they may be put on record.
#[cfg(test)]
struct Cycle {
    folder: TempDir,
    clock: SetClock,
    acts: Vec<Json>,
    /// How many entries there are when all went well.
    size: u64,
}

#[cfg(test)]
impl Cycle {
    fn of(acts: impl IntoIterator<Item = Json>) -> Self {
        let mut office = Office::open();
        office.allowed(identified("d1", determination("d1")));
        let size = office.registry.size();
        let Office { dir, clock, .. } = office;
        let name = |(number, act)| identified(&format!("act-{number}"), act);
        let acts: Vec<Json> = acts.into_iter().enumerate().map(name).collect();
        Self {
            folder: dir,
            clock,
            size: size + acts.len() as u64,
            acts,
        }
    }

    /// With bytes behind the last commit, as a crash leaves them.
    fn torn(self) -> Self {
        let path = self.folder.path().join("ledger.bmnn");
        let mut bytes = std::fs::read(&path).unwrap();
        bytes.extend([0x2A; 700]);
        std::fs::write(path, bytes).unwrap();
        self
    }
}

#[cfg(test)]
fn identified(name: &str, act: Json) -> Json {
    with(act, json!({"id": act_id(name).to_string()}))
}

/// Nothing of it is sealed.
#[cfg(test)]
fn book(year: u16) -> Json {
    json!({
        "act": "book.open", "on": DAY, "book": format!("out-{year}"), "kind": "outgoing", "year": year,
        "volume": 1, "party": "self",
    })
}

/// The subject of `d1` is erased.
#[cfg(test)]
fn erasure() -> Json {
    json!({
        "act": "sealed.erase", "on": DAY, "reason": "order", "decision": head(DAY),
        "targets": [{"entry": act_id("d1").to_string(), "field": "subject"}],
    })
}

#[cfg(test)]
fn ledger(folder: &Path) -> Vec<u8> {
    std::fs::read(folder.join("ledger.bmnn")).unwrap()
}

/// The digests of the tails that were set aside.
#[cfg(test)]
fn side_files(folder: &Path) -> Vec<String> {
    let files = std::fs::read_dir(folder).unwrap().map(Result::unwrap);
    let torn = files.filter(|file| {
        let name = file.file_name();
        let name = name.to_str().unwrap();
        name.starts_with("ledger.bmnn.torn-") && !name.ends_with("-new")
    });
    let digest = |file: std::fs::DirEntry| {
        let bytes = std::fs::read(file.path()).unwrap();
        sha256(&[&bytes]).to_string()
    };
    let mut digests: Vec<String> = torn.map(digest).collect();
    digests.sort_unstable();
    digests
}

/// Opens and performs on a disk of which one call fails (and those behind it,
/// if it stays bad), and then on a good one. Gives the number of calls that
/// could fail so.
#[cfg(test)]
fn survives(cycle: &Cycle, fault: Fault, at: usize, stays: bool) -> usize {
    let told = format!("{fault:?} at call {at}, stays: {stays}");
    let dir = twin(cycle.folder.path());
    let folder = dir.path();
    let disk = Failing::new(fault, at, stays);
    let mut acknowledged = None;
    match open_on(folder, Arc::new(disk.clone()), &cycle.clock, 5) {
        Err(error) => assert_ne!(error.to_string(), error.vi()),
        Ok(mut registry) => {
            let before = ledger(folder);
            match put(&mut registry, &cycle.acts) {
                Ok(done) => acknowledged = Some((done, ledger(folder))),
                Err(error) => {
                    assert_ne!(error.to_string(), error.vi(), "{told}");
                    let left = ledger(folder);
                    let again = put(&mut registry, &cycle.acts);
                    let writes = |(call, file): &(Call, String)| {
                        *call != Call::Read && file == "ledger.bmnn" && fault != Fault::Short
                    };
                    if !stays && disk.failed().iter().any(writes) {
                        let failed = matches!(again, Err(PerformError::Failed(_)));
                        assert!(failed, "{told}: {again:?}");
                    }
                    if let Ok(done) = again {
                        // It went on, so nothing may have been there of the first try.
                        assert_eq!(left, before, "{told}");
                        acknowledged = Some((done, ledger(folder)));
                    } else {
                        // Nothing is written behind what is not known.
                        assert_eq!(left.len(), ledger(folder).len(), "{told}");
                    }
                }
            }
        }
    }
    let mut registry = office::reopen(folder, &cycle.clock).unwrap();
    if let Some((done, bytes)) = &acknowledged {
        assert!(ledger(folder).starts_with(bytes), "{told}");
        for done in done {
            let there = registry.by_id(&done.id).unwrap().unwrap();
            assert_eq!((there.seq, there.leaf), (done.seq, done.leaf), "{told}");
        }
    }
    let there = |registry: &Registry| {
        let named = (0..cycle.acts.len()).map(|number| act_id(&format!("act-{number}")));
        named
            .filter(|id| registry.by_id(id).unwrap().is_some())
            .count()
    };
    let found = there(&registry);
    assert!(found == 0 || found == cycle.acts.len(), "{told}: {found}");
    assert!(acknowledged.is_none() || found > 0, "{told}");
    stands(&registry, &told);
    // The same acts again: found, or put on record now.
    for done in put(&mut registry, &cycle.acts).unwrap() {
        assert_eq!(done.repeated, found > 0, "{told}");
    }
    // One commit more tells of every tail that was set aside.
    put(&mut registry, &[book(2024)]).unwrap();
    let set_aside = side_files(folder);
    let mut recovered = Vec::new();
    for entered in registry.since(0) {
        let json = registry.json(&entered.unwrap()).unwrap();
        if json["act"] == "ledger.recover" {
            recovered.push(json["set-aside"]["digest"].as_str().unwrap().to_owned());
        }
    }
    recovered.sort_unstable();
    assert_eq!(recovered, set_aside, "{told}");
    let recovered = recovered.len() as u64;
    assert_eq!(registry.size(), cycle.size + recovered + 1, "{told}");
    stands(&registry, &told);
    disk.calls()
}

/// Ledger, vault and index agree, and every torn tail set aside is told of.
#[cfg(test)]
fn stands(registry: &Registry, told: &str) {
    let folder = registry.folder();
    assert_same(registry.state(), &replayed(registry));
    let mut named = Vec::new();
    for entered in registry.since(0) {
        let entered = entered.unwrap();
        let erased = registry.erased(&entered.id.unwrap()).unwrap();
        let commitments = sealing::commitments(&entered.act).into_iter();
        let gone = |path: &str| erased.iter().any(|erasure| erasure.field == path);
        named.extend(commitments.filter(|(path, _)| !gone(path)));
    }
    let vault = office::vault(folder);
    assert_eq!(vault.count().unwrap(), named.len() as u64, "{told}");
    for (path, commitment) in named {
        let kept = vault.get(&commitment).unwrap();
        assert!(kept.is_some(), "{told}: {path}");
    }
    drop(vault);
    let verified = verify_folder_unlocked(folder, &VaultKey::known(), Expect::default(), |_| {
        ControlFlow::Continue(())
    });
    let verified = verified.unwrap().unwrap();
    let found: Vec<Kind> = verified
        .report
        .findings
        .iter()
        .filter(|found| found.severity != Severity::Notice)
        .map(|found| found.kind)
        .collect();
    assert!(verified.holds() && found.is_empty(), "{told}: {found:?}");
}

/// Every call that can fail so, once, and from there on for good.
#[cfg(test)]
fn every_call_may_fail(cycle: &Cycle, faults: &[Fault]) {
    for fault in faults {
        let calls = survives(cycle, *fault, usize::MAX, false);
        assert!(calls > 0, "{fault:?}");
        for at in 0..calls {
            survives(cycle, *fault, at, false);
            survives(cycle, *fault, at, true);
        }
    }
}

/// What can go wrong while something is written.
#[cfg(test)]
const WRITING: [Fault; 4] = [Fault::Full, Fault::Short, Fault::Torn, Fault::Unsynced];

#[test]
fn an_act_without_a_sealed_field() {
    every_call_may_fail(&Cycle::of([book(2025)]), &WRITING);
}

#[test]
fn an_act_with_sealed_fields() {
    every_call_may_fail(&Cycle::of([determination("d2")]), &WRITING);
}

#[test]
fn an_act_in_several_copies() {
    every_call_may_fail(&Cycle::of([issue("d1", "1/BC")]), &WRITING);
}

#[test]
fn several_acts_in_one_commit() {
    let acts = [determination("d2"), issue("d2", "2/BC")];
    every_call_may_fail(&Cycle::of(acts), &WRITING);
}

#[test]
fn an_erasure() {
    every_call_may_fail(&Cycle::of([erasure()]), &WRITING);
}

#[test]
fn an_act_behind_a_torn_tail() {
    let cycle = Cycle::of([determination("d2")]).torn();
    every_call_may_fail(&cycle, &WRITING);
}

#[test]
fn what_cannot_be_read() {
    let cycle = Cycle::of([determination("d2")]).torn();
    let calls = survives(&cycle, Fault::Unreadable, usize::MAX, false);
    for at in 0..calls {
        survives(&cycle, Fault::Unreadable, at, false);
    }
    survives(&cycle, Fault::Unreadable, 0, true);
}

// ---- SQLite says no

/// From here on nothing goes into `table`.
#[cfg(test)]
fn refuse(folder: &Path, file: &str, table: &str) {
    let other = rusqlite::Connection::open(folder.join(file)).unwrap();
    let refusal =
        format!("CREATE TRIGGER no BEFORE INSERT ON {table} BEGIN SELECT RAISE(ABORT, 'no'); END");
    other.execute_batch(&refusal).unwrap();
}

#[cfg(test)]
fn relent(folder: &Path, file: &str) {
    let other = rusqlite::Connection::open(folder.join(file)).unwrap();
    other.execute_batch("DROP TRIGGER no").unwrap();
}

/// What the vault does not take, no entry names.
#[test]
fn a_vault_that_takes_nothing() {
    let cycle = Cycle::of([determination("d2"), issue("d2", "2/BC")]);
    let folder = cycle.folder.path();
    let mut registry = office::reopen(folder, &cycle.clock).unwrap();
    let (before, size) = (ledger(folder), registry.size());
    refuse(folder, "vault.db", "sealed");
    let error = put(&mut registry, &cycle.acts).unwrap_err();
    assert!(matches!(error, PerformError::Vault(_)), "{error}");
    assert_eq!(ledger(folder), before);
    // Nothing is in doubt: what has nothing sealed goes on at once.
    put(&mut registry, &[book(2025)]).unwrap();
    stands(&registry, "the vault refuses");
    relent(folder, "vault.db");
    put(&mut registry, &cycle.acts).unwrap();
    assert_eq!(registry.size(), size + 3);
    stands(&registry, "the vault relents");
}

/// A state that the index does not take is never committed to the ledger.
#[test]
fn an_index_that_takes_no_record() {
    let cycle = Cycle::of([determination("d2")]);
    let folder = cycle.folder.path();
    let mut registry = office::reopen(folder, &cycle.clock).unwrap();
    let before = ledger(folder);
    refuse(folder, "index.db", "document");
    let error = put(&mut registry, &cycle.acts).unwrap_err();
    assert!(matches!(error, PerformError::Index(_)), "{error}");
    assert_eq!(ledger(folder), before);
    relent(folder, "index.db");
    put(&mut registry, &cycle.acts).unwrap();
    stands(&registry, "the index relents");
}

/// What the ledger has is on record whatever the index says; the writer that
/// could not note it goes no further, and the next one takes it in.
#[test]
fn an_index_that_takes_no_entry() {
    let cycle = Cycle::of([determination("d2")]);
    let folder = cycle.folder.path();
    let mut registry = office::reopen(folder, &cycle.clock).unwrap();
    refuse(folder, "index.db", "entry");
    let done = put(&mut registry, &cycle.acts).unwrap();
    let after = ledger(folder);
    let again = put(&mut registry, &[book(2025)]);
    assert!(matches!(again, Err(PerformError::Failed(_))), "{again:?}");
    assert_eq!(ledger(folder), after);
    drop(registry);
    let mut registry = office::reopen(folder, &cycle.clock).unwrap();
    assert_eq!(registry.size(), cycle.size);
    let there = registry.by_id(&done[0].id).unwrap().unwrap();
    assert_eq!((there.seq, there.leaf), (done[0].seq, done[0].leaf));
    put(&mut registry, &[book(2025)]).unwrap();
    stands(&registry, "the index was made anew");
}

/// The entry of an erasure stands though the vault could not follow, and the
/// next opening removes the value before anything else is done.
#[test]
fn a_vault_that_does_not_erase() {
    let cycle = Cycle::of([erasure()]);
    let folder = cycle.folder.path();
    let mut registry = office::reopen(folder, &cycle.clock).unwrap();
    let other = rusqlite::Connection::open(folder.join("vault.db")).unwrap();
    let refusal = "CREATE TRIGGER no BEFORE DELETE ON sealed BEGIN SELECT RAISE(ABORT, 'no'); END";
    other.execute_batch(refusal).unwrap();
    for _ in 0..2 {
        let failed = put(&mut registry, &cycle.acts);
        assert!(matches!(failed, Err(PerformError::Failed(_))), "{failed:?}");
    }
    drop(registry);
    // It is not built on while the value is there.
    assert!(office::reopen(folder, &cycle.clock).is_err());
    relent(folder, "vault.db");
    let mut registry = office::reopen(folder, &cycle.clock).unwrap();
    assert_eq!(registry.size(), cycle.size);
    stands(&registry, "erased at the opening");
    assert!(put(&mut registry, &cycle.acts).unwrap()[0].repeated);
}
