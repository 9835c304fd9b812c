//! What went wrong, as an object that the caller owns.

use crate::guard::look;
use crate::handle::{self, Opaque, lent};
use crate::status::{BMNN_E_PANIC, BMNN_OK, bmnn_status};
use serde_json::{Map, Value, json};
use std::ffi::{CString, c_char};

/// What went wrong in one call: a number, a sentence in each language, and
/// where it applies an article, a place and details for programs.
///
/// It never changes, holds no secret text, and may be read on any thread. Free
/// it with bmnn_error_free.
pub struct bmnn_error {
    _opaque: [u8; 0],
}

/// What went wrong, before it is an object. Small, since every call may return
/// one.
#[derive(Debug)]
pub(crate) struct Fault {
    pub(crate) status: bmnn_status,
    said: Box<Said>,
}

#[derive(Debug)]
struct Said {
    vi: String,
    en: String,
    offset: Option<usize>,
    article: Option<(String, String)>,
    detail: Map<String, Value>,
}

impl Fault {
    pub(crate) fn new(status: bmnn_status, vi: impl Into<String>, en: impl Into<String>) -> Self {
        let said = Said {
            vi: vi.into(),
            en: en.into(),
            offset: None,
            article: None,
            detail: Map::new(),
        };
        let said = Box::new(said);
        Self { status, said }
    }

    /// An argument that is not what its function wants.
    pub(crate) fn argument(status: bmnn_status, name: &str, en: &str, vi: &str) -> Self {
        let vi = format!("`{name}`: cần {vi}");
        let en = format!("`{name}`: expected {en}");
        Self::new(status, vi, en).with("argument", json!(name))
    }

    pub(crate) fn panicked() -> Self {
        Self::new(
            BMNN_E_PANIC,
            "thư viện bmnn có lỗi bên trong; đây là lỗi của thư viện, không phải của chương trình gọi nó",
            "bmnn failed inside: this is a fault of the library, not of the program that calls it",
        )
    }

    /// The name of its number.
    pub(crate) fn name(&self) -> &'static str {
        crate::status::name(self.status)
            .to_str()
            .unwrap_or_default()
    }

    /// The sentence in English.
    pub(crate) fn en(&self) -> &str {
        &self.said.en
    }

    /// The same place and details, of another kind and in other words.
    pub(crate) fn instead(
        mut self,
        status: bmnn_status,
        vi: impl Into<String>,
        en: impl Into<String>,
    ) -> Self {
        self.status = status;
        (self.said.vi, self.said.en) = (vi.into(), en.into());
        self
    }

    /// The byte of the text at which it went wrong.
    pub(crate) fn at(mut self, offset: usize) -> Self {
        self.said.offset = Some(offset);
        self
    }

    /// Where the law says so, in Vietnamese and English.
    pub(crate) fn article(mut self, article: Option<(String, String)>) -> Self {
        self.said.article = article;
        self
    }

    pub(crate) fn with(mut self, key: &str, value: Value) -> Self {
        self.said.detail.insert(key.to_owned(), value);
        self
    }
}

/// An error as C reads it: texts end in NUL.
pub(crate) struct Error {
    status: bmnn_status,
    vi: CString,
    en: CString,
    article: Option<(CString, CString)>,
    offset: i64,
    detail: CString,
}

impl Opaque for bmnn_error {
    type Inside = Error;
    const TAG: [u8; 8] = *b"bmnn-err";
    const NAME: &'static str = "error";
}

impl From<Fault> for Error {
    fn from(Fault { status, said }: Fault) -> Self {
        let offset = said.offset.and_then(|at| i64::try_from(at).ok());
        Self {
            status,
            vi: c_text(said.vi),
            en: c_text(said.en),
            article: said.article.map(|(vi, en)| (c_text(vi), c_text(en))),
            offset: offset.unwrap_or(-1),
            detail: c_text(Value::Object(said.detail).to_string()),
        }
    }
}

/// The text with a NUL behind it; a NUL within, which no message has, is left
/// out.
pub(crate) fn c_text(text: String) -> CString {
    let mut bytes = text.into_bytes();
    bytes.retain(|byte| *byte != 0);
    CString::new(bytes).unwrap_or_default()
}

/// The number that the call returned too; BMNN_OK if `error` is NULL.
///
/// Ownership: `error` is lent.
/// NULL: allowed.
/// Thread: any.
/// Errors: none.
/// Since: 1.0
///
/// # Safety
///
/// `error` is NULL or came from this library and was not freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_error_status(error: *const bmnn_error) -> bmnn_status {
    // SAFETY: the caller's word.
    look(BMNN_OK, || Ok(unsafe { lent(error) }?.status))
}

