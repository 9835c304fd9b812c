//! Which keys there are, what each is for, and at which positions it is valid.
//!
//! A key is valid from the entry after its enrolment (the keys of
//! `ledger.open`: from entry 0) up to and including its revocation. Wall time
//! is never a condition.

use super::key::{KeyError, PublicKey, Role, kid};
use crate::id::{Bytes32, Id, Kid};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// How many keys a ledger may ever enrol.
pub const MAX_KEYS: usize = 65_536;

/// An enrolled key.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct EnrolledKey {
    public: Bytes32,
    role: Role,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    person: Option<Id>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    first: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    last: Option<u64>,
    /// The parsed key, made at first use: a stored ring opens without a curve
    /// operation.
    #[serde(skip)]
    parsed: OnceLock<PublicKey>,
}

impl PartialEq for EnrolledKey {
    fn eq(&self, other: &Self) -> bool {
        let fields = |key: &Self| (key.public, key.role, key.first, key.last);
        fields(self) == fields(other) && self.person == other.person && self.name == other.name
    }
}

impl Eq for EnrolledKey {}

impl EnrolledKey {
    /// The public key.
    #[must_use]
    pub fn public(&self) -> Bytes32 {
        self.public
    }

    /// What it is for.
    #[must_use]
    pub fn role(&self) -> Role {
        self.role
    }

    /// Whose it is, if it is an actor's.
    #[must_use]
    pub fn person(&self) -> Option<&Id> {
        self.person.as_ref()
    }

    /// The C2SP key name, if it is a witness's.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// The first entry that it may sign.
    #[must_use]
    pub fn first(&self) -> u64 {
        self.first
    }

    /// The last entry that it may sign, if it was revoked or succeeded.
    #[must_use]
    pub fn last(&self) -> Option<u64> {
        self.last
    }

    /// Whether it may sign the entry at `seq`.
    #[must_use]
    pub fn is_valid_at(&self, seq: u64) -> bool {
        self.first <= seq && self.last.is_none_or(|last| seq <= last)
    }

    /// The key, parsed.
    ///
    /// # Errors
    ///
    /// [`KeyError`] if the bytes are unfit, which only a damaged snapshot can
    /// bring about.
    pub fn parsed(&self) -> Result<&PublicKey, KeyError> {
        if let Some(key) = self.parsed.get() {
            return Ok(key);
        }
        let key = PublicKey::parse(&self.public)?;
        Ok(self.parsed.get_or_init(|| key))
    }
}

/// Why a key cannot be enrolled or revoked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum KeyringError {
    /// The key itself is unfit.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The kid was enrolled before, in whatever role.
    #[error("key {0} was enrolled before, and a key is enrolled once, ever")]
    Twice(Kid),
    /// There are [`MAX_KEYS`] keys already.
    #[error("a ledger holds at most {MAX_KEYS} keys")]
    TooMany,
    /// The threshold is not between 1 and the number of roots.
    #[error("a threshold of {threshold} does not fit {roots} roots")]
    Threshold {
        /// The threshold given.
        threshold: u64,
        /// How many roots there are.
        roots: usize,
    },
    /// No such key.
    #[error("key {0} was never enrolled")]
    Unknown(Kid),
    /// Revoked already.
    #[error("key {0} is no longer valid already")]
    Over(Kid),
    /// A ledger key ends by the enrolment of its successor only.
    #[error("key {0} is the ledger's, which ends when its successor is enrolled")]
    LedgerKey(Kid),
    /// Too few roots would stay.
    #[error("fewer roots than the threshold of {threshold} would stay")]
    BelowThreshold {
        /// How many roots must stay.
        threshold: u64,
    },
}

/// A key that is about to be enrolled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Enrolment {
    /// The key.
    pub public: PublicKey,
    /// What it is for.
    pub role: Role,
    /// Whose it is, for an actor.
    pub person: Option<Id>,
    /// The C2SP key name, for a witness.
    pub name: Option<String>,
}

/// All keys of a ledger, by kid.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Keyring {
    keys: BTreeMap<Kid, EnrolledKey>,
    threshold: u64,
    /// The ledger key in force.
    ledger: Option<Kid>,
}

impl Keyring {
    /// The keys that `ledger.open` brings, valid from entry 0.
    ///
    /// # Errors
    ///
    /// [`KeyringError`] if a key is unfit or there twice, or the threshold does
    /// not fit.
    pub fn opened(
        roots: &[Bytes32],
        threshold: u64,
        ledger: &Bytes32,
    ) -> Result<Self, KeyringError> {
        if threshold == 0 || threshold > roots.len() as u64 {
            let roots = roots.len();
            return Err(KeyringError::Threshold { threshold, roots });
        }
        let mut ring = Self {
            keys: BTreeMap::new(),
            threshold,
            ledger: None,
        };
        for root in roots {
            ring.add(Enrolment::bare(root, Role::Root)?, 0)?;
        }
        ring.add(Enrolment::bare(ledger, Role::Ledger)?, 0)?;
        Ok(ring)
    }

