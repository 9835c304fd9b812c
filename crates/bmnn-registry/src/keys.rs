//! The key ring: a folder of private keys, opened by one passphrase.
//!
//! Each key is a file `NAME.pem`, an encrypted PKCS#8 key that
//! `openssl pkey -in NAME.pem` reads, and one that openssl wrote is read here:
//!
//! ```text
//! bmnn key 1
//! name: ledger
//! kid: 5f0c1a…          first 8 bytes of SHA-256 of the public key
//! public: 9d41…         the Ed25519 public key
//! check: 77ab…          first 8 bytes of SHA-256 of the DER below
//! -----BEGIN ENCRYPTED PRIVATE KEY-----
//! PKCS#8 version 1, Ed25519 (RFC 8410), without the public key;
//! PBES2 (RFC 8018): scrypt N = 2^14, r = 8, p = 3; AES-256-CBC
//! -----END ENCRYPTED PRIVATE KEY-----
//! ```
//!
//! The lines above the key are for people and for telling damage from a wrong
//! passphrase, which the cipher alone cannot. A file without them is read too,
//! but damage in it may go unseen and give another key, one that no ledger knows.
//! `scrypt` takes 16 MiB and about 0.13 s a key on a server core: N stays at 2^14
//! because OpenSSL 3 refuses to spend more than 32 MiB, and `p` makes up for it.
//!
//! A key file is created with mode 0600 and is never overwritten, nor removed
//! but where the same key is kept under another name or passphrase. Who can read the folder and knows the passphrase can sign.

mod file;
mod renewal;
mod sheet;

pub use ed25519_dalek::SigningKey;
pub use file::Flaw;
pub(crate) use renewal::is_giving_way;
pub use renewal::{Renewal, RenewalError, settle};
pub use sheet::Sheet;

use crate::disk;
use bmnn::id::{Bytes32, Id, Kid};
use bmnn::ledger;
use file::KeyFile;
use std::fmt;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::atomic::{AtomicBool, Ordering};
use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

/// No key file is longer: what is read has a bound.
const LONGEST_FILE: u64 = 64 * 1024;

/// The key ring of a registry.
///
/// Keys are opened one by one, when they are asked for; the ring keeps only
/// the passphrase.
///
/// # Examples
///
/// ```
/// # let folder = tempfile::tempdir()?;
/// use bmnn_registry::keys::{KeyName, Keyring, Passphrase};
/// let passphrase = Passphrase::new("đúng con ngựa, cục pin, ghim giấy")?;
/// let ring = Keyring::create(folder.path().join("keys"), passphrase)?;
/// let made = ring.generate(&KeyName::Ledger)?;
/// assert_eq!(ring.key(&KeyName::Ledger)?, made);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Keyring {
    folder: PathBuf,
    passphrase: Passphrase,
    /// Whether the passphrase has opened a key of this ring, so that a mistyped
    /// one cannot split the ring by adding a key.
    proven: AtomicBool,
}

/// What a key of the ring is for; also the name of its file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum KeyName {
    /// Signs checkpoints: `ledger`.
    Ledger,
    /// Signed checkpoints before, or is about to: `ledger-` and its kid.
    LedgerOf(Kid),
    /// Enrols and revokes keys: `root-1`, `root-2`, …
    Root(u8),
    /// Signs the acts that one person records: `actor-` and the person's id.
    Actor(Id),
    /// Cosigns the checkpoints of other ledgers: `witness`.
    Witness,
}

/// What can be told of a key without its passphrase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// What it is for.
    pub name: KeyName,
    /// Its id, as the file says; absent where it says none, as in a file that
    /// openssl wrote, and where it cannot be read.
    pub kid: Option<Kid>,
}

/// The passphrase of a key ring, in NFC, wiped when it is dropped.
///
/// NFC, because one input method types `ế` as one character and another as
/// three, and both are the same passphrase to who types it.
#[derive(Clone)]
pub struct Passphrase(Zeroizing<String>);

