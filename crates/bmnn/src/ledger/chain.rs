//! The running state of a ledger, which admits one entry at a time.
//!
//! Appending and verifying use the same judgement: [`Chain::examine`] says
//! what there is to say about the next entry, and [`Chain::advance`] goes on
//! behind it. A writer refuses an entry with an error; a verification notes it
//! and goes on. Only an authentic statement has an effect on keys, whatever
//! else is wrong with its entry.
//!
//! | act | who signs | `by` |
//! | --- | --- | --- |
//! | `ledger.open` `ledger.close` `key.*` | roots, `threshold` of them counting signer and cosigners | left out |
//! | `ledger.recover` | the ledger key | left out |
//! | all else | an actor | the person of the key |
//!
//! A person who is not yet enrolled signs only `pack.adopt`, `person.enrol`
//! and `party.enrol`.

use super::bulk::{Checker, Verdict};
use super::checkpoint::{Checkpoint, CheckpointError};
use super::finding::{Finding, Kind, Position};
use super::judge::{Effect, Reading, judge};
use super::keyring::{EnrolledKey, Keyring};
use super::statement::Scope;
use super::tree::{Frontier, leaf_hash};
use super::window::History;
use crate::id::{ActId, Bytes32, Id, Kid};
use crate::value::Map;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Whether signatures are checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signatures {
    /// Each one, singly.
    Check,
    /// None: the entries were checked before, as when an index is rebuilt from
    /// a ledger that verification covers.
    Trust,
}

/// The part of a chain that every entry changes; small, whatever the size.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    pub(super) ledger: Option<Bytes32>,
    pub(super) frontier: Frontier,
    pub(super) last_leaf: Option<Bytes32>,
    pub(super) received: Option<i64>,
    pub(super) committed: u64,
    pub(super) closed: bool,
    pub(super) withheld: bool,
}

/// The part of a chain that changes with keys and people only.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Members {
    pub(super) keys: Keyring,
    pub(super) people: BTreeSet<Id>,
}

/// A ledger's state behind its last entry.
///
/// It is cheap to copy, and [`Head`] and [`Members`] can be stored apart:
/// `Chain::restore(chain.head().clone(), chain.members().clone()) == chain`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chain {
    pub(super) head: Head,
    pub(super) members: Arc<Members>,
}

/// What there is to say about an entry, before the chain goes on behind it.
#[derive(Clone, Debug)]
pub struct Examined {
    seq: u64,
    leaf: Bytes32,
    received: Option<i64>,
    pub(super) act: Option<Map>,
    pub(super) id: Option<ActId>,
    pub(super) signers: Vec<Kid>,
    pub(super) checked: u64,
    /// How many of them a batch would have judged otherwise.
    pub(super) bent: u64,
    pub(super) findings: Vec<Finding>,
    pub(super) effect: Effect,
}

impl Chain {
    /// The chain whose two parts were stored.
    #[must_use]
    pub fn restore(head: Head, members: Members) -> Self {
        let members = Arc::new(members);
        Self { head, members }
    }

    /// The part that every entry changes.
    #[must_use]
    pub fn head(&self) -> &Head {
        &self.head
    }

    /// The part that keys and people change.
    #[must_use]
    pub fn members(&self) -> &Members {
        &self.members
    }

