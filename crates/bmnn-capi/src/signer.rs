//! Whoever signs: a key in memory, of a ring, or of the host's own, in a card.

use crate::arg::{fixed, text};
use crate::callback::{Failure, Who};
use crate::error::bmnn_error;
use crate::guard::answer;
use crate::handle::{self, Opaque, give, lent};
use crate::hosted::{Functions, Hosted};
use crate::passphrase::passphrase;
use crate::ring::key_name;
use crate::status::bmnn_status;
use bmnn::id::Bytes32;
use bmnn::ledger::key::{PlainSigner, SignError, Signer};
use bmnn_registry::keys::Keyring;
use std::ffi::{c_char, c_void};
use std::path::Path;
use std::sync::Arc;

/// Whoever signs with one key (Ed25519, RFC 8032). It may sign for several
/// registries, and be freed while they are open. What it signs is checked
/// before anything is written.
pub struct bmnn_signer {
    _opaque: [u8; 0],
}

/// A signer that can be shared.
#[derive(Clone)]
pub(crate) struct Shared(Arc<dyn Signer + Send + Sync>);

impl Signer for Shared {
    fn public_key(&self) -> Bytes32 {
        self.0.public_key()
    }

    fn sign(&self, message: &[u8]) -> Result<[u8; 64], SignError> {
        self.0.sign(message)
    }
}

impl Opaque for bmnn_signer {
    type Inside = Shared;
    const TAG: [u8; 8] = *b"bmnnsign";
    const NAME: &'static str = "signer";
}

/// What the host signs with: a card, a module, a service of its own. Begin with
/// BMNN_SIGNER_FUNCTIONS_INIT.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct bmnn_signer_functions {
    /// sizeof(bmnn_signer_functions), as the program was compiled.
    pub struct_size: u32,
    /// 0.
    pub reserved: u32,
    /// The host's own; every function is given it.
    pub user: *mut c_void,
    /// Called once with `user`, when nothing uses the functions any more; may be
    /// NULL.
    pub destroy: Option<unsafe extern "C" fn(user: *mut c_void)>,
    /// Signs `message_len` bytes (Ed25519, RFC 8032): writes the signature, and
    /// how long it is, 64. Answers 0, BMNN_E_CANCELLED if the user broke it off,
    /// or another number of the host's own.
    pub sign: Option<
        unsafe extern "C" fn(
            user: *mut c_void,
            message: *const u8,
            message_len: usize,
            signature: *mut u8,
            capacity: usize,
            signature_len: *mut usize,
        ) -> i32,
    >,
    /// The public key.
    pub public_key: [u8; 32],
}

impl Functions for bmnn_signer_functions {
    const NAME: &'static str = "functions";
    const NONE: Self = Self {
        struct_size: 0,
        reserved: 0,
        user: std::ptr::null_mut(),
        destroy: None,
        sign: None,
        public_key: [0; 32],
    };

    fn reserved(&self) -> u32 {
        self.reserved
    }

    fn user(&self) -> *mut c_void {
        self.user
    }

    fn destroy(&self) -> Option<unsafe extern "C" fn(user: *mut c_void)> {
        self.destroy
    }

    fn missing(&self) -> Option<&'static str> {
        self.sign.is_none().then_some("sign")
    }
}

impl Signer for Hosted<bmnn_signer_functions> {
    fn public_key(&self) -> Bytes32 {
        Bytes32(self.functions().public_key)
    }

    fn sign(&self, message: &[u8]) -> Result<[u8; 64], SignError> {
        let functions = self.functions();
        let Some(sign) = functions.sign else {
            return Err(SignError::Failed("the host has no function".to_owned()));
        };
        let mut signature = [0; 64];
        let mut length = 0;
        // SAFETY: the host's function, with its own pointer, a message and room
        // for a signature and its length.
        let answer = unsafe {
            sign(
                functions.user,
                message.as_ptr(),
                message.len(),
                signature.as_mut_ptr(),
                signature.len(),
                &raw mut length,
            )
        };
        if answer != 0 {
            Failure::new(Who::Signer, answer).keep();
            let why = format!("the host's signer answered {answer}");
            return Err(SignError::Failed(why));
        }
        match length {
            64 => Ok(signature),
            _ => Err(SignError::Failed(format!(
                "the host's signer gave {length} bytes, not 64"
            ))),
        }
    }
}

pub(crate) fn in_memory(key: impl Into<PlainSigner>) -> *mut bmnn_signer {
    give(Shared(Arc::new(key.into())))
}

