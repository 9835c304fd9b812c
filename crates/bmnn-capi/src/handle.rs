//! Opaque objects: each begins with a tag, so that a pointer to another type,
//! or to an object that was freed, is refused rather than believed. (As far as
//! that can be seen: memory that was given to somebody else says anything.)

use crate::error::Fault;
use crate::status::BMNN_E_HANDLE;

/// A type that C knows by name alone.
pub(crate) trait Opaque {
    /// What is inside.
    type Inside;
    /// Eight letters that begin each object.
    const TAG: [u8; 8];
    /// The name, for messages.
    const NAME: &'static str;
}

/// How every object lies in memory.
#[repr(C)]
struct Boxed<T> {
    tag: u64,
    inside: T,
}

/// What a freed object's tag becomes.
const FREED: u64 = u64::from_ne_bytes(*b"freed___");

fn tag<O: Opaque>() -> u64 {
    u64::from_ne_bytes(O::TAG)
}

/// A new object, which C now owns.
pub(crate) fn give<O: Opaque>(inside: O::Inside) -> *mut O {
    let tag = tag::<O>();
    Box::into_raw(Box::new(Boxed { tag, inside })).cast()
}

/// The object that C lends.
///
/// # Safety
///
/// `object` is NULL, or points to at least 8 bytes; if these are the tag, to a
/// live object that nobody frees before the call ends.
pub(crate) unsafe fn lent<'a, O: Opaque>(object: *const O) -> Result<&'a O::Inside, Fault> {
    let object = object.cast::<Boxed<O::Inside>>();
    // SAFETY: the caller's word.
    unsafe { check::<O>(object) }?;
    // SAFETY: it has the tag.
    Ok(unsafe { &(*object).inside })
}

/// Takes an object from C: what was inside, and the object is freed.
///
/// # Safety
///
/// As [`free`].
pub(crate) unsafe fn taken<O: Opaque>(object: *mut O) -> Result<O::Inside, Fault> {
    let object = object.cast::<Boxed<O::Inside>>();
    // SAFETY: the caller's word.
    unsafe { check::<O>(object) }?;
    // SAFETY: as in `free`.
    unsafe {
        (&raw mut (*object).tag).write_volatile(FREED);
        Ok(Box::from_raw(object).inside)
    }
}

/// Frees an object; NULL, and what is no such object, is left alone.
///
/// # Safety
///
/// As [`lent`], and nobody uses the object any more.
pub(crate) unsafe fn free<O: Opaque>(object: *mut O) {
    let object = object.cast::<Boxed<O::Inside>>();
    // SAFETY: the caller's word.
    if unsafe { check::<O>(object) }.is_ok() {
        // SAFETY: it has the tag, so that `give` made it; the write cannot be
        // left out, since it is for whoever keeps the pointer.
        unsafe {
            (&raw mut (*object).tag).write_volatile(FREED);
            drop(Box::from_raw(object));
        }
    }
}

unsafe fn check<O: Opaque>(object: *const Boxed<O::Inside>) -> Result<(), Fault> {
    if object.is_null() {
        return Err(Fault::null(O::NAME));
    }
    let wanted = || {
        Fault::argument(
            BMNN_E_HANDLE,
            O::NAME,
            "a live object of this type",
            "một đối tượng còn sống, đúng kiểu",
        )
    };
    if !object.is_aligned() {
        return Err(wanted());
    }
    // SAFETY: neither NULL nor misaligned; that 8 bytes are there is the
    // caller's word.
    let found = unsafe { (&raw const (*object).tag).read_volatile() };
    if found == tag::<O>() {
        Ok(())
    } else {
        Err(wanted())
    }
}
