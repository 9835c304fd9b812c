//! What a slip proves, and what it does not.

use super::super::chain::{Chain, Signatures};
use super::super::checkpoint::{Checkpoint, CheckpointError};
use super::super::entry::Entry;
use super::super::finding::{Finding, Kind, Position};
use super::super::key::kid;
use super::super::tree::{check_consistency, check_inclusion, leaf_hash, shown_root};
use super::super::vkey::VerifierKey;
use super::super::window::History;
use super::{Piece, Slip};
use crate::id::{ActId, Bytes32, Kid};
use crate::value::{Map, Value};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;

/// What the receiver knows of the sender's ledger.
#[derive(Clone, Debug, Default)]
pub struct Expect {
    /// The ledger-id.
    pub ledger: Option<Bytes32>,
    /// The checkpoint of this ledger that was noted last.
    pub noted: Option<Checkpoint>,
    /// Witnesses whose cosignatures are to be checked.
    pub witnesses: Vec<VerifierKey>,
}

/// How a slip's checkpoint stands to the one that the receiver noted last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// Nothing of this ledger was noted before.
    First,
    /// It is the one that was noted.
    Same,
    /// It only adds to the one that was noted.
    Grown,
    /// It is smaller than the one that was noted.
    Older,
    /// It is larger, and nothing leads there from the one that was noted.
    NotShown,
    /// Both cannot be of one history.
    Forked,
}

/// What a verification of a slip has to say.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct SlipReport {
    /// The ledger whose checkpoint it holds.
    pub ledger: Bytes32,
    /// The checkpoint's size.
    pub size: u64,
    /// The checkpoint's root.
    pub root: Bytes32,
    /// The position of the entry that travels.
    pub about: u64,
    /// How the checkpoint stands to the one noted last.
    pub standing: Standing,
    /// How many signatures were checked, each singly.
    pub signatures: u64,
    /// What was found, in the order of the sender's ledger.
    pub findings: Vec<Finding>,
    /// What was not proven.
    pub not_proven: Vec<NotProven>,
    #[serde(skip)]
    carried: Option<Carried>,
}

/// The entry that a slip carries, once the slip was found to hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Carried {
    /// Its position in the sender's ledger.
    pub seq: u64,
    /// Its leaf hash.
    pub leaf: Bytes32,
    /// When the sender's registry says it was received, in Unix milliseconds.
    pub received: i64,
    /// The keys that signed: the statement's first, then cosigners.
    pub signers: Vec<Kid>,
    /// The act, with commitments where fields are sealed.
    pub act: Map,
}

/// Something that a slip does not prove.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum NotProven {
    /// Whose ledger it is: the receiver knew no ledger-id.
    Identity,
    /// That the ledger still is the one noted before.
    Past,
    /// That no key was revoked, and no root, between its enrolment and its use.
    Revocation,
    /// What follows, and that no other entry takes this one back.
    After,
    /// That others are shown the same ledger.
    Elsewhere,
    /// What cosignatures say whose keys are not known here.
    Cosignatures,
    /// That what was recorded is true, and lawful.
    Truth,
    /// What stands behind the commitments of sealed fields.
    Seals,
    /// That the entry was received when it says.
    Time,
}

impl Standing {
    /// The word in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::Same => "same",
            Self::Grown => "grown",
            Self::Older => "older",
            Self::NotShown => "not-shown",
            Self::Forked => "forked",
        }
    }
}

