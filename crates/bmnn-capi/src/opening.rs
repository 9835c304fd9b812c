//! How a registry is opened, in JSON.

use crate::error::Fault;
use crate::json::object;
use crate::status::BMNN_E_JSON;
use bmnn::act::After;
use bmnn::id::Bytes32;
use bmnn_registry::{Clerk, Opening};
use serde_json::{Value, json};

/// The opening that a JSON object describes.
pub(crate) fn read(text: &str) -> Result<Opening, Fault> {
    let given = object("opening", text)?;
    let wrong = |en: &str, vi: &str| Fault::argument(BMNN_E_JSON, "opening", en, vi);
    let allowed = [
        "agency",
        "clerk",
        "on",
        "threshold",
        "further-roots",
        "after",
    ];
    if let Some(unknown) = given.keys().find(|key| !allowed.contains(&key.as_str())) {
        let (en, vi) = ("nothing but the fields named", "chỉ các trường đã nêu");
        return Err(wrong(en, vi).with("field", json!(unknown)));
    }
    let agency = given.get("agency").and_then(Value::as_str);
    let agency = agency.ok_or_else(|| wrong("`agency`, a text", "`agency`, một văn bản"))?;
    let clerk = given.get("clerk").and_then(Value::as_object);
    let clerk = clerk.and_then(|clerk| {
        Some(Clerk {
            person: clerk.get("person")?.as_str()?.parse().ok()?,
            key: clerk.get("key")?.as_str()?.parse().ok()?,
        })
    });
    let clerk = clerk.ok_or_else(|| {
        let en = "`clerk` with `person`, an id, and `key`, 64 hexadecimal digits";
        let vi = "`clerk` gồm `person` là một mã và `key` là 64 chữ số thập lục phân";
        wrong(en, vi)
    })?;
    let on = match given.get("on") {
        None => None,
        Some(on) => Some(
            on.as_str()
                .and_then(|on| on.parse().ok())
                .ok_or_else(|| wrong("`on`, a date", "`on`, một ngày"))?,
        ),
    };
    let threshold = given
        .get("threshold")
        .map_or(Some(1), |threshold| u32::try_from(threshold.as_u64()?).ok());
    let further = given
        .get("further-roots")
        .map_or(Some(Vec::new()), |roots| {
            let keys = roots.as_array()?.iter();
            keys.map(|key| key.as_str()?.parse::<Bytes32>().ok())
                .collect()
        });
    Ok(Opening {
        agency: agency.to_owned(),
        on,
        threshold: threshold
            .ok_or_else(|| wrong("`threshold`, a count", "`threshold`, một số đếm"))?,
        further_roots: further.ok_or_else(|| {
            let en = "`further-roots`, an array of public keys";
            let vi = "`further-roots`, một mảng khoá công khai";
            wrong(en, vi)
        })?,
        clerk,
        after: given
            .get("after")
            .map(|after| {
                let en = "`after`, an array: ledger-id, size and root of the ledger before";
                let vi = "`after`, một mảng: mã, số mục và gốc của sổ cái trước";
                end(after).ok_or_else(|| wrong(en, vi))
            })
            .transpose()?,
    })
}

/// The end of the ledger before.
fn end(after: &Value) -> Option<After> {
    let [ledger, size, root] = after.as_array()?.as_slice() else {
        return None;
    };
    Some(After {
        ledger: ledger.as_str()?.parse().ok()?,
        size: size.as_u64()?,
        root: root.as_str()?.parse().ok()?,
    })
}
