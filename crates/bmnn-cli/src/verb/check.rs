//! `bmnn check`: whether a proof that came from elsewhere holds. It needs no
//! registry, and the ledger neither.

use std::{
    fs::File,
    io::Read,
    path::{Path, PathBuf},
};

use bmnn::{id::Bytes32, ledger::checkpoint::Checkpoint};
use bmnn_json::check::{Broken, Found, Key, Known, Unproven, check, checkpoint_in};

use crate::{exit::Exit, failure::Failure, lang::Lang, output::Out};

/// No file that is checked is longer.
const MOST: u64 = 16 << 20;

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

/// Checks the file, and says what was not proven.
pub(crate) fn run(args: &Args, out: &mut Out) -> Result<Exit, Failure> {
    let known = Known {
        entry: args.entry.as_deref().map(read_bounded).transpose()?,
        since: args.since.as_deref().map(checkpoint).transpose()?,
        keys: args.keys.clone(),
        ledger: args.ledger,
    };
    let bytes = read_bounded(&args.file)?;
    let found = check(&bytes, &known).ok_or_else(|| {
        let file = args.file.display();
        Failure::new(
            format!("`{file}` không phải là bằng chứng mà chương trình này biết"),
            format!("`{file}` is no proof that this program knows"),
        )
    })?;
    if out.json {
        out.document(&found.document());
    } else {
        text(&found, out);
    }
    Ok(match found.holds() {
        Some(true) => Exit::Holds,
        Some(false) => Exit::DoesNotHold,
        None => Exit::NotTried,
    })
}

fn text(found: &Found, out: &mut Out) {
    match (found.holds(), found.why()) {
        (_, Some(Broken { vi, en, .. })) => out.say(
            format!("KHÔNG ĐÚNG: {vi}."),
            format!("IT DOES NOT HOLD: {en}."),
        ),
        (Some(true), None) => out.say("BẰNG CHỨNG ĐÚNG.", "THE PROOF HOLDS."),
        _ => out.say(
            "CHƯA KẾT LUẬN ĐƯỢC: còn thiếu điều dưới đây.",
            "NOT DECIDED: what it takes is named below.",
        ),
    }
    for (key, value) in found.facts() {
        let label = fact(key, out.lang);
        let value = value
            .as_str()
            .map_or_else(|| value.to_string(), str::to_owned);
        out.line(format!("  {label}: {value}"));
    }
    let mut not_proven = found.not_proven().peekable();
    if not_proven.peek().is_some() {
        out.say("Chưa được chứng minh:", "Not proven:");
    }
    for thing in not_proven {
        let how = flag(*thing).map_or_else(String::new, |flag| format!(" (`{flag}`)"));
        out.line(format!(
            "  – {}{how}",
            out.lang.pick(thing.vi(), thing.en())
        ));
    }
}

/// By which argument it is brought along.
fn flag(thing: Unproven) -> Option<&'static str> {
    match thing {
        Unproven::Signer => Some("--key"),
        Unproven::Entry => Some("--entry"),
        Unproven::Earlier => Some("--since"),
        _ => None,
    }
}

/// What a fact is called.
fn fact(key: &str, lang: Lang) -> &str {
    let (vi, en) = match key {
        "entry" => ("mục", "entry"),
        "act" => ("hành vi", "act"),
        "id" => ("mã hành vi", "act's id"),
        "on" => ("ngày", "date"),
        "leaf" => ("mã băm của mục", "leaf hash"),
        "ledger" => ("mã sổ cái", "ledger-id"),
        "since" => ("số mục lúc trước", "entries before"),
        "size" => ("số mục", "entries"),
        "root" => ("gốc", "root"),
        "standing" => ("so với điểm đã ghi nhận", "as against what was noted"),
        "present" => ("số mục của lịch sử kia", "entries of the other history"),
        "other-root" => ("gốc của lịch sử kia", "root of the other history"),
        "signed-by" => ("khoá đã ký", "signed by"),
        other => (other, other),
    };
    lang.pick(vi, en)
}

/// The bytes of a file that is not over-long.
pub(crate) fn read_bounded(path: &Path) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    let opened = File::open(path);
    let read = opened.and_then(|file| file.take(MOST + 1).read_to_end(&mut bytes));
    let read = read.map_err(|cause| Failure::reading(path, &cause))?;
    if read as u64 > MOST {
        let path = path.display();
        return Err(Failure::new(
            format!("`{path}` dài hơn 16 MiB, không phải là bằng chứng"),
            format!("`{path}` is longer than 16 MiB and no proof"),
        ));
    }
    Ok(bytes)
}

/// The checkpoint in a file: a note, or a proof that carries it.
fn checkpoint(path: &Path) -> Result<Checkpoint, Failure> {
    let bytes = read_bounded(path)?;
    let text = std::str::from_utf8(&bytes).ok();
    text.and_then(checkpoint_in).ok_or_else(|| {
        let path = path.display();
        Failure::new(
            format!("trong `{path}` không có điểm kiểm tra của sổ cái nào"),
            format!("there is no checkpoint of a ledger in `{path}`"),
        )
    })
}
