//! A folder that is not as it should be, or is being torn out of one's hands.

#[cfg(test)]
mod office;

use bmnn::ledger::verify::Expect;
use bmnn::ledger::{PlainSigner, Signer};
use bmnn_registry::host::{SetClock, SystemRandomness};
use bmnn_registry::verify::verify_folder;
use bmnn_registry::{Host, OpenError, PerformError, Registry};
use bmnn_store::{Disk, FileStore, LocalDisk, Medium, Opening, StoreError};
use office::{DAY, Office, act_id, day, determination, id, issue, ledger_key, opening, root, with};
use serde_json::json;
use std::fs;
use std::io::Write;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::{Arc, Mutex};

#[cfg(test)]
fn closed() -> (tempfile::TempDir, SetClock) {
    let mut office = Office::open();
    office.allowed(determination("d1"));
    let Office {
        dir,
        registry,
        clock,
        ..
    } = office;
    drop(registry);
    (dir, clock)
}

/// Each thing that can be wrong with a folder is said in one clear sentence,
/// in both languages, and nothing is changed by saying it.
#[test]
fn a_folder_that_cannot_be_opened_says_why() {
    type Harm = fn(&Path);
    let table: [(&str, Harm, &str, &str); 7] = [
        (
            "empty",
            |folder| {
                for entry in fs::read_dir(folder).unwrap() {
                    let path = entry.unwrap().path();
                    let _ = fs::remove_file(&path);
                    let _ = fs::remove_dir_all(&path);
                }
            },
            "there is no ledger in",
            "không có sổ cái trong",
        ),
        (
            "foreign",
            |folder| fs::write(folder.join("ledger.bmnn"), "%PDF-1.7 and so on").unwrap(),
            "is not a bmnn ledger",
            "không phải là sổ cái của bmnn",
        ),
        (
            "of a future version",
            |folder| {
                let path = folder.join("ledger.bmnn");
                let mut bytes = fs::read(&path).unwrap();
                bytes[7] = b'2';
                fs::write(path, bytes).unwrap();
            },
            "is of ledger format version 2, and this program reads version 1",
            "theo định dạng phiên bản 2",
        ),
        (
            "cut",
            |folder| {
                let path = folder.join("ledger.bmnn");
                let bytes = fs::read(&path).unwrap();
                fs::write(path, &bytes[..bytes.len() - 700]).unwrap();
            },
            "the ledger can only be read",
            "chỉ đọc được sổ cái",
        ),
        (
            "without a vault",
            |folder| fs::remove_file(folder.join("vault.db")).unwrap(),
            "there is no vault at",
            "không có kho niêm phong",
        ),
        (
            "with a foreign vault",
            |folder| {
                for end in ["-wal", "-shm"] {
                    let _ = fs::remove_file(folder.join(format!("vault.db{end}")));
                }
                fs::write(folder.join("vault.db"), "hello").unwrap();
            },
            "is not a vault of bmnn",
            "không phải là kho niêm phong",
        ),
        (
            "with an adopted pack of another text",
            |folder| {
                // The text that this program has still fits: no error at all.
                for entry in fs::read_dir(folder.join("packs")).unwrap() {
                    fs::write(entry.unwrap().path(), "id = 'other'").unwrap();
                }
            },
            "",
            "",
        ),
    ];
    for (what, harm, english, vietnamese) in table {
        let (dir, clock) = closed();
        harm(dir.path());
        match office::reopen(dir.path(), &clock) {
            Ok(_) => assert_eq!(english, "", "{what}"),
            Err(error) => {
                assert!(error.to_string().contains(english), "{what}: {error}");
                assert!(error.vi().contains(vietnamese), "{what}: {}", error.vi());
                assert_ne!(english, "", "{what}: {error}");
            }
        }
    }
}

#[test]
fn a_registry_replaces_nothing() {
    let (dir, clock) = closed();
    let again = |folder: &Path| {
        let host = Host::fixed(clock.clone(), [1; 32]);
        Registry::create(folder, &opening(), &[&root(1)], ledger_key(), host)
    };
    let before = fs::read(dir.path().join("ledger.bmnn")).unwrap();
    let error = again(dir.path()).unwrap_err();
    assert!(matches!(error, OpenError::Exists(_)), "{error}");
    // Only the ledger is left: it is not replaced either.
    for name in ["index.db", "vault.db"] {
        fs::remove_file(dir.path().join(name)).unwrap();
    }
    let error = again(dir.path()).unwrap_err();
    assert!(
        matches!(error, OpenError::Store(StoreError::Exists(_))),
        "{error}"
    );
    assert_eq!(fs::read(dir.path().join("ledger.bmnn")).unwrap(), before);
}