/// Why a key could not be had or kept.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum KeyError {
    /// An empty passphrase protects nothing.
    #[error("the passphrase is empty")]
    EmptyPassphrase,
    /// There is no such folder.
    #[error("there is no key ring at `{}`", .folder.display())]
    NoRing {
        /// Where it was looked for.
        folder: PathBuf,
    },
    /// The ring holds no key of that name.
    #[error("the key ring at `{}` has no key `{name}`", .folder.display())]
    Missing {
        /// The key asked for.
        name: String,
        /// Where it was looked for.
        folder: PathBuf,
    },
    /// A key of that name is there already, and no key is ever overwritten.
    #[error("the key file `{}` exists already and is never overwritten", .path.display())]
    Exists {
        /// The file in the way.
        path: PathBuf,
    },
    /// The passphrase does not open the key.
    #[error("the passphrase does not open the key `{name}`")]
    WrongPassphrase {
        /// The key asked for.
        name: String,
    },
    /// The file is not what was written.
    #[error("the key file `{}` is damaged: {flaw}", .path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        flaw: Flaw,
    },
    /// The file is in order, but not of a kind that is read here.
    #[error("the key file `{}` cannot be used: {flaw}", .path.display())]
    Unsupported {
        /// The file.
        path: PathBuf,
        /// What is not read about it.
        flaw: Flaw,
    },
    /// The disk did not let it be read.
    #[error("cannot read `{}`: {cause}", .path.display())]
    Unreadable {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        cause: io::Error,
    },
    /// The disk did not take it.
    #[error("cannot write `{}`: {cause}", .path.display())]
    Unwritable {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        cause: io::Error,
    },
    /// The system gave no random bytes.
    #[error("the system gives no random bytes: {0}")]
    NoRandomness(getrandom::Error),
}

/// Why a text is no name of a key.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected the name of a key: `ledger`, `witness`, `root-1`, or `actor-` and a person's id")]
pub struct KeyNameError;

impl Keyring {
    /// Makes the folder of a new ring, or takes an empty one.
    ///
    /// # Errors
    ///
    /// [`KeyError::Exists`] if the folder holds key files,
    /// [`KeyError::Unwritable`] if it cannot be made.
    pub fn create(folder: impl Into<PathBuf>, passphrase: Passphrase) -> Result<Self, KeyError> {
        let folder = folder.into();
        make_private_folder(&folder).map_err(|cause| KeyError::Unwritable {
            path: folder.clone(),
            cause,
        })?;
        let ring = Self::open(folder, passphrase)?;
        match ring.list()?.first() {
            None => Ok(ring),
            Some(listed) => Err(KeyError::Exists {
                path: ring.path(&listed.name),
            }),
        }
    }

    /// Opens the ring in `folder`. The passphrase is tried when the first key
    /// is asked for.
    ///
    /// # Errors
    ///
    /// [`KeyError::NoRing`] if there is no such folder.
    pub fn open(folder: impl Into<PathBuf>, passphrase: Passphrase) -> Result<Self, KeyError> {
        let folder = folder.into();
        if !folder.is_dir() {
            return Err(KeyError::NoRing { folder });
        }
        Ok(Self {
            folder,
            passphrase,
            proven: AtomicBool::new(false),
        })
    }

    /// The keys that are there, in the order of their names.
    ///
    /// # Errors
    ///
    /// [`KeyError::Unreadable`] if the folder is.
    pub fn list(&self) -> Result<Vec<Listed>, KeyError> {
        let mut listed = Vec::new();
        let unreadable = |cause| KeyError::Unreadable {
            path: self.folder.clone(),
            cause,
        };
        for entry in std::fs::read_dir(&self.folder).map_err(unreadable)? {
            let file_name = entry.map_err(unreadable)?.file_name();
            let Some(name) = file_name.to_str().and_then(KeyName::of_file) else {
                continue;
            };
            let text = self.read(&name).ok();
            let kid = text.and_then(|text| KeyFile::parse(&text).ok()?.kid);
            listed.push(Listed { name, kid });
        }
        listed.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(listed)
    }

    /// The keys in `folder`, without a passphrase; none where there is no such
    /// folder.
    ///
    /// # Errors
    ///
    /// [`KeyError::Unreadable`] if the folder is.
    pub fn listed_in(folder: &Path) -> Result<Vec<Listed>, KeyError> {
        if !folder.is_dir() {
            return Ok(Vec::new());
        }
        // Listing opens no key.
        Self::open(folder, Passphrase::new("-")?)?.list()
    }

