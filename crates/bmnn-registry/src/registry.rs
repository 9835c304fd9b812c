//! An agency's secret registry: a folder, and the acts put on record in it.

use crate::careful::Hands;
use crate::commit::Mode;
use crate::draft::Draft;
use crate::error::{Failure, OpenError, PerformError};
use crate::host::Host;
use crate::index::{Index, Position};
use crate::opening;
use crate::packs::{Library, PacksError};
use crate::perform::Performed;
use crate::vault::Vault;
use bmnn::decide::Decision;
use bmnn::id::{Bytes32, Id};
use bmnn::ledger::checkpoint::Checkpoint;
use bmnn::ledger::{Chain, Signer, Store};
use bmnn::pack::Packs;
use bmnn_store::FileStore;
use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

/// The vault's file in the folder.
pub const VAULT: &str = "vault.db";
/// The derived index's file in the folder.
pub const INDEX: &str = "index.db";

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
///
/// # Examples
///
/// ```
/// use bmnn::ledger::{PlainSigner, Signer};
/// use bmnn_registry::{Clerk, Host, Opening, Registry, keys::Passphrase, packs};
/// use serde_json::json;
///
/// let [root, ledger, clerk] = [1, 2, 3].map(|seed| PlainSigner::from_seed(&[seed; 32]));
/// let opening = Opening {
///     agency: "UBND tỉnh".to_owned(),
///     on: None,
///     threshold: 1,
///     further_roots: Vec::new(),
///     clerk: Clerk { person: "clerk".parse()?, key: clerk.public_key() },
///     after: None,
/// };
/// let folder = tempfile::tempdir()?;
/// // The passphrase opens the vault, where the texts that are sealed stand encrypted.
/// let host = Host::system(Passphrase::new("bốn từ khó đoán nhé")?);
/// let mut registry =
///     Registry::create(folder.path(), &opening, &[&root], Box::new(ledger), host)?;
///
/// let today = registry.today()?.to_string();
/// let (_, digest) = packs::built_in("vn-2025").ok_or("no such pack")?;
/// let done = registry.perform(
///     json!({
///         "act": "pack.adopt", "on": today, "adopted": "vn-2025", "digest": digest.to_string(),
///         "decision": {"person": "head", "position": "p-head", "date": today},
///     }),
///     &clerk,
/// )?;
/// assert_eq!(done.seq, 2); // behind `ledger.open` and the clerk's `key.enrol`
/// assert!(done.receipt().is_some());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Registry {
    pub(crate) folder: PathBuf,
    pub(crate) store: FileStore,
    pub(crate) vault: Option<Vault>,
    pub(crate) index: Index,
    pub(crate) library: Library,
    pub(crate) packs: Packs,
    pub(crate) position: Position,
    pub(crate) writer: Option<Writer>,
    /// What a write failed of, so that what is here is not known to follow
    /// from the ledger.
    pub(crate) failed: Option<Failure>,
    pub(crate) clock_confirmed: bool,
    /// How many sealed values were kept since the vault was last settled.
    pub(crate) unsettled: usize,
    /// Checkpoints of other ledgers whose slips were found to hold, by the
    /// digest of the note, and what was noted when they were.
    pub(crate) vouched: BTreeMap<Bytes32, Option<Checkpoint>>,
}

/// What it takes to put acts on record.
pub(crate) struct Writer {
    pub(crate) ledger_key: Box<dyn Signer + Send>,
    pub(crate) host: Host,
}

impl Registry {
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
        let hands = Hands::new(signer, cosigners)?;
        let done =
            self.locked(|registry| registry.commit_all([draft.into()], &hands, Mode::AllOrNothing));
        let done = done.map_err(PerformError::bare)?;
        let last = done.performed.into_iter().next_back();
        last.ok_or(PerformError::Failed(Failure::silence()))
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
        let hands = Hands::new(signer, &[])?;
        let drafts = drafts.into_iter().map(Into::into);
        let done = self.locked(|registry| registry.commit_all(drafts, &hands, Mode::AllOrNothing));
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
        let hands = Hands::new(signer, &[])?;
        let drafts = drafts.into_iter().map(Into::into);
        self.locked(|registry| registry.commit_all(drafts, &hands, Mode::KeepBefore))
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
        let hands = Hands::new(signer, &[])?;
        let done =
            self.locked(|registry| registry.commit_all([draft.into()], &hands, Mode::DecideOnly));
        match done.map_err(PerformError::bare) {
            Ok(done) => {
                let last = done.performed.into_iter().next_back();
                last.map(|done| done.decision)
                    .ok_or(PerformError::Failed(Failure::silence()))
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

    /// Looks for what other processes have put on record since.
    ///
    /// # Errors
    ///
    /// [`OpenError`] if the registry cannot be read any more.
    pub fn refresh(&mut self) -> Result<(), OpenError> {
        if self.writer.is_some() {
            let looked = self.locked(|_| Ok(()));
            return looked.map_err(|error| match error {
                PerformError::CatchUp(error) => *error,
                PerformError::Store(error) => error.into(),
                other => OpenError::Opening(Box::new(other)),
            });
        }
        self.store.refresh()?;
        if self.position.offset != self.store.end() {
            let path = self.folder.join(INDEX);
            let (index, position) =
                opening::read_index(&path, &mut self.store, &self.library, &mut |_, _| {})?;
            self.packs = self.library.adopted(&index)?;
            (self.index, self.position) = (index, position);
        }
        Ok(())
    }

    /// Ends the work, and says whether the end went well. What was acknowledged
    /// is on the disk already; this brings what stands in the logs of vault and
    /// index into their files, so that each is whole by itself.
    ///
    /// A registry that is only dropped loses nothing: its logs are read at the
    /// next opening.
    ///
    /// # Errors
    ///
    /// [`PerformError::Failed`] if an earlier write failed; otherwise what the
    /// disk says.
    pub fn close(self) -> Result<(), PerformError> {
        if let Some(failure) = self.failed {
            return Err(PerformError::Failed(failure));
        }
        if self.writer.is_none() {
            return Ok(());
        }
        if let Some(vault) = self.vault {
            vault.close()?;
        }
        Ok(self.index.close()?)
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

impl fmt::Debug for Registry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Registry")
            .field("folder", &self.folder)
            .field("size", &self.size())
            .finish_non_exhaustive()
    }
}
