//! The key ring, judged by OpenSSL in both directions.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use bmnn::id::Id;
use bmnn_registry::keys::{self, Flaw, KeyError, KeyName, Keyring, Passphrase, Sheet, settle};
use ed25519_dalek::SigningKey;
use std::path::Path;
use std::process::Command;

const WORDS: &str = "đường về nhà có hàng cây 7";

fn passphrase() -> Passphrase {
    Passphrase::new(WORDS).unwrap()
}

fn ring(folder: &Path) -> Keyring {
    Keyring::create(folder.join("keys"), passphrase()).unwrap()
}

/// What `openssl ARGS` prints. A missing judge fails the test.
fn openssl(args: &[&str]) -> Vec<u8> {
    let run = Command::new("openssl").args(args).output();
    let run = run.expect("the tests need openssl: `cargo xtask test` installs it");
    let told = String::from_utf8_lossy(&run.stderr);
    assert!(run.status.success(), "openssl {args:?}: {told}");
    run.stdout
}

/// The public key that openssl finds in a private key file.
fn public_by_openssl(file: &Path) -> Vec<u8> {
    let file = file.to_str().unwrap();
    let pass = format!("pass:{WORDS}");
    let args = ["pkey", "-in", file, "-passin", &pass];
    let spki = openssl(&[&args[..], &["-pubout", "-outform", "DER"]].concat());
    spki[spki.len() - 32..].to_vec()
}

/// A key made and encrypted by openssl, in the ring's folder as `ledger`.
fn made_by_openssl(ring: &Keyring, algorithm: &str, encryption: &[&str]) {
    let plain = ring.folder().join("plain");
    let plain = plain.to_str().unwrap();
    openssl(&["genpkey", "-algorithm", algorithm, "-out", plain]);
    let sealed = ring.folder().join("ledger.pem");
    let pass = format!("pass:{WORDS}");
    let out = ["-out", sealed.to_str().unwrap(), "-passout", &pass];
    openssl(&[&["pkcs8", "-topk8", "-in", plain], &out[..], encryption].concat());
    std::fs::remove_file(plain).unwrap();
}

#[test]
fn a_key_comes_back_as_it_was_kept() {
    let folder = tempfile::tempdir().unwrap();
    let ring = ring(folder.path());
    let person: Id = "a.b:c_1".parse().unwrap();
    let fixed = SigningKey::from_bytes(&[7; 32]);
    ring.add(&KeyName::Actor(person.clone()), &fixed).unwrap();
    let ledger = ring.generate(&KeyName::Ledger).unwrap();
    let root = ring.generate(&KeyName::Root(1)).unwrap();
    assert_ne!(ledger, root);

    let again = Keyring::open(ring.folder(), passphrase()).unwrap();
    let names = [
        (KeyName::Ledger, ledger),
        (KeyName::Root(1), root),
        (KeyName::Actor(person), fixed),
    ];
    for (name, key) in &names {
        assert_eq!(again.key(name).unwrap(), *key, "{name}");
    }
    let listed = again.list().unwrap();
    let listed: Vec<_> = listed.into_iter().map(|l| (l.name, l.kid)).collect();
    let kept: Vec<_> = names
        .into_iter()
        .map(|(name, key)| (name, Some(keys::kid(&key))))
        .collect();
    assert_eq!(listed, kept);
}

#[cfg(unix)]
#[test]
fn only_the_owner_reads_a_key_file() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let ring = ring(folder.path());
    ring.generate(&KeyName::Ledger).unwrap();
    let mode = |path: &Path| path.metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&ring.folder().join("ledger.pem")), 0o600);
    assert_eq!(mode(ring.folder()), 0o700);
}

#[test]
fn openssl_reads_our_keys() {
    let folder = tempfile::tempdir().unwrap();
    let ring = ring(folder.path());
    let key = ring.generate(&KeyName::Root(2)).unwrap();
    let file = ring.folder().join("root-2.pem");
    assert_eq!(public_by_openssl(&file), key.verifying_key().as_bytes());
}

#[test]
fn openssl_s_keys_are_read() {
    let ways: [&[&str]; 4] = [
        &[], // Debian's default: PBKDF2-HMAC-SHA256 and AES-256-CBC
        &["-scrypt"],
        &["-v2", "aes-128-cbc"],
        &["-v2", "aes-256-cbc", "-v2prf", "hmacWithSHA512"],
    ];
    for way in ways {
        let folder = tempfile::tempdir().unwrap();
        let ring = ring(folder.path());
        made_by_openssl(&ring, "ED25519", way);
        let key = ring.key(&KeyName::Ledger).unwrap();
        let by_openssl = public_by_openssl(&ring.folder().join("ledger.pem"));
        assert_eq!(by_openssl, key.verifying_key().as_bytes(), "{way:?}");
    }
}

