//! Making a registry, and opening one.

use crate::careful::{Careful, Hands};
use crate::commit::Mode;
use crate::draft::Draft;
use crate::error::{OpenError, PerformError};
use crate::host::Host;
use crate::index::{Index, IndexError, Position};
use crate::packs::Library;
use crate::registry::{INDEX, Registry, VAULT, Writer};
use crate::replay::{self, Progress};
use crate::vault::{Vault, VaultError};
use bmnn::act::{Act, After, Body, Common, KeyEnrol, KeyRole, LedgerOpen};
use bmnn::date::Date;
use bmnn::id::{Bytes32, Id};
use bmnn::ledger::{Signer, Store};
use bmnn::pack::Packs;
use bmnn_store::{Disk, FileStore, LocalDisk, StoreError};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// How often, and how long, a lock that another holds is tried for.
const TRIES: u32 = 100;
const PAUSE: Duration = Duration::from_millis(10);
/// How a new registry begins.
#[derive(Clone, Debug)]
pub struct Opening {
    /// The agency's name.
    pub agency: String,
    /// The legal date; the day of the host's clock where it is absent.
    pub on: Option<Date>,
    /// How many roots sign what roots sign.
    pub threshold: u32,
    /// Roots that do not sign now, by their public keys.
    pub further_roots: Vec<Bytes32>,
    /// Who keeps the registry, with a key of his own.
    pub clerk: Clerk,
    /// The end of the ledger that this one succeeds, if it does.
    pub after: Option<After>,
}

/// Who keeps a registry.
#[derive(Clone, Debug)]
pub struct Clerk {
    /// The id under which the person will be enrolled.
    pub person: Id,
    /// The public key.
    pub key: Bytes32,
}

impl Registry {
    /// Makes a registry in `folder`: `ledger.open`, signed by `roots`, and the
    /// enrolment of the clerk's key, in one commit. The clerk then adopts a
    /// pack and enrols people, himself first.
    ///
    /// # Errors
    ///
    /// [`OpenError::Exists`] if anything of a registry is there (keys may be);
    /// otherwise what the disk says, or what is wrong with the opening.
    pub fn create(
        folder: impl Into<PathBuf>,
        opening: &Opening,
        roots: &[&dyn Signer],
        ledger_key: Box<dyn Signer + Send>,
        host: Host,
    ) -> Result<Self, OpenError> {
        let folder = folder.into();
        for name in [VAULT, INDEX] {
            let path = folder.join(name);
            if path.exists() {
                return Err(OpenError::Exists(path));
            }
        }
        let store = FileStore::create(&folder)?;
        let made = Self::begin(folder.clone(), store, opening, roots, ledger_key, host);
        if made.is_err() {
            // What was made here holds nothing yet.
            for name in [VAULT, INDEX] {
                for end in ["", "-wal", "-shm"] {
                    let _ = std::fs::remove_file(folder.join(format!("{name}{end}")));
                }
            }
        }
        made
    }

    fn begin(
        folder: PathBuf,
        store: FileStore,
        opening: &Opening,
        roots: &[&dyn Signer],
        ledger_key: Box<dyn Signer + Send>,
        mut host: Host,
    ) -> Result<Self, OpenError> {
        let ledger_public = public_key(&*ledger_key)?;
        let vault = Vault::create(folder.join(VAULT), &host.vault, &mut *host.randomness)?;
        let mut registry = Self {
            vault: Some(vault),
            index: Index::create(&folder.join(INDEX))?,
            library: Library::of(Some(&folder)),
            packs: Packs::new(),
            position: Position::beginning(),
            writer: Some(Writer { ledger_key, host }),
            failed: None,
            clock_confirmed: false,
            unsettled: 0,
            vouched: BTreeMap::new(),
            folder,
            store,
        };
        let opened = registry.first_entries(opening, roots, ledger_public);
        registry.store.unlock();
        opened.map_err(|error| OpenError::Opening(Box::new(error)))?;
        Ok(registry)
    }

