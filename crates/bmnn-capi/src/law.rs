//! What the law says without a registry: packs as they stand, marks, terms, the
//! status of a document on a day, a decision on acts.

use crate::arg::text;
use crate::buf::bmnn_buf;
use crate::date::{self, bmnn_date, date};
use crate::error::{Fault, bmnn_error};
use crate::guard::answer;
use crate::handle::{give, lent};
use crate::json::value;
use crate::level::{bmnn_level, level};
use crate::pack::{bmnn_packs, on_day};
use crate::status::{BMNN_E_DAMAGED, BMNN_E_JSON, BMNN_E_NOT_FOUND, BMNN_E_REFUSED, bmnn_status};
use bmnn::act::{Act, Carrier, json::from_json};
use bmnn::custody::World;
use bmnn::date::PartDate;
use bmnn::decide::{Recording, decide};
use bmnn::id::ActId;
use bmnn::pack::{Pack, Packs};
use bmnn::term::{self, Protection};
use bmnn::until::Until;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::ffi::c_char;

/// Answers a question about packs with JSON.
///
/// # Safety
///
/// As the functions below: their pointers are the caller's word.
unsafe fn asked(
    packs: *const bmnn_packs,
    out: *mut *mut bmnn_buf,
    err: *mut *mut bmnn_error,
    ask: impl FnOnce(&Packs) -> Result<Value, Fault>,
) -> bmnn_status {
    // SAFETY: the caller's word.
    unsafe {
        answer(out, std::ptr::null_mut(), err, || {
            Ok(give(ask(lent(packs)?)?.to_string().into()))
        })
    }
}

fn by_id<'p>(packs: &'p Packs, id: &str) -> Result<&'p Pack, Fault> {
    packs.by_id(id).ok_or_else(|| {
        Fault::new(
            BMNN_E_NOT_FOUND,
            "không có bộ quy tắc này",
            "there is no such pack",
        )
    })
}

/// The packs, in the order of their adoption: a JSON array of objects with `id`,
/// `vi`, `en`, `starts`, `ends`, `extends`, `note`.
///
/// Ownership: `packs` is lent; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
/// NULL: `err` may be NULL.
/// Thread: any.
/// Errors: BMNN_E_NULL, BMNN_E_HANDLE; `*out` is then NULL.
/// Since: 1.0
///
/// # Safety
///
/// `packs` came from this library and was not freed; the texts point to so many
/// bytes; the others are NULL or can be written to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_packs_list(
    packs: *const bmnn_packs,
    out: *mut *mut bmnn_buf,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word.
    unsafe {
        asked(packs, out, err, |packs| {
            Ok(packs.iter().map(bmnn_json::pack_head).collect())
        })
    }
}

/// The pack in force on a day: what bmnn_packs_list says of it.
///
/// Ownership: `packs` is lent; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
/// NULL: `err` may be NULL.
/// Thread: any.
/// Errors: BMNN_E_NOT_FOUND if none covers the day, BMNN_E_DATE, BMNN_E_NULL, BMNN_E_HANDLE; `*out` is then NULL.
/// Since: 1.0
///
/// # Safety
///
/// As bmnn_packs_list.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_packs_on(
    packs: *const bmnn_packs,
    on: bmnn_date,
    out: *mut *mut bmnn_buf,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word.
    unsafe {
        asked(packs, out, err, |packs| {
            Ok(bmnn_json::pack_head(on_day(packs, date("on", on)?)?))
        })
    }
}

/// A whole pack, by its id: what bmnn_packs_list says of it, and arrays of its
/// `provisions` (as bmnn_packs_provision gives them), `posts` and `marks` (as
/// bmnn_packs_mark gives them).
///
/// Ownership: `packs` and `id` are lent; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
/// NULL: `err` may be NULL.
/// Thread: any.
/// Errors: BMNN_E_NOT_FOUND, BMNN_E_UTF8, BMNN_E_NULL, BMNN_E_LENGTH, BMNN_E_HANDLE; `*out` is then NULL.
/// Since: 1.0
///
/// # Safety
///
/// As bmnn_packs_list.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_packs_pack(
    packs: *const bmnn_packs,
    id: *const c_char,
    id_len: usize,
    out: *mut *mut bmnn_buf,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word.
    unsafe {
        asked(packs, out, err, |packs| {
            Ok(bmnn_json::pack(by_id(packs, text("id", id, id_len)?)?))
        })
    }
}

