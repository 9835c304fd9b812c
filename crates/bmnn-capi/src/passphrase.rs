//! A passphrase, as a program hands it over.

use crate::error::Fault;
use crate::status::BMNN_E_KEY;
use bmnn_registry::keys::Passphrase;

/// The passphrase as it was typed: any form of Unicode.
pub(crate) fn passphrase(typed: &str) -> Result<Passphrase, Fault> {
    Passphrase::new(typed).map_err(|error| {
        let en = error.to_string();
        Fault::new(BMNN_E_KEY, error.vi(), en)
    })
}