#[test]
fn an_opening_that_does_not_hold_leaves_nothing_behind() {
    let dir = tempfile::tempdir().unwrap();
    let clock = SetClock::at(day(DAY), "08:00".parse().unwrap());
    let create = |threshold: u32, roots: &[&dyn Signer]| {
        let host = Host::fixed(clock.clone(), [1; 32]);
        let opening = bmnn_registry::Opening {
            threshold,
            ..opening()
        };
        Registry::create(dir.path(), &opening, roots, ledger_key(), host)
    };
    let (first, second, third) = (root(1), root(2), root(3));
    // A threshold that nobody meets, that is too high, and no root at all.
    assert!(create(2, &[&first]).is_err());
    assert!(create(9, &[&first]).is_err());
    assert!(create(1, &[]).is_err());
    // Root 2 stands among the further ones already.
    assert!(create(1, &[&first, &second]).is_err());
    let left: Vec<_> = fs::read_dir(dir.path()).unwrap().collect();
    assert!(left.len() <= 1, "{left:?}"); // the lock
    let registry = create(2, &[&first, &third]).unwrap();
    assert_eq!(registry.size(), 2);
    assert_eq!(registry.entry(0).unwrap().unwrap().cosigners.len(), 1);
}

#[test]
fn a_threshold_of_roots_enrols_keys() {
    let dir = tempfile::tempdir().unwrap();
    let clock = SetClock::at(day(DAY), "08:00".parse().unwrap());
    let opening = bmnn_registry::Opening {
        threshold: 2,
        further_roots: Vec::new(),
        ..opening()
    };
    let (first, second) = (root(1), root(2));
    let host = Host::fixed(clock, [1; 32]);
    let roots: [&dyn Signer; 2] = [&first, &second];
    let mut registry = Registry::create(dir.path(), &opening, &roots, ledger_key(), host).unwrap();
    let key = PlainSigner::from_seed(&[9; 32]).public_key().to_string();
    let enrol = json!({"act": "key.enrol", "on": DAY, "key": key, "role": "actor", "person": "p2"});
    let alone = registry.perform(enrol.clone(), &first).unwrap_err();
    assert!(matches!(alone, PerformError::Ledger(_)), "{alone}");
    assert!(registry.perform(enrol.clone(), &office::clerk()).is_err());
    registry
        .perform_cosigned(enrol, &first, &[&second])
        .unwrap();
    let stranger = PlainSigner::from_seed(&[8; 32]);
    let error = registry
        .perform(determination("d1"), &stranger)
        .unwrap_err();
    assert!(matches!(error, PerformError::NotEnrolled(_)), "{error}");
}

#[test]
fn another_ledger_key_is_refused() {
    let (dir, clock) = closed();
    let other = Box::new(PlainSigner::from_seed(&[0x77; 32]));
    let host = Host::fixed(clock, [1; 32]);
    let error = Registry::open(dir.path(), other, host).unwrap_err();
    assert!(matches!(error, OpenError::LedgerKey { .. }), "{error}");
}

#[test]
fn a_locked_folder_is_not_written() {
    let mut office = Office::open();
    let mut other = FileStore::open(office.path()).unwrap();
    other.lock().unwrap();
    let error = office.perform(determination("d1")).unwrap_err();
    assert!(
        matches!(error, PerformError::Store(StoreError::Locked)),
        "{error}"
    );
    assert_eq!(error.to_string(), "the ledger is locked by another writer");
    assert_eq!(error.vi(), "chương trình khác đang ghi sổ cái");
    assert!(office::reopen(office.path(), &office.clock).is_err());
    // Reading needs no lock.
    Registry::read(office.path()).unwrap();
    other.unlock();
    office.allowed(determination("d1"));
}

