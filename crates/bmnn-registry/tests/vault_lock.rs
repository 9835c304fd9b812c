//! The vault's lock: who opens it, what damage does, and how a vault in clear
//! becomes an encrypted one.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use bmnn::id::{ActId, Bytes32};
use bmnn::ledger::cbor;
use bmnn::value::Value;
use bmnn_registry::host::SystemRandomness;
use bmnn_registry::keys::Passphrase;
use bmnn_registry::vault::{Cost, LockKind, SealedValue, ToErase, Vault, VaultError, VaultKey};
use rusqlite::{Connection, params};
use std::path::Path;

const SECRET: &str = "Phương án bảo vệ kỳ họp, chữ nào cũng kín";
/// The least that Argon2id takes: a test need not be slow.
const CHEAP: Cost = Cost {
    memory: 8,
    passes: 1,
    lanes: 1,
};

fn passphrase(text: &str) -> VaultKey {
    VaultKey::passphrase_at(Passphrase::new(text).unwrap(), CHEAP)
}

fn sealed(number: u8) -> SealedValue {
    let value = Value::from(format!("{SECRET} {number}").as_str());
    SealedValue::seal(ActId([number; 16]), "subject", Bytes32([number; 32]), value).unwrap()
}

fn open(path: &Path, key: &VaultKey) -> Result<Vault, VaultError> {
    Vault::open(path, key, &mut SystemRandomness)
}

/// A vault of three values, closed.
fn closed(path: &Path, key: &VaultKey) {
    let mut vault = Vault::create(path, key, &mut SystemRandomness).unwrap();
    let values = [sealed(1), sealed(2), sealed(3)];
    vault.put(&values, &mut SystemRandomness).unwrap();
}

fn altered(path: &Path, sql: &str) {
    let connection = Connection::open(path).unwrap();
    connection.execute_batch(sql).unwrap();
}

/// Whether `secret` stands in any file of the folder.
fn stands_in(folder: &Path, secret: &[u8]) -> bool {
    std::fs::read_dir(folder).unwrap().any(|file| {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        bytes.windows(secret.len()).any(|window| window == secret)
    })
}

#[test]
fn nothing_stands_in_clear() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("vault.db");
    let mut vault = Vault::create(&path, &passphrase("một"), &mut SystemRandomness).unwrap();
    vault.put(&[sealed(1)], &mut SystemRandomness).unwrap();
    assert!(!stands_in(folder.path(), &SECRET.as_bytes()[..12]));
    assert!(!stands_in(folder.path(), &[1; 32]), "the salt");
    // The commitment does: the ledger has it too.
    assert!(stands_in(folder.path(), &sealed(1).commitment().0));
}

/// Two values of about one length make boxes of one length.
#[test]
fn a_box_does_not_tell_the_length_of_a_name() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("vault.db");
    let mut vault = Vault::create(&path, &passphrase("một"), &mut SystemRandomness).unwrap();
    let names = ["An", "Nguyễn Thị Bé"].map(|name| {
        SealedValue::seal(ActId([1; 16]), "name", Bytes32([2; 32]), name.into()).unwrap()
    });
    vault.put(&names, &mut SystemRandomness).unwrap();
    drop(vault);
    let lengths = Connection::open(&path).unwrap().query_row(
        "SELECT count(DISTINCT length(box)), count(DISTINCT nonce) FROM sealed",
        [],
        |row| Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?)),
    );
    assert_eq!(lengths.unwrap(), (1, 2));
}

