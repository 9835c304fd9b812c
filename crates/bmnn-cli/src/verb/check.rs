//! `bmnn check`: whether a proof that came from elsewhere holds. It needs no
//! registry, and the ledger neither.
//!
//! One file a kind of proof, in `check/`; what a file is, its beginning tells.

mod asked;
mod consistency;
mod fork;
mod found;
mod inclusion;
mod receipt;
mod slip;
mod words;

use std::path::PathBuf;

use bmnn::{
    id::Bytes32,
    ledger::{fork::Evidence, slip::Slip},
};

use crate::{exit::Exit, failure::Failure, output::Out};
use asked::{Asked, Key};

pub(crate) use asked::read as read_bounded;

/// Arguments of `bmnn check`.
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    /// The proof: a tlog-proof, a consistency proof, a COSE receipt, a slip or
    /// evidence of a fork
    file: PathBuf,
    /// The entry that is proven, as `bmnn prove --entry` writes it
    #[arg(long, value_name = "FILE")]
    entry: Option<PathBuf>,
    /// The checkpoint noted earlier, or a proof that carries it
    #[arg(long, value_name = "FILE")]
    since: Option<PathBuf>,
    /// The ledger's key, known by another way: a verifier key or 64 hex
    /// digits; of several, any may have signed
    #[arg(long = "key", id = "ledger_key", value_name = "KEY")]
    keys: Vec<Key>,
    /// The ledger-id that is expected, 64 hex digits
    #[arg(long, value_name = "LEDGER-ID")]
    ledger: Option<Bytes32>,
}

/// What a file is.
enum Form {
    /// That an entry is in the ledger, as text.
    Inclusion,
    /// That the ledger only grew, as text.
    Consistency,
    /// Either of the two, as COSE.
    CoseReceipt,
    /// An entry on its way to another agency.
    Slip,
    /// That a ledger has two histories.
    Fork,
}

impl Form {
    /// What a file is by its beginning.
    fn of(bytes: &[u8]) -> Option<Self> {
        let begins = |start: &[u8]| bytes.starts_with(start);
        match () {
            () if begins(b"c2sp.org/tlog-proof@") => Some(Self::Inclusion),
            () if begins(b"old ") => Some(Self::Consistency),
            () if begins(&[0xD2, 0x84]) => Some(Self::CoseReceipt),
            () if Slip::begins(bytes) => Some(Self::Slip),
            () if Evidence::begins(bytes) => Some(Self::Fork),
            () => None,
        }
    }
}

/// Checks the file, and says what was not proven.
pub(crate) fn run(args: &Args, out: &mut Out) -> Result<Exit, Failure> {
    let asked = Asked::of(args)?;
    let bytes = asked::read(&args.file)?;
    let found = match Form::of(&bytes) {
        Some(Form::Inclusion) => inclusion::check(&bytes, &asked),
        Some(Form::Consistency) => consistency::check(&bytes, &asked),
        Some(Form::CoseReceipt) => receipt::check(&bytes, &asked),
        Some(Form::Slip) => slip::check(&bytes, &asked),
        Some(Form::Fork) => fork::check(&bytes, &asked),
        None => {
            let file = args.file.display();
            return Err(Failure::new(
                format!("`{file}` không phải là bằng chứng mà chương trình này biết"),
                format!("`{file}` is no proof that this program knows"),
            ));
        }
    };
    Ok(found.tell(out))
}