    /// Whether keys and people are those of `other`, known without comparing
    /// them: if so, a stored [`Members`] need not be stored again.
    #[must_use]
    pub fn shares_members(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.members, &other.members)
    }

    /// How many entries there are.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.head.frontier.size()
    }

    /// How many entries the last checkpoint covers.
    #[must_use]
    pub fn committed(&self) -> u64 {
        self.head.committed
    }

    /// The ledger-id, which entry 0 makes.
    #[must_use]
    pub fn ledger(&self) -> Option<Bytes32> {
        self.head.ledger
    }

    /// What the next statement is signed for.
    #[must_use]
    pub fn scope(&self) -> Scope {
        self.head.ledger.map_or(Scope::Opening, Scope::Ledger)
    }

    /// The root over all entries.
    #[must_use]
    pub fn root(&self) -> Bytes32 {
        self.head.frontier.root()
    }

    /// The tree's right edge.
    #[must_use]
    pub fn frontier(&self) -> &Frontier {
        &self.head.frontier
    }

    /// Position and leaf hash of the last entry: what the next act has `seen`.
    #[must_use]
    pub fn last(&self) -> Option<(u64, Bytes32)> {
        let seq = self.size().checked_sub(1)?;
        Some((seq, self.head.last_leaf?))
    }

    /// When the last entry was received, in Unix milliseconds.
    #[must_use]
    pub fn received(&self) -> Option<i64> {
        self.head.received
    }

    /// Whether `ledger.close` ended the ledger.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        self.head.closed
    }

    /// The keys.
    #[must_use]
    pub fn keys(&self) -> &Keyring {
        &self.members.keys
    }

    /// The key that signs the checkpoint over the entries so far.
    #[must_use]
    pub fn ledger_key(&self) -> Option<&EnrolledKey> {
        self.members.keys.ledger_key()
    }

    /// Whether the person was ever enrolled.
    #[must_use]
    pub fn knows(&self, person: &Id) -> bool {
        self.members.people.contains(person)
    }

    /// What the next checkpoint says.
    #[must_use]
    pub fn checkpoint(&self) -> Option<Checkpoint> {
        Some(Checkpoint {
            ledger: self.head.ledger?,
            size: self.size(),
            root: self.root(),
        })
    }

    /// Says what there is to say about `entry` as the next one; changes
    /// nothing.
    ///
    /// # Errors
    ///
    /// Only what `history` cannot look up. What is wrong with the entry is
    /// among the findings.
    pub fn examine<H: History>(
        &self,
        entry: &[u8],
        history: &H,
        signatures: Signatures,
    ) -> Result<Examined, H::Error> {
        judge(self, entry, history, &mut signatures.into(), Reading::Whole)
    }

    /// As [`examine`](Self::examine), without the act's map and the signers.
    pub(super) fn skim<H: History>(
        &self,
        entry: &[u8],
        history: &H,
        checker: &mut Checker<'_>,
    ) -> Result<Examined, H::Error> {
        judge(self, entry, history, checker, Reading::Skimmed)
    }

    /// Goes on behind an entry that was examined on this very chain, findings
    /// or not.
    pub fn advance(&mut self, examined: &Examined) {
        self.step(examined.leaf);
        self.head.received = examined.received.or(self.head.received);
        examined.effect.apply(self, examined.seq);
    }

    /// Goes on behind an entry of which only the leaf hash is given.
    pub fn advance_withheld(&mut self, leaf: Bytes32) -> Vec<Finding> {
        let position = Position::Entry(self.size());
        let mut findings = vec![Finding::notice(
            Kind::Withheld,
            position,
            "the entry is left out of this export",
        )];
        if self.size() == 0 {
            let detail = "entry 0 opens the ledger and is never withheld";
            findings.push(Finding::error(Kind::BadEncoding, position, detail));
        }
        self.step(leaf);
        self.head.withheld = true;
        findings
    }

    /// Checks a checkpoint over the entries so far, and goes on behind it.
    ///
    /// # Errors
    ///
    /// The finding that there is about it; the chain goes on all the same.
    pub fn close_commit(&mut self, note: &[u8], signatures: Signatures) -> Result<(), Finding> {
        let root = self.root();
        self.close(note, &root, &mut signatures.into()).outcome
    }

    /// As [`close_commit`](Self::close_commit), where the root is known.
    pub(super) fn close(
        &mut self,
        note: &[u8],
        root: &Bytes32,
        checker: &mut Checker<'_>,
    ) -> Closed {
        let size = self.size();
        let rises = size > self.head.committed;
        self.head.committed = size;
        let position = Position::Checkpoint(size);
        let mut bent = 0;
        let outcome = self.check_note(note, root, checker, rises, &mut bent);
        let outcome = outcome.map_err(|(kind, detail)| Finding::error(kind, position, detail));
        Closed { outcome, bent }
    }

    fn check_note(
        &self,
        note: &[u8],
        root: &Bytes32,
        checker: &mut Checker<'_>,
        rises: bool,
        bent: &mut u64,
    ) -> Result<(), (Kind, String)> {
        let mismatch = |detail: &str| Err((Kind::CheckpointMismatch, detail.to_owned()));
        if !rises {
            return mismatch("no entry stands between this checkpoint and the one before");
        }
        let Some(ledger) = self.head.ledger else {
            return mismatch("there is no ledger yet");
        };
        let checkpoint = Checkpoint {
            ledger,
            size: self.size(),
            root: *root,
        };
        if !checker.looks() {
            return if note.starts_with(checkpoint.text().as_bytes()) {
                Ok(())
            } else {
                mismatch("the text is not that of these entries")
            };
        }
        let Some((kid, key)) = self.members.keys.ledger_key_in_force() else {
            let detail = "no ledger key is known";
            return Err((Kind::UnknownKey, detail.to_owned()));
        };
        let parsed = key
            .parsed()
            .map_err(|fault| (Kind::BadKey, fault.to_string()))?;
        let checked = checkpoint.check_by(note, parsed, |text, signature| {
            match checker.check_beside(kid, key, signature, text) {
                Ok(Verdict::Good) => true,
                Ok(Verdict::Bent) => {
                    *bent += 1;
                    false
                }
                _ => false,
            }
        });
        checked.map_err(|fault| {
            let kind = match fault {
                CheckpointError::Mismatch { .. } => Kind::CheckpointMismatch,
                CheckpointError::Malformed => Kind::BadEncoding,
                CheckpointError::OtherKey => self.other_ledger_key(&checkpoint, note),
                CheckpointError::BadSignature => Kind::BadSignature,
            };
            let also = if *bent > 0 {
                ", though a batch would take it"
            } else {
                ""
            };
            (kind, format!("{fault}{also}"))
        })
    }

    /// What it is to be signed by another key than the one in force: a key of
    /// the ledger's out of its range, or no key of it at all.
    pub(super) fn other_ledger_key(&self, checkpoint: &Checkpoint, note: &[u8]) -> Kind {
        let signs = |key: &EnrolledKey| {
            let parsed = key.parsed();
            parsed.is_ok_and(|key| checkpoint.check(note, key).is_ok())
        };
        let mut signer = self.keys().iter().filter(|(_, key)| signs(key));
        match signer.next() {
            Some((_, key)) if key.role() == super::key::Role::Ledger => Kind::KeyOutOfRange,
            Some(_) => Kind::WrongSigner,
            None => Kind::UnknownKey,
        }
    }

    /// Goes on in front of the entry at `seq`, of whose past only `prev` is
    /// known: what a slip leaves out. Roots and links are nothing from here on.
    pub(super) fn skip_to(&mut self, seq: u64, prev: Bytes32) {
        self.head.frontier = Frontier::unknown(seq);
        self.head.last_leaf = Some(prev);
        self.head.received = None;
        self.head.withheld = true;
    }

    fn step(&mut self, leaf: Bytes32) {
        self.head.frontier.push(leaf);
        self.head.last_leaf = Some(leaf);
        self.head.ledger.get_or_insert(leaf);
    }
}