#[test]
fn each_key_that_does_not_fit_is_told_apart() {
    let folder = tempfile::tempdir().unwrap();
    let by_passphrase = folder.path().join("passphrase.db");
    let by_host = folder.path().join("host.db");
    closed(&by_passphrase, &passphrase("một hai ba"));
    closed(&by_host, &VaultKey::host([7; 32]));
    // One passphrase, however it was typed.
    let decomposed = "mo\u{323}\u{302}t hai ba";
    for key in ["một hai ba", decomposed] {
        let vault = open(&by_passphrase, &passphrase(key)).unwrap();
        assert_eq!(vault.get(&sealed(2).commitment()).unwrap(), Some(sealed(2)));
    }
    open(&by_host, &VaultKey::host([7; 32])).unwrap();

    type Check = fn(&VaultError) -> bool;
    let table: [(&Path, VaultKey, Check); 4] = [
        (&by_passphrase, passphrase("một hai bốn"), |e| {
            matches!(
                e,
                VaultError::WrongKey {
                    kind: LockKind::Passphrase,
                    ..
                }
            )
        }),
        (&by_passphrase, VaultKey::host([7; 32]), |e| {
            matches!(
                e,
                VaultError::OtherLock {
                    wants: LockKind::Passphrase,
                    ..
                }
            )
        }),
        (&by_host, VaultKey::host([8; 32]), |e| {
            matches!(
                e,
                VaultError::WrongKey {
                    kind: LockKind::Host,
                    ..
                }
            )
        }),
        (&by_host, passphrase("một hai ba"), |e| {
            matches!(
                e,
                VaultError::OtherLock {
                    wants: LockKind::Host,
                    ..
                }
            )
        }),
    ];
    for (path, key, is_it) in table {
        let error = open(path, &key).unwrap_err();
        assert!(is_it(&error), "{error}");
        assert_ne!(error.vi(), error.to_string());
        assert!(!format!("{error} {} {error:?} {key:?}", error.vi()).contains("hai"));
        let mut reader = Vault::open_read_only(path).unwrap();
        assert!(is_it(&reader.unlock(&key).unwrap_err()));
        // Locked, it tells that a value is there, and not which.
        assert!(!reader.is_open());
        assert_eq!(
            reader.act_of(&sealed(1).commitment()).unwrap(),
            Some(sealed(1).act())
        );
        let refused = reader.get(&sealed(1).commitment()).unwrap_err();
        assert!(matches!(refused, VaultError::Locked { .. }), "{refused}");
        let refused = reader.search("subject", "bảo vệ").unwrap_err();
        assert!(matches!(refused, VaultError::Locked { .. }), "{refused}");
    }
}

/// Every column of the lock, altered in any bit: damage, and never a wrong
/// passphrase, nor memory without end.
#[test]
fn a_damaged_lock_is_no_wrong_passphrase() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("vault.db");
    closed(&path, &passphrase("một"));
    let whole = std::fs::read(&path).unwrap();
    let flipped = |column: &str| {
        let first = format!("substr(hex({column}), 1, 1)");
        let other = format!("CASE {first} WHEN '0' THEN '8' ELSE '0' END");
        format!("UPDATE lock SET {column} = unhex({other} || substr(hex({column}), 2))")
    };
    let table = [
        "UPDATE lock SET memory = 9".to_owned(),
        "UPDATE lock SET memory = -1".to_owned(),
        "UPDATE lock SET memory = 4000000000".to_owned(),
        "UPDATE lock SET memory = 9000000000".to_owned(),
        "UPDATE lock SET passes = 0".to_owned(),
        "UPDATE lock SET lanes = 2".to_owned(),
        "UPDATE lock SET kdf = 'host'".to_owned(),
        "UPDATE lock SET kdf = ''".to_owned(),
        "UPDATE lock SET salt = x''".to_owned(),
        "UPDATE lock SET nonce = x'00'".to_owned(),
        "UPDATE lock SET wrapped = x''".to_owned(),
        "UPDATE lock SET mark = x''".to_owned(),
        "DELETE FROM lock".to_owned(),
        flipped("salt"),
        flipped("nonce"),
        flipped("wrapped"),
        flipped("mark"),
    ];
    for alteration in table {
        std::fs::write(&path, &whole).unwrap();
        altered(&path, &alteration);
        let error = open(&path, &passphrase("một")).unwrap_err();
        assert!(
            matches!(error, VaultError::DamagedLock { .. }),
            "{alteration}: {error}"
        );
    }
    // One that is whole and asks too much is not tried.
    std::fs::write(&path, &whole).unwrap();
    let dear = Cost {
        memory: 4 << 20,
        ..CHEAP
    };
    let dear = VaultKey::passphrase_at(Passphrase::new("một").unwrap(), dear);
    let error = Vault::create(folder.path().join("dear.db"), &dear, &mut SystemRandomness);
    assert!(matches!(error.unwrap_err(), VaultError::Cost { .. }));
}

#[test]
fn a_new_passphrase_touches_no_value_and_the_old_one_opens_no_more() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("vault.db");
    closed(&path, &passphrase("cũ"));
    let boxes = || -> Vec<Vec<u8>> {
        let connection = Connection::open(&path).unwrap();
        let mut select = connection
            .prepare("SELECT box FROM sealed ORDER BY row")
            .unwrap();
        let rows = select.query_map([], |row| row.get(0)).unwrap();
        rows.map(Result::unwrap).collect()
    };
    let wrapped: Vec<u8> = Connection::open(&path)
        .unwrap()
        .query_row("SELECT wrapped FROM lock", [], |row| row.get(0))
        .unwrap();
    let before = boxes();
    let mut vault = open(&path, &passphrase("cũ")).unwrap();
    vault
        .rewrap(&passphrase("mới"), &mut SystemRandomness)
        .unwrap();
    assert!(!stands_in(folder.path(), &wrapped), "the old lock");
    drop(vault);
    assert_eq!(boxes(), before);
    let error = open(&path, &passphrase("cũ")).unwrap_err();
    assert!(matches!(error, VaultError::WrongKey { .. }), "{error}");
    let mut vault = open(&path, &passphrase("mới")).unwrap();
    assert_eq!(vault.get(&sealed(3).commitment()).unwrap(), Some(sealed(3)));
    vault
        .rewrap(&VaultKey::host([1; 32]), &mut SystemRandomness)
        .unwrap();
    open(&path, &VaultKey::host([1; 32])).unwrap();
}

