//! An agency's secret registry: a folder, and the acts put on record in it.

use crate::draft::Draft;
use crate::error::{OpenError, PerformError};
use crate::host::Host;
use crate::index::{Index, IndexError, Position};
use crate::packs::{Library, PacksError};
use crate::perform::{Desk, Hands, Performed, Ready, Room};
use crate::replay::{self, Progress};
use crate::vault::{Vault, VaultError};
use bmnn::act::{
    Act, Body, Common, KeyEnrol, KeyRole, LedgerOpen, LedgerRecover, RecoverWhy, SetAside, sealing,
};
use bmnn::date::Date;
use bmnn::decide::Decision;
use bmnn::id::{Bytes32, Id};
use bmnn::ledger::{Chain, Signer, Store};
use bmnn::pack::Packs;
use bmnn_store::{FileStore, StoreError};
use std::fmt;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The vault's file in the folder.
pub const VAULT: &str = "vault.db";
/// The derived index's file in the folder.
pub const INDEX: &str = "index.db";

/// A clock further ahead of the last entry than this wants the host's word.
const DAYS_AHEAD: i64 = 31;
const DAY: i64 = 86_400_000;
/// How often, and how long, a lock that another holds is tried for.
const TRIES: u32 = 100;
const PAUSE: Duration = Duration::from_millis(10);
/// So many sealed values may stand in the vault without its knowing that an
/// entry names them: the next opening looks each of them up.
const UNSETTLED: usize = 4_096;

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
}

/// Who keeps a registry.
#[derive(Clone, Debug)]
pub struct Clerk {
    /// The id under which the person will be enrolled.
    pub person: Id,
    /// The public key.
    pub key: Bytes32,
}

/// What became of a stream of acts.
#[derive(Debug)]
pub struct Imported {
    /// The acts on record, in order, those that were there before included.
    pub performed: Vec<Performed>,
    /// The first act that could not be taken, by its place in the stream, and
    /// why. Nothing behind it was looked at.
    pub stopped: Option<(usize, PerformError)>,
}

/// A registry: ledger, vault, packs, and the index that follows from them.
///
/// Opened with the ledger key it puts acts on record, one process at a time;
/// opened to [`read`](Self::read) it needs no key and takes no lock.
pub struct Registry {
    pub(crate) folder: PathBuf,
    pub(crate) store: FileStore,
    pub(crate) vault: Option<Vault>,
    pub(crate) index: Index,
    pub(crate) library: Library,
    pub(crate) packs: Packs,
    pub(crate) position: Position,
    writer: Option<Writer>,
    /// Whether what the index holds is known to follow from the ledger.
    failed: bool,
    clock_confirmed: bool,
    unsettled: usize,
}

struct Writer {
    ledger_key: Box<dyn Signer + Send>,
    host: Host,
}

