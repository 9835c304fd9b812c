//! `bmnn prove`: a proof for an outsider, who checks it without the ledger.

use std::{
    fs::OpenOptions,
    io::Write,
    path::{Path, PathBuf},
};

use bmnn::{id::to_hex, ledger::checkpoint::Checkpoint};
use bmnn_registry::Registry;
use serde_json::{Value, json};

use crate::{
    exit::Exit,
    failure::Failure,
    office::{self, Office},
    output::Out,
    passphrase::Source,
    verb::show::act_id,
};

/// Arguments of `bmnn prove`.
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    /// The registry's folder
    dir: PathBuf,
    /// The entry to prove: its number, or its act's id
    #[arg(
        value_name = "ENTRY|ACT-ID",
        required_unless_present = "since",
        conflicts_with = "since"
    )]
    what: Option<String>,
    /// Prove that the ledger only grew since it had so many entries
    #[arg(long, value_name = "SIZE")]
    since: Option<u64>,
    /// Prove it under the checkpoint over so many entries [default: the last]
    #[arg(long, value_name = "SIZE", conflicts_with = "cose")]
    at: Option<u64>,
    /// As a COSE receipt (RFC 9942), newly signed with the ledger key
    #[arg(long)]
    cose: bool,
    /// Write the proof to a new file rather than to standard output
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Write the entry's bytes, which whoever checks needs, to a new file
    #[arg(long, value_name = "FILE", requires = "what")]
    entry: Option<PathBuf>,
    #[command(flatten)]
    passphrase: Source,
}

/// A proof in its form.
enum Made {
    Text(String),
    Cose(Vec<u8>),
}

impl Made {
    fn bytes(&self) -> &[u8] {
        match self {
            Self::Text(text) => text.as_bytes(),
            Self::Cose(bytes) => bytes,
        }
    }
}

/// Makes the proof and hands it out.
pub(crate) fn run(args: &Args, out: &mut Out) -> Result<Exit, Failure> {
    if args.cose && args.out.is_none() && !out.json {
        return Err(Failure::new(
            "biên nhận COSE không phải là văn bản; hãy nêu tệp bằng `--out`",
            "a COSE receipt is no text; name a file with `--out`",
        ));
    }
    let office;
    let reading;
    let registry = if args.cose {
        office = Office::open(&args.dir, &args.passphrase, out)?;
        &office.registry
    } else {
        reading = office::read(&args.dir, out)?;
        &reading
    };
    let seq = args.what.as_deref().map(|what| position(registry, what));
    let seq = seq.transpose()?;
    let made = make(registry, seq, args)?;
    if let (Some(path), Some(seq)) = (&args.entry, seq) {
        write_new(path, &registry.entry_bytes(seq)?)?;
    }
    if let Some(path) = &args.out {
        write_new(path, made.bytes())?;
    }
    tell(registry, seq, &made, args, out)?;
    Ok(Exit::Holds)
}

fn make(registry: &Registry, seq: Option<u64>, args: &Args) -> Result<Made, Failure> {
    let since = args.since.unwrap_or_default();
    Ok(match (seq, args.cose) {
        (Some(seq), false) => Made::Text(registry.prove(seq, args.at)?.to_text()),
        (Some(seq), true) => Made::Cose(registry.cose_receipt(seq)?.encode()),
        (None, false) => Made::Text(registry.consistency(since, args.at)?.to_text()),
        (None, true) => Made::Cose(registry.cose_consistency(since)?.encode()),
    })
}

/// The position that a number or an act's id names.
pub(crate) fn position(registry: &Registry, what: &str) -> Result<u64, Failure> {
    if let Ok(seq) = what.parse() {
        return Ok(seq);
    }
    let entered = match act_id(what) {
        Some(id) => registry.by_id(&id)?,
        None => None,
    };
    let seq = entered.map(|entered| entered.seq);
    seq.ok_or_else(|| {
        Failure::new(
            format!("trong sổ không có mục hay hành vi `{what}`"),
            format!("there is no entry or act `{what}` in the registry"),
        )
        .ending(Exit::DoesNotHold)
    })
}

fn tell(
    registry: &Registry,
    seq: Option<u64>,
    made: &Made,
    args: &Args,
    out: &mut Out,
) -> Result<(), Failure> {
    let size = args.at.unwrap_or(registry.size());
    let key = registry.verifier_key(size)?;
    if out.json {
        let note = registry.checkpoint_at(size)?;
        let root = Checkpoint::parse(note.as_bytes()).map(|said| said.root.to_string());
        let (proof, receipt) = match made {
            Made::Text(text) => (json!(text), Value::Null),
            Made::Cose(bytes) => (Value::Null, json!(to_hex(bytes))),
        };
        out.document(&json!({
            "entry": seq,
            "since": args.since,
            "ledger": registry.ledger_id().to_string(),
            "size": size,
            "root": root.ok(),
            "key": key.to_string(),
            "proof": proof,
            "cose-receipt": receipt,
        }));
        return Ok(());
    }
    match (made, &args.out) {
        (Made::Text(text), None) => out.line(text.trim_end_matches('\n')),
        (_, Some(path)) => {
            let path = path.display();
            out.say(
                format!("Đã ghi bằng chứng vào `{path}`.\nNgười kiểm tra cần khoá của sổ cái, nhận bằng đường khác:\n  {key}"),
                format!("The proof is in `{path}`.\nWhoever checks it needs the ledger's key, by another way:\n  {key}"),
            );
        }
        (Made::Cose(_), None) => {}
    }
    Ok(())
}

/// Writes a file that was not there.
pub(crate) fn write_new(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let opened = OpenOptions::new().write(true).create_new(true).open(path);
    let written = opened.and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()
    });
    written.map_err(|cause| Failure::writing(path, &cause))
}