    /// Forgets a key that was made for a ledger that did not take it.
    ///
    /// # Errors
    ///
    /// [`KeyError::Unwritable`] if the disk does not let it go. Only a
    /// [`KeyName::LedgerOf`] can be forgotten: another is
    /// [`KeyError::Missing`].
    pub fn forget(&self, name: &KeyName) -> Result<(), KeyError> {
        let path = self.path(name);
        if !matches!(name, KeyName::LedgerOf(_)) {
            return Err(KeyError::Missing {
                name: name.to_string(),
                folder: self.folder.clone(),
            });
        }
        let gone = std::fs::remove_file(&path).and_then(|()| disk::sync_folder_of(&path));
        gone.map_err(|cause| KeyError::Unwritable { path, cause })
    }

    /// Opens the key `name`.
    ///
    /// # Errors
    ///
    /// [`KeyError::Missing`], [`KeyError::WrongPassphrase`],
    /// [`KeyError::Damaged`], [`KeyError::Unsupported`] (not encrypted, not
    /// Ed25519, or a cipher or cost that is not taken) or
    /// [`KeyError::Unreadable`].
    pub fn key(&self, name: &KeyName) -> Result<SigningKey, KeyError> {
        let text = self.read(name)?;
        let key = KeyFile::parse(&text)
            .and_then(|file| file.open(name, &self.passphrase))
            .map_err(|fault| fault.at(name, self.path(name)))?;
        self.proven.store(true, Ordering::Relaxed);
        Ok(key)
    }

    /// Makes a new key from the system's random bytes and keeps it.
    ///
    /// # Errors
    ///
    /// As [`add`](Self::add).
    pub fn generate(&self, name: &KeyName) -> Result<SigningKey, KeyError> {
        let key = generate()?;
        self.add(name, &key)?;
        Ok(key)
    }

    /// Keeps `key` under `name`, on disk when this returns.
    ///
    /// # Errors
    ///
    /// [`KeyError::Exists`] if there is a key of that name,
    /// [`KeyError::WrongPassphrase`] if the passphrase does not open the keys
    /// that are there, and [`KeyError::Unwritable`].
    pub fn add(&self, name: &KeyName, key: &SigningKey) -> Result<(), KeyError> {
        let path = self.path(name);
        if path.exists() {
            return Err(KeyError::Exists { path });
        }
        self.prove()?;
        let text = KeyFile::seal(name, key, &self.passphrase)
            .map_err(|fault| fault.at(name, path.clone()))?
            .to_string();
        write_once(&path, text.as_bytes()).map_err(|cause| match cause.kind() {
            io::ErrorKind::AlreadyExists => KeyError::Exists { path: path.clone() },
            _ => KeyError::Unwritable {
                path: path.clone(),
                cause,
            },
        })
    }

    /// Takes back a key from its printed [`Sheet`], typed or scanned in.
    ///
    /// # Errors
    ///
    /// [`KeyError::Damaged`] names what does not fit, a line that was mistyped
    /// for one; otherwise as [`add`](Self::add) and [`key`](Self::key).
    pub fn restore(
        &self,
        name: &KeyName,
        sheet: &str,
        passphrase: &Passphrase,
    ) -> Result<SigningKey, KeyError> {
        let key = KeyFile::parse(sheet)
            .and_then(|file| file.open(name, passphrase))
            .map_err(|fault| fault.at(name, self.path(name)))?;
        self.add(name, &key)?;
        Ok(key)
    }