/// A disk that takes no writing can be read and verified.
#[cfg(unix)]
#[test]
fn a_read_only_folder_is_read() {
    use std::os::unix::fs::PermissionsExt;
    let (dir, clock) = closed();
    let mode = |path: &Path, mode| {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    };
    let names: Vec<_> = fs::read_dir(dir.path())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_file())
        .collect();
    names.iter().for_each(|path| mode(path, 0o444));
    mode(dir.path(), 0o555);
    // Whoever may do everything is stopped by no mode.
    let stopped = fs::write(dir.path().join("trial"), "").is_err();
    if stopped {
        let error = office::reopen(dir.path(), &clock).unwrap_err();
        assert!(error.to_string().starts_with("cannot"), "{error}");
        assert!(error.vi().starts_with("không"), "{}", error.vi());
    }
    let reader = Registry::read(dir.path()).unwrap();
    assert!(reader.document(&id("d1")).unwrap().is_some());
    if stopped {
        assert!(reader.sealed_text("d1", "subject").unwrap().is_some());
    }
    let report = verify_folder(dir.path(), Expect::default(), |_| ControlFlow::Continue(()));
    assert!(report.unwrap().unwrap().holds());
    mode(dir.path(), 0o755);
}

/// What a crash left behind the last commit is set aside, and the next commit
/// begins by saying so.
#[test]
fn a_torn_tail_is_told_of() {
    let (dir, clock) = closed();
    let path = dir.path().join("ledger.bmnn");
    let mut file = fs::OpenOptions::new().append(true).open(&path).unwrap();
    file.write_all(&[0x2A; 100]).unwrap();
    drop(file);
    let mut registry = office::reopen(dir.path(), &clock).unwrap();
    let size = registry.size();
    let clerk = office::clerk();
    let done = registry
        .perform_all([determination("d2"), issue("d2", "2/BC")], &clerk)
        .unwrap();
    assert_eq!(done.len(), 2);
    assert_eq!(done[0].seq, size + 1);
    let recover = registry.entry(size).unwrap().unwrap();
    assert_eq!(recover.name, "ledger.recover");
    let report = verify_folder(dir.path(), Expect::default(), |_| ControlFlow::Continue(()));
    let report = report.unwrap().unwrap();
    assert!(report.holds(), "{:?}", report.report.findings);
}

/// A value whose entry a crash took is dropped at the next opening.
#[test]
fn the_vault_keeps_only_what_entries_name() {
    let (dir, clock) = closed();
    let count = || {
        let vault = office::vault(dir.path());
        vault.count().unwrap()
    };
    let before = count();
    {
        let mut vault = office::vault(dir.path());
        let lost = bmnn_registry::vault::SealedValue::seal(
            act_id("never"),
            "subject",
            bmnn::id::Bytes32([3; 32]),
            "Không ai biết".into(),
        );
        vault.put(&[lost.unwrap()], &mut SystemRandomness).unwrap();
    }
    assert_eq!(count(), before + 1);
    drop(office::reopen(dir.path(), &clock).unwrap());
    assert_eq!(count(), before);
}

/// A value whose entry cannot be looked up may yet be named: it stays.
#[test]
fn the_vault_drops_nothing_for_an_index_that_misleads() {
    let (dir, clock) = closed();
    let open = || office::vault(dir.path());
    let before = open().count().unwrap();
    open().unsettle().unwrap();
    let index = rusqlite::Connection::open(dir.path().join("index.db")).unwrap();
    let misled = index
        .execute("UPDATE entry SET place = 9 WHERE act = 'person.enrol'", [])
        .unwrap();
    assert!(misled > 0);
    drop(index);
    drop(office::reopen(dir.path(), &clock).unwrap());
    assert_eq!(open().count().unwrap(), before);
}

/// Two processes on one folder take turns; each act is decided on the state
/// after the other's.
#[test]
fn two_writers_take_turns() {
    let (dir, clock) = closed();
    let crowd: Vec<_> = [1, 2_u8]
        .into_iter()
        .map(|number| {
            let (path, clock) = (dir.path().to_owned(), clock.clone());
            std::thread::spawn(move || {
                let host = Host::fixed(clock, [number; 32]);
                let mut registry = Registry::open(path, ledger_key(), host).unwrap();
                let clerk = office::clerk();
                let mut perform = |act: serde_json::Value| loop {
                    match registry.perform(act.clone(), &clerk) {
                        // The other is at it for longer than one waits.
                        Err(PerformError::Store(StoreError::Locked)) => {}
                        done => return done.unwrap(),
                    }
                };
                for act in 0..10 {
                    let document = format!("d-{number}-{act}");
                    perform(determination(&document));
                    perform(issue(&document, &format!("{number}{act}/BC")));
                }
            })
        })
        .collect();
    crowd.into_iter().for_each(|one| one.join().unwrap());
    let registry = Registry::read(dir.path()).unwrap();
    let rows = registry.rows(&id("out-2026")).unwrap();
    let numbers: Vec<u32> = rows.iter().map(|row| row.number).collect();
    assert_eq!(numbers, (1..=20).collect::<Vec<u32>>());
    let report = verify_folder(dir.path(), Expect::default(), |_| ControlFlow::Continue(()));
    assert!(report.unwrap().unwrap().holds());
}

