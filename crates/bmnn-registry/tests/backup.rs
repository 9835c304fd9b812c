//! Backups that are whole while somebody writes, and what a restore says.

#[cfg(test)]
mod office;

use bmnn::ledger::verify::Expect;
use bmnn_registry::backup::{BackupError, Keys, backup, restore};
use bmnn_registry::verify::{Verification, verify_folder};
use bmnn_registry::{Host, Registry};
use office::{DAY, Office, act_id, clerk, determination, id, issue, ledger_key, with};
use serde_json::json;
use std::fs;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

#[cfg(test)]
fn verified(folder: &Path) -> Verification {
    let verified = verify_folder(folder, Expect::default(), |_| ControlFlow::Continue(()));
    verified.unwrap().unwrap()
}

#[cfg(test)]
fn holds(folder: &Path) {
    let verified = verified(folder);
    assert!(verified.holds(), "{:?}", verified.report.findings);
}

#[cfg(test)]
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[cfg(test)]
fn busy() -> Office {
    let mut office = Office::open();
    office.allowed(with(
        determination("d1"),
        json!({"id": act_id("d1").to_string()}),
    ));
    office.allowed(issue("d1", "1/BC"));
    fs::create_dir(office.file("keys")).unwrap();
    fs::write(office.file("keys/root-1.pem"), "a key").unwrap();
    fs::write(office.file("keys/notes.txt"), "no key").unwrap();
    office
}

#[test]
fn a_backup_takes_the_place_of_what_was_lost() {
    let mut office = busy();
    let place = tempfile::tempdir().unwrap();
    let (kept, back) = (place.path().join("backup"), place.path().join("back"));
    let copied = backup(office.path(), &kept, Keys::Leave).unwrap();
    assert_eq!(
        (copied.size, copied.root),
        (office.registry.size(), office.registry.root())
    );
    assert_eq!(names(&kept), ["ledger.bmnn", "packs", "tip", "vault.db"]);
    holds(&kept);
    // What is done after the backup is lost, and a checkpoint kept elsewhere tells of it.
    let before = office.registry.checkpoint().to_owned();
    office.allowed(determination("d2"));
    let after = office.registry.checkpoint().to_owned();

    let copied = restore(&kept, &back, &[before.clone(), after.clone()]).unwrap();
    let lost = copied.lost.unwrap();
    assert_eq!(
        (lost.size, lost.root, lost.signed),
        (office.registry.size(), office.registry.root(), true)
    );
    let host = Host::fixed(office.clock.clone(), [3; 32]);
    let mut registry = Registry::open(&back, ledger_key(), host).unwrap();
    assert_eq!(registry.size(), copied.size);
    assert_eq!(
        registry.document(&id("d1")).unwrap().unwrap().copies.len(),
        4
    );
    // The sealed values are there again.
    let entry = registry.by_id(&act_id("d1")).unwrap().unwrap();
    assert!(registry.entry(entry.seq).unwrap().is_some());
    holds(&back);
    // A refused act does not tell of it, and does not forget to.
    registry.perform(issue("d1", "2/BC"), &clerk()).unwrap_err();
    let done = registry.perform(determination("d3"), &clerk()).unwrap();
    assert_eq!(done.seq, copied.size + 1);
    let recover = registry.entry(copied.size).unwrap().unwrap();
    assert_eq!(
        (recover.name.as_str(), recover.text("why")),
        ("ledger.recover", Some("restored"))
    );
    // Once.
    let done = registry.perform(determination("d4"), &clerk()).unwrap();
    assert_eq!(done.seq, copied.size + 2);
    drop(registry);
    let host = Host::fixed(office.clock.clone(), [4; 32]);
    let mut registry = Registry::open(&back, ledger_key(), host).unwrap();
    let done = registry.perform(determination("d5"), &clerk()).unwrap();
    assert_eq!(done.seq, copied.size + 3);
    holds(&back);
    // Two histories of one ledger now: what was kept elsewhere proves it.
    let expect = Expect {
        checkpoints: vec![after],
        ..Expect::default()
    };
    let verified = verify_folder(&back, expect, |_| ControlFlow::Continue(()));
    assert!(!verified.unwrap().unwrap().holds());
}

