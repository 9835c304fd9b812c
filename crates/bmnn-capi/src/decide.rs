//! The status of a document on a day, and a decision on an act, without a
//! registry: from acts alone.

use crate::arg::text;
use crate::buf::bmnn_buf;
use crate::date::{bmnn_date, date};
use crate::error::{Fault, bmnn_error};
use crate::json::{array, value};
use crate::law::asked;
use crate::pack::bmnn_packs;
use crate::status::{BMNN_E_DAMAGED, BMNN_E_JSON, BMNN_E_REFUSED, bmnn_status};
use bmnn::act::{Act, json::from_json};
use bmnn::custody::World;
use bmnn::decide::{Recording, decide};
use bmnn::id::ActId;
use bmnn::pack::Packs;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::ffi::c_char;

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
