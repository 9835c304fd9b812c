//! What comes from C: pointers and lengths, checked before anything is made of
//! them.

use crate::error::Fault;
use crate::status::{
    BMNN_E_HANDLE, BMNN_E_LENGTH, BMNN_E_NULL, BMNN_E_RANGE, BMNN_E_UNSUPPORTED, BMNN_E_UTF8,
};
use bmnn::id::Bytes32;
use std::ffi::{CStr, c_char};

/// Given as a text's length, says that the text ends at its NUL byte.
pub const BMNN_ZSTR: usize = usize::MAX;

/// The bytes at `bytes`.
///
/// # Safety
///
/// If it is neither NULL nor too long, `bytes` points to `length` bytes that
/// nobody writes to meanwhile.
pub(crate) unsafe fn bytes<'a>(
    name: &'static str,
    bytes: *const u8,
    length: usize,
) -> Result<&'a [u8], Fault> {
    if isize::try_from(length).is_err() {
        return Err(Fault::argument(
            BMNN_E_LENGTH,
            name,
            "a length that is possible",
            "một độ dài có thể có",
        ));
    }
    match (bytes.is_null(), length) {
        (true, 0) => Ok(&[]),
        (true, _) => Err(Fault::null(name)),
        // SAFETY: not NULL, of a possible length; the rest is the caller's word.
        (false, _) => Ok(unsafe { std::slice::from_raw_parts(bytes, length) }),
    }
}

/// So many bytes of the caller's as its function says.
///
/// # Safety
///
/// If it is not NULL, `place` points to `N` bytes.
pub(crate) unsafe fn fixed<const N: usize>(
    name: &'static str,
    place: *const u8,
) -> Result<[u8; N], Fault> {
    // SAFETY: the caller's word.
    let given = unsafe { bytes(name, place, N) }?;
    given.try_into().map_err(|_| Fault::null(name))
}

/// Hashes of the caller's, one behind the other.
///
/// # Safety
///
/// As [`bytes`], of `count` times 32 bytes.
pub(crate) unsafe fn hashes(
    name: &'static str,
    place: *const u8,
    count: usize,
) -> Result<Vec<Bytes32>, Fault> {
    // SAFETY: the caller's word.
    let all = unsafe { bytes(name, place, count.saturating_mul(32)) }?;
    let (hashes, _) = all.as_chunks::<32>();
    Ok(hashes.iter().copied().map(Bytes32).collect())
}

/// The numbers at `items`.
///
/// # Safety
///
/// As [`bytes`], of `count` numbers.
pub(crate) unsafe fn array<'a, T: Copy>(
    name: &'static str,
    items: *const T,
    count: usize,
) -> Result<&'a [T], Fault> {
    let length = count.saturating_mul(size_of::<T>());
    // SAFETY: the caller's word.
    let all = unsafe { bytes(name, items.cast(), length) }?;
    if all.is_empty() {
        return Ok(&[]);
    }
    if !items.is_aligned() {
        return Err(misaligned(name));
    }
    // SAFETY: not NULL, aligned, of a possible length; the rest is the caller's
    // word.
    Ok(unsafe { std::slice::from_raw_parts(items, count) })
}

/// Whether a place lies where a compiler of C puts what is of this type: on
/// 32-bit x86 that may be any multiple of four bytes, since Windows keeps the
/// stack to no more there.
fn lies<T>(place: *const T) -> bool {
    let wanted = match cfg!(target_arch = "x86") {
        true => align_of::<T>().min(4),
        false => align_of::<T>(),
    };
    place.addr().is_multiple_of(wanted)
}

pub(crate) fn misaligned(name: &'static str) -> Fault {
    Fault::argument(
        BMNN_E_HANDLE,
        name,
        "an aligned pointer",
        "một con trỏ thẳng hàng",
    )
}

/// The text at `text`: UTF-8 without a NUL byte.
///
/// # Safety
///
/// As [`bytes`]; with [`BMNN_ZSTR`] for its length, `text` points to bytes up
/// to a NUL.
pub(crate) unsafe fn text<'a>(
    name: &'static str,
    text: *const c_char,
    length: usize,
) -> Result<&'a str, Fault> {
    let bytes = if length == BMNN_ZSTR {
        if text.is_null() {
            return Err(Fault::null(name));
        }
        // SAFETY: not NULL; that a NUL ends it is the caller's word.
        unsafe { CStr::from_ptr(text) }.to_bytes()
    } else {
        // SAFETY: the caller's word.
        unsafe { bytes(name, text.cast(), length) }?
    };
    let wanted = || {
        Fault::argument(
            BMNN_E_UTF8,
            name,
            "UTF-8 without a NUL byte",
            "UTF-8 không có byte NUL",
        )
    };
    if let Some(at) = bytes.iter().position(|byte| *byte == 0) {
        return Err(wanted().at(at));
    }
    std::str::from_utf8(bytes).map_err(|error| wanted().at(error.valid_up_to()))
}

/// A struct that the caller filled, which begins with its own size.
pub(crate) struct Given<T> {
    /// What the library knows of it, over the defaults.
    pub(crate) known: T,
    /// Whether a later header put something behind that.
    newer: bool,
}