/// A mark of the pack in force on a day, `toi-mat`: a JSON object with
/// `id`, `kind`, `level`, `vi`, `en`, `rows` (each with its `text`, what `fill` is
/// written in, and `lettering`), and as far as its form was found `frame` and
/// `border` (in hundredths of a millimetre), `ink`, `placement`, each with its
/// `confidence`; `article`, `confidence`, and `can-be-drawn`, whether all that a
/// drawing needs is known. What is null was not found: it is not to be guessed.
///
/// Ownership: `packs` and `id` are lent; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
/// NULL: `err` may be NULL.
/// Thread: any.
/// Errors: BMNN_E_NOT_FOUND if no pack covers the day or it has no such mark, BMNN_E_DATE, BMNN_E_UTF8, BMNN_E_NULL, BMNN_E_LENGTH, BMNN_E_HANDLE; `*out` is then NULL.
/// Since: 1.0
///
/// # Safety
///
/// As bmnn_packs_list.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_packs_mark(
    packs: *const bmnn_packs,
    on: bmnn_date,
    id: *const c_char,
    id_len: usize,
    out: *mut *mut bmnn_buf,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word.
    unsafe {
        asked(packs, out, err, |packs| {
            let on = date("on", on)?;
            let id = text("id", id, id_len)?;
            let pack = on_day(packs, on)?;
            let mark = pack.mark(id).ok_or_else(|| {
                Fault::new(
                    BMNN_E_NOT_FOUND,
                    format!("bộ quy tắc `{}` không có dấu này", pack.id()),
                    format!("the pack `{}` has no such mark", pack.id()),
                )
                .with("pack", json!(pack.id()))
            })?;
            let mut found = bmnn_json::mark(mark);
            if let Some(fields) = found.as_object_mut() {
                fields.insert("pack".into(), pack.id().into());
            }
            Ok(found)
        })
    }
}

/// The last protected day of a document of a level that was determined on a day,
/// with nothing else stated: the level's term under the packs.
///
/// Ownership: `packs` is lent; the caller owns `*err`.
/// NULL: `err` may be NULL.
/// Thread: any.
/// Errors: BMNN_E_NOT_FOUND if the packs give no end, BMNN_E_DATE, BMNN_E_RANGE if `level` is none, BMNN_E_NULL, BMNN_E_HANDLE; `*out` is then 0.
/// Since: 1.0
///
/// # Safety
///
/// As bmnn_packs_list.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_packs_term_end(
    packs: *const bmnn_packs,
    level: bmnn_level,
    determined: bmnn_date,
    out: *mut bmnn_date,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word, here and below.
    unsafe {
        answer(out, 0, err, || {
            let packs: &Packs = lent(packs)?;
            let protection = Protection {
                carrier: Carrier::Document,
                level: Some(self::level("level", level)?),
                determined: Some(PartDate::from(date("determined", determined)?)),
                protect: None,
                extended_to: None,
                listed: None,
            };
            let end = term::of(&protection, packs).end.ok_or_else(|| {
                Fault::new(
                    BMNN_E_NOT_FOUND,
                    "các bộ quy tắc không cho biết ngày hết thời hạn",
                    "the packs give no end of the term",
                )
            })?;
            Ok(date::number(end))
        })
    }
}