    /// Lets the key with this kid be the ring's [`KeyName::Ledger`]; the one
    /// that was so before is kept under its kid. It can be asked for again
    /// after a crash, and does nothing where it is so already.
    ///
    /// # Errors
    ///
    /// [`KeyError::Missing`] if the ring has no `ledger-KID`; otherwise what
    /// the disk says.
    pub fn put_in_force(&self, in_force: Kid) -> Result<(), KeyError> {
        let there = self.path(&KeyName::Ledger).exists();
        let before = match there {
            true => Some(match self.listed_kid(&KeyName::Ledger)? {
                Some(kid) => kid,
                None => kid(&self.key(&KeyName::Ledger)?),
            }),
            false => None,
        };
        if before == Some(in_force) {
            return Ok(());
        }
        let next = KeyName::LedgerOf(in_force);
        self.read(&next)?;
        if let Some(before) = before {
            self.rename(&KeyName::Ledger, &KeyName::LedgerOf(before))?;
        }
        self.rename(&next, &KeyName::Ledger)
    }

    fn listed_kid(&self, name: &KeyName) -> Result<Option<Kid>, KeyError> {
        let text = self.read(name)?;
        let file = KeyFile::parse(&text).map_err(|fault| fault.at(name, self.path(name)))?;
        Ok(file.kid)
    }

    /// Keeps a key under another name: on disk there before it is gone here.
    fn rename(&self, from: &KeyName, to: &KeyName) -> Result<(), KeyError> {
        let (path, old) = (self.path(to), self.path(from));
        let mut file =
            KeyFile::parse(&self.read(from)?).map_err(|fault| fault.at(from, old.clone()))?;
        file.rename(to);
        let unwritable = |path: &Path| {
            let path = path.to_path_buf();
            |cause| KeyError::Unwritable { path, cause }
        };
        let written = match write_once(&path, file.to_string().as_bytes()) {
            // A crash came between the two, and what is there is this key.
            Err(cause)
                if cause.kind() == io::ErrorKind::AlreadyExists
                    && self.listed_kid(to)? == file.kid =>
            {
                Ok(())
            }
            written => written,
        };
        written.map_err(unwritable(&path))?;
        std::fs::remove_file(&old)
            .and_then(|()| disk::sync_folder_of(&old))
            .map_err(unwritable(&old))
    }

    /// The folder of the ring.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Opens any key that is there, unless one was opened before.
    fn prove(&self) -> Result<(), KeyError> {
        if self.proven.load(Ordering::Relaxed) {
            return Ok(());
        }
        let mut unproven = Ok(());
        for listed in self.list()? {
            match self.key(&listed.name) {
                Ok(_) => return Ok(()),
                Err(wrong @ KeyError::WrongPassphrase { .. }) => return Err(wrong),
                Err(fault) => unproven = Err(fault),
            }
        }
        unproven
    }

    fn path(&self, name: &KeyName) -> PathBuf {
        self.folder.join(name.file())
    }

    fn read(&self, name: &KeyName) -> Result<String, KeyError> {
        let path = self.path(name);
        match disk::read_bounded(&path, LONGEST_FILE) {
            Ok(bytes) => String::from_utf8(bytes).map_err(|_| KeyError::Damaged {
                path,
                flaw: Flaw::NotText,
            }),
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => Err(KeyError::Missing {
                name: name.to_string(),
                folder: self.folder.clone(),
            }),
            Err(cause) if cause.kind() == io::ErrorKind::FileTooLarge => Err(KeyError::Damaged {
                path,
                flaw: Flaw::TooLong,
            }),
            Err(cause) => Err(KeyError::Unreadable { path, cause }),
        }
    }
}

/// A new key from the system's random bytes, kept nowhere.
///
/// # Errors
///
/// [`KeyError::NoRandomness`] if the system gives none.
pub fn generate() -> Result<SigningKey, KeyError> {
    let mut seed = Zeroizing::new([0; 32]);
    getrandom::fill(seed.as_mut()).map_err(KeyError::NoRandomness)?;
    Ok(SigningKey::from_bytes(&seed))
}

/// The id of a key: the first 8 bytes of the SHA-256 of its public key.
#[must_use]
pub fn kid(key: &SigningKey) -> Kid {
    ledger::key::kid(&Bytes32(key.verifying_key().to_bytes()))
}

/// Makes `folder`, for its owner alone, if it is not there.
fn make_private_folder(folder: &Path) -> io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Writes a new file of mode 0600 and waits until the disk has it.
fn write_once(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = disk::private().write(true).create_new(true).open(path)?;
    let written = file.write_all(bytes).and_then(|()| file.sync_all());
    if written.is_err() {
        // What is half there was made by this call, and nobody has its key.
        let _ = std::fs::remove_file(path);
    }
    written?;
    disk::sync_folder_of(path)
}

