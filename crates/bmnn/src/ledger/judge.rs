//! The judgement on one entry: what it says of link, form, signer, history,
//! time, and what it does to the keys.

use super::cbor::CborError;
use super::chain::{Chain, Examined, Signatures};
use super::entry::{Entry, EntryError};
use super::finding::{Finding, Kind, Position};
use super::key::{PublicKey, Role};
use super::keyring::{Enrolment, Keyring, KeyringError};
use super::sealed::is_well_sealed;
use super::statement::{Scope, Statement, StatementError};
use super::window::{History, WINDOW};
use crate::date::Date;
use crate::id::{ActId, Bytes32, Id, Kid};
use crate::value::{Map, Value};
use std::collections::BTreeSet;
use std::sync::Arc;

/// What an authentic act does to the chain.
#[derive(Clone, Debug)]
pub(super) enum Effect {
    None,
    Open(Box<Keyring>),
    Enrol(Box<Enrolment>),
    Revoke(Kid),
    Person(Id),
    Close,
}

impl Effect {
    /// Applies what the entry at `seq` does.
    pub(super) fn apply(&self, chain: &mut Chain, seq: u64) {
        match self {
            Self::None => {}
            Self::Close => chain.head.closed = true,
            Self::Open(keys) => Arc::make_mut(&mut chain.members).keys = (**keys).clone(),
            Self::Enrol(enrolment) => {
                let keys = &mut Arc::make_mut(&mut chain.members).keys;
                // It was checked against the same ring.
                let _ = keys.enrol((**enrolment).clone(), seq);
            }
            Self::Revoke(kid) => {
                let _ = Arc::make_mut(&mut chain.members).keys.revoke(kid, seq);
            }
            Self::Person(person) if chain.members.people.contains(person) => {}
            Self::Person(person) => {
                let people = &mut Arc::make_mut(&mut chain.members).people;
                people.insert(person.clone());
            }
        }
    }
}

/// Who is to sign an act.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Hand {
    Roots,
    Ledger,
    Actor,
}

fn hand(act: &str) -> Hand {
    match act {
        "ledger.open" | "ledger.close" => Hand::Roots,
        "ledger.recover" => Hand::Ledger,
        _ if act.starts_with("key.") => Hand::Roots,
        _ => Hand::Actor,
    }
}

/// Judges `entry` as the next one of `chain`.
pub(super) fn judge<H: History>(
    chain: &Chain,
    entry: &[u8],
    history: &H,
    signatures: Signatures,
) -> Result<Examined, H::Error> {
    let mut judge = Judge {
        chain,
        seq: chain.size(),
        signatures,
        out: Examined::new(chain.size(), entry),
    };
    if chain.head.closed {
        judge.error(Kind::AfterClose, "the ledger was closed before");
    }
    let (entry, statement) = match Entry::decode(entry) {
        Ok(decoded) => decoded,
        Err(fault) => {
            judge.malformed(&fault);
            return Ok(judge.out);
        }
    };
    judge.link(&entry);
    let act = match statement.act() {
        Ok(act) => act,
        Err(fault) => {
            judge.error(Kind::BadEncoding, format!("the act is malformed: {fault}"));
            return Ok(judge.out);
        }
    };
    judge.act(&act, &entry, &statement);
    judge.seen(&act, history)?;
    judge.id(&act, history)?;
    judge.day(&act, entry.received);
    judge.out.act = Some(act);
    Ok(judge.out)
}

struct Judge<'a> {
    chain: &'a Chain,
    seq: u64,
    signatures: Signatures,
    out: Examined,
}

/// Whether what was looked at is in order; what is not stands in the findings.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Good {
    Yes,
    No,
}

