//! What a fault is called by programs.

use std::fmt::Debug;

/// The word that the conformance vectors have for a fault: the name of its
/// variant, without the facts in it.
#[must_use]
pub fn variant(fault: &impl Debug) -> String {
    let mut said = format!("{fault:?}");
    let end = said.find(|c: char| !c.is_ascii_alphanumeric());
    said.truncate(end.unwrap_or(said.len()));
    said
}
