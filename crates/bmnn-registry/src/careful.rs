//! A signer as the registry uses it: it may fail, lie or panic, and the
//! registry goes on.
//!
//! A signer is a card, a service or a host's callback, none of which is ours.
//! Its public key is asked for once, so that every place of an act names the
//! same key; a panic of it is an error. What it signs is checked where it is
//! taken: a statement and its cosignatures when the batch takes them, the
//! checkpoint when it is sealed. All of that is before the first byte goes to
//! vault or ledger.

use bmnn::id::{Bytes32, Kid};
use bmnn::ledger::key::{SignError, kid};
use bmnn::ledger::{PublicKey, Signer};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// A signer that cannot break off what calls it, nor change its key on the way.
#[derive(Clone, Copy)]
pub(crate) struct Careful<'a> {
    signer: &'a dyn Signer,
    public: Bytes32,
}

impl<'a> Careful<'a> {
    /// The signer, with the key that it says it has.
    ///
    /// # Errors
    ///
    /// [`SignError`] if the key is unfit, or the signer panics.
    pub(crate) fn new(signer: &'a dyn Signer) -> Result<Self, SignError> {
        let public = caught(|| signer.public_key())?;
        PublicKey::parse(&public)?;
        Ok(Self { signer, public })
    }
}

impl Signer for Careful<'_> {
    fn public_key(&self) -> Bytes32 {
        self.public
    }

    fn sign(&self, message: &[u8]) -> Result<[u8; 64], SignError> {
        caught(|| self.signer.sign(message))?
    }

    fn kid(&self) -> Kid {
        kid(&self.public)
    }
}

/// What `call` gives, or that it panicked.
fn caught<T>(call: impl FnOnce() -> T) -> Result<T, SignError> {
    // The signer's own state is its own matter; nothing of ours is within.
    catch_unwind(AssertUnwindSafe(call)).map_err(|_| SignError::Failed("it panicked".to_owned()))
}

/// Who signs an act.
pub(crate) struct Hands<'a> {
    pub(crate) signer: Careful<'a>,
    pub(crate) cosigners: Vec<Careful<'a>>,
}

impl<'a> Hands<'a> {
    /// Both of them, looked at.
    ///
    /// # Errors
    ///
    /// [`SignError`] if a key is unfit, or a signer panics.
    pub(crate) fn new(
        signer: &'a dyn Signer,
        cosigners: &[&'a dyn Signer],
    ) -> Result<Self, SignError> {
        let cosigners = cosigners.iter().map(|cosigner| Careful::new(*cosigner));
        Ok(Self {
            signer: Careful::new(signer)?,
            cosigners: cosigners.collect::<Result<_, _>>()?,
        })
    }
}