#[test]
fn nothing_is_overwritten_and_nothing_half_made_is_left() {
    let office = busy();
    let place = tempfile::tempdir().unwrap();
    let kept = place.path().join("backup");
    let copied = backup(office.path(), &kept, Keys::Copy).unwrap();
    assert_eq!(copied.keys, 1);
    assert_eq!(names(&kept.join("keys")), ["root-1.pem"]);
    let within = office.file("backup");
    assert!(matches!(
        backup(office.path(), &within, Keys::Leave),
        Err(BackupError::Within(_))
    ));
    for (what, place) in [
        ("a backup", &kept),
        ("a registry", &office.path().to_path_buf()),
    ] {
        let before = names(place);
        let error = backup(office.path(), place, Keys::Leave).unwrap_err();
        assert!(
            matches!(error, BackupError::Exists(_) | BackupError::Within(_)),
            "{what}: {error}"
        );
        let error = restore(&kept, place, &[]).unwrap_err();
        assert!(matches!(error, BackupError::Exists(_)), "{what}: {error}");
        assert_eq!(names(place), before, "{what}");
    }
    // What is no registry, or does not hold, is neither backed up nor restored.
    type Harm = fn(&Path);
    let harms: [(&str, Harm); 6] = [
        ("no ledger", |folder| {
            fs::remove_file(folder.join("ledger.bmnn")).unwrap()
        }),
        ("a flipped byte", |folder| {
            let path = folder.join("ledger.bmnn");
            let mut bytes = fs::read(&path).unwrap();
            let middle = bytes.len() / 2;
            bytes[middle] ^= 1;
            fs::write(path, bytes).unwrap();
        }),
        ("a cut", |folder| {
            let path = folder.join("ledger.bmnn");
            let bytes = fs::read(&path).unwrap();
            fs::write(path, &bytes[..bytes.len() - 1]).unwrap();
        }),
        ("another tip", |folder| {
            let path = folder.join("tip");
            let other = String::from_utf8(fs::read(&path).unwrap()).unwrap();
            assert!(other.len() == 128);
            fs::write(
                path,
                bmnn_store::Tip {
                    size: 99,
                    length: 9_999,
                    root: bmnn::id::Bytes32([1; 32]),
                }
                .to_bytes(),
            )
            .unwrap();
        }),
        ("no vault", |folder| {
            fs::remove_file(folder.join("vault.db")).unwrap()
        }),
        ("no vault but something", |folder| {
            fs::write(folder.join("vault.db"), "hello").unwrap()
        }),
    ];
    for (what, harm) in harms {
        let broken = place.path().join("broken");
        backup(office.path(), &broken, Keys::Leave).unwrap();
        harm(&broken);
        let target = place.path().join("target");
        for error in [
            restore(&broken, &target, &[]).unwrap_err(),
            backup(&broken, &target, Keys::Leave).unwrap_err(),
        ] {
            assert!(
                !error.vi().is_empty() && !target.exists(),
                "{what}: {error}"
            );
        }
        assert!(
            !names(place.path())
                .iter()
                .any(|name| name.ends_with(".part")),
            "{what}"
        );
        fs::remove_dir_all(broken).unwrap();
    }
    // An empty folder gives way.
    let empty = place.path().join("empty");
    fs::create_dir(&empty).unwrap();
    restore(&kept, &empty, &[]).unwrap();
    assert_eq!(names(&empty.join("keys")), ["root-1.pem"]);
}

/// Between ring and vault of one copy no change of passphrase may lie.
#[test]
fn a_ring_that_gives_way_is_not_copied() {
    let office = busy();
    let place = tempfile::tempdir().unwrap();
    let kept = place.path().join("backup");
    fs::create_dir(office.file("keys.new")).unwrap();
    let error = backup(office.path(), &kept, Keys::Copy).unwrap_err();
    assert!(matches!(error, BackupError::RingChanged(_)), "{error}");
    assert_ne!(error.vi(), error.to_string());
    assert!(names(place.path()).is_empty());
    assert_eq!(backup(office.path(), &kept, Keys::Leave).unwrap().keys, 0);
    fs::remove_dir(office.file("keys.new")).unwrap();
    let with = place.path().join("with");
    assert_eq!(backup(office.path(), &with, Keys::Copy).unwrap().keys, 1);
}

#[test]
fn a_checkpoint_from_elsewhere_must_be_of_this_ledger() {
    let mut office = busy();
    let place = tempfile::tempdir().unwrap();
    let (kept, back) = (place.path().join("backup"), place.path().join("back"));
    backup(office.path(), &kept, Keys::Leave).unwrap();
    let note = office.registry.checkpoint().to_owned();
    let other = note.replace("bmnn/", "bmnn/00");
    let forged = {
        // Another root of this size, with a signature of something else.
        let mut lines: Vec<String> = note.lines().map(str::to_owned).collect();
        lines[2] = "V".repeat(40) + "VVU=";
        lines.join("\n") + "\n"
    };
    for note in ["no note".to_owned(), other, forged] {
        let error = restore(&kept, &back, &[note]).unwrap_err();
        assert!(
            matches!(
                error,
                BackupError::OtherCheckpoint | BackupError::DoesNotHold(_)
            ),
            "{error}"
        );
        assert!(!back.exists());
    }
    assert!(restore(&kept, &back, &[note]).unwrap().lost.is_none());
    office.allowed(determination("d2"));
}

#[test]
fn a_backup_is_whole_while_somebody_writes() {
    let mut office = busy();
    let place = tempfile::tempdir().unwrap();
    let over = AtomicBool::new(false);
    let folder = office.path().to_path_buf();
    std::thread::scope(|scope| {
        let (over, place) = (&over, place.path());
        let backups = scope.spawn(move || {
            let mut made = 0;
            while !over.load(Relaxed) || made < 3 {
                let to = place.join(format!("backup-{made}"));
                backup(&folder, &to, Keys::Leave).unwrap();
                holds(&to);
                made += 1;
            }
            made
        });
        for number in 0..25 {
            office.allowed(json!({
                "act": "party.enrol", "on": DAY, "party": format!("p-{number}"), "kind": "agency", "name": "–",
            }));
        }
        over.store(true, Relaxed);
        assert!(backups.join().unwrap() >= 3);
    });
}

/// What a writer has half written is not in the backup.
#[test]
fn a_commit_in_the_making_is_left_out() {
    let Office { dir, registry, .. } = busy();
    let (size, root) = (registry.size(), registry.root());
    drop(registry);
    let path = dir.path().join("ledger.bmnn");
    let mut bytes = fs::read(&path).unwrap();
    bytes.extend_from_slice(&[7; 100]);
    fs::write(&path, bytes).unwrap();
    let place = tempfile::tempdir().unwrap();
    let kept = place.path().join("backup");
    let copied = backup(dir.path(), &kept, Keys::Leave).unwrap();
    assert_eq!((copied.size, copied.root), (size, root));
    holds(&kept);
}
