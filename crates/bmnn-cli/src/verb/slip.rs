//! `bmnn slip`: the slip that goes with a copy to another agency, or back.

use std::path::PathBuf;

use bmnn_registry::Registry;
use serde_json::json;

use super::prove::{position, write_new};
use crate::{exit::Exit, failure::Failure, office, output::Out, view};

/// Arguments of `bmnn slip`.
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    /// The registry's folder
    dir: PathBuf,
    /// The entry that travels, by its number or its act's id: as a rule a
    /// transfer, or the receipt that answers one
    what: String,
    /// How many entries of this ledger the receiver noted last
    #[arg(long, value_name = "SIZE")]
    since: Option<u64>,
    /// The file to write [default: `phieu-ENTRY.slip`]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// Writes the slip, and keeps it for the answer.
pub(crate) fn run(args: &Args, out: &mut Out) -> Result<Exit, Failure> {
    let registry = office::read(&args.dir, out)?;
    let seq = position(&registry, &args.what)?;
    let slip = registry.slip(seq, args.since)?;
    let bytes = slip.encode();
    let path = args.out.clone();
    let path = path.unwrap_or_else(|| PathBuf::from(format!("phieu-{seq}.slip")));
    write_new(&path, &bytes)?;
    let digest = registry.keep_slip(&bytes)?;
    let size = slip.note().checkpoint().size;
    if out.json {
        out.document(&json!({
            "file": path.display().to_string(), "slip": digest.to_string(), "about": seq,
            "ledger": registry.ledger_id().to_string(), "size": size, "since": args.since,
        }));
        return Ok(Exit::Holds);
    }
    let (file, name) = (path.display(), name(&registry, seq, out)?);
    out.say(
        format!(
            "Đã lập phiếu `{file}` cho mục {seq} ({name}), theo điểm kiểm tra {size} mục.\n  \
             mã phiếu  {digest}\n\
             Nội dung niêm phong không đi theo phiếu; nơi nhận đọc trên chính tài liệu."
        ),
        format!(
            "The slip `{file}` is of entry {seq} ({name}), under the checkpoint of {size} entries.\n  \
             slip  {digest}\n\
             Sealed words do not travel with it; the receiver has them on the document."
        ),
    );
    Ok(Exit::Holds)
}

fn name(registry: &Registry, seq: u64, out: &Out) -> Result<String, Failure> {
    let entered = registry.entry(seq)?;
    let name = entered.map(|entered| view::act(&entered.name, out.lang));
    Ok(name.unwrap_or_default())
}