    fn first_entries(
        &mut self,
        opening: &Opening,
        roots: &[&dyn Signer],
        ledger_key: Bytes32,
    ) -> Result<(), PerformError> {
        let on = match opening.on {
            Some(on) => on,
            None => self.today()?,
        };
        let Some((signer, cosigners)) = roots.split_first() else {
            return Err(PerformError::NoRoot);
        };
        let hands = Hands::new(*signer, cosigners)?;
        let signing: Vec<Bytes32> = std::iter::once(&hands.signer)
            .chain(&hands.cosigners)
            .map(Signer::public_key)
            .collect();
        let open = LedgerOpen {
            agency: opening.agency.clone(),
            roots: signing
                .into_iter()
                .chain(opening.further_roots.iter().copied())
                .collect(),
            threshold: opening.threshold,
            ledger_key,
            after: opening.after,
        };
        let enrol = KeyEnrol {
            key: opening.clerk.key,
            role: KeyRole::Actor,
            person: Some(opening.clerk.person.clone()),
            name: None,
            alg: None,
            since: None,
        };
        let acts = [Body::from(open), Body::from(enrol)].map(|body| Act {
            common: Common::of(on),
            body,
        });
        let acts = acts.into_iter().map(Draft::from);
        self.commit_all(acts, &hands, Mode::AllOrNothing).map(drop)
    }

    /// Opens the registry in `folder`, to put acts on record.
    ///
    /// # Errors
    ///
    /// [`OpenError`], with a sentence for each thing that can be wrong with
    /// the folder or the key.
    pub fn open(
        folder: impl Into<PathBuf>,
        ledger_key: Box<dyn Signer + Send>,
        host: Host,
    ) -> Result<Self, OpenError> {
        Self::open_telling(folder, ledger_key, host, &mut |_, _| {})
    }

    /// As [`open`](Self::open), telling how far a rebuild of the index is.
    ///
    /// # Errors
    ///
    /// As [`open`](Self::open).
    pub fn open_telling(
        folder: impl Into<PathBuf>,
        ledger_key: Box<dyn Signer + Send>,
        host: Host,
        progress: Progress<'_>,
    ) -> Result<Self, OpenError> {
        let disk = Arc::new(LocalDisk);
        Self::open_on(folder, disk, ledger_key, host, progress)
    }

    /// As [`open_telling`](Self::open_telling), with the ledger on another
    /// disk.
    ///
    /// # Errors
    ///
    /// As [`open`](Self::open).
    pub fn open_on(
        folder: impl Into<PathBuf>,
        disk: Arc<dyn Disk>,
        ledger_key: Box<dyn Signer + Send>,
        mut host: Host,
        progress: Progress<'_>,
    ) -> Result<Self, OpenError> {
        let folder = folder.into();
        let mut store = FileStore::open_on(&folder, disk)?;
        lock(&mut store)?;
        let vault = Vault::open(folder.join(VAULT), &host.vault, &mut *host.randomness)?;
        let library = Library::of(Some(&folder));
        let (index, position) = open_index(&folder.join(INDEX), &store, &library, progress)?;
        let public = public_key(&*ledger_key)?;
        let given = bmnn::ledger::key::kid(&public);
        match position.chain.ledger_key() {
            Some(key) if key.public() != public => {
                let wanted = bmnn::ledger::key::kid(&key.public());
                return Err(OpenError::LedgerKey { given, wanted });
            }
            _ => {}
        }
        let mut registry = Self {
            packs: library.adopted(&index)?,
            vault: Some(vault),
            index,
            library,
            position,
            writer: Some(Writer { ledger_key, host }),
            failed: None,
            clock_confirmed: false,
            unsettled: 0,
            vouched: BTreeMap::new(),
            folder,
            store,
        };
        registry.settle()?;
        registry.erase_again()?;
        registry.store.unlock();
        Ok(registry)
    }

