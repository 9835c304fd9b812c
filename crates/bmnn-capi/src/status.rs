//! The numbers that calls return.

use std::ffi::{CStr, c_char};

/// What a call came to: `BMNN_OK`, or a negative number. Numbers are never used
/// again for something else, and later versions add to them: treat one that you
/// do not know as a failure.
pub type bmnn_status = i32;

/// The call did what it says.
pub const BMNN_OK: bmnn_status = 0;

/// A pointer is NULL that must not be.
pub const BMNN_E_NULL: bmnn_status = -101;
/// A pointer is no live object of the type wanted: another type, misaligned, or freed.
pub const BMNN_E_HANDLE: bmnn_status = -102;
/// A text is not UTF-8, or holds a NUL byte.
pub const BMNN_E_UTF8: bmnn_status = -103;
/// A length is greater than any object can be.
pub const BMNN_E_LENGTH: bmnn_status = -104;
/// A number is outside the range that its function states.
pub const BMNN_E_RANGE: bmnn_status = -105;
/// The library does not know what is asked of it: it is older than its header.
pub const BMNN_E_UNSUPPORTED: bmnn_status = -106;

/// There is nothing of that name.
pub const BMNN_E_NOT_FOUND: bmnn_status = -201;
/// The object cannot do this: it was made otherwise, or opened for reading.
pub const BMNN_E_STATE: bmnn_status = -202;
/// An earlier write failed, or a call panicked: free the object and open it anew.
pub const BMNN_E_POISONED: bmnn_status = -203;
/// A callback used the object that was calling it.
pub const BMNN_E_REENTRANT: bmnn_status = -204;
/// Another process, or another object, is writing; try again.
pub const BMNN_E_LOCKED: bmnn_status = -205;
/// Something is there already, and nothing is replaced.
pub const BMNN_E_EXISTS: bmnn_status = -206;
/// The ledger was closed, and takes nothing more.
pub const BMNN_E_CLOSED: bmnn_status = -207;

/// A text names no level.
pub const BMNN_E_LEVEL: bmnn_status = -301;
/// A text or number is no date, or no time of day.
pub const BMNN_E_DATE: bmnn_status = -302;
/// A text is no rule pack.
pub const BMNN_E_PACK: bmnn_status = -303;

/// A text is no act: the error says what stands where, and what was expected.
pub const BMNN_E_ACT: bmnn_status = -304;
/// A text is not the JSON that its function wants.
pub const BMNN_E_JSON: bmnn_status = -305;
/// Bytes are no proof, slip or bookmark that the library knows, or do not prove
/// what they are to.
pub const BMNN_E_PROOF: bmnn_status = -306;
/// Bytes or a text are not in the one form that the ledger's format has for them:
/// the error says which fault it is, and where.
pub const BMNN_E_ENCODING: bmnn_status = -307;

/// The law, or the facts, do not allow the act; nothing was written. The error
/// has the article, and every reason in its detail.
pub const BMNN_E_REFUSED: bmnn_status = -401;
/// The id is on record with another content.
pub const BMNN_E_OTHER_CONTENT: bmnn_status = -402;
/// The clock is far ahead of the last entry: ask the user, confirm, try again.
pub const BMNN_E_CLOCK: bmnn_status = -403;

/// A key or passphrase is not the one wanted, is unfit, or did not sign.
pub const BMNN_E_KEY: bmnn_status = -501;
/// The vault of sealed values does not open, or has not what it should.
pub const BMNN_E_VAULT: bmnn_status = -502;
/// The system gives no random bytes.
pub const BMNN_E_RANDOM: bmnn_status = -503;

/// The system does not let a file be read or written.
pub const BMNN_E_IO: bmnn_status = -601;
/// There is no ledger.
pub const BMNN_E_NO_LEDGER: bmnn_status = -602;
/// The file is no ledger of this format version.
pub const BMNN_E_FORMAT: bmnn_status = -603;
/// The ledger, or what follows from it, is damaged: verify it.
pub const BMNN_E_DAMAGED: bmnn_status = -604;

/// A callback failed; its own number is in the error's detail.
pub const BMNN_E_CALLBACK: bmnn_status = -701;
/// A callback broke the work off.
pub const BMNN_E_CANCELLED: bmnn_status = -702;

/// The library failed inside: a fault of bmnn, not of its caller.
pub const BMNN_E_PANIC: bmnn_status = -901;