/// The term of something protected, and why. `protection` is a JSON object:
/// `carrier` (`document`, `object`, `place`…), and as far as known `level`,
/// `determined` (a part-date), `protect` (what was stated: `{"years": 5}`,
/// `{"months": 6}`, `{"on": "2026-03-01"}`, `"unstated"`, `"when"`,
/// `"indefinite"`), `extended-to`, `listed` (whether it is on a list).
///
/// `*out` becomes a JSON object: `end`, the last protected day or null; `unknown`,
/// whether nothing is known that would give one; `undecided`, whether the law
/// wants an act of somebody at the end; `because`, each with `vi`, `en`, `article`.
///
/// Ownership: `packs` and `protection` are lent; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
/// NULL: `err` may be NULL.
/// Thread: any.
/// Errors: BMNN_E_JSON with `field` in the detail, BMNN_E_UTF8, BMNN_E_NULL, BMNN_E_LENGTH, BMNN_E_HANDLE; `*out` is then NULL.
/// Since: 1.0
///
/// # Safety
///
/// As bmnn_packs_list.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_packs_term(
    packs: *const bmnn_packs,
    protection: *const c_char,
    protection_len: usize,
    out: *mut *mut bmnn_buf,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word.
    unsafe {
        asked(packs, out, err, |packs| {
            let name = "protection";
            let given = object(name, text(name, protection, protection_len)?)?;
            let known = [
                "carrier",
                "level",
                "determined",
                "protect",
                "extended-to",
                "listed",
            ];
            if let Some(key) = given.keys().find(|key| !known.contains(&key.as_str())) {
                let (en, vi) = ("nothing but the fields named", "chỉ các trường đã nêu");
                let fault = Fault::argument(BMNN_E_JSON, name, en, vi);
                return Err(fault.with("field", json!(key)));
            }
            let carrier: Option<Carrier> = read(name, &given, "carrier")?;
            let protection = Protection {
                carrier: carrier.ok_or_else(|| unread(name, "carrier"))?,
                level: read(name, &given, "level")?,
                determined: read(name, &given, "determined")?,
                protect: read(name, &given, "protect")?,
                extended_to: read(name, &given, "extended-to")?,
                listed: read(name, &given, "listed")?,
            };
            Ok(bmnn_json::term(&term::of(&protection, packs)))
        })
    }
}

/// What a stated protection comes to under one pack: `until` is JSON as `protect`
/// is in bmnn_packs_term. `*out` becomes a JSON object: `end`, the last protected
/// day or null; `at-event`, whether an event may end it before; `cut`, whether more
/// was stated than the level's term allows; `because`, an array of provisions.
///
/// Ownership: `packs` and the texts are lent; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
/// NULL: `err` may be NULL.
/// Thread: any.
/// Errors: BMNN_E_NOT_FOUND if there is no such pack, BMNN_E_JSON, BMNN_E_DATE, BMNN_E_RANGE if `level` is none, BMNN_E_UTF8, BMNN_E_NULL, BMNN_E_LENGTH, BMNN_E_HANDLE; `*out` is then NULL.
/// Since: 1.0
///
/// # Safety
///
/// As bmnn_packs_list.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_packs_resolve(
    packs: *const bmnn_packs,
    pack: *const c_char,
    pack_len: usize,
    until: *const c_char,
    until_len: usize,
    start: bmnn_date,
    level: bmnn_level,
    out: *mut *mut bmnn_buf,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word.
    unsafe {
        asked(packs, out, err, |packs| {
            let pack = by_id(packs, text("pack", pack, pack_len)?)?;
            let until: Until = of("until", value("until", text("until", until, until_len)?)?)?;
            let start = date("start", start)?;
            let resolved = until.resolve(start, self::level("level", level)?, pack);
            Ok(bmnn_json::resolved(&resolved))
        })
    }
}

