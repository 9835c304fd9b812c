//! Another passphrase for a ring, and for the vault beside it.
//!
//! ```text
//! keys/          the ring
//! keys.part/     the same keys under the new passphrase, as far as they are written
//! keys.new/      the same, complete
//! keys.old/      the ring before, while it gives way
//! lock           held meanwhile, the one of the registry's writer
//! ```
//!
//! One passphrase opens both, and no disk writes both at once. So everything is
//! prepared first, and one write decides:
//!
//! 1. `keys.part` is written, synced, and named `keys.new`. The old passphrase
//!    still opens ring and vault: a stop here is taken back.
//! 2. The vault's lock is written, in one transaction of SQLite. From here on
//!    the new passphrase holds: `keys.new` is complete, and a stop here is
//!    finished. In a folder without a vault the next step decides.
//! 3. `keys` becomes `keys.old`, `keys.new` becomes `keys`, and of `keys.old`
//!    goes what the ring has anew.
//!
//! [`settle`] finds out by the passphrase that is given on which side of the
//! second step a change was broken off. No key is removed that is not in the
//! ring, readable, under its name.

use super::file::KeyFile;
use super::{KeyError, KeyName, Keyring, Passphrase, make_private_folder, write_once};
use crate::disk;
use crate::registry::Registry;
use crate::vault::{Vault, VaultError};
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

/// Why a passphrase was not changed, or a change not settled.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RenewalError {
    /// The ring.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The vault.
    #[error(transparent)]
    Vault(#[from] VaultError),
}

impl RenewalError {
    /// The same in Vietnamese.
    #[must_use]
    pub fn vi(&self) -> String {
        match self {
            Self::Key(error) => error.vi(),
            Self::Vault(error) => error.vi(),
        }
    }
}

/// The keys of a ring under another passphrase, on disk and complete, but not
/// in force yet. Dropped, it leaves them for [`settle`].
#[derive(Debug)]
pub struct Renewal {
    places: Places,
    passphrase: Passphrase,
    _held: File,
}

impl Keyring {
    /// Writes every key under `passphrase` beside the ring, which stays as it
    /// is until [`Renewal::put_in_force`]. Nobody else writes to a registry in
    /// the same folder meanwhile.
    ///
    /// # Errors
    ///
    /// [`KeyError::WrongPassphrase`] or another of [`key`](Self::key), if a key
    /// of the ring does not open; [`KeyError::Exists`] if a change before left
    /// something that [`settle`] does not take away; [`KeyError::Unwritable`].
    /// Nothing has changed then.
    pub fn renew(&self, passphrase: &Passphrase) -> Result<Renewal, KeyError> {
        let places = Places::of(self.folder());
        let held = places.hold()?;
        for path in [&places.new, &places.old] {
            if path.exists() {
                return Err(KeyError::Exists { path: path.clone() });
            }
        }
        let written = self.write_anew(&places, passphrase);
        if written.is_err() {
            // What is half there opens nothing that the ring does not.
            let _ = fs::remove_dir_all(&places.part);
        }
        written.map(|()| Renewal {
            places,
            passphrase: passphrase.clone(),
            _held: held,
        })
    }

    fn write_anew(&self, places: &Places, passphrase: &Passphrase) -> Result<(), KeyError> {
        let part = &places.part;
        remove_folder(part)?;
        make_private_folder(part).map_err(unwritable(part))?;
        for listed in self.list()? {
            let (name, path) = (&listed.name, part.join(listed.name.file()));
            let anew = KeyFile::seal(name, &self.key(name)?, passphrase)
                .map_err(|fault| fault.at(name, path.clone()))?;
            write_once(&path, anew.to_string().as_bytes()).map_err(unwritable(&path))?;
        }
        rename(part, &places.new)
    }
}

impl Renewal {
    /// Lets the keys under the new passphrase be the ring. A vault that the
    /// ring's passphrase is to open is locked anew before.
    ///
    /// # Errors
    ///
    /// [`KeyError::Unwritable`]; [`settle`] does it then.
    pub fn put_in_force(self) -> Result<Keyring, KeyError> {
        self.places.put_in_force()?;
        Keyring::open(self.places.ring.clone(), self.passphrase)
    }
}

impl Registry {
    /// Changes the passphrase of `ring`, which is in this folder, and of the
    /// vault together. Stopped anywhere, the folder opens by the old one or by
    /// the new one, once [`settle`] was called. Sheets and backups made before
    /// keep the old one.
    ///
    /// # Errors
    ///
    /// As [`Keyring::renew`], [`rewrap_vault`](Self::rewrap_vault) and
    /// [`Renewal::put_in_force`]. Behind the first of them [`settle`] tells
    /// which passphrase holds.
    pub fn change_passphrase(
        &mut self,
        ring: &Keyring,
        new: &Passphrase,
    ) -> Result<Keyring, RenewalError> {
        let renewal = ring.renew(new)?;
        // This write decides. Where it fails, the lock may be the old one or
        // the new one, so that nothing is taken back here.
        self.rewrap_vault(&new.clone().into())?;
        Ok(renewal.put_in_force()?)
    }
}