/// What went wrong, in Vietnamese: UTF-8 that ends in NUL.
///
/// Ownership: `error` is lent; the text is the error's, and good until it is freed.
/// NULL: allowed; the answer is then NULL.
/// Thread: any.
/// Errors: none.
/// Since: 1.0
///
/// # Safety
///
/// As bmnn_error_status.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_error_message_vi(error: *const bmnn_error) -> *const c_char {
    // SAFETY: the caller's word.
    look(std::ptr::null(), || Ok(unsafe { lent(error) }?.vi.as_ptr()))
}

/// What went wrong, in English: UTF-8 that ends in NUL.
///
/// Ownership: `error` is lent; the text is the error's, and good until it is freed.
/// NULL: allowed; the answer is then NULL.
/// Thread: any.
/// Errors: none.
/// Since: 1.0
///
/// # Safety
///
/// As bmnn_error_status.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_error_message_en(error: *const bmnn_error) -> *const c_char {
    // SAFETY: the caller's word.
    look(std::ptr::null(), || Ok(unsafe { lent(error) }?.en.as_ptr()))
}

/// Where the law says so, in Vietnamese: article and instrument, UTF-8 that ends
/// in NUL. Of several reasons, that of the first; the detail has all.
///
/// Ownership: `error` is lent; the text is the error's, and good until it is freed.
/// NULL: allowed; the answer is then NULL, as it is where no law is at issue.
/// Thread: any.
/// Errors: none.
/// Since: 1.0
///
/// # Safety
///
/// As bmnn_error_status.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_error_article_vi(error: *const bmnn_error) -> *const c_char {
    look(std::ptr::null(), || {
        // SAFETY: the caller's word.
        let article = &unsafe { lent(error) }?.article;
        Ok(article
            .as_ref()
            .map_or(std::ptr::null(), |(vi, _)| vi.as_ptr()))
    })
}

/// Where the law says so, in English: as bmnn_error_article_vi.
///
/// Ownership: `error` is lent; the text is the error's, and good until it is freed.
/// NULL: allowed; the answer is then NULL, as it is where no law is at issue.
/// Thread: any.
/// Errors: none.
/// Since: 1.0
///
/// # Safety
///
/// As bmnn_error_status.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_error_article_en(error: *const bmnn_error) -> *const c_char {
    look(std::ptr::null(), || {
        // SAFETY: the caller's word.
        let article = &unsafe { lent(error) }?.article;
        Ok(article
            .as_ref()
            .map_or(std::ptr::null(), |(_, en)| en.as_ptr()))
    })
}

/// The byte of the text that was given at which it is wrong, from 0; −1 if no
/// text is wrong, or not at one place.
///
/// Ownership: `error` is lent.
/// NULL: allowed; the answer is then −1.
/// Thread: any.
/// Errors: none.
/// Since: 1.0
///
/// # Safety
///
/// As bmnn_error_status.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_error_offset(error: *const bmnn_error) -> i64 {
    // SAFETY: the caller's word.
    look(-1, || Ok(unsafe { lent(error) }?.offset))
}

/// Details for programs: a JSON object in UTF-8 that ends in NUL. Keys are
/// added by later versions, and keep their meaning: `argument`, the name of the
/// argument at fault; `callback`, which of the host's functions failed, and `host`,
/// what it returned; `decision`, every reason of a refusal with its article;
/// `index`, which of several acts; `path`, `expected` and `found`, the place in an
/// act that is wrong, the last two in both languages; `kind`, which of the faults
/// that the conformance vectors name, and `fault`, which of those of the encoding it
/// is more closely; `line` and `column`, from 1, where a text of several lines is
/// wrong.
///
/// Ownership: `error` is lent; the text is the error's, and good until it is freed.
/// NULL: allowed; the answer is then NULL.
/// Thread: any.
/// Errors: none.
/// Since: 1.0
///
/// # Safety
///
/// As bmnn_error_status.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_error_detail_json(error: *const bmnn_error) -> *const c_char {
    // SAFETY: the caller's word.
    look(std::ptr::null(), || {
        Ok(unsafe { lent(error) }?.detail.as_ptr())
    })
}

/// Frees an error.
///
/// Ownership: `error` is taken.
/// NULL: allowed; nothing happens.
/// Thread: any, once nobody reads it.
/// Errors: none.
/// Since: 1.0
///
/// # Safety
///
/// As bmnn_error_status; it is not used afterwards.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_error_free(error: *mut bmnn_error) {
    // SAFETY: the caller's word.
    unsafe { handle::free(error) }
}