/// The protection of a whole whose parts have these: never less than any of
/// them. `untils` is a JSON array of at least one, each as `protect` is in
/// bmnn_packs_term, and so is `*out`.
///
/// Ownership: `untils` is lent; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
/// NULL: `err` may be NULL.
/// Thread: any.
/// Errors: BMNN_E_JSON, BMNN_E_UTF8, BMNN_E_NULL, BMNN_E_LENGTH; `*out` is then NULL.
/// Since: 1.0
///
/// # Safety
///
/// As bmnn_packs_list.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_until_latest(
    untils: *const c_char,
    untils_len: usize,
    out: *mut *mut bmnn_buf,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word, here and below.
    unsafe {
        answer(out, std::ptr::null_mut(), err, || {
            let name = "untils";
            let all: Vec<Until> = of(name, value(name, text(name, untils, untils_len)?)?)?;
            let latest = all.into_iter().reduce(Until::roll_up);
            let latest = latest.ok_or_else(|| {
                Fault::argument(BMNN_E_JSON, name, "at least one", "ít nhất một mục")
            })?;
            Ok(give(json!(latest).to_string().into()))
        })
    }
}

/// What a document's secrecy is on a day, from the acts on it alone: `acts` is a
/// JSON array of acts in their order. `*out` is what bmnn_registry_status gives,
/// without `document`, `known-at`, `copies` and `duties`.
///
/// Ownership: `packs` and `acts` are lent; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
/// NULL: `err` may be NULL.
/// Thread: any.
/// Errors: BMNN_E_ACT with `index` and `path` in the detail, BMNN_E_JSON, BMNN_E_DATE, BMNN_E_UTF8, BMNN_E_NULL, BMNN_E_LENGTH, BMNN_E_HANDLE; `*out` is then NULL.
/// Since: 1.0
///
/// # Safety
///
/// As bmnn_packs_list.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_packs_status(
    packs: *const bmnn_packs,
    acts: *const c_char,
    acts_len: usize,
    on: bmnn_date,
    out: *mut *mut bmnn_buf,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word.
    unsafe {
        asked(packs, out, err, |packs| {
            let on = date("on", on)?;
            let acts = array("acts", text("acts", acts, acts_len)?)?;
            let mut names = Names::new();
            let acts = (0_usize..).zip(&acts);
            let acts = acts.map(|(index, json)| act(json, &mut names).map_err(|f| at(f, index)));
            let acts: Vec<Act> = acts.collect::<Result<_, _>>()?;
            Ok(bmnn_json::standing(&bmnn::status::status(&acts, packs, on)))
        })
    }
}

/// What the law says of an act after others, without a registry: what
/// bmnn_registry_decide gives, and `row`, the row that the act takes in a book, or
/// null. `before` is a JSON array of acts in their order, all allowed; `act` is one
/// JSON object; each with what a registry fills in, `id`, `by` and `pack`.
/// `recorded` is the day on which `act` is put on record, or 0 for its own. A
/// refusal of `act` is an answer.
///
/// Ownership: `packs` and the texts are lent; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
/// NULL: `err` may be NULL.
/// Thread: any.
/// Errors: BMNN_E_REFUSED if one of `before` is not allowed, with `index` and `decision` in the detail; BMNN_E_ACT with `path`, and `index` if it is in `before`; BMNN_E_JSON, BMNN_E_DATE, BMNN_E_DAMAGED, BMNN_E_UTF8, BMNN_E_NULL, BMNN_E_LENGTH, BMNN_E_HANDLE; `*out` is then NULL.
/// Since: 1.0
///
/// # Safety
///
/// As bmnn_packs_list.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_packs_decide(
    packs: *const bmnn_packs,
    before: *const c_char,
    before_len: usize,
    act: *const c_char,
    act_len: usize,
    recorded: bmnn_date,
    out: *mut *mut bmnn_buf,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word.
    unsafe {
        asked(packs, out, err, |packs| {
            let before = array("before", text("before", before, before_len)?)?;
            let json = value("act", text("act", act, act_len)?)?;
            let recorded = (recorded != 0).then(|| date("recorded", recorded));
            let recorded = recorded.transpose()?;
            let mut names = Names::new();
            let mut office = World::default();
            for (index, json) in (0_usize..).zip(&before) {
                step(packs, &mut office, &mut names, json, index)?;
            }
            let act = self::act(&json, &mut names)?;
            let day = recorded.unwrap_or(act.common.on);
            let seq = u64::try_from(before.len()).unwrap_or(u64::MAX);
            let judgment = decide(&office, packs, &act, Recording { seq, day });
            let judgment = judgment.map_err(|_| unknown_state())?;
            let mut said = bmnn_json::decision(&judgment.decision);
            if let Some(fields) = said.as_object_mut() {
                let row = judgment.row.as_ref().map(bmnn_json::row);
                fields.insert("row".into(), json!(row));
            }
            Ok(said)
        })
    }
}