impl KeyName {
    const EXTENSION: &'static str = ".pem";

    /// The file's name. A colon, which an id may hold and some file systems
    /// refuse, becomes `%3A`; `%` stands in no id.
    fn file(&self) -> String {
        self.to_string().replace(':', "%3A") + Self::EXTENSION
    }

    fn of_file(file: &str) -> Option<Self> {
        let name = file.strip_suffix(Self::EXTENSION)?;
        name.replace("%3A", ":").parse().ok()
    }
}

impl fmt::Display for KeyName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ledger => f.write_str("ledger"),
            Self::LedgerOf(kid) => write!(f, "ledger-{kid}"),
            Self::Root(number) => write!(f, "root-{number}"),
            Self::Actor(person) => write!(f, "actor-{person}"),
            Self::Witness => f.write_str("witness"),
        }
    }
}

impl FromStr for KeyName {
    type Err = KeyNameError;

    fn from_str(text: &str) -> Result<Self, KeyNameError> {
        let name = if text == "ledger" {
            Some(Self::Ledger)
        } else if text == "witness" {
            Some(Self::Witness)
        } else if let Some(kid) = text.strip_prefix("ledger-") {
            kid.parse().ok().map(Self::LedgerOf)
        } else if let Some(number) = text.strip_prefix("root-") {
            number.parse().ok().map(Self::Root)
        } else if let Some(person) = text.strip_prefix("actor-") {
            person.parse().ok().map(Self::Actor)
        } else {
            None
        };
        // One value, one spelling: `root-01` and `root-+1` are none.
        name.filter(|name| name.to_string() == text)
            .ok_or(KeyNameError)
    }
}

impl Passphrase {
    /// The passphrase that was typed.
    ///
    /// # Errors
    ///
    /// [`KeyError::EmptyPassphrase`] if there is nothing in it.
    pub fn new(typed: &str) -> Result<Self, KeyError> {
        if typed.is_empty() {
            return Err(KeyError::EmptyPassphrase);
        }
        // Large enough that it never moves and leaves a trace behind: NFC makes
        // at most three times as many bytes of UTF-8.
        let mut composed = Zeroizing::new(String::with_capacity(typed.len() * 3));
        composed.extend(typed.nfc());
        Ok(Self(composed))
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl fmt::Debug for Passphrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Passphrase(…)")
    }
}

impl fmt::Debug for Keyring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Keyring")
            .field("folder", &self.folder)
            .finish_non_exhaustive()
    }
}

impl KeyError {
    /// The same in Vietnamese.
    #[must_use]
    pub fn vi(&self) -> String {
        match self {
            Self::EmptyPassphrase => "cụm mật khẩu để trống".to_owned(),
            Self::NoRing { folder } => {
                format!("không có chùm khoá tại `{}`", folder.display())
            }
            Self::Missing { name, folder } => {
                format!(
                    "chùm khoá tại `{}` không có khoá `{name}`",
                    folder.display()
                )
            }
            Self::Exists { path } => format!(
                "tệp khoá `{}` đã có và không bao giờ bị ghi đè",
                path.display()
            ),
            Self::WrongPassphrase { name } => format!("cụm mật khẩu không mở được khoá `{name}`"),
            Self::Damaged { path, flaw } => {
                format!("tệp khoá `{}` bị hỏng: {}", path.display(), flaw.vi())
            }
            Self::Unsupported { path, flaw } => format!(
                "không dùng được tệp khoá `{}`: {}",
                path.display(),
                flaw.vi()
            ),
            Self::Unreadable { path, cause } => {
                format!("không đọc được `{}`: {}", path.display(), disk::vi(cause))
            }
            Self::Unwritable { path, cause } => {
                format!("không ghi được `{}`: {}", path.display(), disk::vi(cause))
            }
            Self::NoRandomness(_) => "hệ thống không cấp được số ngẫu nhiên".to_owned(),
        }
    }
}
