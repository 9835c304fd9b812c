//! The judgement on one entry: what it says of link, form, signer, history,
//! time, and what it does to the keys.

use super::bulk::{Checker, Verdict};
use super::cbor::{CborError, Seen, Skimmed, decode_map, skim};
use super::chain::{Chain, Examined};
use super::entry::{EntryError, Placed};
use super::finding::{Finding, Kind, Position};
use super::key::{PublicKey, Role};
use super::keyring::{Enrolment, Keyring, KeyringError};
use super::statement::{Cosignature, Purpose, Scope, StatementError, write_to_be_signed};
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

/// How much of an act is read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Reading {
    /// All of it, for whoever asks what was examined.
    Whole,
    /// What the ledger itself needs: no map is built of most acts, and no list
    /// of signers.
    Skimmed,
}

/// Whether the ledger reads more of an act than [`Skimmed`] has.
fn has_effect(act: &str) -> bool {
    act == "ledger.open" || act == "person.enrol" || act.starts_with("key.")
}

/// Judges `entry` as the next one of `chain`.
pub(super) fn judge<H: History>(
    chain: &Chain,
    entry: &[u8],
    history: &H,
    checker: &mut Checker<'_>,
    reading: Reading,
) -> Result<Examined, H::Error> {
    let mut judge = Judge {
        chain,
        seq: chain.size(),
        checker,
        reading,
        out: Examined::new(chain.size(), entry),
    };
    if chain.head.closed {
        judge.error(Kind::AfterClose, "the ledger was closed before");
    }
    let entry = match Placed::read(entry) {
        Ok(entry) => entry,
        Err(fault) => {
            judge.malformed(&fault);
            return Ok(judge.out);
        }
    };
    judge.link(&entry);
    let payload = entry.stated.payload;
    let skimmed = skim(payload).and_then(|skimmed| {
        let whole = reading == Reading::Whole || skimmed.act.is_some_and(has_effect);
        let map = whole.then(|| decode_map(payload)).transpose()?;
        Ok((skimmed, map))
    });
    let (skimmed, map) = match skimmed {
        Ok(read) => read,
        Err(fault) => {
            judge.error(Kind::BadEncoding, format!("the act is malformed: {fault}"));
            return Ok(judge.out);
        }
    };
    judge.act(&skimmed, map.as_ref(), &entry);
    judge.seen(skimmed.seen, history)?;
    judge.id(&skimmed, history)?;
    judge.day(&skimmed, entry.received);
    judge.out.act = map;
    Ok(judge.out)
}

struct Judge<'a, 'c, 'b> {
    chain: &'a Chain,
    seq: u64,
    checker: &'c mut Checker<'b>,
    reading: Reading,
    out: Examined,
}

/// Whether what was looked at is in order; what is not stands in the findings.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Good {
    Yes,
    No,
}

