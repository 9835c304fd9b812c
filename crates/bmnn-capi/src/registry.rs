//! A registry at work: acts put on record.

use crate::arg::{array, text};
use crate::buf::bmnn_buf;
use crate::desk::{Desk, Seat};
use crate::error::{Fault, bmnn_error};
use crate::guard::{answer, guard};
use crate::handle::{self, Opaque, give, lent};
use crate::host::{Settings, bmnn_host};
use crate::inject::{self, Place};
use crate::json::value;
use crate::opening;
use crate::service::Log;
use crate::signer::{Shared, bmnn_signer};
use crate::status::{BMNN_E_JSON, BMNN_E_STATE, bmnn_status};
use ::bmnn_registry::vault::VaultError;
use ::bmnn_registry::{Draft, OpenError, Performed, Registry};
use bmnn::ledger::Signer;
use serde_json::Value;
use std::ffi::c_char;
use std::path::Path;

/// An agency's registry: ledger, index, vault and packs in one folder. Calls
/// from several threads come one after the other; several processes may have
/// the same folder open.
pub struct bmnn_registry {
    _opaque: [u8; 0],
}

impl Opaque for bmnn_registry {
    type Inside = Desk;
    const TAG: [u8; 8] = *b"bmnn-reg";
    const NAME: &'static str = "registry";
}

const _: () = {
    const fn moves_between_threads<T: Send>() {}
    moves_between_threads::<Registry>();
};

/// Makes a registry in `folder`, where nothing of one may be: `ledger.open`,
/// signed by `roots`, and the enrolment of the clerk's key. `opening` is a JSON
/// object: `agency`, the agency's name; `clerk`, `{"person", "key"}`, the id and
/// public key (64 hexadecimal digits) of whoever keeps it; and where wanted
/// `on` (the legal date), `threshold` (how many roots sign what roots sign; 1),
/// `further-roots` (public keys of roots that do not sign now), `after` (the end
/// of the closed ledger that this one succeeds: `[ledger-id, size, root]`, as a
/// report of that one has it). With a host for tests, `agency` is
/// BMNN_AGENCY_FOR_TESTS.
///
/// Ownership: everything given is lent; the caller owns `*out`, freed with bmnn_registry_free, and `*err`.
/// NULL: `err` may be NULL.
/// Thread: any.
/// Errors: BMNN_E_EXISTS, BMNN_E_JSON, BMNN_E_STATE with a host for tests and another agency, BMNN_E_KEY, BMNN_E_CALLBACK with what a function of the host's answered, BMNN_E_CANCELLED if that was it, BMNN_E_CLOCK, BMNN_E_REFUSED, BMNN_E_IO, BMNN_E_VAULT, BMNN_E_RANDOM, BMNN_E_UTF8, BMNN_E_NULL, BMNN_E_LENGTH, BMNN_E_HANDLE; `*out` is then NULL.
/// Since: 1.0
///
/// # Safety
///
/// The texts point to so many bytes, `roots` to so many signers; the objects
/// came from this library and were not freed; the others are NULL or can be
/// written to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_registry_create(
    folder: *const c_char,
    folder_len: usize,
    opening: *const c_char,
    opening_len: usize,
    roots: *const *const bmnn_signer,
    root_count: usize,
    ledger_key: *const bmnn_signer,
    host: *const bmnn_host,
    out: *mut *mut bmnn_registry,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word, here and below.
    unsafe {
        answer(out, std::ptr::null_mut(), err, || {
            let folder = Path::new(text("folder", folder, folder_len)?);
            let opening = opening::read(text("opening", opening, opening_len)?)?;
            let roots = signers("roots", roots, root_count)?;
            let roots: Vec<&dyn Signer> = roots.iter().map(|root| root as &dyn Signer).collect();
            let ledger_key: &Shared = lent(ledger_key)?;
            let settings: &Settings = lent(host)?;
            if settings.is_for_tests && opening.agency != AGENCY_FOR_TESTS {
                let (vi, en) = FOR_TESTS;
                return Err(Fault::new(BMNN_E_STATE, vi, en));
            }
            let ledger_key = Box::new(ledger_key.clone());
            let made = Registry::create(folder, &opening, &roots, ledger_key, settings.host());
            opened(made, settings)
        })
    }
}

/// Whose registries a host for tests makes: nobody takes this for an agency.
/// The header has it as BMNN_AGENCY_FOR_TESTS.
const AGENCY_FOR_TESTS: &str = "CƠ QUAN THỬ NGHIỆM";

const FOR_TESTS: (&str, &str) = (
    "đồng hồ, số ngẫu nhiên và khoá dùng để thử chỉ dùng với sổ lập để thử, của “CƠ QUAN THỬ NGHIỆM”",
    "a host for tests is only for registries made with one, of the agency `CƠ QUAN THỬ NGHIỆM`",
);

