//! `bmnn backup`: a verified copy of a registry.

use std::path::PathBuf;

use bmnn_registry::backup::{self, Copied, Keys};
use serde_json::{Value, json};

use crate::{exit::Exit, failure::Failure, output::Out};

/// Arguments of `bmnn backup`.
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    /// The registry's folder
    dir: PathBuf,
    /// The folder to make for the copy; nothing may be there
    place: PathBuf,
    /// Copy the key ring too: who holds the copy and hears the passphrase
    /// signs as the agency
    #[arg(long)]
    with_keys: bool,
}

/// Makes the copy, without lock or passphrase.
pub(crate) fn run(args: &Args, out: &mut Out) -> Result<Exit, Failure> {
    let keys = match args.with_keys {
        true => Keys::Copy,
        false => Keys::Leave,
    };
    let copied = backup::backup(&args.dir, &args.place, keys)?;
    let place = args.place.display();
    if out.json {
        out.document(&document(&copied, &place.to_string()));
        return Ok(Exit::Holds);
    }
    let (size, ledger, root) = (copied.size, copied.ledger, copied.root);
    out.say(
        format!("Đã sao lưu vào `{place}` và kiểm tra: {size} mục.\n  mã sổ cái  {ledger}\n  gốc        {root}"),
        format!("Copied to `{place}` and verified: {size} entries.\n  ledger-id  {ledger}\n  root       {root}"),
    );
    if copied.keys == 0 {
        out.say(
            "Bản sao không có chùm khoá; hãy giữ thư mục `keys` riêng.",
            "The copy has no key ring: keep the folder `keys` apart.",
        );
    }
    Ok(Exit::Holds)
}

/// `{"folder", "ledger", "size", "root", "keys"}`.
pub(crate) fn document(copied: &Copied, folder: &str) -> Value {
    json!({
        "folder": folder,
        "ledger": copied.ledger.to_string(),
        "size": copied.size,
        "root": copied.root.to_string(),
        "keys": copied.keys,
    })
}