#[test]
fn another_algorithm_or_cipher_is_named() {
    let table: [(&str, &[&str], Flaw); 2] = [
        ("X25519", &[], Flaw::NotEd25519),
        ("ED25519", &["-v2", "des-ede3-cbc"], Flaw::NoKey), // not even parsed
    ];
    for (algorithm, encryption, want) in table {
        let folder = tempfile::tempdir().unwrap();
        let ring = ring(folder.path());
        made_by_openssl(&ring, algorithm, encryption);
        let found = match ring.key(&KeyName::Ledger).unwrap_err() {
            KeyError::Damaged { flaw, .. } | KeyError::Unsupported { flaw, .. } => flaw,
            other => panic!("{other}"),
        };
        assert_eq!(found, want, "{algorithm} {encryption:?}");
    }
    let folder = tempfile::tempdir().unwrap();
    let ring = ring(folder.path());
    let plain = ring.folder().join("ledger.pem");
    openssl(&[
        "genpkey",
        "-algorithm",
        "ED25519",
        "-out",
        plain.to_str().unwrap(),
    ]);
    let found = ring.key(&KeyName::Ledger).unwrap_err();
    assert!(
        matches!(
            found,
            KeyError::Unsupported {
                flaw: Flaw::NotEncrypted,
                ..
            }
        ),
        "{found}"
    );
}

#[test]
fn composed_and_decomposed_letters_are_one_passphrase() {
    use unicode_normalization::UnicodeNormalization;
    let folder = tempfile::tempdir().unwrap();
    let ring = ring(folder.path());
    let key = ring.generate(&KeyName::Ledger).unwrap();
    let typed: String = WORDS.nfd().collect();
    assert_ne!(typed, WORDS);
    let again = Keyring::open(ring.folder(), Passphrase::new(&typed).unwrap()).unwrap();
    assert_eq!(again.key(&KeyName::Ledger).unwrap(), key);
}

#[test]
fn no_key_is_overwritten_and_no_ring_is_split() {
    let folder = tempfile::tempdir().unwrap();
    let ring = ring(folder.path());
    ring.generate(&KeyName::Ledger).unwrap();
    let file = ring.folder().join("ledger.pem");
    let before = std::fs::read(&file).unwrap();
    let again = ring.generate(&KeyName::Ledger).unwrap_err();
    assert!(matches!(again, KeyError::Exists { .. }), "{again}");
    let anew = Keyring::create(ring.folder(), passphrase()).unwrap_err();
    assert!(matches!(anew, KeyError::Exists { .. }), "{anew}");
    assert_eq!(std::fs::read(&file).unwrap(), before);

    // The second passphrase is mistyped: a key under it would be lost.
    let mistyped = Passphrase::new("đường về nhà có hàng cây 8").unwrap();
    let mistyped = Keyring::open(ring.folder(), mistyped).unwrap();
    let split = mistyped.generate(&KeyName::Root(1)).unwrap_err();
    assert!(matches!(split, KeyError::WrongPassphrase { .. }), "{split}");
    assert!(!ring.folder().join("root-1.pem").exists());
}