/// The registry for C, if it opened; the log is told either way.
fn opened(
    outcome: Result<Registry, OpenError>,
    settings: &Settings,
) -> Result<*mut bmnn_registry, Fault> {
    match outcome {
        Ok(registry) => {
            settings.log.info(|| {
                let condition = registry.condition();
                format!("opened with {} entries: {condition}", registry.size())
            });
            Ok(give(Desk::new(registry, settings.log.clone())))
        }
        Err(error) => {
            // Everybody knows a test's key; what it does not open is real.
            let other = matches!(
                &error,
                OpenError::Vault(VaultError::WrongKey { .. } | VaultError::OtherLock { .. })
            );
            let mut fault = Fault::from(error);
            if other && settings.is_for_tests {
                let (vi, en) = FOR_TESTS;
                fault = fault.instead(BMNN_E_STATE, vi, en);
            }
            settings.log.fault(&fault);
            Err(fault)
        }
    }
}

/// The signers at `signers`.
///
/// # Safety
///
/// As [`array`]; each is NULL or a live object.
pub(crate) unsafe fn signers(
    name: &'static str,
    signers: *const *const bmnn_signer,
    count: usize,
) -> Result<Vec<Shared>, Fault> {
    // SAFETY: the caller's word.
    let signers = unsafe { array(name, signers, count) }?;
    // SAFETY: the caller's word.
    let one = |signer: &*const bmnn_signer| Ok(unsafe { lent(*signer) }?.clone());
    signers.iter().map(one).collect()
}

/// Opens the registry in `folder`, to put acts on record. `ledger_key` signs
/// its checkpoints.
///
/// Ownership: everything given is lent; the caller owns `*out`, freed with bmnn_registry_free, and `*err`.
/// NULL: `err` may be NULL.
/// Thread: any.
/// Errors: BMNN_E_NO_LEDGER, BMNN_E_FORMAT, BMNN_E_DAMAGED, BMNN_E_KEY, BMNN_E_STATE if the host is for tests and the registry is not, BMNN_E_CALLBACK with what a function of the host's answered, BMNN_E_CANCELLED, BMNN_E_LOCKED, BMNN_E_PACK, BMNN_E_IO, BMNN_E_VAULT, BMNN_E_RANDOM, BMNN_E_UTF8, BMNN_E_NULL, BMNN_E_LENGTH, BMNN_E_HANDLE; `*out` is then NULL.
/// Since: 1.0
///
/// # Safety
///
/// As bmnn_registry_create.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_registry_open(
    folder: *const c_char,
    folder_len: usize,
    ledger_key: *const bmnn_signer,
    host: *const bmnn_host,
    out: *mut *mut bmnn_registry,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word, here and below.
    unsafe {
        answer(out, std::ptr::null_mut(), err, || {
            let folder = Path::new(text("folder", folder, folder_len)?);
            let ledger_key: &Shared = lent(ledger_key)?;
            let settings: &Settings = lent(host)?;
            let ledger_key = Box::new(ledger_key.clone());
            opened(
                Registry::open(folder, ledger_key, settings.host()),
                settings,
            )
        })
    }
}

/// Opens the registry in `folder` for reading: without key, lock or vault, also
/// from a disk that takes no writing.
///
/// Ownership: `folder` is lent; the caller owns `*out`, freed with bmnn_registry_free, and `*err`.
/// NULL: `err` may be NULL.
/// Thread: any.
/// Errors: BMNN_E_NO_LEDGER, BMNN_E_FORMAT, BMNN_E_DAMAGED, BMNN_E_PACK, BMNN_E_IO, BMNN_E_UTF8, BMNN_E_NULL, BMNN_E_LENGTH, BMNN_E_HANDLE; `*out` is then NULL.
/// Since: 1.0
///
/// # Safety
///
/// As bmnn_registry_create.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_registry_open_to_read(
    folder: *const c_char,
    folder_len: usize,
    out: *mut *mut bmnn_registry,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word, here and below.
    unsafe {
        answer(out, std::ptr::null_mut(), err, || {
            let folder = Path::new(text("folder", folder, folder_len)?);
            Ok(give(Desk::new(Registry::read(folder)?, Log::default())))
        })
    }
}

