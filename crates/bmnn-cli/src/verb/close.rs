//! `bmnn close`: the last entry of a ledger.

use std::path::PathBuf;

use bmnn::{
    act::CloseReason,
    date::Date,
    id::{Bytes32, Id},
};
use serde_json::json;

use crate::{
    exit::Exit,
    failure::Failure,
    office::{Office, RootNames},
    output::{Out, put},
    passphrase::Source,
    verb::{init::today, perform::refusal},
    view,
};

/// Arguments of `bmnn close`.
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    /// The registry's folder
    dir: PathBuf,
    /// Why: `full`, `merged`, `archived` or `migrated`
    #[arg(long, value_name = "WORD")]
    reason: CloseReason,
    /// Who decided: the person's id
    #[arg(long, value_name = "PERSON-ID")]
    person: Id,
    /// In which position
    #[arg(long, value_name = "ID")]
    position: Id,
    /// The decision's number and symbol, where it is on paper
    #[arg(long, value_name = "SYMBOL")]
    decision: Option<String>,
    /// Who takes over the secrets
    #[arg(long, value_name = "PARTY-ID")]
    successor_party: Option<Id>,
    /// The archive that the ledger goes to
    #[arg(long, value_name = "PARTY-ID")]
    archive: Option<Id>,
    /// A root of the ledger that succeeds this one: its public key, 64 hex digits
    #[arg(long, value_name = "KEY")]
    successor_key: Option<Bytes32>,
    /// The legal date [default: today]
    #[arg(long, value_name = "DATE")]
    on: Option<Date>,
    #[command(flatten)]
    roots: RootNames,
    #[command(flatten)]
    passphrase: Source,
}

/// Closes the ledger, or says what keeps it open.
pub(crate) fn run(args: &Args, out: &mut Out) -> Result<Exit, Failure> {
    let mut office = Office::open(&args.dir, &args.passphrase, out)?;
    let roots = office.roots(&args.roots)?;
    let on = args.on.map_or_else(today, Ok)?.to_string();
    let mut decision = json!({
        "person": args.person.as_str(), "position": args.position.as_str(), "date": on,
    });
    if let Some(symbol) = &args.decision {
        let paper = json!({ "kind": "decision", "symbol": symbol, "date": on });
        put(&mut decision, "paper", paper);
    }
    let mut act = json!({
        "act": "ledger.close", "on": on, "reason": args.reason.as_str(), "decision": decision,
    });
    let fields = [
        (
            "successor-party",
            args.successor_party.as_ref().map(ToString::to_string),
        ),
        ("archive", args.archive.as_ref().map(ToString::to_string)),
        (
            "successor-key",
            args.successor_key.as_ref().map(ToString::to_string),
        ),
    ];
    for (key, value) in fields {
        if let Some(value) = value {
            put(&mut act, key, value);
        }
    }
    let done = match roots.signed(&mut office.registry, act) {
        Ok(done) => done,
        Err(error) => return refusal(error, out),
    };
    let registry = &office.registry;
    if out.json {
        let mut document = bmnn_json::performed(&done);
        put(&mut document, "ledger", registry.ledger_id().to_string());
        put(&mut document, "size", registry.size());
        put(&mut document, "root", registry.root().to_string());
        put(&mut document, "checkpoint", registry.checkpoint());
        out.document(&document);
        return Ok(Exit::Holds);
    }
    let (seq, size) = (done.seq, registry.size());
    out.say(
        format!("Mục {seq}: sổ cái đã khóa, {size} mục; không ghi thêm được gì. Điểm kiểm tra cuối, hãy in và giữ:"),
        format!("Entry {seq}: the ledger is closed with {size} entries and takes nothing more. Its last checkpoint, to be printed and kept:"),
    );
    for line in registry.checkpoint().lines() {
        out.line(format!("  {line}"));
    }
    view::allowed(&done.decision, out);
    let dir = args.dir.display();
    out.say(
        format!("Sổ kế tiếp: `bmnn init DIR --after {dir} …`"),
        format!("Its successor: `bmnn init DIR --after {dir} …`"),
    );
    Ok(Exit::Holds)
}
