//! What was expected and what was found, in words and in both languages.

use super::error::Phrase;
use super::schema::{Shape, Type};
use crate::value::Value;

/// What belongs in a place of this form.
pub(crate) fn expected(of: &Type) -> Phrase {
    match of {
        Type::Id => Phrase::new(
            "mã gồm 1 đến 64 ký tự `A-Z a-z 0-9 . _ : -`",
            "an id of 1 to 64 of `A-Z a-z 0-9 . _ : -`",
        ),
        Type::Copy => Phrase::new(
            "bản như `doc-17#3`, `doc-17#u1` hoặc `doc-17#3/2.1`",
            "a copy such as `doc-17#3`, `doc-17#u1` or `doc-17#3/2.1`",
        ),
        Type::ActId => Phrase::new(
            "mã 16 byte của một việc (trong JSON: 32 chữ số hex viết thường hoặc UUID)",
            "the 16 bytes of an act's id (in JSON: 32 lower-case hex digits or a UUID)",
        ),
        Type::Bytes32 => bytes(32),
        Type::Kid => bytes(8),
        Type::Date => Phrase::new("ngày như `2026-03-01`", "a date such as `2026-03-01`"),
        Type::PartDate => Phrase::new(
            "năm, tháng hoặc ngày như `2014`, `2014-05` hoặc `2014-05-31`",
            "a year, month or date such as `2014`, `2014-05` or `2014-05-31`",
        ),
        Type::Time => Phrase::new("giờ như `14:05`", "a time such as `14:05`"),
        Type::Level => Phrase::new(
            "độ mật `Mat`, `ToiMat` hoặc `TuyetMat`",
            "a level, `Mat`, `ToiMat` or `TuyetMat`",
        ),
        Type::Text => line(200),
        Type::Symbol => line(100),
        Type::Point => Phrase::new(
            "điểm gồm 1 đến 4 chữ cái hoặc chữ số",
            "a point of 1 to 4 letters or digits",
        ),
        Type::KeyName => Phrase::new(
            "tên khóa từ 1 đến 200 ký tự, không có dấu cách và dấu `+`",
            "a key name of 1 to 200 characters without spaces and `+`",
        ),
        Type::Checkpoint => Phrase::new(
            "điểm kiểm tra đã ký của một sổ cái, nguyên văn, hết mỗi dòng là một dấu xuống dòng",
            "the signed checkpoint of a ledger as it stands, each line with its line feed",
        ),
        Type::SealedPlace => Phrase::new(
            "trường được niêm phong như `subject` hoặc `decision/paper/volume`, tối đa 200 ký tự",
            "a sealed field such as `subject` or `decision/paper/volume`, at most 200 characters",
        ),
        Type::PackWord => Phrase::new(
            "từ của bộ quy tắc như `chu-tich`, chữ thường không dấu nối bằng `-`, tối đa 64 ký tự",
            "a word of the pack such as `chu-tich`: lower-case letters and digits joined by `-`, at most 64",
        ),
        Type::Free => Phrase::new(
            "văn bản không trống và không có ký tự điều khiển",
            "text that is not blank and has no control characters",
        ),
        Type::Int(min, max) => Phrase::new(
            format!("số nguyên từ {min} đến {max}"),
            format!("a whole number from {min} to {max}"),
        ),
        Type::Bool => Phrase::new("`true` hoặc `false`", "`true` or `false`"),
        Type::True => Phrase::new("`true`, hoặc bỏ khóa này", "`true`, or no such key"),
        Type::Word(list) => one_of(list.words),
        Type::Map(_) => Phrase::new("bảng khóa và giá trị", "a map"),
        Type::Array(list) if list.min > 0 => Phrase::new(
            format!("mảng có ít nhất {} mục", list.min),
            format!("an array of at least {}", list.min),
        ),
        Type::Array(_) => Phrase::new("mảng", "an array"),
        Type::Tuple(items) => Phrase::new(
            format!("mảng gồm đúng {} giá trị", items.len()),
            format!("an array of exactly {} values", items.len()),
        ),
        Type::Either(first, second) => {
            let (first, second) = (expected(first), expected(second));
            Phrase::new(
                format!("{}, hoặc {}", first.vi, second.vi),
                format!("{}, or {}", first.en, second.en),
            )
        }
        Type::Sealed(inner) => {
            let inner = expected(inner);
            Phrase::new(
                format!("{} (được niêm phong), hoặc cam kết `sealed`", inner.vi),
                format!("{} (which is sealed), or a commitment `sealed`", inner.en),
            )
        }
        Type::Changes => Phrase::new(
            "ít nhất một trường với giá trị mới",
            "at least one field with its new value",
        ),
    }
}

