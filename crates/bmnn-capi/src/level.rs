//! Levels of secrecy (độ mật).

use crate::arg::Out;
use crate::error::{Fault, bmnn_error};
use crate::guard::{answer, guard};
use crate::status::{BMNN_E_LEVEL, BMNN_E_RANGE, bmnn_status};
use bmnn::level::{Level, Liberty};
use std::ffi::{CStr, c_char};

/// A level: one of BMNN_LEVEL_…, whose order is that of the levels.
pub type bmnn_level = i32;

/// No level; what functions write before they know one.
pub const BMNN_LEVEL_NONE: bmnn_level = 0;
/// Mật.
pub const BMNN_LEVEL_MAT: bmnn_level = 1;
/// Tối mật.
pub const BMNN_LEVEL_TOI_MAT: bmnn_level = 2;
/// Tuyệt mật.
pub const BMNN_LEVEL_TUYET_MAT: bmnn_level = 3;

/// Space around the words, or more than one between them.
pub const BMNN_LIBERTY_SPACE: u32 = 1;
/// Diacritics as separate characters (NFD).
pub const BMNN_LIBERTY_DECOMPOSED: u32 = 2;
/// Capitals where the printed spelling has none, or the reverse.
pub const BMNN_LIBERTY_CASE: u32 = 4;
/// Some diacritics are missing.
pub const BMNN_LIBERTY_DIACRITICS: u32 = 8;
/// The letter of the envelope stands for the level.
pub const BMNN_LIBERTY_LETTER: u32 = 16;

/// As acts write it: `ToiMat`.
pub const BMNN_LEVEL_AS_NAME: i32 = 0;
/// In Vietnamese: `Tối mật`.
pub const BMNN_LEVEL_AS_VI: i32 = 1;
/// A label in English, which is never read back: `Secret`.
pub const BMNN_LEVEL_AS_EN: i32 = 2;
/// The words of its mark: `TỐI MẬT`.
pub const BMNN_LEVEL_AS_MARK: i32 = 3;
/// The letter on an envelope (Decree 26/2020/NĐ-CP Art. 4(1)(b)): `B`.
pub const BMNN_LEVEL_AS_LETTER: i32 = 4;
/// As the ids of provisions and marks have it: `toi-mat`.
pub const BMNN_LEVEL_AS_ID: i32 = 5;

pub(crate) fn number(level: Level) -> bmnn_level {
    match level {
        Level::Mat => BMNN_LEVEL_MAT,
        Level::ToiMat => BMNN_LEVEL_TOI_MAT,
        Level::TuyetMat => BMNN_LEVEL_TUYET_MAT,
    }
}

pub(crate) fn level(name: &str, number: bmnn_level) -> Result<Level, Fault> {
    match number {
        BMNN_LEVEL_MAT => Ok(Level::Mat),
        BMNN_LEVEL_TOI_MAT => Ok(Level::ToiMat),
        BMNN_LEVEL_TUYET_MAT => Ok(Level::TuyetMat),
        _ => Err(Fault::argument(
            BMNN_E_RANGE,
            name,
            "a level, 1 to 3",
            "một độ mật, từ 1 đến 3",
        )),
    }
}

fn liberty(liberty: Liberty) -> u32 {
    match liberty {
        Liberty::Space => BMNN_LIBERTY_SPACE,
        Liberty::Decomposed => BMNN_LIBERTY_DECOMPOSED,
        Liberty::Case => BMNN_LIBERTY_CASE,
        Liberty::Diacritics => BMNN_LIBERTY_DIACRITICS,
        Liberty::Letter => BMNN_LIBERTY_LETTER,
    }
}

/// Every spelling, by level and by BMNN_LEVEL_AS_….
fn spelling(level: Level, form: i32) -> Option<&'static CStr> {
    let forms = match level {
        Level::Mat => [c"Mat", c"Mật", c"Confidential", c"MẬT", c"C", c"mat"],
        Level::ToiMat => [
            c"ToiMat",
            c"Tối mật",
            c"Secret",
            c"TỐI MẬT",
            c"B",
            c"toi-mat",
        ],
        Level::TuyetMat => [
            c"TuyetMat",
            c"Tuyệt mật",
            c"Top Secret",
            c"TUYỆT MẬT",
            c"A",
            c"tuyet-mat",
        ],
    };
    forms.get(usize::try_from(form).ok()?).copied()
}