    /// Opens the registry in `folder` for reading: without lock or key, also
    /// from a disk that takes no writing, and a damaged one as far as it goes.
    /// The vault stays locked until [`unlock`](Self::unlock).
    ///
    /// # Errors
    ///
    /// As [`open`](Self::open).
    pub fn read(folder: impl Into<PathBuf>) -> Result<Self, OpenError> {
        Self::read_telling(folder, &mut |_, _| {})
    }

    /// As [`read`](Self::read), telling how far a rebuild of the index is.
    ///
    /// # Errors
    ///
    /// As [`read`](Self::read).
    pub fn read_telling(
        folder: impl Into<PathBuf>,
        progress: Progress<'_>,
    ) -> Result<Self, OpenError> {
        let folder = folder.into();
        let mut store = FileStore::open(&folder)?;
        let library = Library::of(Some(&folder));
        let (index, position) = read_index(&folder.join(INDEX), &mut store, &library, progress)?;
        let vault = match Vault::open_read_only(folder.join(VAULT)) {
            Ok(vault) => Some(vault),
            // The evidence stands without the sealed values.
            Err(VaultError::Missing { .. }) => None,
            Err(error) => return Err(error.into()),
        };
        Ok(Self {
            packs: library.adopted(&index)?,
            vault,
            index,
            library,
            position,
            writer: None,
            failed: None,
            clock_confirmed: false,
            unsettled: 0,
            vouched: BTreeMap::new(),
            folder,
            store,
        })
    }
}

/// The public key of the ledger key, if it can be had.
fn public_key(ledger_key: &dyn Signer) -> Result<Bytes32, OpenError> {
    let careful = Careful::new(ledger_key);
    let careful = careful.map_err(|error| OpenError::Opening(Box::new(error.into())))?;
    Ok(careful.public_key())
}

/// Becomes the one writer, waiting a moment for another to finish.
pub(crate) fn lock(store: &mut FileStore) -> Result<(), StoreError> {
    for _ in 0..TRIES {
        match store.lock() {
            Err(StoreError::Locked) => std::thread::sleep(PAUSE),
            done => return done,
        }
    }
    store.lock()
}

/// The index at `path`, brought up to the ledger; made anew where it cannot be
/// used.
fn open_index(
    path: &Path,
    store: &FileStore,
    library: &Library,
    progress: Progress<'_>,
) -> Result<(Index, Position), OpenError> {
    if let Ok(index) = Index::open(path)
        && let Ok(position) = bring_up(store, &index, library, progress)
    {
        return Ok((index, position));
    }
    let index = Index::create(path)?;
    let position = bring_up(store, &index, library, progress)?;
    Ok((index, position))
}

/// Takes in what the ledger holds behind the index, if the index follows from
/// the ledger so far.
pub(crate) fn bring_up(
    store: &FileStore,
    index: &Index,
    library: &Library,
    progress: Progress<'_>,
) -> Result<Position, OpenError> {
    if let Some(position) = index.position()? {
        index.set_applied(position.chain.size());
        if !replay::fits(store, index, &position) {
            return Err(IndexError::Unreadable.into());
        }
    }
    let position = replay::catch_up(store, index, library, progress)?;
    Ok(position.unwrap_or_else(Position::beginning))
}

/// An index to read: the one on disk if it is up to the ledger, else one in
/// memory.
pub(crate) fn read_index(
    path: &Path,
    store: &mut FileStore,
    library: &Library,
    progress: Progress<'_>,
) -> Result<(Index, Position), OpenError> {
    for _ in 0..TRIES / 10 {
        let Ok(index) = Index::open_read_only(path) else {
            break;
        };
        store.refresh()?;
        match index.position() {
            Ok(Some(position)) if !replay::fits(store, &index, &position) => break,
            Ok(Some(position)) if position.offset == store.end() => return Ok((index, position)),
            // A writer is between ledger and index.
            Ok(Some(_)) => std::thread::sleep(PAUSE),
            _ => break,
        }
    }
    let index = Index::in_memory()?;
    let position = bring_up(store, &index, library, progress)?;
    Ok((index, position))
}
