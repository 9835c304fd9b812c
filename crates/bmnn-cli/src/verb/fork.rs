//! `bmnn fork`: that another ledger has two histories, from what this registry
//! noted of it.

use std::path::PathBuf;

use bmnn::ledger::{consistency::Consistency, fork::Evidence};
use serde_json::json;

use super::{check::read_bounded, prove::write_new};
use crate::{exit::Exit, failure::Failure, office, output::Out};

/// Arguments of `bmnn fork`.
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    /// The registry's folder, which noted checkpoints of the other ledger
    dir: PathBuf,
    /// The other ledger as it is now: its folder, or a consistency proof from
    /// the size that was noted
    other: PathBuf,
    /// A file for the evidence [default: printed]
    #[arg(long, id = "evidence_out", value_name = "FILE")]
    out: Option<PathBuf>,
}

/// Looks for evidence, and prints it.
pub(crate) fn run(args: &Args, out: &mut Out) -> Result<Exit, Failure> {
    let registry = office::read(&args.dir, out)?;
    let found = if args.other.is_dir() {
        registry.fork_evidence(&office::read(&args.other, out)?)?
    } else {
        let bytes = read_bounded(&args.other)?;
        let way = std::str::from_utf8(&bytes).ok();
        let way = way.and_then(|text| Consistency::parse(text).ok());
        let way = way.ok_or_else(|| {
            let path = args.other.display();
            Failure::new(
                format!("`{path}` không phải bằng chứng nhất quán"),
                format!("`{path}` is no consistency proof"),
            )
        })?;
        registry.fork_evidence_by(&way)?
    };
    let Some(evidence) = found else {
        return Ok(none(out));
    };
    let text = evidence.to_text();
    if let Some(path) = &args.out {
        write_new(path, text.as_bytes())?;
    }
    tell(&evidence, &text, args, out);
    Ok(Exit::Holds)
}

/// Nothing contradicts what was noted, which proves no honesty.
fn none(out: &mut Out) -> Exit {
    if out.json {
        out.document(&json!({ "fork": false }));
    } else {
        out.say(
            "Không có gì trái với những điểm kiểm tra đã ghi nhận. Một sổ cái đang ngắn hơn điểm đã \
             ghi nhận thì chưa chứng minh được gì: hãy đòi cho xem phần còn lại.",
            "Nothing contradicts the checkpoints noted. Of a ledger that is shorter than what was \
             noted nothing can be shown yet: ask for the rest.",
        );
    }
    Exit::DoesNotHold
}

fn tell(evidence: &Evidence, text: &str, args: &Args, out: &mut Out) {
    let first = evidence.first().checkpoint();
    let (ledger, size) = (first.ledger, first.size);
    if out.json {
        out.document(&json!({
            "fork": true, "ledger": ledger.to_string(), "size": size,
            "present": evidence.second().checkpoint().size, "evidence": text,
        }));
        return;
    }
    if args.out.is_none() {
        out.line(text.trim_end_matches('\n'));
        return;
    }
    out.say(
        format!(
            "Sổ cái {ledger} có hai lịch sử {size} mục. \
             Ai có khóa của nó đều kiểm được bằng `bmnn check`."
        ),
        format!(
            "Ledger {ledger} has two histories of {size} entries. \
             Whoever has its key can check that with `bmnn check`."
        ),
    );
}