/// A row in another's place, whole or in parts, is given out by no name.
#[test]
fn rows_cannot_be_swapped() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("vault.db");
    closed(&path, &passphrase("một"));
    let whole = std::fs::read(&path).unwrap();
    let from_2 = |columns: &str| {
        format!(
            "UPDATE sealed SET ({columns}) = (SELECT {columns} FROM sealed WHERE row = 2) WHERE row = 1"
        )
    };
    for alteration in [
        from_2("nonce, box"),
        from_2("box"),
        from_2("nonce"),
        from_2("act"),
        from_2("act, nonce, box"),
        "UPDATE sealed SET path = 'note' WHERE row = 1".to_owned(),
        "UPDATE sealed SET path = 'subject ' WHERE row = 1".to_owned(),
    ] {
        std::fs::write(&path, &whole).unwrap();
        altered(&path, &alteration);
        let vault = open(&path, &passphrase("một")).unwrap();
        let error = vault.get(&sealed(1).commitment()).unwrap_err();
        assert!(
            matches!(error, VaultError::Mismatch { .. }),
            "{alteration}: {error}"
        );
        assert!(!error.to_string().contains("Phương án"), "{error}");
        assert_eq!(vault.get(&sealed(3).commitment()).unwrap(), Some(sealed(3)));
    }
}

/// Every bit of a row's own columns: a mismatch, or no such value, or a file
/// that is damaged; never another value, never a panic.
#[test]
fn no_flipped_bit_gives_another_value() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("vault.db");
    closed(&path, &passphrase("một"));
    let columns: (Vec<u8>, Vec<u8>, Vec<u8>, Vec<u8>) = Connection::open(&path)
        .unwrap()
        .query_row(
            "SELECT commitment, act, nonce, box FROM sealed WHERE row = 1",
            [],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)),
        )
        .unwrap();
    let connection = Connection::open(&path).unwrap();
    let vault = open(&path, &passphrase("một")).unwrap();
    let want = sealed(1);
    for (name, bytes) in [
        ("commitment", columns.0),
        ("act", columns.1),
        ("nonce", columns.2),
        ("box", columns.3),
    ] {
        let set = format!("UPDATE sealed SET {name} = ?1 WHERE row = 1");
        for bit in 0..bytes.len() * 8 {
            let mut flipped = bytes.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            connection.execute(&set, params![flipped]).unwrap();
            match vault.get(&want.commitment()) {
                Err(VaultError::Mismatch { .. }) => {}
                Ok(None) if name == "commitment" => {}
                other => panic!("{name}, bit {bit}: {other:?}"),
            }
        }
        connection.execute(&set, params![bytes]).unwrap();
    }
    assert_eq!(vault.get(&want.commitment()).unwrap(), Some(want));
}

#[test]
fn a_cut_file_is_damage_wherever_it_is_cut() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("vault.db");
    closed(&path, &passphrase("một"));
    let whole = std::fs::read(&path).unwrap();
    for length in (0..whole.len()).step_by(509) {
        std::fs::write(&path, &whole[..length]).unwrap();
        let read = open(&path, &passphrase("một"))
            .and_then(|vault| vault.each(|value| value.map(drop)).map(|()| vault.count()));
        match read {
            Err(
                VaultError::Damaged { .. }
                | VaultError::Foreign { .. }
                | VaultError::DamagedLock { .. },
            ) => {}
            other => panic!("{length} of {}: {other:?}", whole.len()),
        }
    }
}

