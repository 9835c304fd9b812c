//! `bmnn witness`: another ledger's checkpoint cosigned, if it only adds to
//! what was cosigned before.

use std::{
    path::PathBuf,
    time::{SystemTime, UNIX_EPOCH},
};

use bmnn::ledger::{PlainSigner, vkey::VerifierKey};
use bmnn_registry::{
    keys::KeyName,
    witness::{Shown, Witness},
};
use serde_json::json;

use super::{check::read_bounded, prove::write_new};
use crate::{exit::Exit, failure::Failure, office::open_ring, output::Out, passphrase::Source};

/// The witness's state, beside the ring in its folder.
const STATE: &str = "witness";

/// Arguments of `bmnn witness`.
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    /// The witness's folder: its key `witness` is in `DIR/keys`, what it
    /// cosigned in `DIR/witness`
    dir: PathBuf,
    /// The checkpoint: its note, or a consistency proof that leads there from
    /// the one cosigned last
    file: PathBuf,
    /// The verifier key of the ledger, known by another way
    #[arg(long = "ledger-key", id = "ledger_vkey", value_name = "KEY")]
    ledger_key: VerifierKey,
    /// The name under which the witness signs, such as `so-y-te.example`
    #[arg(long, id = "witness_name", value_name = "NAME")]
    name: String,
    /// A file for the note with the cosignature behind it
    #[arg(long, id = "cosigned_out", value_name = "FILE")]
    out: Option<PathBuf>,
    #[command(flatten)]
    passphrase: Source,
}

/// Cosigns, and prints the line.
pub(crate) fn run(args: &Args, out: &mut Out) -> Result<Exit, Failure> {
    let bytes = read_bounded(&args.file)?;
    let shown = std::str::from_utf8(&bytes).ok().and_then(Shown::parse);
    let shown = shown.ok_or_else(|| {
        let file = args.file.display();
        Failure::new(
            format!("trong `{file}` không có điểm kiểm tra hoặc bằng chứng nhất quán"),
            format!("there is neither a checkpoint nor a consistency proof in `{file}`"),
        )
    })?;
    if args.ledger_key.ledger() != Some(shown.note.checkpoint().ledger) {
        let other = Failure::new(
            "khóa đã nêu là của sổ cái khác",
            "the key given is another ledger's",
        );
        return Err(other.ending(Exit::DoesNotHold));
    }
    let ring = open_ring(&args.dir, args.passphrase.passphrase(out.lang)?)?;
    let signer = PlainSigner::from(ring.key(&KeyName::Witness)?);
    let witness = Witness::open(&args.dir.join(STATE), &args.name)?;
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    let time = now.map_or(0, |now| now.as_secs());
    let line = witness.cosign(shown.asked(), args.ledger_key.public(), time, &signer)?;
    let text = line.to_string();
    let mut note = shown.note;
    if let Some(path) = &args.out {
        note.add(line).map_err(|fault| {
            let vi = "không thêm được chữ ký vào điểm kiểm tra này";
            Failure::new(vi, fault.to_string())
        })?;
        write_new(path, note.to_text().as_bytes())?;
    }
    if out.json {
        let checkpoint = note.checkpoint();
        out.document(&json!({
            "cosignature": text, "ledger": checkpoint.ledger.to_string(),
            "size": checkpoint.size, "root": checkpoint.root.to_string(), "time": time,
        }));
    } else {
        out.line(text);
    }
    Ok(Exit::Holds)
}