#[test]
fn each_fault_is_told_apart() {
    let folder = tempfile::tempdir().unwrap();
    let ring = ring(folder.path());
    ring.generate(&KeyName::Ledger).unwrap();
    ring.generate(&KeyName::Root(1)).unwrap();
    let file = ring.folder().join("ledger.pem");
    let whole = std::fs::read_to_string(&file).unwrap();
    let begin = whole.find("-----BEGIN").unwrap();
    let body = begin + "-----BEGIN ENCRYPTED PRIVATE KEY-----\n".len();
    let flipped = |at: usize| {
        let mut text = whole.clone().into_bytes();
        text[at] = if text[at] == b'A' { b'B' } else { b'A' };
        text
    };
    let other = std::fs::read(ring.folder().join("root-1.pem")).unwrap();
    let no_kid = whole.replacen("kid: ", "kid: x", 1).into_bytes();
    let later = whole.replacen("bmnn key 1", "bmnn key 2", 1).into_bytes();
    let other_kid = whole
        .replacen("kid: ", "kid: 0011223344556677\n", 1)
        .into_bytes();
    let table = [
        ("a letter of the key", flipped(body + 200), Flaw::Check),
        (
            "cut short",
            whole.as_bytes()[..body + 100].to_vec(),
            Flaw::NoKey,
        ),
        ("empty", Vec::new(), Flaw::NoKey),
        ("no text", vec![0xff, 0xfe], Flaw::NotText),
        ("a long file", vec![b'x'; 1 << 20], Flaw::TooLong),
        ("a heading", no_kid, Flaw::Heading("kid")),
        ("another kid", other_kid, Flaw::OtherKey),
        ("another key's file", other, Flaw::OtherName),
        ("a later version", later, Flaw::Version),
    ];
    for (what, bytes, want) in table {
        std::fs::write(&file, bytes).unwrap();
        match ring.key(&KeyName::Ledger).unwrap_err() {
            KeyError::Damaged { flaw, .. } | KeyError::Unsupported { flaw, .. } => {
                assert_eq!(flaw, want, "{what}");
                assert!(!flaw.vi().is_empty());
            }
            other => panic!("{what}: {other}"),
        }
    }
    std::fs::write(&file, &whole).unwrap();

    let wrong = Passphrase::new("sai").unwrap();
    let wrong = Keyring::open(ring.folder(), wrong).unwrap();
    let nowhere = Keyring::open(folder.path().join("none"), passphrase());
    let under_a_file = Keyring::create(file.join("keys"), passphrase());
    let told = [
        (
            wrong.key(&KeyName::Ledger).unwrap_err(),
            "the passphrase does not open the key `ledger`",
        ),
        (
            ring.key(&KeyName::Root(2)).unwrap_err(),
            "has no key `root-2`",
        ),
        (nowhere.unwrap_err(), "there is no key ring at"),
        (under_a_file.unwrap_err(), "cannot write"),
        (Passphrase::new("").unwrap_err(), "the passphrase is empty"),
    ];
    for (error, want) in told {
        assert!(error.to_string().contains(want), "{error}");
        assert!(!error.vi().is_empty() && error.vi() != error.to_string());
    }
}

#[test]
fn an_altered_key_file_gives_the_same_key_or_none() {
    let folder = tempfile::tempdir().unwrap();
    let ring = ring(folder.path());
    let key = ring.generate(&KeyName::Ledger).unwrap();
    let file = ring.folder().join("ledger.pem");
    let whole = std::fs::read(&file).unwrap();
    // Every place in turn would ask scrypt some hundred times.
    for at in (0..whole.len()).step_by(7) {
        let mut altered = whole.clone();
        altered[at] ^= 1;
        std::fs::write(&file, &altered).unwrap();
        if let Ok(found) = ring.key(&KeyName::Ledger) {
            assert_eq!(found, key, "byte {at}");
        }
    }
}

#[test]
fn a_file_cannot_ask_any_price() {
    use pkcs8::der::asn1::OctetString;
    use pkcs8::pkcs5::{pbes2, scrypt};
    use pkcs8::{EncryptedPrivateKeyInfoOwned, LineEnding, SecretDocument};
    let scrypt = |cost: u64| {
        let cheap = scrypt::Params::new(14, 8, 1).unwrap();
        let mut parameters =
            pbes2::Parameters::generate_scrypt_aes256cbc(cheap, &[1; 16], [2; 16]).unwrap();
        if let pbes2::Kdf::Scrypt(scrypt) = &mut parameters.kdf {
            scrypt.cost_parameter = cost;
        }
        parameters
    };
    let pbkdf2 = |rounds| {
        pbes2::Parameters::generate_pbkdf2_sha256_aes256cbc(rounds, &[1; 16], [2; 16]).unwrap()
    };
    let table = [
        (pbkdf2(50_000_000), Flaw::Cost),
        (scrypt(1 << 30), Flaw::Cost),
        (scrypt(0), Flaw::Cipher),
        (scrypt(1000), Flaw::Cipher),
    ];
    for (parameters, want) in table {
        let info = EncryptedPrivateKeyInfoOwned {
            encryption_algorithm: parameters.into(),
            encrypted_data: OctetString::new([0; 48]).unwrap(),
        };
        let pem = SecretDocument::try_from(info).unwrap();
        let pem = pem.to_pem("ENCRYPTED PRIVATE KEY", LineEnding::LF).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let ring = ring(folder.path());
        std::fs::write(ring.folder().join("ledger.pem"), pem.as_bytes()).unwrap();
        let found = ring.key(&KeyName::Ledger).unwrap_err();
        assert!(
            matches!(found, KeyError::Unsupported { flaw, .. } if flaw == want),
            "{found}"
        );
    }
}