/// Puts an act on record, if it may stand: a JSON object by the act's schema
/// (`acts.schema.json`), with plain values where it says sealed. The registry
/// fills in `id`, `by`, `seen` and `pack`. An act whose `id` is on record with
/// the same content is answered with the entry that is there.
///
/// `*out` becomes a JSON object: `seq`, `id`, `act`, `leaf`, `row`, `repeated`,
/// `decision` with the duties that it opened and closed.
///
/// Ownership: everything given is lent; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
/// NULL: `cosigners` may be NULL if there are none; `err` may be NULL.
/// Thread: any; calls on one registry come one after the other.
/// Errors: BMNN_E_REFUSED with article and reasons; BMNN_E_ACT, BMNN_E_JSON, BMNN_E_OTHER_CONTENT, BMNN_E_CLOCK, BMNN_E_CLOSED, BMNN_E_KEY, BMNN_E_CALLBACK with what a function of the host's answered, BMNN_E_CANCELLED if that was it, BMNN_E_STATE, BMNN_E_LOCKED, BMNN_E_POISONED, BMNN_E_REENTRANT, BMNN_E_PACK, BMNN_E_VAULT, BMNN_E_RANDOM, BMNN_E_IO, BMNN_E_DAMAGED, BMNN_E_UTF8, BMNN_E_NULL, BMNN_E_LENGTH, BMNN_E_HANDLE. Nothing was written then, and `*out` is NULL.
/// Since: 1.0
///
/// # Safety
///
/// As bmnn_registry_create.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_registry_perform(
    registry: *mut bmnn_registry,
    act: *const c_char,
    act_len: usize,
    signer: *const bmnn_signer,
    cosigners: *const *const bmnn_signer,
    cosigner_count: usize,
    out: *mut *mut bmnn_buf,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word, here and below.
    unsafe {
        answer(out, std::ptr::null_mut(), err, || {
            let desk = lent(registry.cast_const())?;
            let act = value("act", text("act", act, act_len)?)?;
            let signer: &Shared = lent(signer)?;
            let cosigners = signers("cosigners", cosigners, cosigner_count)?;
            desk.work(|registry| perform(registry, act, signer, &cosigners))
        })
    }
}

/// Puts one act on record, and tells the log.
pub(crate) fn perform(
    registry: &mut Seat<'_>,
    act: impl Into<Draft>,
    signer: &Shared,
    cosigners: &[Shared],
) -> Result<*mut bmnn_buf, Fault> {
    let cosigners: Vec<&dyn Signer> = cosigners.iter().map(|one| one as &dyn Signer).collect();
    let done = registry.perform_cosigned(act, signer, &cosigners)?;
    inject::here(Place::Recorded);
    tell(registry.log(), &done);
    Ok(give(bmnn_json::performed(&done).to_string().into()))
}

/// Tells the log what was put on record.
pub(crate) fn tell(log: &Log, done: &Performed) {
    log.info(|| {
        let again = if done.repeated { ", there already" } else { "" };
        format!("entry {}: {}{again}", done.seq, done.act)
    });
}

/// Puts several acts on record in one commit, all or nothing, each decided on
/// the state after the one before: a JSON array. `*out` becomes an array of
/// what bmnn_registry_perform gives.
///
/// Ownership: everything given is lent; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
/// NULL: `err` may be NULL.
/// Thread: any; calls on one registry come one after the other.
/// Errors: with `index` in the detail, which act it was, from 0: BMNN_E_REFUSED with article and reasons; BMNN_E_ACT, BMNN_E_JSON, BMNN_E_OTHER_CONTENT, BMNN_E_CLOCK, BMNN_E_CLOSED, BMNN_E_KEY, BMNN_E_CALLBACK with what a function of the host's answered, BMNN_E_CANCELLED if that was it, BMNN_E_STATE, BMNN_E_LOCKED, BMNN_E_POISONED, BMNN_E_REENTRANT, BMNN_E_PACK, BMNN_E_VAULT, BMNN_E_RANDOM, BMNN_E_IO, BMNN_E_DAMAGED, BMNN_E_UTF8, BMNN_E_NULL, BMNN_E_LENGTH, BMNN_E_HANDLE. Nothing was written then, and `*out` is NULL.
/// Since: 1.0
///
/// # Safety
///
/// As bmnn_registry_create.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_registry_perform_all(
    registry: *mut bmnn_registry,
    acts: *const c_char,
    acts_len: usize,
    signer: *const bmnn_signer,
    out: *mut *mut bmnn_buf,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word, here and below.
    unsafe {
        answer(out, std::ptr::null_mut(), err, || {
            let desk = lent(registry.cast_const())?;
            let Value::Array(acts) = value("acts", text("acts", acts, acts_len)?)? else {
                let (en, vi) = ("a JSON array", "một mảng JSON");
                return Err(Fault::argument(BMNN_E_JSON, "acts", en, vi));
            };
            let signer: &Shared = lent(signer)?;
            let done = desk.work(|registry| {
                let done = registry.perform_all(acts, signer)?;
                done.iter().for_each(|one| tell(registry.log(), one));
                Ok(done)
            })?;
            let done: Vec<Value> = done.iter().map(bmnn_json::performed).collect();
            Ok(give(Value::Array(done).to_string().into()))
        })
    }
}