/// Reads a level as people write it, and says which liberties the writer took:
/// BMNN_LIBERTY_… added up, 0 for the printed spelling. A wrong diacritic is no
/// level, and neither is an English word.
///
/// Ownership: `text` is lent, `text_len` bytes of UTF-8 or BMNN_ZSTR; the caller owns `*err`.
/// NULL: `liberties` and `err` may be NULL.
/// Thread: any.
/// Errors: BMNN_E_LEVEL, BMNN_E_UTF8, BMNN_E_NULL, BMNN_E_LENGTH; `*out` is then BMNN_LEVEL_NONE.
/// Since: 1.0
///
/// # Safety
///
/// `text` points to so many bytes; the others are NULL or can be written to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_level_parse(
    text: *const c_char,
    text_len: usize,
    out: *mut bmnn_level,
    liberties: *mut u32,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word, here and below.
    unsafe {
        guard(err, || {
            // Both are emptied before either is refused.
            let out = Out::emptied("out", out, BMNN_LEVEL_NONE);
            let liberties = Out::wanted("liberties", liberties, 0);
            let (out, liberties) = (out?, liberties?);
            let text = crate::arg::text("text", text, text_len)?;
            let (level, taken) = Level::read(text).map_err(|_| {
                let vi = "cần một độ mật: `Mật`, `Tối mật` hoặc `Tuyệt mật`";
                let en = "expected a level: `Mật`, `Tối mật` or `Tuyệt mật`";
                Fault::new(BMNN_E_LEVEL, vi, en)
            })?;
            liberties.put(taken.iter().map(liberty).sum());
            out.put(number(level));
            Ok(())
        })
    }
}

/// How a level is written: `form` is one of BMNN_LEVEL_AS_….
///
/// Ownership: `*out` is static, NUL-terminated UTF-8; do not free it. The caller owns `*err`.
/// NULL: `err` may be NULL.
/// Thread: any.
/// Errors: BMNN_E_RANGE for a level or form that is none, BMNN_E_NULL; `*out` is then NULL.
/// Since: 1.0
///
/// # Safety
///
/// `out` can be written to; `err` is NULL or can be written to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_level_text(
    level: bmnn_level,
    form: i32,
    out: *mut *const c_char,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word, here and below.
    unsafe {
        answer(out, std::ptr::null(), err, || {
            let level = self::level("level", level)?;
            let wanted = || {
                Fault::argument(
                    BMNN_E_RANGE,
                    "form",
                    "a form, 0 to 5",
                    "một cách viết, từ 0 đến 5",
                )
            };
            Ok(spelling(level, form).ok_or_else(wanted)?.as_ptr())
        })
    }
}

/// The highest of some levels: the one that wins where they meet (Law
/// 29/2018/QH14 Art. 10(2)).
///
/// Ownership: `levels` is lent, `count` of them, at least one; the caller owns `*err`.
/// NULL: `err` may be NULL.
/// Thread: any.
/// Errors: BMNN_E_RANGE if one is no level or there is none, BMNN_E_NULL, BMNN_E_LENGTH, BMNN_E_HANDLE if misaligned; `*out` is then BMNN_LEVEL_NONE.
/// Since: 1.0
///
/// # Safety
///
/// `levels` points to so many numbers; the others are NULL or can be written to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_level_highest(
    levels: *const bmnn_level,
    count: usize,
    out: *mut bmnn_level,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word, here and below.
    unsafe {
        answer(out, BMNN_LEVEL_NONE, err, || {
            let levels = crate::arg::array("levels", levels, count)?;
            let mut highest = None;
            for number in levels {
                highest = highest.max(Some(level("levels", *number)?));
            }
            let none = || {
                Fault::argument(
                    BMNN_E_RANGE,
                    "count",
                    "at least one level",
                    "ít nhất một độ mật",
                )
            };
            Ok(number(highest.ok_or_else(none)?))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Level, spelling};

    #[test]
    fn the_spellings_are_the_models() {
        for level in Level::ALL {
            let letter = level.letter().to_string();
            let wanted = [
                level.as_str(),
                level.vi(),
                level.en(),
                level.mark_text(),
                &letter,
                level.kebab(),
            ];
            for (form, wanted) in (0..).zip(wanted) {
                assert_eq!(spelling(level, form).unwrap().to_str(), Ok(wanted));
            }
            assert_eq!((spelling(level, 6), spelling(level, -1)), (None, None));
        }
    }
}
