//! The vault as its users meet it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use bmnn::id::{ActId, Bytes32};
use bmnn::value::Value;
use bmnn_registry::host::SystemRandomness;
use bmnn_registry::vault::{SealedValue, Vault, VaultError, VaultKey};
use std::path::{Path, PathBuf};

fn sealed(number: u8, path: &str, text: &str) -> SealedValue {
    let salt = Bytes32([number; 32]);
    SealedValue::seal(ActId([number; 16]), path, salt, Value::from(text)).unwrap()
}

fn key() -> VaultKey {
    VaultKey::host([5; 32])
}

fn create(path: impl Into<PathBuf>) -> Result<Vault, VaultError> {
    Vault::create(path, &key(), &mut SystemRandomness)
}

fn open(path: impl Into<PathBuf>) -> Result<Vault, VaultError> {
    Vault::open(path, &key(), &mut SystemRandomness)
}

fn read(path: impl Into<PathBuf>) -> Result<Vault, VaultError> {
    let mut vault = Vault::open_read_only(path)?;
    vault.unlock(&key())?;
    Ok(vault)
}

fn vault(folder: &Path) -> Vault {
    create(folder.join("vault.db")).unwrap()
}

#[test]
fn values_come_back_by_commitment_by_act_and_in_order() {
    let folder = tempfile::tempdir().unwrap();
    let mut vault = vault(folder.path());
    let values = [
        sealed(1, "subject", "Báo cáo tình hình"),
        sealed(1, "decision/paper/volume", "Quyển 2"),
        sealed(2, "subject", "Kế hoạch"),
    ];
    vault.put(&values, &mut SystemRandomness).unwrap();
    vault.put(&values, &mut SystemRandomness).unwrap(); // once more, as after a crash
    drop(vault);

    let vault = open(folder.path().join("vault.db")).unwrap();
    assert_eq!(vault.count().unwrap(), 3);
    for value in &values {
        let found = vault.get(&value.commitment()).unwrap();
        assert_eq!(found.as_ref(), Some(value));
    }
    assert_eq!(vault.get(&Bytes32([9; 32])).unwrap(), None);
    assert_eq!(vault.of_act(&ActId([1; 16])).unwrap(), values[..2]);
    assert_eq!(vault.of_act(&ActId([3; 16])).unwrap(), []);
    let mut seen = Vec::new();
    vault
        .each(|value| {
            seen.push(value?);
            Ok(())
        })
        .unwrap();
    assert_eq!(seen, values);
}

#[test]
fn what_is_committed_is_act_salt_and_value() {
    let value = sealed(1, "subject", "a");
    let others = [
        sealed(1, "subject", "b"),
        SealedValue::seal(
            ActId([2; 16]),
            "subject",
            value.salt(),
            value.value().clone(),
        )
        .unwrap(),
        SealedValue::seal(
            value.act(),
            "subject",
            Bytes32([2; 32]),
            value.value().clone(),
        )
        .unwrap(),
    ];
    for other in others {
        assert_ne!(other.commitment(), value.commitment());
    }
    assert!(!format!("{value:?}").contains("Text"), "{value:?}");
}

#[test]
fn a_value_without_an_entry_is_dropped_once() {
    let folder = tempfile::tempdir().unwrap();
    let mut vault = vault(folder.path());
    let named = sealed(1, "subject", "có bút toán");
    let orphan = sealed(2, "subject", "không có bút toán");
    vault
        .put(&[named.clone(), orphan.clone()], &mut SystemRandomness)
        .unwrap();
    let is_named = |act: &ActId, commitment: &Bytes32| {
        assert_ne!(*commitment, Bytes32([0; 32]));
        *act != orphan.act()
    };
    assert_eq!(vault.drop_unnamed(is_named).unwrap(), 1);
    assert_eq!(vault.get(&orphan.commitment()).unwrap(), None);
    assert_eq!(vault.get(&named.commitment()).unwrap(), Some(named));

    // What was found named is not asked about again; what came later is.
    let later = sealed(3, "subject", "sau");
    vault
        .put(std::slice::from_ref(&later), &mut SystemRandomness)
        .unwrap();
    let mut asked = Vec::new();
    let all = |act: &ActId, _: &Bytes32| {
        asked.push(*act);
        true
    };
    assert_eq!(vault.drop_unnamed(all).unwrap(), 0);
    assert_eq!(asked, [later.act()]);

    // What is kept after a drop is asked about like any other.
    vault
        .put(std::slice::from_ref(&orphan), &mut SystemRandomness)
        .unwrap();
    assert_eq!(vault.drop_unnamed(|_, _| false).unwrap(), 1);
    vault
        .put(std::slice::from_ref(&orphan), &mut SystemRandomness)
        .unwrap();
    assert_eq!(vault.drop_unnamed(|_, _| false).unwrap(), 1);
    assert_eq!(vault.count().unwrap(), 2);

    // The ledger came back from a backup that knows nothing of them.
    vault.unsettle().unwrap();
    assert_eq!(vault.drop_unnamed(|_, _| false).unwrap(), 2);
}

#[test]
fn a_dropped_value_leaves_no_bytes_behind() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("vault.db");
    let mut vault = create(&path).unwrap();
    let secret = "chuỗi không được còn lại trên đĩa";
    vault
        .put(&[sealed(1, "subject", secret)], &mut SystemRandomness)
        .unwrap();
    vault.drop_unnamed(|_, _| false).unwrap();
    drop(vault);
    let bytes = std::fs::read(&path).unwrap();
    assert!(!bytes.windows(secret.len()).any(|w| w == secret.as_bytes()));
    let left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().collect();
    assert_eq!(left.len(), 1, "{left:?}");
}

