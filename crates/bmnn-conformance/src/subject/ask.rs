//! Reading a question and saying no to it.

use bmnn::id::{Bytes32, from_hex};
pub(super) use bmnn_json::variant;
use serde_json::{Value as Json, json};
use std::str::FromStr;

/// An answer, or a failure by its kind.
pub(super) type Answer = Result<Json, Failure>;

/// A failure as the vectors write it.
#[derive(Debug)]
pub(super) struct Failure(pub(super) Json);

/// A failure of this kind.
pub(super) fn failure(kind: &str) -> Failure {
    Failure(json!({"failure": kind}))
}

/// A question that is not as the task wants it: a fault of the vectors.
fn unasked(key: &str) -> Failure {
    Failure(json!({"failure": "Question", "key": key}))
}

pub(super) fn field<'j>(input: &'j Json, key: &str) -> Result<&'j Json, Failure> {
    input.get(key).ok_or_else(|| unasked(key))
}

pub(super) fn text<'j>(input: &'j Json, key: &str) -> Result<&'j str, Failure> {
    field(input, key)?.as_str().ok_or_else(|| unasked(key))
}

pub(super) fn number(input: &Json, key: &str) -> Result<u64, Failure> {
    field(input, key)?.as_u64().ok_or_else(|| unasked(key))
}

pub(super) fn list<'j>(input: &'j Json, key: &str) -> Result<&'j [Json], Failure> {
    let list = field(input, key)?.as_array();
    list.map(Vec::as_slice).ok_or_else(|| unasked(key))
}

pub(super) fn bytes(input: &Json, key: &str) -> Result<Vec<u8>, Failure> {
    from_hex(text(input, key)?).ok_or_else(|| unasked(key))
}

pub(super) fn fixed<const N: usize>(input: &Json, key: &str) -> Result<[u8; N], Failure> {
    bytes(input, key)?.try_into().map_err(|_| unasked(key))
}

pub(super) fn parsed<T: FromStr>(input: &Json, key: &str) -> Result<T, Failure> {
    text(input, key)?.parse().map_err(|_| unasked(key))
}

/// A value that may be absent.
pub(super) fn perhaps<'j, T>(
    input: &'j Json,
    key: &str,
    read: impl FnOnce(&'j Json, &str) -> Result<T, Failure>,
) -> Result<Option<T>, Failure> {
    match input.get(key) {
        None | Some(Json::Null) => Ok(None),
        Some(_) => read(input, key).map(Some),
    }
}

/// Hashes in a list.
pub(super) fn hashes(input: &Json, key: &str) -> Result<Vec<Bytes32>, Failure> {
    let hashes = list(input, key)?.iter();
    let hash = |hash: &Json| hash.as_str()?.parse().ok();
    hashes
        .map(|item| hash(item).ok_or_else(|| unasked(key)))
        .collect()
}

/// A value that serde reads.
pub(super) fn read<T: serde::de::DeserializeOwned>(input: &Json, key: &str) -> Result<T, Failure> {
    serde_json::from_value(field(input, key)?.clone()).map_err(|_| unasked(key))
}
