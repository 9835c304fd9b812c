//! `bmnn perform`: acts put on record.

use std::{
    fs::File,
    io::Read,
    path::{Path, PathBuf},
};

use bmnn::{act::json, ledger::Signer};
use bmnn_registry::{PerformError, Performed, keys::KeyName};
use serde_json::{Value, json as document};

use crate::{
    exit::Exit,
    failure::Failure,
    office::{Office, RootNames, Signers},
    output::Out,
    passphrase::Source,
    view,
};

/// Arguments of `bmnn perform`.
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    /// The registry's folder
    dir: PathBuf,
    /// A file with one act, or an array of acts that stand or fall together;
    /// `-`, or nothing, for standard input
    acts: Option<PathBuf>,
    /// Tell what the law says of each act as things stand now, and record nothing
    #[arg(long)]
    dry_run: bool,
    /// The key that signs: `actor-PERSON` or `root-1` (by default the only
    /// person's in the ring; for acts `key.*` and `ledger.close`, as many roots
    /// as the ledger wants)
    #[arg(long, value_name = "NAME")]
    key: Option<KeyName>,
    /// A further key that signs the same acts; may be repeated
    #[arg(long, value_name = "NAME")]
    cosign: Vec<KeyName>,
    /// Say that the clock is right, though it is far ahead of the last entry
    #[arg(long)]
    confirm_clock: bool,
    #[command(flatten)]
    passphrase: Source,
}

/// Records the acts, or says why not.
pub(crate) fn run(args: &Args, out: &mut Out) -> Result<Exit, Failure> {
    let acts = acts(args.acts.as_deref())?;
    let mut office = Office::open(&args.dir, &args.passphrase, out)?;
    let signers = signers(args, &acts, &office)?;
    let signers = signers.all();
    let Some((signer, cosigners)) = signers.split_first() else {
        return Err(PerformError::NoRoot.into());
    };
    if args.confirm_clock {
        office.registry.confirm_clock();
    }
    if args.dry_run {
        return dry_run(&mut office, acts, *signer, out);
    }
    let done = match (acts.len(), cosigners.is_empty()) {
        (1, false) => {
            let act = acts.into_iter().next().unwrap_or_default();
            let one = office.registry.perform_cosigned(act, *signer, cosigners);
            one.map(|one| vec![one])
        }
        (_, false) => return Err(cosigned_one_by_one()),
        (_, true) => office.registry.perform_all(acts, *signer),
    };
    match done {
        Ok(performed) => {
            tell(&office, &performed, out);
            Ok(Exit::Holds)
        }
        Err(error) => refusal(error, out),
    }
}

/// The keys that sign: as named; for acts of roots, as many as the ledger wants.
fn signers(args: &Args, acts: &[Value], office: &Office) -> Result<Signers, Failure> {
    if acts.iter().all(is_for_roots) {
        return office.roots(&RootNames {
            root: args.key.clone(),
            further: args.cosign.clone(),
        });
    }
    let key = match &args.key {
        Some(key) => key.clone(),
        None => office.usual_key()?,
    };
    office.signers(std::iter::once(&key).chain(&args.cosign))
}

/// What the law says of each act as things stand now.
fn dry_run(
    office: &mut Office,
    acts: Vec<Value>,
    signer: &dyn Signer,
    out: &mut Out,
) -> Result<Exit, Failure> {
    let mut decisions = Vec::new();
    for (index, act) in acts.into_iter().enumerate() {
        let name = act
            .get("act")
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned();
        let decision = office.registry.decide(act, signer).map_err(|error| {
            let place = index + 1;
            Failure::from(error).at(&format!("hành vi {place}"), &format!("act {place}"))
        })?;
        decisions.push((name, decision));
    }
    let allowed = |decision| matches!(decision, &bmnn::decide::Decision::Allowed { .. });
    let all = decisions.iter().all(|(_, decision)| allowed(decision));
    if out.json {
        let decisions = decisions.iter();
        let list: Vec<Value> = decisions
            .map(|(_, decision)| bmnn_json::decision(decision))
            .collect();
        out.document(&document!({ "dry-run": true, "allowed": all, "decisions": list }));
    } else {
        for (name, decision) in &decisions {
            let name = view::act(name, out.lang);
            if allowed(decision) {
                out.say(
                    format!("{name}: được phép (chưa ghi)"),
                    format!("{name}: allowed (nothing recorded)"),
                );
                view::allowed(decision, out);
            } else {
                out.say(
                    format!("{name}: không được phép"),
                    format!("{name}: refused"),
                );
                view::refused(decision, out);
            }
        }
    }
    Ok(if all { Exit::Holds } else { Exit::DoesNotHold })
}