#[test]
fn subject_lines_are_found_without_diacritics() {
    let folder = tempfile::tempdir().unwrap();
    let mut vault = vault(folder.path());
    let report = sealed(1, "subject", "Báo cáo về Đề án phòng cháy");
    let corrected = sealed(
        2,
        "changes/subject",
        "Báo cáo về đề án phòng, chống lụt bão",
    );
    let note = sealed(3, "note", "Báo cáo miệng");
    let other = sealed(4, "no-subject", "Báo cáo khác");
    let number =
        SealedValue::seal(ActId([5; 16]), "subject", Bytes32([5; 32]), Value::Int(1)).unwrap();
    vault
        .put(
            &[report.clone(), corrected.clone(), note, other, number],
            &mut SystemRandomness,
        )
        .unwrap();
    let table = [
        ("bao cao de an", vec![&report, &corrected]),
        ("CHÁY", vec![&report]),
        ("lut bao", vec![&corrected]),
        ("mieng", vec![]),
        ("khac", vec![]),
    ];
    for (query, want) in table {
        let found = vault.search("subject", query).unwrap();
        assert_eq!(found.iter().collect::<Vec<_>>(), want, "{query}");
    }
}

#[cfg(unix)]
#[test]
fn only_the_owner_reads_the_vault() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let mut vault = vault(folder.path());
    vault
        .put(&[sealed(1, "subject", "a")], &mut SystemRandomness)
        .unwrap();
    vault.copy_to(&folder.path().join("copy.db")).unwrap();
    for file in std::fs::read_dir(folder.path()).unwrap() {
        let path = file.unwrap().path();
        let mode = path.metadata().unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, 0o600, "{}", path.display());
    }
}

#[test]
fn a_copy_of_a_vault_in_use_is_whole() {
    let folder = tempfile::tempdir().unwrap();
    let mut vault = vault(folder.path());
    let value = sealed(1, "subject", "a");
    vault
        .put(std::slice::from_ref(&value), &mut SystemRandomness)
        .unwrap();
    let copy = folder.path().join("copy.db");
    vault.copy_to(&copy).unwrap();
    let again = vault.copy_to(&copy).unwrap_err();
    assert!(matches!(again, VaultError::Exists { .. }), "{again}");
    for copy in [open(&copy).unwrap(), read(&copy).unwrap()] {
        assert_eq!(
            copy.get(&value.commitment()).unwrap().as_ref(),
            Some(&value)
        );
    }
}

#[test]
fn a_reader_writes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = vault(folder.path());
    writer
        .put(&[sealed(1, "subject", "a")], &mut SystemRandomness)
        .unwrap();
    let path = folder.path().join("vault.db");
    let mut reader = read(&path).unwrap();
    assert_eq!(reader.count().unwrap(), 1);
    let refused = reader
        .put(&[sealed(2, "subject", "b")], &mut SystemRandomness)
        .unwrap_err();
    assert!(matches!(refused, VaultError::ReadOnly { .. }), "{refused}");
}

#[test]
fn each_bad_file_is_told_apart() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let database = |name: &str, sql: &str| {
        let other = rusqlite::Connection::open(path(name)).unwrap();
        other.execute_batch(sql).unwrap();
    };
    std::fs::write(path("text"), "không phải là kho").unwrap();
    std::fs::write(path("empty"), "").unwrap();
    std::fs::create_dir(path("folder")).unwrap();
    database("other", "CREATE TABLE a (b)");
    drop(create(path("later")).unwrap());
    database("later", "PRAGMA user_version = 3");
    let mut many = create(path("broken")).unwrap();
    let values: Vec<_> = (0..=255)
        .map(|n| sealed(n, "subject", &"x".repeat(999)))
        .collect();
    many.put(&values, &mut SystemRandomness).unwrap();
    drop(many);
    let mut bytes = std::fs::read(path("broken")).unwrap();
    let length = bytes.len();
    assert!(length > 100_000);
    bytes[4096..length].fill(0xA5);
    std::fs::write(path("broken"), bytes).unwrap();

    type Check = fn(&VaultError) -> bool;
    let table: [(&str, Check, &str); 6] = [
        (
            "none",
            |e| matches!(e, VaultError::Missing { .. }),
            "there is no vault at",
        ),
        (
            "text",
            |e| matches!(e, VaultError::Foreign { .. }),
            "is not a vault of bmnn",
        ),
        (
            "empty",
            |e| matches!(e, VaultError::Foreign { .. }),
            "is not a vault of bmnn",
        ),
        (
            "folder",
            |e| matches!(e, VaultError::Foreign { .. }),
            "is not a vault of bmnn",
        ),
        (
            "other",
            |e| matches!(e, VaultError::Foreign { .. }),
            "is not a vault of bmnn",
        ),
        (
            "later",
            |e| matches!(e, VaultError::Later { version: 3, .. }),
            "has layout 3",
        ),
    ];
    for (name, is_it, sentence) in table {
        let error = open(path(name)).unwrap_err();
        assert!(is_it(&error), "{name}: {error}");
        assert!(error.to_string().contains(sentence), "{name}: {error}");
        assert_ne!(error.vi(), error.to_string());
    }
    let taken = create(path("text")).unwrap_err();
    assert!(matches!(taken, VaultError::Exists { .. }), "{taken}");
    let nowhere = create(path("no/where")).unwrap_err();
    assert!(
        matches!(nowhere, VaultError::Unwritable { .. }),
        "{nowhere}"
    );

    // Damage shows where it is read: at once or on the first value.
    let damaged = open(path("broken"))
        .and_then(|vault| vault.each(|value| value.map(drop)))
        .unwrap_err();
    assert!(matches!(damaged, VaultError::Damaged { .. }), "{damaged}");
}