/// Sets a struct that begins with its own size to its beginning: the size, and
/// zero behind it.
///
/// # Safety
///
/// If it is neither NULL nor misaligned, `place` has room for `size` bytes.
pub(crate) unsafe fn begun(name: &'static str, place: *mut u32, size: usize) -> Result<(), Fault> {
    if place.is_null() {
        return Err(Fault::null(name));
    }
    if !place.is_aligned() {
        return Err(misaligned(name));
    }
    let whole = u32::try_from(size).ok();
    let whole = whole.filter(|_| (size_of::<u32>()..=LARGEST).contains(&size));
    let whole = whole.ok_or_else(|| unsized_struct("size"))?;
    // SAFETY: so much room is there, by the caller's word.
    unsafe {
        place.cast::<u8>().write_bytes(0, size);
        place.write(whole);
    }
    Ok(())
}

fn unsized_struct(name: &'static str) -> Fault {
    Fault::argument(
        BMNN_E_RANGE,
        name,
        "`struct_size` set to its size",
        "`struct_size` bằng kích thước của nó",
    )
}

/// More than any version's struct is: no size, but what stood in the memory.
const LARGEST: usize = 4096;

/// The struct at `place`, of which the program may know fewer fields than the
/// library does, or more. `least` is the size that every version has.
///
/// # Safety
///
/// If it is neither NULL nor misaligned, `place` points to as many bytes as its
/// first four say; any bytes are a value of `T`, which begins with them.
pub(crate) unsafe fn given<T: Copy>(
    name: &'static str,
    place: *const T,
    least: usize,
    mut default: T,
) -> Result<Given<T>, Fault> {
    if place.is_null() {
        return Err(Fault::null(name));
    }
    if !lies(place) {
        return Err(misaligned(name));
    }
    // SAFETY: aligned to four bytes and not NULL; that the size is there is the
    // caller's word.
    let size = unsafe { place.cast::<u32>().read() } as usize;
    if size < least || size > LARGEST {
        return Err(unsized_struct(name));
    }
    // SAFETY: the caller's word: so many bytes.
    let all = unsafe { bytes(name, place.cast(), size) }?;
    let (known, unknown) = all.split_at(size.min(size_of::<T>()));
    // SAFETY: no more bytes than both have; any of them are a value.
    unsafe {
        std::ptr::copy_nonoverlapping(known.as_ptr(), (&raw mut default).cast(), known.len());
    }
    Ok(Given {
        known: default,
        newer: unknown.iter().any(|byte| *byte != 0),
    })
}

impl<T> Given<T> {
    /// Refuses what a later header put there, and what must be 0.
    pub(crate) fn understood(&self, name: &'static str, reserved: u32) -> Result<(), Fault> {
        if self.newer || reserved != 0 {
            return Err(Fault::argument(
                BMNN_E_UNSUPPORTED,
                name,
                "nothing that this library is too old for",
                "không có gì mới hơn thư viện này",
            ));
        }
        Ok(())
    }
}

/// A place that the caller wants written to.
pub(crate) struct Out<T>(*mut T);

impl<T> Out<T> {
    /// The place, emptied at once: whatever happens, nothing old stands there.
    ///
    /// # Safety
    ///
    /// If it is not NULL and aligned, `place` can be written to until the call
    /// ends.
    pub(crate) unsafe fn emptied(
        name: &'static str,
        place: *mut T,
        empty: T,
    ) -> Result<Self, Fault> {
        if place.is_null() {
            return Err(Fault::null(name));
        }
        if !lies(place) {
            return Err(misaligned(name));
        }
        // SAFETY: not NULL; the rest is the caller's word.
        unsafe { place.write_unaligned(empty) };
        Ok(Self(place))
    }

    /// As [`emptied`](Self::emptied), where the caller may not want it.
    ///
    /// # Safety
    ///
    /// As [`emptied`](Self::emptied).
    pub(crate) unsafe fn wanted(
        name: &'static str,
        place: *mut T,
        empty: T,
    ) -> Result<Self, Fault> {
        if place.is_null() {
            return Ok(Self(place));
        }
        // SAFETY: the caller's word.
        unsafe { Self::emptied(name, place, empty) }
    }

    pub(crate) fn put(self, value: T) {
        if self.0.is_null() {
            return;
        }
        // SAFETY: checked when it was made, in the same call.
        unsafe { self.0.write_unaligned(value) };
    }
}

/// As [`text`], where NULL stands for none.
///
/// # Safety
///
/// As [`text`].
pub(crate) unsafe fn perhaps<'a>(
    name: &'static str,
    place: *const c_char,
    length: usize,
) -> Result<Option<&'a str>, Fault> {
    if place.is_null() {
        return Ok(None);
    }
    // SAFETY: the caller's word.
    unsafe { text(name, place, length) }.map(Some)
}

impl Fault {
    pub(crate) fn null(name: &'static str) -> Self {
        Self::argument(
            BMNN_E_NULL,
            name,
            "a pointer that is not NULL",
            "một con trỏ khác NULL",
        )
    }
}