impl NotProven {
    /// The word in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Identity => "identity",
            Self::Past => "past",
            Self::Revocation => "revocation",
            Self::After => "after",
            Self::Elsewhere => "elsewhere",
            Self::Cosignatures => "cosignatures",
            Self::Truth => "truth",
            Self::Seals => "seals",
            Self::Time => "time",
        }
    }

    /// One sentence, in English.
    #[must_use]
    pub fn english(self) -> &'static str {
        match self {
            Self::Identity => {
                "whose ledger this is: have the sender's ledger-id on record (`party.enrol`, `ledger`)"
            }
            Self::Past => {
                "that this still is the ledger noted before: ask for a slip that leads from the size noted"
            }
            Self::Revocation => {
                "that no key was revoked, and no ledger key replaced, between its enrolment and its use here: the slip leaves out what lies between"
            }
            Self::After => "what follows this checkpoint, and that no later entry voids this one",
            Self::Elsewhere => {
                "that everybody is shown this same ledger: noted checkpoints of several agencies show that, side by side"
            }
            Self::Cosignatures => {
                "what the cosignatures say whose witnesses' keys are not known here"
            }
            Self::Truth => {
                "that what the sender recorded is true and lawful: the sender answers for it"
            }
            Self::Seals => {
                "what stands behind sealed fields: their words go with the document, not with the slip"
            }
            Self::Time => "that the entry was received when it says: the time is the sender's own",
        }
    }

    /// One sentence, in Vietnamese.
    #[must_use]
    pub fn vietnamese(self) -> &'static str {
        match self {
            Self::Identity => {
                "sổ cái này của ai: hãy ghi mã sổ cái của nơi gửi (`party.enrol`, trường `ledger`)"
            }
            Self::Past => {
                "đây vẫn là sổ cái đã ghi nhận trước kia: hãy xin phiếu nối từ số mục đã ghi nhận"
            }
            Self::Revocation => {
                "không có khóa nào bị thu hồi, không có khóa sổ cái nào bị thay trong khoảng từ khi đăng ký đến khi dùng: phiếu bỏ qua phần ở giữa"
            }
            Self::After => {
                "những gì ghi sau điểm kiểm tra này, và việc không có mục nào sau đó rút lại mục này"
            }
            Self::Elsewhere => {
                "mọi nơi đều được cho xem cùng một sổ cái: cần đặt các điểm kiểm tra do nhiều cơ quan ghi nhận cạnh nhau"
            }
            Self::Cosignatures => "lời chứng của các bên chứng kiến mà ở đây không biết khóa",
            Self::Truth => {
                "nội dung nơi gửi đã ghi là đúng sự thật và đúng luật: nơi gửi chịu trách nhiệm"
            }
            Self::Seals => {
                "nội dung của các trường niêm phong: chữ nghĩa đi cùng tài liệu, không đi cùng phiếu"
            }
            Self::Time => "thời điểm nhận đúng như đã ghi: đó là đồng hồ của chính nơi gửi",
        }
    }
}

impl SlipReport {
    /// Whether the slip holds: there is no finding that says otherwise.
    #[must_use]
    pub fn holds(&self) -> bool {
        !self.findings.iter().any(Finding::is_error)
    }

    /// The entry that travels; `None` if the slip does not hold.
    #[must_use]
    pub fn carried(&self) -> Option<&Carried> {
        self.carried.as_ref()
    }
}

impl Slip {
    /// Says everything there is to say about the slip, with nothing but what
    /// the receiver knows.
    #[must_use]
    pub fn verify(&self, expect: &Expect) -> SlipReport {
        let mut look = Look {
            slip: self,
            chain: Chain::default(),
            known: Known::default(),
            used: BTreeSet::new(),
            signatures: 0,
            carried: None,
            findings: Vec::new(),
        };
        look.identity(expect);
        self.pieces.iter().for_each(|piece| look.piece(piece));
        look.checkpoint();
        look.places();
        let unknown_witness = look.cosignatures(&expect.witnesses);
        let standing = look.standing(expect.noted.as_ref());
        look.findings.sort_by_key(|finding| match finding.position {
            Position::Entry(seq) => seq,
            _ => u64::MAX,
        });
        let not_shown = [Standing::Older, Standing::NotShown, Standing::First];
        let not_proven = [
            (NotProven::Identity, expect.ledger.is_none()),
            (NotProven::Past, not_shown.contains(&standing)),
            (NotProven::Revocation, true),
            (NotProven::After, true),
            (NotProven::Elsewhere, true),
            (NotProven::Cosignatures, unknown_witness),
            (NotProven::Truth, true),
            (NotProven::Seals, true),
            (NotProven::Time, true),
        ];
        let Checkpoint { ledger, size, root } = *self.note.checkpoint();
        let mut report = SlipReport {
            ledger,
            size,
            root,
            about: self.about,
            standing,
            signatures: look.signatures,
            findings: look.findings,
            not_proven: not_proven
                .into_iter()
                .filter_map(|(what, open)| open.then_some(what))
                .collect(),
            carried: None,
        };
        report.carried = look.carried.filter(|_| report.holds());
        report
    }
}

/// A verification under way.
struct Look<'a> {
    slip: &'a Slip,
    chain: Chain,
    known: Known,
    /// The keys that signed something in the slip.
    used: BTreeSet<Kid>,
    signatures: u64,
    carried: Option<Carried>,
    findings: Vec<Finding>,
}