/// Every number with its name, NUL-terminated.
const NAMES: &[(bmnn_status, &CStr)] = &[
    (BMNN_OK, c"BMNN_OK"),
    (BMNN_E_NULL, c"BMNN_E_NULL"),
    (BMNN_E_HANDLE, c"BMNN_E_HANDLE"),
    (BMNN_E_UTF8, c"BMNN_E_UTF8"),
    (BMNN_E_LENGTH, c"BMNN_E_LENGTH"),
    (BMNN_E_RANGE, c"BMNN_E_RANGE"),
    (BMNN_E_UNSUPPORTED, c"BMNN_E_UNSUPPORTED"),
    (BMNN_E_NOT_FOUND, c"BMNN_E_NOT_FOUND"),
    (BMNN_E_STATE, c"BMNN_E_STATE"),
    (BMNN_E_POISONED, c"BMNN_E_POISONED"),
    (BMNN_E_REENTRANT, c"BMNN_E_REENTRANT"),
    (BMNN_E_LOCKED, c"BMNN_E_LOCKED"),
    (BMNN_E_EXISTS, c"BMNN_E_EXISTS"),
    (BMNN_E_CLOSED, c"BMNN_E_CLOSED"),
    (BMNN_E_LEVEL, c"BMNN_E_LEVEL"),
    (BMNN_E_DATE, c"BMNN_E_DATE"),
    (BMNN_E_PACK, c"BMNN_E_PACK"),
    (BMNN_E_ACT, c"BMNN_E_ACT"),
    (BMNN_E_JSON, c"BMNN_E_JSON"),
    (BMNN_E_PROOF, c"BMNN_E_PROOF"),
    (BMNN_E_ENCODING, c"BMNN_E_ENCODING"),
    (BMNN_E_REFUSED, c"BMNN_E_REFUSED"),
    (BMNN_E_OTHER_CONTENT, c"BMNN_E_OTHER_CONTENT"),
    (BMNN_E_CLOCK, c"BMNN_E_CLOCK"),
    (BMNN_E_KEY, c"BMNN_E_KEY"),
    (BMNN_E_VAULT, c"BMNN_E_VAULT"),
    (BMNN_E_RANDOM, c"BMNN_E_RANDOM"),
    (BMNN_E_IO, c"BMNN_E_IO"),
    (BMNN_E_NO_LEDGER, c"BMNN_E_NO_LEDGER"),
    (BMNN_E_FORMAT, c"BMNN_E_FORMAT"),
    (BMNN_E_DAMAGED, c"BMNN_E_DAMAGED"),
    (BMNN_E_CALLBACK, c"BMNN_E_CALLBACK"),
    (BMNN_E_CANCELLED, c"BMNN_E_CANCELLED"),
    (BMNN_E_PANIC, c"BMNN_E_PANIC"),
];

/// The name of a number, `"BMNN_E_NULL"`; `"BMNN_E_UNKNOWN"` for one that this
/// library does not know.
///
/// Ownership: the text is static, NUL-terminated ASCII; do not free it.
/// NULL: never returned.
/// Thread: any.
/// Errors: none.
/// Since: 1.0
#[unsafe(no_mangle)]
pub extern "C" fn bmnn_status_name(status: bmnn_status) -> *const c_char {
    name(status).as_ptr()
}

pub(crate) fn name(status: bmnn_status) -> &'static CStr {
    let named = NAMES.iter().find(|(number, _)| *number == status);
    named.map_or(c"BMNN_E_UNKNOWN", |(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::NAMES;

    #[test]
    fn every_number_has_its_own_name() {
        let source = include_str!("status.rs");
        let declared: Vec<_> = source
            .lines()
            .filter_map(|line| line.strip_prefix("pub const "))
            .filter_map(|line| line.split_once(": bmnn_status = "))
            .map(|(name, number)| (number.trim_end_matches(';').parse::<i32>().unwrap(), name))
            .collect();
        let named: Vec<_> = NAMES
            .iter()
            .map(|(number, name)| (*number, name.to_str().unwrap()))
            .collect();
        assert_eq!(declared, named);
        let mut numbers: Vec<_> = named.iter().map(|(number, _)| number).collect();
        numbers.sort_unstable();
        numbers.dedup();
        assert_eq!(numbers.len(), named.len());
    }
}