#[test]
fn what_is_erased_is_in_no_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("vault.db");
    let mut vault = Vault::create(&path, &passphrase("một"), &mut SystemRandomness).unwrap();
    let values: Vec<_> = (1..=60).map(sealed).collect();
    vault.put(&values, &mut SystemRandomness).unwrap();
    let cipher: Vec<u8> = Connection::open(&path)
        .unwrap()
        .query_row("SELECT box FROM sealed WHERE row = 30", [], |row| {
            row.get(0)
        })
        .unwrap();
    assert!(stands_in(folder.path(), &cipher));
    let gone = ToErase {
        act: sealed(30).act(),
        path: "subject".to_owned(),
        commitment: Some(sealed(30).commitment()),
    };
    assert_eq!(vault.erase(std::slice::from_ref(&gone)).unwrap(), 1);
    for part in cipher.chunks_exact(16) {
        assert!(!stands_in(folder.path(), part));
    }
    assert_eq!(vault.get(&sealed(30).commitment()).unwrap(), None);
    assert_eq!(vault.count().unwrap(), 59);
    // Done again, it is no fault.
    assert_eq!(vault.erase(&[gone]).unwrap(), 0);
    drop(vault);
    let vault = open(&path, &passphrase("một")).unwrap();
    assert_eq!(
        vault.get(&sealed(31).commitment()).unwrap(),
        Some(sealed(31))
    );
}

// ---- layout 1

/// A vault as the first layout had it: values in clear.
fn in_clear(path: &Path, count: u8) {
    let connection = Connection::open(path).unwrap();
    connection
        .execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA secure_delete = ON;
             CREATE TABLE sealed (
                 row        INTEGER PRIMARY KEY AUTOINCREMENT,
                 commitment BLOB NOT NULL UNIQUE,
                 act        BLOB NOT NULL,
                 path       TEXT NOT NULL,
                 salt       BLOB NOT NULL,
                 value      BLOB NOT NULL
             ) STRICT;
             CREATE INDEX sealed_by_act ON sealed (act);
             CREATE TABLE progress (settled INTEGER NOT NULL) STRICT;
             INSERT INTO progress VALUES (2);
             PRAGMA application_id = 0x424D4E56; PRAGMA user_version = 1;",
        )
        .unwrap();
    for value in (1..=count).map(sealed) {
        let row = params![
            value.commitment().0,
            value.act().0,
            value.path(),
            value.salt().0,
            cbor::encode(value.value()).unwrap()
        ];
        let sql =
            "INSERT INTO sealed (commitment, act, path, salt, value) VALUES (?1, ?2, ?3, ?4, ?5)";
        connection.execute(sql, row).unwrap();
    }
}

#[test]
fn a_vault_in_clear_is_brought_over_whole() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("vault.db");
    in_clear(&path, 100);
    altered(&path, "UPDATE sealed SET value = x'6178' WHERE row = 7");
    assert!(stands_in(folder.path(), &SECRET.as_bytes()[..12]));
    // To read, it stays as it is.
    let mut reader = Vault::open_read_only(&path).unwrap();
    let error = reader.unlock(&passphrase("một")).unwrap_err();
    assert!(matches!(error, VaultError::Clear { .. }), "{error}");
    assert_eq!(
        reader.act_of(&sealed(1).commitment()).unwrap(),
        Some(sealed(1).act())
    );
    drop(reader);

    let vault = open(&path, &passphrase("một")).unwrap();
    assert!(!stands_in(folder.path(), &SECRET.as_bytes()[..12]));
    assert!(!stands_in(folder.path(), &[9; 32]), "a salt");
    for number in (1..=100).filter(|number| *number != 7) {
        let value = sealed(number);
        assert_eq!(vault.get(&value.commitment()).unwrap(), Some(value));
    }
    // What was not what was sealed is not so now either.
    let error = vault.get(&sealed(7).commitment()).unwrap_err();
    assert!(matches!(error, VaultError::Mismatch { .. }), "{error}");
    drop(vault);
    let error = open(&path, &passphrase("hai")).unwrap_err();
    assert!(matches!(error, VaultError::WrongKey { .. }), "{error}");
}

/// A migration that a full disk ends changes nothing, and is done at the next
/// opening; one that was cut before the clear pages were written over is ended.
#[test]
fn a_migration_cut_short_loses_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("vault.db");
    in_clear(&path, 100);
    // Another program has it.
    let other = Connection::open(&path).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let error = open(&path, &passphrase("một")).unwrap_err();
    assert!(matches!(error, VaultError::Busy { .. }), "{error}");
    other.execute_batch("ROLLBACK").unwrap();
    // Somebody reads it: it is brought over, and what was clear stays in the file.
    other
        .execute_batch("BEGIN; SELECT count(*) FROM sealed;")
        .unwrap();
    let error = open(&path, &passphrase("một")).unwrap_err();
    assert!(matches!(error, VaultError::Busy { .. }), "{error}");
    assert!(stands_in(folder.path(), &SECRET.as_bytes()[..12]));
    drop(other);
    let vault = open(&path, &passphrase("một")).unwrap();
    assert!(!stands_in(folder.path(), &SECRET.as_bytes()[..12]));
    assert_eq!(vault.count().unwrap(), 100);
}