/// The names of acts by their ids: a correction has the forms of what it
/// corrects.
type Names = BTreeMap<ActId, String>;

/// Reads an act, and remembers its name.
fn act(json: &Value, names: &mut Names) -> Result<Act, Fault> {
    let map = from_json(json, &|id| names.get(id).cloned())?;
    let act = Act::from_map(&map)?;
    if let Some(id) = act.common.id {
        names.insert(id, act.name().to_owned());
    }
    Ok(act)
}

/// One act before the one that is asked about.
fn step(
    packs: &Packs,
    office: &mut World,
    names: &mut Names,
    json: &Value,
    index: usize,
) -> Result<(), Fault> {
    let act = act(json, names).map_err(|fault| at(fault, index))?;
    let id = act.common.id.ok_or_else(|| {
        let (en, vi) = ("acts with their `id`", "các việc có `id`");
        at(Fault::argument(BMNN_E_JSON, "before", en, vi), index)
    })?;
    let day = act.common.on;
    let seq = u64::try_from(index).unwrap_or(u64::MAX);
    let judgment = decide(office, packs, &act, Recording { seq, day });
    let judgment = judgment.map_err(|_| unknown_state())?;
    if !judgment.is_allowed() {
        let fault = Fault::new(
            BMNN_E_REFUSED,
            "một việc trước đó không được phép",
            "an act before it is not allowed",
        );
        let decision = bmnn_json::decision(&judgment.decision);
        return Err(at(fault.with("decision", decision), index));
    }
    office.apply(seq, id, judgment.changes, judgment.rests);
    Ok(())
}

fn at(fault: Fault, index: usize) -> Fault {
    fault.with("index", json!(index))
}

fn unknown_state() -> Fault {
    Fault::new(
        BMNN_E_DAMAGED,
        "các việc trước đó không cho biết trạng thái",
        "what was before cannot be read",
    )
}

fn array(name: &str, text: &str) -> Result<Vec<Value>, Fault> {
    match value(name, text)? {
        Value::Array(items) => Ok(items),
        _ => Err(Fault::argument(
            BMNN_E_JSON,
            name,
            "a JSON array",
            "một mảng JSON",
        )),
    }
}

fn object(name: &str, text: &str) -> Result<Map<String, Value>, Fault> {
    of(name, value(name, text)?)
}

/// A value of a form.
fn of<T: DeserializeOwned>(name: &str, json: Value) -> Result<T, Fault> {
    serde_json::from_value(json).map_err(|_| {
        let (en, vi) = ("the JSON that is described", "JSON như mô tả");
        Fault::argument(BMNN_E_JSON, name, en, vi)
    })
}

/// A field, if it is there.
fn read<T: DeserializeOwned>(
    name: &str,
    given: &Map<String, Value>,
    field: &str,
) -> Result<Option<T>, Fault> {
    let json = given.get(field).filter(|json| !json.is_null());
    json.map(|json| serde_json::from_value(json.clone()).map_err(|_| unread(name, field)))
        .transpose()
}

fn unread(name: &str, field: &str) -> Fault {
    let en = format!("a value of `{field}` that is described");
    let vi = format!("`{field}` như mô tả");
    Fault::argument(BMNN_E_JSON, name, &en, &vi).with("field", json!(field))
}