    /// How many roots sign what roots sign.
    #[must_use]
    pub fn threshold(&self) -> u64 {
        self.threshold
    }

    /// The key with this kid, valid or not.
    #[must_use]
    pub fn get(&self, kid: &Kid) -> Option<&EnrolledKey> {
        self.keys.get(kid)
    }

    /// All keys, by kid.
    pub fn iter(&self) -> impl Iterator<Item = (&Kid, &EnrolledKey)> {
        self.keys.iter()
    }

    /// The ledger key in force.
    #[must_use]
    pub fn ledger_key(&self) -> Option<&EnrolledKey> {
        self.keys.get(self.ledger.as_ref()?)
    }

    /// The same with its kid.
    pub(super) fn ledger_key_in_force(&self) -> Option<(&Kid, &EnrolledKey)> {
        self.keys.get_key_value(self.ledger.as_ref()?)
    }

    /// Whether a key could be enrolled.
    ///
    /// # Errors
    ///
    /// [`KeyringError`] if its kid is taken or the ring is full.
    pub fn check_enrolment(&self, enrolment: &Enrolment) -> Result<(), KeyringError> {
        let kid = enrolment.public.kid();
        if self.keys.contains_key(&kid) {
            return Err(KeyringError::Twice(kid));
        }
        if self.keys.len() >= MAX_KEYS {
            return Err(KeyringError::TooMany);
        }
        Ok(())
    }

    /// Enrols a key by the entry at `seq`; a ledger key ends the one before.
    ///
    /// # Errors
    ///
    /// As [`check_enrolment`](Self::check_enrolment); nothing is changed then.
    pub fn enrol(&mut self, enrolment: Enrolment, seq: u64) -> Result<(), KeyringError> {
        self.check_enrolment(&enrolment)?;
        let before = self.ledger.filter(|_| enrolment.role == Role::Ledger);
        if let Some(key) = before.and_then(|kid| self.keys.get_mut(&kid)) {
            key.last = Some(seq);
        }
        self.add(enrolment, seq + 1)
    }

    /// Whether a key could be revoked.
    ///
    /// # Errors
    ///
    /// [`KeyringError`] if it is unknown, over, a ledger key, or a root that
    /// cannot be spared.
    pub fn check_revocation(&self, kid: &Kid) -> Result<(), KeyringError> {
        let key = self.keys.get(kid).ok_or(KeyringError::Unknown(*kid))?;
        if key.last.is_some() {
            return Err(KeyringError::Over(*kid));
        }
        let threshold = self.threshold;
        let roots = || {
            let keys = self.keys.values();
            keys.filter(|key| key.role == Role::Root && key.last.is_none())
                .count() as u64
        };
        match key.role {
            Role::Ledger => Err(KeyringError::LedgerKey(*kid)),
            Role::Root if roots() <= threshold => Err(KeyringError::BelowThreshold { threshold }),
            _ => Ok(()),
        }
    }

    /// Revokes a key by the entry at `seq`, which it may still sign.
    ///
    /// # Errors
    ///
    /// As [`check_revocation`](Self::check_revocation); nothing is changed
    /// then.
    pub fn revoke(&mut self, kid: &Kid, seq: u64) -> Result<(), KeyringError> {
        self.check_revocation(kid)?;
        if let Some(key) = self.keys.get_mut(kid) {
            key.last = Some(seq);
        }
        Ok(())
    }

    fn add(&mut self, enrolment: Enrolment, first: u64) -> Result<(), KeyringError> {
        self.check_enrolment(&enrolment)?;
        let Enrolment {
            public,
            role,
            person,
            name,
        } = enrolment;
        let bytes = public.to_bytes();
        let key = EnrolledKey {
            public: bytes,
            role,
            person,
            name,
            first,
            last: None,
            parsed: OnceLock::from(public),
        };
        let kid = kid(&bytes);
        if role == Role::Ledger {
            self.ledger = Some(kid);
        }
        self.keys.insert(kid, key);
        Ok(())
    }
}

impl Enrolment {
    /// A key without person or name.
    fn bare(bytes: &Bytes32, role: Role) -> Result<Self, KeyError> {
        Ok(Self {
            public: PublicKey::parse(bytes)?,
            role,
            person: None,
            name: None,
        })
    }
}