/// What the law says of an act, without putting it on record: a JSON object
/// with `allowed`, and `reasons`, `warnings`, `irregular`, `opens`, `closes`.
/// A refusal is an answer here.
///
/// Ownership: everything given is lent; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
/// NULL: `err` may be NULL.
/// Thread: any; calls on one registry come one after the other.
/// Errors: BMNN_E_ACT, BMNN_E_JSON, BMNN_E_OTHER_CONTENT, BMNN_E_CLOCK, BMNN_E_CLOSED, BMNN_E_KEY, BMNN_E_CALLBACK with what a function of the host's answered, BMNN_E_CANCELLED if that was it, BMNN_E_STATE, BMNN_E_LOCKED, BMNN_E_POISONED, BMNN_E_REENTRANT, BMNN_E_PACK, BMNN_E_VAULT, BMNN_E_RANDOM, BMNN_E_IO, BMNN_E_DAMAGED, BMNN_E_UTF8, BMNN_E_NULL, BMNN_E_LENGTH, BMNN_E_HANDLE; `*out` is then NULL.
/// Since: 1.0
///
/// # Safety
///
/// As bmnn_registry_create.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_registry_decide(
    registry: *mut bmnn_registry,
    act: *const c_char,
    act_len: usize,
    signer: *const bmnn_signer,
    out: *mut *mut bmnn_buf,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word, here and below.
    unsafe {
        answer(out, std::ptr::null_mut(), err, || {
            let desk = lent(registry.cast_const())?;
            let act = value("act", text("act", act, act_len)?)?;
            let signer: &Shared = lent(signer)?;
            let decision = desk.work(|registry| Ok(registry.decide(act, signer)?))?;
            Ok(give(bmnn_json::decision(&decision).to_string().into()))
        })
    }
}

/// Says that the clock is right though it is far ahead of the last entry: what
/// BMNN_E_CLOCK asks for. It holds for the next call that puts acts on record.
///
/// Ownership: `registry` is lent; the caller owns `*err`.
/// NULL: `err` may be NULL.
/// Thread: any; calls on one registry come one after the other.
/// Errors: BMNN_E_POISONED, BMNN_E_REENTRANT, BMNN_E_HANDLE, BMNN_E_NULL.
/// Since: 1.0
///
/// # Safety
///
/// As bmnn_registry_create.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_registry_confirm_clock(
    registry: *mut bmnn_registry,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word, here and below.
    unsafe {
        guard(err, || {
            lent(registry.cast_const())?.work(|registry| {
                registry.confirm_clock();
                Ok(())
            })
        })
    }
}

/// Closes a registry, frees it, and says whether its end went well. What was
/// acknowledged is on the disk already; this brings what stands in the logs of
/// vault and index into their files, so that each is whole by itself.
///
/// It is freed whatever this returns, but for BMNN_E_REENTRANT, BMNN_E_HANDLE and
/// BMNN_E_NULL.
///
/// Ownership: `registry` is taken; the caller owns `*err`.
/// NULL: `err` may be NULL.
/// Thread: any, once nobody else uses it.
/// Errors: BMNN_E_POISONED if an earlier write failed, BMNN_E_VAULT, BMNN_E_DAMAGED, BMNN_E_IO, BMNN_E_REENTRANT, BMNN_E_HANDLE, BMNN_E_NULL.
/// Since: 1.0
///
/// # Safety
///
/// `registry` came from this library, and is not used afterwards; `err` is NULL
/// or can be written to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_registry_close(
    registry: *mut bmnn_registry,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word, here and below.
    unsafe {
        guard(err, || {
            lent(registry.cast_const())?.is_left()?;
            handle::taken(registry)?.close()
        })
    }
}

/// Closes a registry and frees it. What was acknowledged is on the disk already;
/// where it matters whether the end went well, there is bmnn_registry_close.
/// From a callback of the registry itself nothing happens: it is in use.
///
/// Ownership: `registry` is taken.
/// NULL: allowed; nothing happens.
/// Thread: any, once nobody uses it.
/// Errors: none.
/// Since: 1.0
///
/// # Safety
///
/// `registry` is NULL or came from this library, and is not used afterwards.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_registry_free(registry: *mut bmnn_registry) {
    // SAFETY: the caller's word, here and below.
    let in_use = unsafe { lent(registry.cast_const()) }.is_ok_and(|desk| desk.is_left().is_err());
    if !in_use {
        unsafe { handle::free(registry) }
    }
}
