//! The strict reader.
use super::error::{FieldError, Phrase};
use super::schema::ActSchema;
use crate::value::Map;

pub(crate) fn check(map: &Map) -> Result<&'static ActSchema, FieldError> {
    let name = map.get("act").and_then(|name| name.as_text());
    name.and_then(super::schema::act).ok_or_else(unread)
}

pub(crate) fn unread() -> FieldError {
    FieldError::new("", Phrase::new("", ""), Phrase::new("", ""))
}
