//! `bmnn note`: a slip from another agency is read, and what follows from it is
//! put on record.

use std::{
    fs,
    path::{Path, PathBuf},
};

use bmnn::{id::Id, ledger::vkey::VerifierKey};
use bmnn_registry::{Follows, ReadSlip, Registry, keys::KeyName};
use serde_json::{Value, json};

use super::{check::read_bounded, init::today, verify::words};
use crate::{
    exit::Exit,
    failure::Failure,
    office,
    office::Office,
    output::{Out, put},
    passphrase::Source,
    view,
};

/// Arguments of `bmnn note`.
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    /// The registry's folder
    dir: PathBuf,
    /// The slip that came
    slip: PathBuf,
    /// The party that sent it [default: the one enrolled with that ledger]
    #[arg(long, value_name = "PARTY")]
    from: Option<Id>,
    /// Only read the slip and tell what it proves: no key, nothing recorded
    #[arg(long)]
    read: bool,
    /// Note the other ledger's checkpoint, and record nothing else
    #[arg(long, conflicts_with = "read")]
    checkpoint_only: bool,
    /// A JSON file with the fields of the act that the slip does not tell in
    /// clear: they are read off the document
    #[arg(long, value_name = "FILE")]
    with: Option<PathBuf>,
    /// The verifier key of a witness whose cosignature is to be checked; may
    /// be repeated
    #[arg(long = "witness", id = "witness_key", value_name = "KEY")]
    witnesses: Vec<VerifierKey>,
    /// The key that signs [default: the only person's in the ring]
    #[arg(long, value_name = "NAME")]
    key: Option<KeyName>,
    #[command(flatten)]
    passphrase: Source,
}

/// Reads the slip, and records what follows.
pub(crate) fn run(args: &Args, out: &mut Out) -> Result<Exit, Failure> {
    let bytes = read_bounded(&args.slip)?;
    let with = args.with.as_deref().map(fields).transpose()?;
    let witnessed = |registry: &Registry| {
        registry.read_slip_witnessed(&bytes, args.from.as_ref(), args.witnesses.clone())
    };
    if args.read {
        let read = witnessed(&office::read(&args.dir, out)?)?;
        tell(&read, None, out);
        return Ok(exit(&read));
    }
    let mut office = Office::open(&args.dir, &args.passphrase, out)?;
    let read = witnessed(&office.registry)?;
    if !read.report.holds() {
        tell(&read, None, out);
        return Ok(Exit::DoesNotHold);
    }
    let follows = office.registry.accept_slip(&read, today()?)?;
    let drafts = drafts(&follows, with, args)?;
    let key = match &args.key {
        Some(key) => key.clone(),
        None => office.usual_key()?,
    };
    let signer = office.signer(&key)?;
    let performed = office.registry.perform_all(drafts, &signer)?;
    office.registry.keep_slip(&bytes)?;
    tell(
        &read,
        Some(performed.iter().map(bmnn_json::performed).collect()),
        out,
    );
    if !out.json {
        for one in &performed {
            let (seq, name) = (one.seq, view::act(&one.act, out.lang));
            out.say(format!("Mục {seq}: {name}"), format!("Entry {seq}: {name}"));
            view::allowed(&one.decision, out);
        }
    }
    Ok(Exit::Holds)
}

/// The acts to record: the note, and what was sent or received.
fn drafts(follows: &Follows, with: Option<Value>, args: &Args) -> Result<Vec<Value>, Failure> {
    let mut drafts: Vec<Value> = follows.note.clone().into_iter().collect();
    let act = follows.act.clone().filter(|_| !args.checkpoint_only);
    let Some(mut act) = act else {
        return Ok(drafts);
    };
    if let (Some(act), Some(Value::Object(with))) = (act.as_object_mut(), with) {
        act.extend(with);
    }
    let wanted = follows.wanted.iter().copied();
    let missing: Vec<&str> = wanted.filter(|field| act.get(field).is_none()).collect();
    if !missing.is_empty() {
        let missing = missing.join(", ");
        return Err(Failure::new(
            format!("phiếu không nói rõ: {missing}; hãy đọc trên tài liệu và nêu bằng `--with`"),
            format!(
                "the slip does not tell: {missing}; read them off the document and give them by `--with`"
            ),
        ));
    }
    drafts.push(act);
    Ok(drafts)
}

fn fields(path: &Path) -> Result<Value, Failure> {
    let text = fs::read_to_string(path).map_err(|cause| Failure::reading(path, &cause))?;
    let read = bmnn::act::json::parse(&text).ok();
    read.filter(Value::is_object).ok_or_else(|| {
        let path = path.display();
        Failure::new(
            format!("`{path}` không phải một đối tượng JSON"),
            format!("`{path}` is no JSON object"),
        )
    })
}

fn exit(read: &ReadSlip) -> Exit {
    if read.report.holds() {
        Exit::Holds
    } else {
        Exit::DoesNotHold
    }
}

fn tell(read: &ReadSlip, recorded: Option<Vec<Value>>, out: &mut Out) {
    let report = &read.report;
    if out.json {
        let mut document = bmnn_json::read_slip(read);
        put(&mut document, "recorded", json!(recorded));
        out.document(&document);
        return;
    }
    for finding in &report.findings {
        let severity = view::severity(finding.severity, out.lang);
        let place = words::place(finding.position, out.lang);
        let what = words::kind(finding.kind, out.lang);
        out.line(format!("{severity} {} – {place}: {what}", finding.kind));
        out.line(format!("    {}", finding.detail));
    }
    if report.holds() {
        out.say("PHIẾU ĐÚNG.", "THE SLIP HOLDS.");
    } else {
        out.say("PHIẾU KHÔNG ĐÚNG.", "THE SLIP DOES NOT HOLD.");
    }
    let party = read.party.as_ref().map_or("–", |party| party.as_str());
    let (about, size, ledger) = (report.about, report.size, report.ledger);
    let noted = read.noted.map(|noted| noted.size.to_string());
    let noted = noted.unwrap_or_else(|| "–".to_owned());
    out.say(
        format!(
            "  nơi gửi: {party}\n  mã sổ cái: {ledger}\n  \
             mục {about}, theo điểm kiểm tra {size} mục; trước đó đã ghi nhận: {noted} mục"
        ),
        format!(
            "  sender: {party}\n  ledger-id: {ledger}\n  \
             entry {about}, under the checkpoint of {size} entries; noted before: {noted} entries"
        ),
    );
    out.say("Chưa được chứng minh:", "Not proven:");
    for thing in &report.not_proven {
        let text = out.lang.pick(thing.vietnamese(), thing.english());
        out.line(format!("  – {text}"));
    }
}