impl From<Signatures> for Checker<'_> {
    fn from(signatures: Signatures) -> Self {
        match signatures {
            Signatures::Check => Self::Singly,
            Signatures::Trust => Self::Trust,
        }
    }
}

/// What there is to say about a checkpoint.
pub(super) struct Closed {
    pub(super) outcome: Result<(), Finding>,
    /// How many signatures a batch would have judged otherwise.
    pub(super) bent: u64,
}

impl Examined {
    pub(super) fn new(seq: u64, entry: &[u8]) -> Self {
        Self {
            seq,
            leaf: leaf_hash(entry),
            received: None,
            act: None,
            id: None,
            signers: Vec::new(),
            checked: 0,
            bent: 0,
            findings: Vec::new(),
            effect: Effect::None,
        }
    }

    pub(super) fn set_received(&mut self, received: i64) {
        self.received = Some(received);
    }

    /// The position.
    #[must_use]
    pub fn seq(&self) -> u64 {
        self.seq
    }

    /// The leaf hash.
    #[must_use]
    pub fn leaf(&self) -> Bytes32 {
        self.leaf
    }

    /// When the entry says it was received, in Unix milliseconds.
    #[must_use]
    pub fn received(&self) -> Option<i64> {
        self.received
    }

    /// The act, if its bytes are one.
    #[must_use]
    pub fn act(&self) -> Option<&Map> {
        self.act.as_ref()
    }

    /// The act's id, if it has one.
    #[must_use]
    pub fn id(&self) -> Option<ActId> {
        self.id
    }

    /// The keys whose signatures were found good (or trusted): the
    /// statement's first, then cosigners.
    #[must_use]
    pub fn signers(&self) -> &[Kid] {
        &self.signers
    }

    /// How many signatures were checked.
    #[must_use]
    pub fn checked(&self) -> u64 {
        self.checked
    }

    pub(super) fn into_findings(self) -> impl Iterator<Item = Finding> {
        self.findings.into_iter()
    }

    /// What there is to say.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// Whether the ledger would not hold with this entry.
    #[must_use]
    pub fn has_error(&self) -> bool {
        self.findings.iter().any(Finding::is_error)
    }
}