// ---- disks that fail

/// A disk whose next write or sync fails when it is told to.
#[derive(Clone, Default)]
#[cfg(test)]
struct Failing(Arc<Mutex<Option<Fault>>>);

#[cfg(test)]
#[derive(Clone, Copy)]
enum Fault {
    /// No space: so many bytes are taken, and no more.
    Full(usize),
    /// The disk does not answer.
    Sync,
}

#[cfg(test)]
struct FailingFile(Box<dyn Medium>, Failing);

#[cfg(test)]
impl Disk for Failing {
    fn open(&self, path: &Path, opening: Opening) -> std::io::Result<Box<dyn Medium>> {
        let file = LocalDisk.open(path, opening)?;
        // `tip` may fail as it likes: it is a hint.
        Ok(match path.ends_with("ledger.bmnn") {
            true => Box::new(FailingFile(file, self.clone())),
            false => file,
        })
    }

    fn sync_folder(&self, folder: &Path) -> std::io::Result<()> {
        LocalDisk.sync_folder(folder)
    }
}

#[cfg(test)]
impl Medium for FailingFile {
    fn len(&self) -> std::io::Result<u64> {
        self.0.len()
    }

    fn read_at(&self, buffer: &mut [u8], offset: u64) -> std::io::Result<usize> {
        self.0.read_at(buffer, offset)
    }

    fn write_at(&mut self, bytes: &[u8], offset: u64) -> std::io::Result<usize> {
        let fault = *self.1.0.lock().unwrap();
        match fault {
            Some(Fault::Full(0)) => Err(std::io::ErrorKind::StorageFull.into()),
            Some(Fault::Full(taken)) => self.0.write_at(&bytes[..taken.min(bytes.len())], offset),
            _ => self.0.write_at(bytes, offset),
        }
    }

    fn sync(&mut self) -> std::io::Result<()> {
        let fault = *self.1.0.lock().unwrap();
        match fault {
            Some(Fault::Sync) => Err(std::io::Error::other("no answer")),
            _ => self.0.sync(),
        }
    }

    fn truncate(&mut self, length: u64) -> std::io::Result<()> {
        self.0.truncate(length)
    }
}

/// A short write is taken away and the registry goes on; after any other
/// failure what the disk holds is not known, and it is to be opened anew.
#[test]
fn a_failing_disk_is_said_and_nothing_half_done_stays() {
    for (fault, goes_on, english) in [
        (
            Fault::Full(300),
            true,
            "could be written, and were taken away again",
        ),
        (Fault::Full(0), false, "the disk is full: cannot write"),
        (Fault::Sync, false, "cannot sync"),
    ] {
        let (dir, clock) = closed();
        let disk = Failing::default();
        let open = || {
            let host = Host::fixed(clock.clone(), [5; 32]);
            let disk = Arc::new(disk.clone());
            Registry::open_on(dir.path(), disk, ledger_key(), host, &mut |_, _| {})
        };
        let mut registry = open().unwrap();
        let clerk = office::clerk();
        let act = with(determination("d2"), json!({"id": act_id("d2").to_string()}));
        let before = registry.size();
        *disk.0.lock().unwrap() = Some(fault);
        let error = registry.perform(act.clone(), &clerk).unwrap_err();
        assert!(error.to_string().contains(english), "{error}");
        assert_ne!(error.to_string(), error.vi());
        assert_eq!(registry.size(), before);
        *disk.0.lock().unwrap() = None;

        let again = registry.perform(act.clone(), &clerk);
        assert_eq!(again.is_ok(), goes_on, "{again:?}");
        if !goes_on {
            assert!(matches!(again, Err(PerformError::Failed(_))), "{again:?}");
            drop(registry);
            // A sync that failed may have written: the id tells.
            registry = open().unwrap();
            registry.perform(act, &clerk).unwrap();
        }
        assert!(registry.by_id(&act_id("d2")).unwrap().is_some());
        assert!(registry.document(&id("d2")).unwrap().is_some());
        drop(registry);
        let report = verify_folder(dir.path(), Expect::default(), |_| ControlFlow::Continue(()));
        assert!(report.unwrap().unwrap().holds());
    }
}