/// One of a list of words.
pub(crate) fn one_of(words: &[&str]) -> Phrase {
    let list = words.join("` `");
    Phrase::new(
        format!("một trong các từ `{list}`"),
        format!("one of `{list}`"),
    )
}

/// A key of a map.
pub(crate) fn key_of(shape: &Shape, key: &str) -> Phrase {
    let plain = |key: &str| key.replace(['-', '_'], "").to_lowercase();
    let meant = shape
        .fields
        .iter()
        .find(|field| plain(field.key) == plain(key));
    match meant {
        Some(field) => Phrase::new(
            format!("khóa `{}`", field.key),
            format!("the key `{}`", field.key),
        ),
        None => one_of(&shape.fields.iter().map(|f| f.key).collect::<Vec<_>>()),
    }
}

/// What stands in a place. Numbers are quoted, and text that looks like a date
/// or a time; no words, since a secret may have been typed into
/// the wrong field.
pub(crate) fn found(value: &Value) -> Phrase {
    match value {
        Value::Int(number) => Phrase::new(number.to_string(), number.to_string()),
        Value::Bool(bool) => Phrase::new(format!("`{bool}`"), format!("`{bool}`")),
        Value::Text(text) if is_dated(text) => {
            Phrase::new(format!("`{text}`"), format!("`{text}`"))
        }
        _ => found_kind(value),
    }
}

/// What kind of value stands in a place, without any of its content.
pub(crate) fn found_kind(value: &Value) -> Phrase {
    match value {
        Value::Int(_) => Phrase::new("một số", "a number"),
        Value::Bool(_) => Phrase::new("giá trị đúng/sai", "a boolean"),
        Value::Bytes(bytes) => Phrase::new(
            format!("{} byte", bytes.len()),
            format!("{} bytes", bytes.len()),
        ),
        Value::Text(text) if text.is_empty() => Phrase::new("văn bản rỗng", "an empty text"),
        Value::Text(text) => {
            let length = text.chars().count();
            Phrase::new(
                format!("văn bản {length} ký tự"),
                format!("a text of {length} characters"),
            )
        }
        Value::Array(items) => Phrase::new(
            format!("mảng {} mục", items.len()),
            format!("an array of {}", items.len()),
        ),
        Value::Map(_) => Phrase::new("bảng khóa và giá trị", "a map"),
    }
}

pub(crate) fn nothing() -> Phrase {
    Phrase::new("không có gì", "nothing")
}

/// Whether it looks like a date or a time; a longer row of digits may be the
/// number of somebody's identity card.
fn is_dated(text: &str) -> bool {
    let plain = |b: u8| b.is_ascii_digit() || b"-/:.".contains(&b);
    (1..=10).contains(&text.len())
        && text.bytes().all(plain)
        && text.bytes().any(|b| b.is_ascii_punctuation())
}

fn bytes(size: usize) -> Phrase {
    let digits = size * 2;
    Phrase::new(
        format!("{size} byte (trong JSON: {digits} chữ số hex viết thường)"),
        format!("{size} bytes (in JSON: {digits} lower-case hex digits)"),
    )
}

fn line(longest: usize) -> Phrase {
    Phrase::new(
        format!("một dòng văn bản từ 1 đến {longest} ký tự, không có ký tự điều khiển"),
        format!("one line of text of 1 to {longest} characters, none a control character"),
    )
}
