//! A value that was sealed.

use bmnn::id::{ActId, Bytes32};
use bmnn::ledger::cbor::EncodeError;
use bmnn::ledger::sealed;
use bmnn::value::Value;
use std::fmt;

/// A value that was sealed, with all that its commitment commits to.
///
/// Every one that exists satisfies *commitment = SHA-256("bmnn/sealed/1" ‖
/// salt ‖ CBOR([act, value]))*; what does not is a [`VaultError::Mismatch`](super::VaultError::Mismatch).
#[derive(Clone, PartialEq, Eq)]
pub struct SealedValue {
    commitment: Bytes32,
    act: ActId,
    path: String,
    salt: Bytes32,
    value: Value,
}

impl SealedValue {
    /// Seals `value`, the field at `path` of the act `act`.
    ///
    /// # Errors
    ///
    /// [`EncodeError`] if the value has no encoding.
    pub fn seal(
        act: ActId,
        path: impl Into<String>,
        salt: Bytes32,
        value: Value,
    ) -> Result<Self, EncodeError> {
        Ok(Self {
            commitment: sealed::commitment(&salt.0, &act, &value)?,
            act,
            path: path.into(),
            salt,
            value,
        })
    }

    /// What the act carries in its place.
    #[must_use]
    pub fn commitment(&self) -> Bytes32 {
        self.commitment
    }

    /// The act that it belongs to.
    #[must_use]
    pub fn act(&self) -> ActId {
        self.act
    }

    /// The field, such as `subject` or `decision/paper/volume`.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What keeps a guess from being confirmed.
    #[must_use]
    pub fn salt(&self) -> Bytes32 {
        self.salt
    }

    /// The value.
    #[must_use]
    pub fn value(&self) -> &Value {
        &self.value
    }
}

/// Shows where the value belongs, never the value.
impl fmt::Debug for SealedValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SealedValue")
            .field("commitment", &self.commitment)
            .field("act", &self.act)
            .field("path", &self.path)
            .finish_non_exhaustive()
    }
}