impl Judge<'_, '_, '_> {
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
    fn link(&mut self, entry: &Placed<'_>) {
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
    fn act(&mut self, act: &Skimmed<'_>, map: Option<&Map>, entry: &Placed<'_>) {
        let Some(name) = act.act else {
            return self.error(Kind::BadEncoding, "`act` is not a text");
        };
        if !act.is_well_sealed {
            self.error(Kind::BadEncoding, "a map with `sealed` is no commitment");
        }
        if (name == "ledger.open") != (self.seq == 0) {
            let detail = "a ledger begins with `ledger.open`, and only begins with it";
            self.error(Kind::WrongHistory, detail);
        }
        let opens = name == "ledger.open" && self.seq == 0;
        let opened = match map.filter(|_| opens).map(|map| self.opening(map)) {
            Some(None) => return,
            opened => opened.flatten(),
        };
        let chain = self.chain;
        let keys = opened.as_ref().unwrap_or(chain.keys());
        let scope = match chain.head.ledger {
            Some(ledger) if name != "ledger.open" => Scope::Ledger(ledger),
            _ => Scope::Opening,
        };
        if self.signers(name, act, keys, scope, entry) == Good::Yes
            && let Some(effect) = self.effect(name, map, opened.clone())
        {
            self.out.effect = effect;
        }
    }

    /// Whether everyone who is to sign did, and nobody else.
    fn signers(
        &mut self,
        name: &str,
        act: &Skimmed<'_>,
        keys: &Keyring,
        scope: Scope,
        entry: &Placed<'_>,
    ) -> Good {
        let mut roots = BTreeSet::new();
        let stated = &entry.stated;
        let message = |kid: Kid, purpose| {
            move |out: &mut Vec<u8>| write_to_be_signed(out, purpose, &kid, scope, stated.payload)
        };
        let text = message(stated.kid, Purpose::Statement);
        let role = self.signature(keys, stated.kid, &stated.signature, "the statement", text);
        let mut good = match role {
            Some(role) => self.hand(name, act, keys, role, &stated.kid),
            None => Good::No,
        };
        if role == Some(Role::Root) {
            roots.insert(stated.kid);
        }
        for cosignature in &entry.cosigned {
            let Cosignature { kid, signature } = cosignature;
            let text = message(*kid, Purpose::Cosignature);
            match self.signature(keys, *kid, signature, "a cosignature", text) {
                Some(Role::Root) => {
                    roots.insert(*kid);
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
        signature: &[u8; 64],
        what: &str,
        message: impl FnOnce(&mut Vec<u8>),
    ) -> Option<Role> {
        let Some(enrolled) = keys.get(&kid) else {
            let detail = format!("{what} is signed with key {kid}, which was never enrolled");
            self.error(Kind::UnknownKey, detail);
            return None;
        };
        self.out.checked += u64::from(self.checker.looks());
        let wrong = |bent| format!("the signature of {what} by key {kid} does not verify{bent}");
        match self.checker.check(&kid, enrolled, signature, message) {
            Ok(Verdict::Good) => {}
            Ok(Verdict::Bad) => {
                self.error(Kind::BadSignature, wrong(""));
                return None;
            }
            Ok(Verdict::Bent) => {
                self.out.bent += 1;
                self.error(Kind::BadSignature, wrong(", though a batch would take it"));
                return None;
            }
            Err(fault) => {
                self.error(Kind::BadKey, format!("key {kid}: {fault}"));
                return None;
            }
        }
        if !enrolled.is_valid_at(self.seq) {
            let last = enrolled.last().map(|last| format!(" to {last}"));
            let (first, last) = (enrolled.first(), last.unwrap_or_default());
            let detail = format!("{what} is signed with key {kid}, valid from entry {first}{last}");
            self.error(Kind::KeyOutOfRange, detail);
            return None;
        }
        if self.reading == Reading::Whole {
            self.out.signers.push(kid);
        }
        Some(enrolled.role())
    }

    /// Whether the statement's signer is the one to sign such an act, as `by`.
    fn hand(
        &mut self,
        name: &str,
        act: &Skimmed<'_>,
        keys: &Keyring,
        role: Role,
        kid: &Kid,
    ) -> Good {
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
        let by = act.by;
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
        let Some(person) = person.filter(|person| by.flatten() == Some(person.as_str())) else {
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
    fn effect(&mut self, name: &str, act: Option<&Map>, opened: Option<Keyring>) -> Option<Effect> {
        let Some(act) = act.filter(|_| has_effect(name)) else {
            let closes = name == "ledger.close";
            return Some(if closes { Effect::Close } else { Effect::None });
        };
        match name {
            "ledger.open" => Some(Effect::Open(Box::new(opened?))),
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
    fn seen<H: History>(&mut self, seen: Seen, history: &H) -> Result<(), H::Error> {
        let (seq, leaf) = match (seen, self.seq) {
            (Seen::Absent, 0) => return Ok(()),
            (Seen::Absent, _) => {
                let detail = "the act does not say what it has `seen`";
                self.error(Kind::WrongHistory, detail);
                return Ok(());
            }
            (_, 0) => {
                self.error(Kind::WrongHistory, "the first act can have `seen` nothing");
                return Ok(());
            }
            (Seen::Malformed, _) => {
                let detail = "`seen` is not a position and a leaf hash";
                self.error(Kind::BadEncoding, detail);
                return Ok(());
            }
            (Seen::Entry(seq, leaf), _) => (seq, leaf),
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

    fn id<H: History>(&mut self, act: &Skimmed<'_>, history: &H) -> Result<(), H::Error> {
        let id = act.id.and_then(|id| id.try_into().ok()).map(ActId);
        let Some(id) = self.present("id", id) else {
            return Ok(());
        };
        self.out.id = Some(id);
        if let Some(seq) = history.position(&id)? {
            self.error(Kind::DuplicateId, format!("entry {seq} has the same id"));
        }
        Ok(())
    }

    /// The gap between the legal day and the day of receipt.
    fn day(&mut self, act: &Skimmed<'_>, received: i64) {
        let on = act.on.and_then(|on| on.parse::<Date>().ok());
        let (Some(on), Ok(epoch)) = (self.present("on", on), Date::new(1970, 1, 1)) else {
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
        self.present(key, found)
    }

    fn present<T>(&mut self, key: &str, found: Option<T>) -> Option<T> {
        if found.is_none() {
            self.error(Kind::BadEncoding, format!("`{key}` is absent or malformed"));
        }
        found
    }
}

fn as_bytes32(value: &Value) -> Option<Bytes32> {
    Some(Bytes32(value.as_bytes()?.try_into().ok()?))
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