impl Registry {
    // ---- beginning

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
        host: Host,
    ) -> Result<Self, OpenError> {
        let ledger_public = ledger_key.public_key();
        let mut registry = Self {
            vault: Some(Vault::create(folder.join(VAULT))?),
            index: Index::create(&folder.join(INDEX))?,
            library: Library::of(Some(&folder)),
            packs: Packs::new(),
            position: Position::beginning(),
            writer: Some(Writer { ledger_key, host }),
            failed: false,
            clock_confirmed: false,
            unsettled: 0,
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
        let signing = roots.iter().map(|root| root.public_key());
        let open = LedgerOpen {
            agency: opening.agency.clone(),
            roots: signing
                .chain(opening.further_roots.iter().copied())
                .collect(),
            threshold: opening.threshold,
            ledger_key,
            after: None,
        };
        let enrol = KeyEnrol {
            key: opening.clerk.key,
            role: KeyRole::Actor,
            person: Some(opening.clerk.person.clone()),
            name: None,
            alg: None,
        };
        let acts = [Body::from(open), Body::from(enrol)].map(|body| Act {
            common: Common::of(on),
            body,
        });
        let Some((signer, cosigners)) = roots.split_first() else {
            return Err(PerformError::NoRoot);
        };
        let hands = Hands {
            signer: *signer,
            cosigners,
        };
        let acts = acts.into_iter().map(Draft::from);
        self.commit_all(acts, hands, Mode::AllOrNothing).map(drop)
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
        let folder = folder.into();
        let mut store = FileStore::open(&folder)?;
        lock(&mut store)?;
        let vault = Vault::open(folder.join(VAULT))?;
        let library = Library::of(Some(&folder));
        let (index, position) = open_index(&folder.join(INDEX), &store, &library, progress)?;
        let given = ledger_key.kid();
        match position.chain.ledger_key() {
            Some(key) if key.public() != ledger_key.public_key() => {
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
            failed: false,
            clock_confirmed: false,
            unsettled: 0,
            folder,
            store,
        };
        registry.settle()?;
        registry.store.unlock();
        Ok(registry)
    }

    /// Opens the registry in `folder` for reading: without lock or key, also
    /// from a disk that takes no writing, and a damaged one as far as it goes.
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
            failed: false,
            clock_confirmed: false,
            unsettled: 0,
            folder,
            store,
        })
    }

    // ---- performing

    /// Puts an act on record, if it may stand.
    ///
    /// The registry fills in `id`, `by`, `seen` and `pack`, and seals what the
    /// schema says is sealed. An act whose `id` is on record with the same
    /// content is answered with the entry that is there.
    ///
    /// # Errors
    ///
    /// [`PerformError::Refused`] with every reason; otherwise what else keeps
    /// it from being recorded. Nothing was written then.
    pub fn perform(
        &mut self,
        draft: impl Into<Draft>,
        signer: &dyn Signer,
    ) -> Result<Performed, PerformError> {
        self.perform_cosigned(draft, signer, &[])
    }

    /// As [`perform`](Self::perform), with further signatures over the same
    /// act: roots up to the threshold, or people whose hands it names.
    ///
    /// # Errors
    ///
    /// As [`perform`](Self::perform).
    pub fn perform_cosigned(
        &mut self,
        draft: impl Into<Draft>,
        signer: &dyn Signer,
        cosigners: &[&dyn Signer],
    ) -> Result<Performed, PerformError> {
        let hands = Hands { signer, cosigners };
        let done =
            self.locked(|registry| registry.commit_all([draft.into()], hands, Mode::AllOrNothing));
        let done = done.map_err(PerformError::bare)?;
        let last = done.performed.into_iter().next_back();
        last.ok_or(PerformError::Failed)
    }

    /// Puts several acts on record in one commit, all or nothing, each decided
    /// on the state after the one before.
    ///
    /// # Errors
    ///
    /// [`PerformError::At`] names the first act that cannot be taken; nothing
    /// was written then.
    pub fn perform_all<D: Into<Draft>>(
        &mut self,
        drafts: impl IntoIterator<Item = D>,
        signer: &dyn Signer,
    ) -> Result<Vec<Performed>, PerformError> {
        let hands = Hands {
            signer,
            cosigners: &[],
        };
        let drafts = drafts.into_iter().map(Into::into);
        let done = self.locked(|registry| registry.commit_all(drafts, hands, Mode::AllOrNothing));
        Ok(done?.performed)
    }

    /// Puts acts on record in one commit up to the first that cannot be taken,
    /// which ends it with everything before it kept.
    ///
    /// # Errors
    ///
    /// What keeps all of them from being recorded.
    pub fn import<D: Into<Draft>>(
        &mut self,
        drafts: impl IntoIterator<Item = D>,
        signer: &dyn Signer,
    ) -> Result<Imported, PerformError> {
        let hands = Hands {
            signer,
            cosigners: &[],
        };
        let drafts = drafts.into_iter().map(Into::into);
        self.locked(|registry| registry.commit_all(drafts, hands, Mode::KeepBefore))
    }

    /// What the law says of an act, without putting it on record.
    ///
    /// # Errors
    ///
    /// As [`perform`](Self::perform), but for a refusal, which is the answer.
    pub fn decide(
        &mut self,
        draft: impl Into<Draft>,
        signer: &dyn Signer,
    ) -> Result<Decision, PerformError> {
        let hands = Hands {
            signer,
            cosigners: &[],
        };
        let done =
            self.locked(|registry| registry.commit_all([draft.into()], hands, Mode::DecideOnly));
        match done.map_err(PerformError::bare) {
            Ok(done) => {
                let last = done.performed.into_iter().next_back();
                last.map(|done| done.decision).ok_or(PerformError::Failed)
            }
            Err(PerformError::Refused(decision)) => Ok(*decision),
            Err(error) => Err(error),
        }
    }

    /// Says that the clock is right though it is far ahead of the last entry;
    /// it holds for the next commit.
    pub fn confirm_clock(&mut self) {
        self.clock_confirmed = true;
    }

    /// Keeps the text of an agency's own pack in the folder, and gives the id
    /// and digest under which `pack.adopt` then adopts it.
    ///
    /// # Errors
    ///
    /// [`PacksError`] if it is no pack, or the disk does not take it.
    pub fn keep_pack(&self, file: &str, text: &str) -> Result<(Id, Bytes32), PacksError> {
        self.library.keep(file, text)
    }

    // ---- one commit

    fn locked<T>(
        &mut self,
        work: impl FnOnce(&mut Self) -> Result<T, PerformError>,
    ) -> Result<T, PerformError> {
        if self.writer.is_none() {
            return Err(PerformError::ReadOnly);
        }
        if self.failed {
            return Err(PerformError::Failed);
        }
        lock(&mut self.store)?;
        let done = self.catch_up().and_then(|()| work(self));
        self.store.unlock();
        done
    }

    /// Takes in what another process has written since.
    fn catch_up(&mut self) -> Result<(), PerformError> {
        if self.position.offset == self.store.end() {
            return Ok(());
        }
        let (store, library) = (&self.store, &self.library);
        let caught_up = bring_up(store, &self.index, library, &mut |_, _| {})
            .and_then(|position| Ok((position, library.adopted(&self.index)?)));
        match caught_up {
            Ok((position, packs)) => {
                self.position = position;
                self.packs = packs;
                Ok(())
            }
            Err(error) => {
                self.failed = true;
                Err(PerformError::CatchUp(Box::new(error)))
            }
        }
    }

    fn commit_all(
        &mut self,
        drafts: impl IntoIterator<Item = Draft>,
        hands: Hands<'_>,
        mode: Mode,
    ) -> Result<Imported, PerformError> {
        self.check_clock()?;
        let Some(writer) = &mut self.writer else {
            return Err(PerformError::ReadOnly);
        };
        self.index.begin()?;
        let room = Room {
            store: &self.store,
            index: &self.index,
            library: &self.library,
            packs: &mut self.packs,
            host: &mut writer.host,
            vault: self.vault.as_ref(),
        };
        let mut desk = Desk::new(room, &self.position.chain);
        let taken = take_all(&mut desk, drafts, hands, mode, &*writer.ledger_key);
        let packs_changed = desk.packs_changed();
        let ready = taken.and_then(|stopped| {
            let ready = match mode {
                Mode::DecideOnly => Ready::nothing(desk),
                _ => desk.seal_commit(&*writer.ledger_key)?,
            };
            Ok((ready, stopped))
        });
        let kept = ready.and_then(|(ready, stopped)| Ok((self.keep(ready)?, stopped)));
        let (performed, keeping, stopped) = match kept {
            Ok(((performed, keeping), stopped)) => (Ok(performed), keeping, stopped),
            Err(error) => (Err(error), Keeping::Nothing, None),
        };
        if keeping == Keeping::Nothing {
            self.index.roll_back();
            if packs_changed {
                self.packs = self.library.adopted(&self.index)?;
            }
        }
        let performed = performed?;
        Ok(Imported { performed, stopped })
    }

    /// Vault, ledger, index, in this order.
    fn keep(&mut self, ready: Ready) -> Result<(Vec<Performed>, Keeping), PerformError> {
        let Some(commit) = &ready.commit else {
            return Ok((ready.performed(), Keeping::Nothing));
        };
        if let (Some(vault), false) = (&mut self.vault, ready.sealed.is_empty()) {
            vault.put(&ready.sealed)?;
        }
        let places = match self.store.commit(commit) {
            Ok(places) => places,
            Err(error) => {
                // Nothing was kept where a short write was taken away; in any
                // other case what the disk holds is not known.
                self.failed = !matches!(
                    error,
                    StoreError::ShortWrite { .. } | StoreError::Stale { .. }
                );
                return Err(error.into());
            }
        };
        self.clock_confirmed = false;
        let position = Position {
            chain: commit.chain().clone(),
            offset: self.store.end(),
            note: commit.note().to_owned(),
        };
        // The acts are on record from here on, whatever the index says: where
        // it fails, the next opening takes them in from the ledger.
        match note_all(
            &self.index,
            &ready,
            &places,
            &position,
            &self.position.chain,
        ) {
            Ok(()) => self.position = position,
            Err(_) => {
                self.index.roll_back();
                self.failed = true;
            }
        }
        self.unsettled += ready.sealed.len();
        if self.unsettled > UNSETTLED && !self.failed {
            // What cannot be settled now is settled at the next opening.
            let _ = self.settle();
        }
        Ok((ready.performed(), Keeping::Kept))
    }

    fn check_clock(&self) -> Result<(), PerformError> {
        let (Some(writer), Some(last)) = (&self.writer, self.position.chain.received()) else {
            return Ok(());
        };
        let now = writer.host.clock.now();
        let days = now.saturating_sub(last) / DAY;
        if days > DAYS_AHEAD && !self.clock_confirmed {
            return Err(PerformError::ClockAhead { last, now, days });
        }
        Ok(())
    }

    /// The civil day of the host's clock.
    fn today(&self) -> Result<Date, PerformError> {
        let now = self
            .writer
            .as_ref()
            .map_or(0, |writer| writer.host.clock.now());
        Date::of_unix_millis(now).ok_or(PerformError::Clock(now))
    }

    /// Drops from the vault what no entry names: what a crash left between
    /// vault and ledger.
    fn settle(&mut self) -> Result<(), VaultError> {
        let Some(vault) = &mut self.vault else {
            return Ok(());
        };
        let (index, store) = (&self.index, &self.store);
        // Values of one act stand together.
        let mut last: Option<(bmnn::id::ActId, Vec<Bytes32>)> = None;
        vault.drop_unnamed(|act, commitment| {
            if last.as_ref().is_none_or(|(id, _)| id != act) {
                let entry = index.entry_of(act).ok().flatten();
                let entered =
                    entry.and_then(|entry| crate::entered::Entered::read(store, &entry).ok());
                let named = entered.map(|entered| sealing::commitments(&entered.act));
                let named = named.unwrap_or_default().into_iter();
                last = Some((*act, named.map(|(_, commitment)| commitment).collect()));
            }
            last.as_ref()
                .is_some_and(|(_, named)| named.contains(commitment))
        })?;
        self.unsettled = 0;
        Ok(())
    }

    // ---- what it is

    /// The folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The ledger behind the last entry: keys, size, root.
    #[must_use]
    pub fn chain(&self) -> &Chain {
        &self.position.chain
    }

    /// How many entries there are.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.position.chain.size()
    }

    /// The ledger-id.
    #[must_use]
    pub fn ledger_id(&self) -> Bytes32 {
        // A registry exists only with its first commit.
        self.position.chain.ledger().unwrap_or(Bytes32([0; 32]))
    }

    /// The root over all entries.
    #[must_use]
    pub fn root(&self) -> Bytes32 {
        self.position.chain.root()
    }

    /// The note of the last checkpoint.
    #[must_use]
    pub fn checkpoint(&self) -> &str {
        &self.position.note
    }

    /// The packs in use.
    #[must_use]
    pub fn packs(&self) -> &Packs {
        &self.packs
    }

    /// How the ledger's file was found.
    #[must_use]
    pub fn condition(&self) -> bmnn_store::Condition {
        self.store.condition()
    }
}