fn tell(office: &Office, performed: &[Performed], out: &mut Out) {
    let registry = &office.registry;
    if out.json {
        let acts: Vec<Value> = performed.iter().map(bmnn_json::performed).collect();
        out.document(&document!({
            "recorded": true,
            "acts": acts,
            "size": registry.size(),
            "root": registry.root().to_string(),
        }));
        return;
    }
    for one in performed {
        let name = view::act(&one.act, out.lang);
        let seq = one.seq;
        let row = one.row.as_ref().map(|row| {
            let (book, number) = (&row.book, row.number);
            out.lang.pick(
                format!(", dòng {number} sổ {book}"),
                format!(", row {number} of book {book}"),
            )
        });
        let row = row.unwrap_or_default();
        if one.repeated {
            out.say(
                format!("Mục {seq}: {name}{row} – đã có từ trước, không ghi lại"),
                format!("Entry {seq}: {name}{row} – there already, not recorded again"),
            );
        } else {
            out.say(
                format!("Mục {seq}: {name}{row}"),
                format!("Entry {seq}: {name}{row}"),
            );
        }
        out.say(format!("  mã {}", one.id), format!("  id {}", one.id));
        view::allowed(&one.decision, out);
    }
}

/// A refusal with every reason; any other error goes to who asked.
pub(crate) fn refusal(error: PerformError, out: &mut Out) -> Result<Exit, Failure> {
    let Some(decision) = error.decision() else {
        return Err(error.into());
    };
    let index = match &error {
        PerformError::At { index, .. } => *index,
        _ => 0,
    };
    if out.json {
        out.document(&document!({
            "recorded": false,
            "index": index,
            "decision": bmnn_json::decision(decision),
        }));
        return Ok(Exit::DoesNotHold);
    }
    let place = index + 1;
    out.say(
        format!("Không ghi sổ. Hành vi {place} không được phép:"),
        format!("Nothing was recorded. Act {place} is refused:"),
    );
    view::refused(decision, out);
    Ok(Exit::DoesNotHold)
}

/// Roots sign `key.*` and close the ledger; people sign all else.
fn is_for_roots(act: &Value) -> bool {
    let name = act.get("act").and_then(Value::as_str);
    name.is_some_and(|name| name.starts_with("key.") || name == "ledger.close")
}

fn cosigned_one_by_one() -> Failure {
    Failure::new(
        "nhiều chữ ký (`--cosign`, hoặc nhiều khoá gốc) chỉ dùng cho từng hành vi một",
        "several signatures (`--cosign`, or several roots) go with one act at a time",
    )
}

/// The acts of a file, or of standard input.
fn acts(from: Option<&Path>) -> Result<Vec<Value>, Failure> {
    let file = from.filter(|path| *path != Path::new("-"));
    let mut bytes = Vec::new();
    let read = match file {
        Some(path) => File::open(path).and_then(|mut file| file.read_to_end(&mut bytes)),
        None => std::io::stdin().read_to_end(&mut bytes),
    };
    read.map_err(|e| Failure::reading(file.unwrap_or(Path::new("-")), &e))?;
    let named = |failure: Failure| match file {
        Some(path) => failure.at(&path.display().to_string(), &path.display().to_string()),
        None => failure.at("đầu vào chuẩn", "standard input"),
    };
    let text = utf8(bytes).map_err(named)?;
    match parse(&text).map_err(named)? {
        Value::Array(acts) if acts.is_empty() => Err(named(Failure::new(
            "không có hành vi nào",
            "there is no act in it",
        ))),
        Value::Array(acts) => Ok(acts),
        act => Ok(vec![act]),
    }
}

/// Text that is UTF-8, without a byte-order mark.
pub(crate) fn utf8(bytes: Vec<u8>) -> Result<String, Failure> {
    let text = String::from_utf8(bytes).map_err(|e| {
        let place = e.utf8_error().valid_up_to();
        Failure::new(
            format!("không phải UTF-8 từ byte {place}"),
            format!("not UTF-8 from byte {place} on"),
        )
    })?;
    match text.strip_prefix('\u{feff}') {
        Some(rest) => Ok(rest.to_owned()),
        None => Ok(text),
    }
}

/// JSON text, or the line and column where it is none.
pub(crate) fn parse(text: &str) -> Result<Value, Failure> {
    json::parse(text).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        let place = format!(" at line {line} column {column}");
        let words = error.to_string();
        let what = words.strip_suffix(&place).unwrap_or(&words);
        Failure::new(
            format!("không phải JSON đúng, dòng {line} cột {column}: {what}"),
            format!("not sound JSON, line {line} column {column}: {what}"),
        )
    })
}