/// Finishes a change of passphrase that was broken off, or takes it back; does
/// nothing where there is none. To be called before a ring is opened, with the
/// file of the vault that the same passphrase opens, if there is one.
///
/// # Errors
///
/// [`KeyError::WrongPassphrase`] if the one given is not the one that holds
/// now; otherwise what ring, vault or disk say.
pub fn settle(ring: &Path, passphrase: &Passphrase, vault: &Path) -> Result<(), RenewalError> {
    let places = Places::of(ring);
    if !places.left().any(|path| path.exists()) {
        return Ok(());
    }
    let _held = places.hold()?;
    // Another may have settled it while this one waited.
    if places.new.is_dir() {
        let holds = vault_opens(vault, passphrase)?;
        if holds && ring_opens(&places.new, passphrase)? {
            places.put_in_force()?;
        } else if holds && places.ring.is_dir() && ring_opens(&places.ring, passphrase)? {
            remove_folder(&places.new)?;
        } else {
            let name = KeyName::Ledger.to_string();
            return Err(KeyError::WrongPassphrase { name }.into());
        }
    }
    remove_folder(&places.part)?;
    places.retire()?;
    Ok(())
}

/// Whether the keys under another passphrase stand complete beside the ring.
pub(crate) fn is_giving_way(ring: &Path) -> bool {
    Places::of(ring).new.exists()
}

/// A vault that is not there keeps nobody out.
fn vault_opens(vault: &Path, passphrase: &Passphrase) -> Result<bool, VaultError> {
    let opened =
        Vault::open_read_only(vault).and_then(|mut vault| vault.unlock(&passphrase.clone().into()));
    match opened {
        Ok(()) | Err(VaultError::Missing { .. }) => Ok(true),
        Err(VaultError::WrongKey { .. }) => Ok(false),
        Err(error) => Err(error),
    }
}

fn ring_opens(folder: &Path, passphrase: &Passphrase) -> Result<bool, KeyError> {
    match Keyring::open(folder, passphrase.clone())?.prove() {
        Ok(()) => Ok(true),
        Err(KeyError::WrongPassphrase { .. }) => Ok(false),
        Err(error) => Err(error),
    }
}

/// The ring, and what may stand beside it.
#[derive(Debug)]
struct Places {
    ring: PathBuf,
    part: PathBuf,
    new: PathBuf,
    old: PathBuf,
}

impl Places {
    fn of(ring: &Path) -> Self {
        let beside = |end: &str| {
            let mut name = ring.as_os_str().to_owned();
            name.push(end);
            PathBuf::from(name)
        };
        Self {
            ring: ring.to_owned(),
            part: beside(".part"),
            new: beside(".new"),
            old: beside(".old"),
        }
    }

    fn left(&self) -> impl Iterator<Item = &PathBuf> {
        [&self.part, &self.new, &self.old].into_iter()
    }

    /// Waits until nobody else writes in the folder of the ring.
    fn hold(&self) -> Result<File, KeyError> {
        let path = self.ring.with_file_name(bmnn_store::LOCK);
        let mut options = disk::private();
        let opened = options.write(true).create(true).truncate(false).open(&path);
        let held = opened.and_then(|file| file.lock().map(|()| file));
        held.map_err(unwritable(&path))
    }

    fn put_in_force(&self) -> Result<(), KeyError> {
        if self.ring.is_dir() {
            self.retire()?;
            rename(&self.ring, &self.old)?;
        }
        rename(&self.new, &self.ring)?;
        self.retire()
    }

    /// Takes away from the ring before what the ring has anew; anything else
    /// stays there.
    fn retire(&self) -> Result<(), KeyError> {
        if !self.old.is_dir() {
            return Ok(());
        }
        let kid = |folder: &Path, file: &Path| {
            let text = fs::read_to_string(folder.join(file)).ok()?;
            Some(KeyFile::parse(&text).ok()?.kid)
        };
        for entry in fs::read_dir(&self.old).map_err(unwritable(&self.old))? {
            let file = PathBuf::from(entry.map_err(unwritable(&self.old))?.file_name());
            let (before, anew) = (kid(&self.old, &file), kid(&self.ring, &file));
            // One that openssl wrote says no kid.
            if anew.is_some() && before.is_some_and(|kid| kid.is_none() || Some(kid) == anew) {
                let path = self.old.join(file);
                fs::remove_file(&path).map_err(unwritable(&path))?;
            }
        }
        match fs::remove_dir(&self.old) {
            Err(cause) if cause.kind() != io::ErrorKind::DirectoryNotEmpty => {
                Err(unwritable(&self.old)(cause))
            }
            _ => Ok(()),
        }
    }
}

/// Gives a folder another name, on disk when this returns.
fn rename(from: &Path, to: &Path) -> Result<(), KeyError> {
    let renamed = fs::rename(from, to).and_then(|()| disk::sync_folder_of(to));
    renamed.map_err(unwritable(to))
}

fn remove_folder(folder: &Path) -> Result<(), KeyError> {
    match fs::remove_dir_all(folder) {
        Err(cause) if cause.kind() != io::ErrorKind::NotFound => Err(unwritable(folder)(cause)),
        _ => Ok(()),
    }
}

fn unwritable(path: &Path) -> impl FnOnce(io::Error) -> KeyError {
    let path = path.to_path_buf();
    move |cause| KeyError::Unwritable { path, cause }
}