#[test]
fn the_sheet_in_the_safe_gives_the_root_back() {
    let folder = tempfile::tempdir().unwrap();
    let ring = ring(folder.path());
    let root = keys::generate().unwrap();
    let on = "2026-03-01".parse().unwrap();
    let in_safe = Passphrase::new(WORDS).unwrap();
    let sheet = Sheet::new("Uỷ ban nhân dân\nxã A", 2, &root, on, &in_safe).unwrap();
    let sheet = sheet.to_string();
    assert!(sheet.contains(&keys::kid(&root).to_string()));
    assert!(sheet.contains("Uỷ ban nhân dân xã A"));
    assert!(sheet.contains(": 01/03/2026\n"));
    assert!(
        sheet.lines().all(|line| line.chars().count() <= 82),
        "fits on A4"
    );

    // OpenSSL reads the sheet as it stands.
    let file = folder.path().join("sheet.txt");
    std::fs::write(&file, &sheet).unwrap();
    assert_eq!(public_by_openssl(&file), root.verifying_key().as_bytes());

    // A mistyped letter is found in its line.
    let lines: Vec<&str> = sheet.lines().collect();
    let begin = lines
        .iter()
        .position(|l| l.starts_with("-----BEGIN"))
        .unwrap();
    let mut mistyped: Vec<String> = lines.iter().map(ToString::to_string).collect();
    mistyped[begin + 3] = mistyped[begin + 3].to_lowercase();
    let found = ring.restore(&KeyName::Root(2), &mistyped.join("\r\n"), &in_safe);
    let found = found.unwrap_err();
    assert!(
        matches!(
            found,
            KeyError::Damaged {
                flaw: Flaw::Line(3),
                ..
            }
        ),
        "{found}"
    );

    let typed = lines.join("\r\n");
    let restored = ring.restore(&KeyName::Root(2), &typed, &in_safe).unwrap();
    assert_eq!(restored, root);
    assert_eq!(ring.key(&KeyName::Root(2)).unwrap(), root);
}

#[test]
fn names_have_one_spelling() {
    let table = [
        ("ledger", true),
        ("root-1", true),
        ("root-255", true),
        ("actor-van-thu", true),
        ("Ledger", false),
        ("root-01", false),
        ("root-256", false),
        ("root-", false),
        ("actor-", false),
        ("actor-Nguyễn", false),
        ("", false),
    ];
    for (text, reads) in table {
        let name = text.parse::<KeyName>();
        assert_eq!(name.is_ok(), reads, "{text:?}");
        assert!(name.is_ok_and(|name| name.to_string() == text) || !reads);
    }
}

/// What [`Keyring::renew`] wrote comes into force whole, or not at all.
#[test]
fn a_ring_gives_way_to_itself_under_another_passphrase() {
    let folder = tempfile::tempdir().unwrap();
    let ring = ring(folder.path());
    let key = ring.generate(&KeyName::Root(1)).unwrap();
    let other = Passphrase::new("cụm khác").unwrap();
    let vault = folder.path().join("vault.db");
    let open = |passphrase: &Passphrase| {
        settle(ring.folder(), passphrase, &vault).map_err(|error| error.to_string())?;
        let ring = Keyring::open(ring.folder(), passphrase.clone()).unwrap();
        let key = ring.key(&KeyName::Root(1));
        key.map_err(|error| error.to_string())
    };
    // Taken back by the old one, which still opens the ring.
    drop(ring.renew(&other).unwrap());
    assert!(ring.renew(&other).is_err());
    assert_eq!(open(&passphrase()), Ok(key.clone()));
    assert!(open(&other).is_err());
    // Finished by the new one, there being no vault that says otherwise.
    drop(ring.renew(&other).unwrap());
    let neither = Passphrase::new("không phải").unwrap();
    assert!(open(&neither).is_err());
    assert_eq!(open(&other), Ok(key.clone()));
    assert!(open(&passphrase()).is_err());
    // And at once.
    let ring = Keyring::open(ring.folder(), other).unwrap();
    let back = ring.renew(&passphrase()).unwrap().put_in_force().unwrap();
    assert_eq!(back.key(&KeyName::Root(1)).unwrap(), key);
    assert_eq!(open(&passphrase()), Ok(key));
    let left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().collect();
    assert_eq!(left.len(), 2, "ring and lock: {left:?}");
}