impl Judge<'_> {
    fn error(&mut self, kind: Kind, detail: impl Into<String>) {
        let position = Position::Entry(self.seq);
        self.out
            .findings
            .push(Finding::error(kind, position, detail));
    }

    fn notice(&mut self, kind: Kind, detail: impl Into<String>) {
        let position = Position::Entry(self.seq);
        self.out
            .findings
            .push(Finding::notice(kind, position, detail));
    }

    fn malformed(&mut self, fault: &EntryError) {
        let kind = match fault {
            EntryError::Statement(StatementError::Algorithm) => Kind::UnknownAlgorithm,
            _ => Kind::BadEncoding,
        };
        let inner: Option<&CborError> = match fault {
            EntryError::Malformed(inner)
            | EntryError::Statement(StatementError::Malformed(inner)) => Some(inner),
            _ => None,
        };
        let detail = inner.map_or(fault.to_string(), |inner| format!("{fault}: {inner}"));
        self.error(kind, detail);
    }

    /// Position, link to the entry before, and the clock.
    fn link(&mut self, entry: &Entry) {
        if entry.seq != self.seq {
            let detail = format!("the entry says that it is entry {}", entry.seq);
            self.error(Kind::BrokenLink, detail);
        }
        let last = self.chain.head.last_leaf.unwrap_or(Bytes32([0; 32]));
        if entry.prev != last {
            let detail = "`prev` is not the leaf hash of the entry before";
            self.error(Kind::BrokenLink, detail);
        }
        self.out.set_received(entry.received);
        if let Some(before) = self.chain.head.received
            && entry.received < before
        {
            let gap = before.saturating_sub(entry.received);
            let detail = format!("received {gap} ms before the entry in front of it");
            self.notice(Kind::ClockBackwards, detail);
        }
    }

    /// The act's name, signers and effect.
    fn act(&mut self, act: &Map, entry: &Entry, statement: &Statement) {
        let Some(name) = act.get("act").and_then(Value::as_text) else {
            return self.error(Kind::BadEncoding, "`act` is not a text");
        };
        if !is_well_sealed(act) {
            self.error(Kind::BadEncoding, "a map with `sealed` is no commitment");
        }
        if (name == "ledger.open") != (self.seq == 0) {
            let detail = "a ledger begins with `ledger.open`, and only begins with it";
            self.error(Kind::WrongHistory, detail);
        }
        let opening = name == "ledger.open" && self.seq == 0;
        let opened = if opening {
            match self.opening(act) {
                Some(keys) => Some(keys),
                None => return,
            }
        } else {
            None
        };
        let chain = self.chain;
        let keys = opened.as_ref().unwrap_or(chain.keys());
        let scope = match chain.head.ledger {
            Some(ledger) if name != "ledger.open" => Scope::Ledger(ledger),
            _ => Scope::Opening,
        };
        if self.signers(name, act, keys, scope, entry, statement) == Good::Yes
            && let Some(effect) = self.effect(name, act, opened.clone())
        {
            self.out.effect = effect;
        }
    }

    /// Whether everyone who is to sign did, and nobody else.
    fn signers(
        &mut self,
        name: &str,
        act: &Map,
        keys: &Keyring,
        scope: Scope,
        entry: &Entry,
        statement: &Statement,
    ) -> Good {
        let mut roots = BTreeSet::new();
        let verifies = |key: &PublicKey| statement.is_signed_by(key, scope);
        let role = self.signature(keys, statement.kid(), "the statement", verifies);
        let mut good = match role {
            Some(role) => self.hand(name, act, keys, role, &statement.kid()),
            None => Good::No,
        };
        if role == Some(Role::Root) {
            roots.insert(statement.kid());
        }
        for cosignature in &entry.cosigned {
            let payload = statement.payload();
            let verifies = |key: &PublicKey| cosignature.is_signed_by(key, scope, payload);
            match self.signature(keys, cosignature.kid, "a cosignature", verifies) {
                Some(Role::Root) => {
                    roots.insert(cosignature.kid);
                }
                Some(_) => {}
                None => good = Good::No,
            }
        }
        if good == Good::Yes && hand(name) == Hand::Roots && (roots.len() as u64) < keys.threshold()
        {
            let (signed, wanted) = (roots.len(), keys.threshold());
            let detail = format!("`{name}` is signed by {signed} roots, and {wanted} are to sign");
            self.error(Kind::WrongSigner, detail);
            return Good::No;
        }
        good
    }

    /// The role of the key behind one signature, if key and signature are good.
    fn signature(
        &mut self,
        keys: &Keyring,
        kid: Kid,
        what: &str,
        verifies: impl Fn(&PublicKey) -> bool,
    ) -> Option<Role> {
        let Some(enrolled) = keys.get(&kid) else {
            let detail = format!("{what} is signed with key {kid}, which was never enrolled");
            self.error(Kind::UnknownKey, detail);
            return None;
        };
        if self.signatures == Signatures::Check {
            self.out.checked += 1;
            match enrolled.parsed() {
                Ok(key) if verifies(key) => {}
                Ok(_) => {
                    let detail = format!("the signature of {what} by key {kid} does not verify");
                    self.error(Kind::BadSignature, detail);
                    return None;
                }
                Err(fault) => {
                    self.error(Kind::BadKey, format!("key {kid}: {fault}"));
                    return None;
                }
            }
        }
        if !enrolled.is_valid_at(self.seq) {
            let last = enrolled.last().map(|last| format!(" to {last}"));
            let (first, last) = (enrolled.first(), last.unwrap_or_default());
            let detail = format!("{what} is signed with key {kid}, valid from entry {first}{last}");
            self.error(Kind::KeyOutOfRange, detail);
            return None;
        }
        self.out.signers.push(kid);
        Some(enrolled.role())
    }

    /// Whether the statement's signer is the one to sign such an act, as `by`.
    fn hand(&mut self, name: &str, act: &Map, keys: &Keyring, role: Role, kid: &Kid) -> Good {
        let wanted = match hand(name) {
            Hand::Roots => Role::Root,
            Hand::Ledger => Role::Ledger,
            Hand::Actor => Role::Actor,
        };
        if role != wanted {
            let detail =
                format!("`{name}` is signed by a {role} key, and a key of role {wanted} signs it");
            self.error(Kind::WrongSigner, detail);
            return Good::No;
        }
        let by = act.get("by");
        if wanted != Role::Actor {
            if by.is_some() {
                let detail =
                    format!("`{name}` names a person in `by`, though a {role} key signs it");
                self.error(Kind::WrongSigner, detail);
                return Good::No;
            }
            return Good::Yes;
        }
        let person = keys.get(kid).and_then(|key| key.person());
        let Some(person) =
            person.filter(|person| by.and_then(Value::as_text) == Some(person.as_str()))
        else {
            let detail = format!("`by` is not the person of key {kid}");
            self.error(Kind::WrongSigner, detail);
            return Good::No;
        };
        let before_enrolment = ["pack.adopt", "person.enrol", "party.enrol"];
        // Where entries are withheld, the enrolment may be among them.
        let enrolled = self.chain.knows(person) || self.chain.head.withheld;
        if !enrolled && !before_enrolment.contains(&name) {
            let detail =
                format!("`{person}` is not enrolled as a person yet, and cannot sign `{name}`");
            self.error(Kind::WrongSigner, detail);
            return Good::No;
        }
        Good::Yes
    }

    /// What the act does to the chain, or `None` if its fields do not say.
    fn effect(&mut self, name: &str, act: &Map, opened: Option<Keyring>) -> Option<Effect> {
        match name {
            "ledger.open" => Some(Effect::Open(Box::new(opened?))),
            "ledger.close" => Some(Effect::Close),
            "key.enrol" => self.enrolment(act),
            "key.revoke" => self.revocation(act),
            "person.enrol" => {
                let person = self.field(act, "person", as_id)?;
                Some(Effect::Person(person))
            }
            _ => Some(Effect::None),
        }
    }

    /// The keys that `ledger.open` brings.
    fn opening(&mut self, act: &Map) -> Option<Keyring> {
        let roots = self.field(act, "roots", |value| {
            let items = value.as_array()?.iter();
            items.map(as_bytes32).collect::<Option<Vec<_>>>()
        })?;
        let threshold = self.field(act, "threshold", as_count)?;
        let ledger = self.field(act, "ledger-key", as_bytes32)?;
        self.field(act, "agency", Value::as_text)?;
        match Keyring::opened(&roots, threshold, &ledger) {
            Ok(keys) => Some(keys),
            Err(fault @ KeyringError::Threshold { .. }) => {
                self.error(Kind::BadEncoding, fault.to_string());
                None
            }
            Err(fault) => {
                self.error(Kind::BadKey, fault.to_string());
                None
            }
        }
    }

    fn enrolment(&mut self, act: &Map) -> Option<Effect> {
        if act.contains("alg") {
            let detail = "`key.enrol` names an algorithm, and this format knows Ed25519 alone";
            self.error(Kind::UnknownAlgorithm, detail);
            return None;
        }
        let public = self.field(act, "key", as_bytes32)?;
        let role = self.field(act, "role", |value| Role::from_word(value.as_text()?))?;
        let person = match role {
            Role::Actor => Some(self.field(act, "person", as_id)?),
            _ => None,
        };
        let name = match role {
            Role::Witness => Some(self.field(act, "name", as_key_name)?),
            _ => None,
        };
        let before = self.chain.ledger_key().filter(|_| role == Role::Ledger);
        let doubtful = match (act.contains("since"), before) {
            (true, Some(key)) => Some((super::key::kid(&key.public()), self.since(act)?)),
            _ => None,
        };
        let enrolment = PublicKey::parse(&public)
            .map_err(KeyringError::from)
            .map(|public| Enrolment {
                public,
                role,
                person,
                name,
            })
            .and_then(|enrolment| {
                let keys = self.chain.keys();
                keys.check_enrolment(&enrolment).map(|()| enrolment)
            });
        match enrolment {
            Ok(enrolment) => {
                self.doubt(doubtful);
                Some(Effect::Enrol(Box::new(enrolment)))
            }
            Err(fault) => {
                self.error(Kind::BadKey, fault.to_string());
                None
            }
        }
    }

    fn revocation(&mut self, act: &Map) -> Option<Effect> {
        let kid = self.field(act, "kid", |value| {
            Some(Kid(value.as_bytes()?.try_into().ok()?))
        })?;
        self.field(act, "reason", Value::as_text)?;
        let doubtful = match act.contains("since") {
            true => Some((kid, self.since(act)?)),
            false => None,
        };
        if let Err(fault) = self.chain.keys().check_revocation(&kid) {
            let kind = match fault {
                KeyringError::Unknown(_) => Kind::UnknownKey,
                KeyringError::Over(_) => Kind::KeyOutOfRange,
                _ => Kind::BadKey,
            };
            self.error(kind, fault.to_string());
            return None;
        }
        self.doubt(doubtful);
        Some(Effect::Revoke(kid))
    }

    /// The position from which on a key's statements are doubtful.
    fn since(&mut self, act: &Map) -> Option<u64> {
        let seq = self.seq;
        self.field(act, "since", |value| {
            as_count(value).filter(|since| *since <= seq)
        })
    }

    fn doubt(&mut self, doubtful: Option<(Kid, u64)>) {
        let Some((kid, since)) = doubtful else { return };
        let detail = format!(
            "statements of key {kid} from entry {since} to {} are doubtful: the key was compromised",
            self.seq
        );
        let position = Position::Entry(since);
        self.out
            .findings
            .push(Finding::warning(Kind::Doubtful, position, detail));
    }

    /// Whether the act saw an entry of this ledger, not too far back.
    fn seen<H: History>(&mut self, act: &Map, history: &H) -> Result<(), H::Error> {
        let seen = match (act.get("seen"), self.seq) {
            (None, 0) => return Ok(()),
            (None, _) => {
                self.error(
                    Kind::WrongHistory,
                    "the act does not say what it has `seen`",
                );
                return Ok(());
            }
            (Some(_), 0) => {
                self.error(Kind::WrongHistory, "the first act can have `seen` nothing");
                return Ok(());
            }
            (Some(seen), _) => seen,
        };
        let pair = match seen.as_array() {
            Some([seq, leaf]) => as_count(seq).zip(as_bytes32(leaf)),
            _ => None,
        };
        let Some((seq, leaf)) = pair else {
            let detail = "`seen` is not a position and a leaf hash";
            self.error(Kind::BadEncoding, detail);
            return Ok(());
        };
        if seq >= self.seq || self.seq - seq > WINDOW {
            let detail = format!("`seen` names entry {seq}, which is not within the window");
            self.error(Kind::WrongHistory, detail);
        } else if history.leaf(seq)? != Some(leaf) {
            let detail = format!("`seen` names another entry {seq} than the one that is there");
            self.error(Kind::WrongHistory, detail);
        }
        Ok(())
    }

    fn id<H: History>(&mut self, act: &Map, history: &H) -> Result<(), H::Error> {
        let Some(id) = self.field(act, "id", as_act_id) else {
            return Ok(());
        };
        self.out.id = Some(id);
        if let Some(seq) = history.position(&id)? {
            self.error(Kind::DuplicateId, format!("entry {seq} has the same id"));
        }
        Ok(())
    }

    /// The gap between the legal day and the day of receipt.
    fn day(&mut self, act: &Map, received: i64) {
        let on = self.field(act, "on", |value| value.as_text()?.parse::<Date>().ok());
        let (Some(on), Ok(epoch)) = (on, Date::new(1970, 1, 1)) else {
            return;
        };
        // Civil days in Vietnam, UTC+7, without a clock or a calendar's range.
        let day = (received.saturating_add(7 * 3_600_000)).div_euclid(86_400_000);
        let gap = day - epoch.days_until(on);
        if gap > 0 {
            self.notice(
                Kind::Backdated,
                format!("`on` is {gap} days before the day of receipt"),
            );
        } else if gap < 0 {
            let gap = -gap;
            self.notice(
                Kind::Postdated,
                format!("`on` is {gap} days after the day of receipt"),
            );
        }
    }

    /// A field that the ledger itself needs, or a finding that it is not there.
    fn field<'m, T>(
        &mut self,
        act: &'m Map,
        key: &str,
        read: impl Fn(&'m Value) -> Option<T>,
    ) -> Option<T> {
        let found = act.get(key).and_then(read);
        if found.is_none() {
            self.error(Kind::BadEncoding, format!("`{key}` is absent or malformed"));
        }
        found
    }
}

fn as_bytes32(value: &Value) -> Option<Bytes32> {
    Some(Bytes32(value.as_bytes()?.try_into().ok()?))
}

fn as_act_id(value: &Value) -> Option<ActId> {
    Some(ActId(value.as_bytes()?.try_into().ok()?))
}

fn as_count(value: &Value) -> Option<u64> {
    u64::try_from(value.as_int()?).ok()
}

fn as_id(value: &Value) -> Option<Id> {
    value.as_text()?.parse().ok()
}

/// A C2SP key name.
fn as_key_name(value: &Value) -> Option<String> {
    let name = value.as_text()?;
    super::vkey::is_key_name(name).then(|| name.to_owned())
}