/// The signer whose secret key is `seed` (RFC 8032 §5.1.5): for tests, and for
/// hosts that keep their keys themselves.
///
/// Ownership: `seed` is lent, 32 bytes, and copied into memory that is wiped; the caller owns `*out`, freed with bmnn_signer_free, and `*err`.
/// NULL: `err` may be NULL.
/// Thread: any.
/// Errors: BMNN_E_NULL; `*out` is then NULL.
/// Since: 1.0
///
/// # Safety
///
/// `seed` points to 32 bytes; the others are NULL or can be written to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_signer_from_seed(
    seed: *const u8,
    out: *mut *mut bmnn_signer,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word, here and below.
    unsafe {
        answer(out, std::ptr::null_mut(), err, || {
            Ok(in_memory(PlainSigner::from_seed(&fixed("seed", seed)?)))
        })
    }
}

/// A key of the ring in a folder, `keys` beside the ledger: `name` is `ledger`,
/// `root-1`, `actor-` and a person's id, or `witness`.
///
/// Ownership: the texts are lent (so many bytes of UTF-8, or BMNN_ZSTR); the caller owns `*out`, freed with bmnn_signer_free, and `*err`.
/// NULL: `err` may be NULL.
/// Thread: any. It takes as long as the ring's passphrase makes it, a second or so.
/// Errors: BMNN_E_KEY if there is no such key or the passphrase is another, BMNN_E_NOT_FOUND if there is no such folder, BMNN_E_DAMAGED, BMNN_E_IO, BMNN_E_UTF8, BMNN_E_NULL, BMNN_E_LENGTH; `*out` is then NULL.
/// Since: 1.0
///
/// # Safety
///
/// The texts point to so many bytes; the others are NULL or can be written to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_signer_from_ring(
    folder: *const c_char,
    folder_len: usize,
    name: *const c_char,
    name_len: usize,
    passphrase: *const c_char,
    passphrase_len: usize,
    out: *mut *mut bmnn_signer,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word, here and below.
    unsafe {
        answer(out, std::ptr::null_mut(), err, || {
            let folder = Path::new(text("folder", folder, folder_len)?);
            let name = key_name(text("name", name, name_len)?)?;
            let typed = text("passphrase", passphrase, passphrase_len)?;
            let ring = Keyring::open(folder, self::passphrase(typed)?)?;
            Ok(in_memory(ring.key(&name)?))
        })
    }
}

/// A signer of the host's own: a card, a module. Its functions are called on the
/// thread that uses the registry, one call at a time for each registry. They
/// must not use that registry (BMNN_E_REENTRANT), and must not throw, nor jump
/// out of the call. What they fail with comes back as BMNN_E_CALLBACK, with the
/// number as `host` in the detail, or as BMNN_E_CANCELLED. A signature that is
/// wrong, or not 64 bytes long, is BMNN_E_KEY.
///
/// `destroy` is called once, when the signer and every registry that uses it
/// are freed, and also when this call fails, as soon as `struct_size` was found
/// to be right.
///
/// Ownership: `functions` is lent and copied; `user` is the library's until `destroy`. The caller owns `*out`, freed with bmnn_signer_free, and `*err`.
/// NULL: `err` may be NULL, and so may the members `user` and `destroy`.
/// Thread: any.
/// Errors: BMNN_E_RANGE if `struct_size` is no size of theirs, BMNN_E_UNSUPPORTED, BMNN_E_NULL, BMNN_E_HANDLE; `*out` is then NULL.
/// Since: 1.0
///
/// # Safety
///
/// `functions` points to `struct_size` bytes; its functions can be called until
/// `destroy` was; the others are NULL or can be written to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_signer_of_host(
    functions: *const bmnn_signer_functions,
    out: *mut *mut bmnn_signer,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word, here and below. Whatever happens from here on,
    // `destroy` is called once.
    unsafe {
        let hosted = Hosted::new(bmnn_signer_functions::NAME, functions);
        answer(out, std::ptr::null_mut(), err, move || {
            Ok(give(Shared(Arc::new(hosted?))))
        })
    }
}

/// The signer's public key: 32 bytes into `out`.
///
/// Ownership: `signer` and `out` are lent, `out` with room for 32 bytes; the caller owns `*err`.
/// NULL: `err` may be NULL.
/// Thread: any.
/// Errors: BMNN_E_HANDLE, BMNN_E_NULL.
/// Since: 1.0
///
/// # Safety
///
/// `signer` came from this library and was not freed; `out` has room for 32
/// bytes; `err` is NULL or can be written to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_signer_public_key(
    signer: *const bmnn_signer,
    out: *mut u8,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word, here and below.
    unsafe {
        answer(out.cast::<[u8; 32]>(), [0; 32], err, || {
            Ok(lent(signer)?.public_key().0)
        })
    }
}

/// Frees a signer. Registries that sign with it go on.
///
/// Ownership: `signer` is taken.
/// NULL: allowed; nothing happens.
/// Thread: any, once nobody uses it.
/// Errors: none.
/// Since: 1.0
///
/// # Safety
///
/// `signer` is NULL or came from this library, and is not used afterwards.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_signer_free(signer: *mut bmnn_signer) {
    // SAFETY: the caller's word.
    unsafe { handle::free(signer) }
}
