//! Private detail of the vault.

use super::*;
use crate::host::SeededRandomness;
use bmnn::id::{ActId, Bytes32};
use bmnn::value::Value;

fn random() -> SeededRandomness {
    SeededRandomness::new([9; 32])
}

fn key() -> VaultKey {
    VaultKey::host([5; 32])
}

fn new(path: impl Into<PathBuf>) -> Vault {
    Vault::create(path, &key(), &mut random()).unwrap()
}

fn value(number: u8) -> SealedValue {
    let text = Value::from("Báo cáo");
    SealedValue::seal(ActId([number; 16]), "subject", Bytes32([number; 32]), text).unwrap()
}

/// SQLite's own limits stand in for a disk that is full or read-only,
/// which a test cannot have without rights over the machine.
#[test]
fn a_refusing_disk_is_named_and_nothing_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let mut vault = new(folder.path().join("vault.db"));
    vault.put(&[value(1)], &mut random()).unwrap();
    let many: Vec<_> = (2..200).map(value).collect();

    vault
        .connection
        .pragma_update(None, "max_page_count", 1)
        .unwrap();
    let full = vault.put(&many, &mut random()).unwrap_err();
    assert!(matches!(full, VaultError::DiskFull { .. }), "{full}");
    assert_eq!(vault.count().unwrap(), 1);
    vault
        .connection
        .pragma_update(None, "max_page_count", i32::MAX)
        .unwrap();

    vault
        .connection
        .pragma_update(None, "query_only", true)
        .unwrap();
    let read_only = vault.put(&many, &mut random()).unwrap_err();
    assert!(
        matches!(read_only, VaultError::ReadOnly { .. }),
        "{read_only}"
    );
    assert_eq!(vault.count().unwrap(), 1);
    for error in [full, read_only] {
        assert_ne!(error.vi(), error.to_string());
    }
}

/// As on a disk that takes no writing, whatever the folder is called.
#[test]
fn a_vault_that_cannot_change_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path().join("văn thư 100%?#&");
    std::fs::create_dir(&folder).unwrap();
    let path = folder.join("vault.db");
    let mut vault = new(&path);
    vault.put(&[value(1)], &mut random()).unwrap();
    assert!(disk::has_log(&path));
    drop(vault);
    assert!(!disk::has_log(&path));
    let connection = disk::connect_unchanging(&path).unwrap();
    let mut vault = Vault {
        path,
        connection,
        open: None,
    };
    vault.unlock(&key()).unwrap();
    assert_eq!(vault.get(&value(1).commitment()).unwrap(), Some(value(1)));
}

#[test]
fn an_altered_value_is_not_given_out() {
    let folder = tempfile::tempdir().unwrap();
    let mut vault = new(folder.path().join("vault.db"));
    let altered = [
        "UPDATE sealed SET box = x'626869'",
        "UPDATE sealed SET box = x''",
        "UPDATE sealed SET nonce = zeroblob(24)",
        "UPDATE sealed SET path = 'note'",
        "UPDATE sealed SET act = zeroblob(16)",
    ];
    for (number, alteration) in (1..).zip(altered) {
        vault.put(&[value(number)], &mut random()).unwrap();
        let commitment = value(number).commitment();
        assert_eq!(vault.get(&commitment).unwrap(), Some(value(number)));
        vault.connection.execute(alteration, []).unwrap();
        let found = vault.get(&commitment).unwrap_err();
        assert!(matches!(found, VaultError::Mismatch { .. }), "{found}");
        // The error names the field and not a word of it.
        assert!(!found.to_string().contains("Báo"), "{found}");
    }
    let mut mismatches = 0;
    vault
        .each(|value| {
            mismatches += usize::from(value.is_err());
            Ok(())
        })
        .unwrap();
    assert_eq!(mismatches, altered.len());
}
