//! Bytes that the library allocates.

use crate::guard::look;
use crate::handle::{self, Opaque, lent};
use zeroize::Zeroizing;

/// Bytes that the library made for the caller: a text in UTF-8, or what its
/// function says. They are wiped when freed.
pub struct bmnn_buf {
    _opaque: [u8; 0],
}

/// The bytes, and a NUL behind them.
pub(crate) struct Bytes(Zeroizing<Vec<u8>>);

impl Opaque for bmnn_buf {
    type Inside = Bytes;
    const TAG: [u8; 8] = *b"bmnn-buf";
    const NAME: &'static str = "buf";
}

impl From<Vec<u8>> for Bytes {
    fn from(mut bytes: Vec<u8>) -> Self {
        bytes.push(0);
        Self(Zeroizing::new(bytes))
    }
}

impl From<String> for Bytes {
    fn from(text: String) -> Self {
        text.into_bytes().into()
    }
}

/// The bytes, with a NUL behind them that bmnn_buf_len does not count.
///
/// Ownership: `buf` is lent; the bytes are the buffer's, and good until it is freed.
/// NULL: allowed; the answer is then NULL.
/// Thread: any.
/// Errors: none.
/// Since: 1.0
///
/// # Safety
///
/// `buf` is NULL or came from this library and was not freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_buf_data(buf: *const bmnn_buf) -> *const u8 {
    // SAFETY: the caller's word.
    look(std::ptr::null(), || Ok(unsafe { lent(buf) }?.0.as_ptr()))
}

/// How many bytes there are.
///
/// Ownership: `buf` is lent.
/// NULL: allowed; the answer is then 0.
/// Thread: any.
/// Errors: none.
/// Since: 1.0
///
/// # Safety
///
/// As bmnn_buf_data.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_buf_len(buf: *const bmnn_buf) -> usize {
    // SAFETY: the caller's word.
    look(0, || Ok(unsafe { lent(buf) }?.0.len().saturating_sub(1)))
}

/// Wipes and frees the bytes.
///
/// Ownership: `buf` is taken.
/// NULL: allowed; nothing happens.
/// Thread: any, once nobody reads it.
/// Errors: none.
/// Since: 1.0
///
/// # Safety
///
/// As bmnn_buf_data; it is not used afterwards.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_buf_free(buf: *mut bmnn_buf) {
    // SAFETY: the caller's word.
    unsafe { handle::free(buf) }
}