/// What becomes of several acts.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    /// All of them, or none.
    AllOrNothing,
    /// Those before the first that cannot be taken.
    KeepBefore,
    /// None: only the decision is asked for.
    DecideOnly,
}

/// Whether the index keeps what was taken.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Keeping {
    Kept,
    Nothing,
}

/// Takes acts, after those that tell of a torn tail.
fn take_all(
    desk: &mut Desk<'_>,
    drafts: impl IntoIterator<Item = Draft>,
    hands: Hands<'_>,
    mode: Mode,
    ledger_key: &dyn Signer,
) -> Result<Option<(usize, PerformError)>, PerformError> {
    if mode != Mode::DecideOnly {
        tell_of_torn_tails(desk, ledger_key)?;
    }
    for (index, draft) in drafts.into_iter().enumerate() {
        match desk.take(draft, hands) {
            Ok(()) => {}
            Err(error) if mode == Mode::KeepBefore && !desk.is_broken() => {
                return Ok(Some((index, error)));
            }
            Err(error) => {
                let error = Box::new(error);
                return Err(PerformError::At { index, error });
            }
        }
    }
    Ok(None)
}

fn tell_of_torn_tails(desk: &mut Desk<'_>, ledger_key: &dyn Signer) -> Result<(), PerformError> {
    let hands = Hands {
        signer: ledger_key,
        cosigners: &[],
    };
    for (length, digest) in desk.set_aside() {
        let recover = LedgerRecover {
            why: RecoverWhy::TornTail,
            size: desk.size(),
            set_aside: Some(SetAside { length, digest }),
        };
        let act = Act {
            common: Common::of(desk.today()?),
            body: recover.into(),
        };
        desk.take(act.into(), hands)?;
    }
    // Nobody asked for these.
    desk.forget_performed();
    Ok(())
}

fn note_all(
    index: &Index,
    ready: &Ready,
    places: &[u64],
    position: &Position,
    before: &Chain,
) -> Result<(), IndexError> {
    let mut frontier = before.frontier().clone();
    for (entry, place) in ready.entries.iter().zip(places) {
        let entry = entry.clone().at(*place);
        index.note(&entry, &mut frontier)?;
    }
    index.set_position(position, Some(before).filter(|chain| chain.size() > 0))?;
    index.commit()
}

/// Becomes the one writer, waiting a moment for another to finish.
fn lock(store: &mut FileStore) -> Result<(), StoreError> {
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
fn bring_up(
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
fn read_index(
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

impl fmt::Debug for Registry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Registry")
            .field("folder", &self.folder)
            .field("size", &self.size())
            .finish_non_exhaustive()
    }
}