impl Look<'_> {
    fn error(&mut self, kind: Kind, position: Position, detail: impl Into<String>) {
        self.findings.push(Finding::error(kind, position, detail));
    }

    /// Entry 0 makes the ledger-id that the checkpoint names, and it is the
    /// one that was expected.
    fn identity(&mut self, expect: &Expect) {
        let ledger = self.slip.note.checkpoint().ledger;
        let opening = self
            .slip
            .pieces
            .first()
            .map(|piece| leaf_hash(&piece.entry));
        if opening != Some(ledger) {
            let detail = "entry 0 opens another ledger than the checkpoint names";
            self.error(Kind::WrongHistory, Position::Entry(0), detail);
        }
        if let Some(wanted) = expect.ledger.filter(|wanted| *wanted != ledger) {
            let detail = format!("this is ledger {ledger}, and {wanted} was expected");
            self.error(Kind::WrongHistory, Position::Ledger, detail);
        }
    }

    /// Judges an entry as the ledger itself does, with what the slip leaves
    /// out taken as the entry says it is.
    fn piece(&mut self, piece: &Piece) {
        let position = Position::Entry(piece.seq);
        let leaf = leaf_hash(&piece.entry);
        let Checkpoint { size, root, .. } = *self.slip.note.checkpoint();
        if check_inclusion(&leaf, piece.seq, size, &piece.path, &root).is_err() {
            let detail = "the path does not lead from the entry to the checkpoint";
            self.error(Kind::CheckpointMismatch, position, detail);
        }
        let decoded = Entry::decode(&piece.entry).ok();
        if piece.seq > self.chain.size() {
            let prev = decoded.as_ref().map(|(entry, _)| entry.prev);
            self.chain.skip_to(piece.seq, prev.unwrap_or(leaf));
        }
        let act = decoded.and_then(|(_, statement)| statement.act().ok());
        self.known.claimed = act.as_ref().and_then(seen);
        let Ok(examined) = self
            .chain
            .examine(&piece.entry, &self.known, Signatures::Check);
        self.signatures += examined.checked();
        self.used.extend(examined.signers());
        self.chain.advance(&examined);
        self.known.leaves.insert(piece.seq, leaf);
        if let Some(id) = examined.id() {
            self.known.positions.insert(id, piece.seq);
        }
        // From which position a key is doubtful can only be said of keys that
        // are all known: the one between may be left out here.
        let said = examined.findings().iter();
        let said = said.filter(|finding| finding.kind != Kind::Doubtful);
        self.findings.extend(said.cloned());
        if piece.seq == self.slip.about
            && let (Some(act), Some(received)) = (examined.act(), examined.received())
        {
            self.carried = Some(Carried {
                seq: piece.seq,
                leaf,
                received,
                signers: examined.signers().to_vec(),
                act: act.clone(),
            });
        }
    }

    /// The ledger key in force, as far as the slip goes, signed the checkpoint.
    fn checkpoint(&mut self) {
        let note = &self.slip.note;
        let position = Position::Checkpoint(note.checkpoint().size);
        self.signatures += 1;
        let Some(key) = self.chain.ledger_key() else {
            let detail = "no ledger key is known";
            return self.error(Kind::UnknownKey, position, detail);
        };
        let public = key.public();
        let held = match key.parsed() {
            Ok(key) => note.check(key),
            Err(fault) => return self.error(Kind::BadKey, position, fault.to_string()),
        };
        let Err(fault) = held else {
            self.used.insert(kid(&public));
            return;
        };
        let kind = match fault {
            CheckpointError::Mismatch { .. } => Kind::CheckpointMismatch,
            CheckpointError::Malformed => Kind::BadEncoding,
            CheckpointError::BadSignature => Kind::BadSignature,
            CheckpointError::OtherKey => {
                let own = note.own().as_bytes();
                self.chain.other_ledger_key(note.checkpoint(), own)
            }
        };
        self.error(kind, position, fault.to_string());
    }

    /// Between entry 0 and the one that travels stand only enrolments of keys
    /// that sign here.
    fn places(&mut self) {
        let slip = self.slip;
        for piece in &slip.pieces {
            let enrols = || {
                let (_, statement) = Entry::decode(&piece.entry).ok()?;
                let act = statement.act().ok()?;
                let is = act.get("act")?.as_text()? == "key.enrol";
                let key = Bytes32(act.get("key")?.as_bytes()?.try_into().ok()?);
                is.then(|| kid(&key))
            };
            let apart = piece.seq == 0 || piece.seq == slip.about;
            if !apart && !enrols().is_some_and(|kid| self.used.contains(&kid)) {
                let detail = "the entry has no place in this slip: nothing here rests on it";
                self.error(Kind::BadEncoding, Position::Entry(piece.seq), detail);
            }
        }
    }

    /// Checks the cosignatures of known witnesses; answers whether there are
    /// others.
    fn cosignatures(&mut self, witnesses: &[VerifierKey]) -> bool {
        let note = &self.slip.note;
        let position = Position::Checkpoint(note.checkpoint().size);
        let mut others = false;
        for line in note.cosignatures() {
            let name = line.name();
            let Some(key) = witnesses.iter().find(|key| line.names(key)) else {
                others = true;
                let detail = format!("a cosignature as `{name}` was not checked");
                let finding = Finding::notice(Kind::UnknownKey, position, detail);
                self.findings.push(finding);
                continue;
            };
            self.signatures += 1;
            if let Err(fault) = line.check(note.checkpoint(), key) {
                let detail = format!("as `{name}`: {fault}");
                let finding = Finding::error(Kind::BadSignature, position, detail);
                self.findings.push(finding);
            }
        }
        others
    }

    /// How the checkpoint stands to the one noted last. A size that was noted
    /// has one root for ever; whatever contradicts that is a fork.
    fn standing(&mut self, noted: Option<&Checkpoint>) -> Standing {
        let slip = self.slip;
        let Checkpoint { ledger, size, root } = *slip.note.checkpoint();
        let position = Position::Checkpoint(size);
        let since = slip.since.as_ref();
        if let Some(since) = since
            && (since.size == 0 || since.size > size)
        {
            let detail = format!("a way from {} entries to {size} there is not", since.size);
            self.error(Kind::BadEncoding, position, detail);
        }
        let usable = noted.filter(|noted| noted.ledger == ledger);
        if let Some(since) = since.filter(|since| usable.is_none_or(|n| n.size != since.size)) {
            let from = since.size;
            let detail = format!("the way from {from} entries was not checked: not noted here");
            let finding = Finding::notice(Kind::CheckpointMismatch, position, detail);
            self.findings.push(finding);
        }
        let Some(noted) = usable else {
            return Standing::First;
        };
        let warn = |detail: String| Finding::warning(Kind::CheckpointMismatch, position, detail);
        let old = noted.size;
        if old > size {
            let detail = format!("an older checkpoint: one of {old} entries was noted before");
            self.findings.push(warn(detail));
            return Standing::Older;
        }
        if old == size && noted.root != root {
            let detail = "the ledger's key signed another history of this size, which was noted";
            self.error(Kind::Fork, position, detail);
            return Standing::Forked;
        }
        let way = since.filter(|since| since.size == old);
        let path = match way {
            Some(since) => since.path.as_slice(),
            None if old == size => &[],
            None => {
                let detail = format!("nothing leads here from the {old} entries noted before");
                self.findings.push(warn(detail));
                return Standing::NotShown;
            }
        };
        if check_consistency((old, &noted.root), (size, &root), path).is_err() {
            // Nothing signs the way: only one that leads here from another root
            // shows another history. Any other may have been damaged on the way.
            if shown_root(old, (size, &root), path).is_ok() {
                let detail = format!("another history than the {old} entries noted before");
                self.error(Kind::Fork, position, detail);
                return Standing::Forked;
            }
            let detail = format!(
                "the way does not lead here from the {old} entries noted before: it is damaged, \
                 or the history is another; ask for the slip again"
            );
            self.error(Kind::CheckpointMismatch, position, detail);
            return Standing::NotShown;
        }
        if old == size {
            Standing::Same
        } else {
            Standing::Grown
        }
    }
}

/// What a slip knows of the entries before one: those it carries, and for the
/// others what the entry itself has `seen`.
#[derive(Default)]
struct Known {
    leaves: BTreeMap<u64, Bytes32>,
    positions: BTreeMap<ActId, u64>,
    claimed: Option<(u64, Bytes32)>,
}

impl History for Known {
    type Error = Infallible;

    fn leaf(&self, seq: u64) -> Result<Option<Bytes32>, Infallible> {
        let claimed = self.claimed.filter(|(at, _)| *at == seq);
        let known = self.leaves.get(&seq).copied();
        Ok(known.or(claimed.map(|(_, leaf)| leaf)))
    }

    fn position(&self, id: &ActId) -> Result<Option<u64>, Infallible> {
        Ok(self.positions.get(id).copied())
    }
}

/// What an act says it has seen, if it says so in its form.
fn seen(act: &Map) -> Option<(u64, Bytes32)> {
    let [seq, leaf] = act.get("seen").and_then(Value::as_array)? else {
        return None;
    };
    let leaf = leaf.as_bytes()?.try_into().ok()?;
    Some((u64::try_from(seq.as_int()?).ok()?, Bytes32(leaf)))
}
