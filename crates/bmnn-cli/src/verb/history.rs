//! `bmnn history`: what happened to something, act by act.

use std::path::PathBuf;

use bmnn_registry::{Entered, Registry};

use crate::{
    exit::Exit, failure::Failure, names::Names, office, output::Out, passphrase::Source,
    table::Table, view,
};

/// Arguments of `bmnn history`.
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    /// The registry's folder
    dir: PathBuf,
    /// A document, copy, person, party, position, book or incident, by its id
    about: String,
    /// Only what was known behind this entry
    #[arg(long, value_name = "ENTRY")]
    known_at: Option<u64>,
    #[command(flatten)]
    passphrase: Source,
}

/// Lists the acts in their order; with `--json`, one line each.
pub(crate) fn run(args: &Args, out: &mut Out) -> Result<Exit, Failure> {
    let registry = office::read_through(&args.dir, &args.passphrase, out)?;
    let entries = registry.history(&args.about, args.known_at)?;
    if entries.is_empty() {
        let about = &args.about;
        return Err(Failure::new(
            format!("trong sổ không có gì về `{about}`"),
            format!("there is nothing about `{about}` in the registry"),
        )
        .ending(Exit::DoesNotHold));
    }
    if out.json {
        for entered in &entries {
            let item = bmnn_json::entry(&registry, entered)?;
            out.feed(&item);
        }
        return Ok(Exit::Holds);
    }
    list(&registry, &entries, args.known_at, out)?;
    Ok(Exit::Holds)
}

/// A line an act: position, day, what, by whom.
fn list(
    registry: &Registry,
    entries: &[Entered],
    known_at: Option<u64>,
    out: &mut Out,
) -> Result<(), Failure> {
    let names = Names::of(registry);
    let heading = out.lang.pick(
        ["Mục", "Ngày", "Việc", "Người ghi", ""],
        ["Entry", "Date", "Act", "Recorded by", ""],
    );
    let mut table = Table::new(heading);
    for entered in entries {
        let by = entered.text("by").and_then(|by| by.parse().ok());
        table.row([
            entered.seq.to_string(),
            entered.text("on").unwrap_or_default().to_owned(),
            view::act(&entered.name, out.lang),
            names.of_id(by.as_ref()),
            became(registry, entered, known_at, out)?,
        ]);
    }
    table.lines().iter().for_each(|line| out.line(line));
    Ok(())
}

/// What became of it: taken back, or erased in part.
fn became(
    registry: &Registry,
    entered: &Entered,
    known_at: Option<u64>,
    out: &Out,
) -> Result<String, Failure> {
    let Some(id) = &entered.id else {
        return Ok(String::new());
    };
    let voided = registry.voided(id)?;
    let voided = voided.filter(|(seq, _)| known_at.is_none_or(|last| *seq <= last));
    let mut said: Vec<String> = Vec::new();
    said.extend(voided.map(|(seq, _)| {
        let (vi, en) = (
            format!("đã rút lại (mục {seq})"),
            format!("taken back (entry {seq})"),
        );
        out.lang.pick(vi, en)
    }));
    for erasure in registry.erased(id)? {
        if known_at.is_none_or(|last| erasure.seq <= last) {
            let (field, seq) = (&erasure.field, erasure.seq);
            let (vi, en) = (
                format!("đã xóa {field} (mục {seq})"),
                format!("{field} erased (entry {seq})"),
            );
            said.push(out.lang.pick(vi, en));
        }
    }
    Ok(said.join("; "))
}
