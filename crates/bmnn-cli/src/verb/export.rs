//! `bmnn export`: one file for an inspector.
//!
//! What is withheld, and which sealed values go with it, is for the person who
//! exports to choose, by the law and by whom it is for.

use std::{collections::BTreeSet, path::PathBuf};

use bmnn::id::Id;
use bmnn_registry::{
    Registry,
    export::{ExportError, Exported, Selection, Values},
};
use serde_json::json;

use crate::{exit::Exit, failure::Failure, office, output::Out, passphrase::Source};

/// Arguments of `bmnn export`.
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    /// The registry's folder
    dir: PathBuf,
    /// The file to make; one that is there is not overwritten
    file: PathBuf,
    /// Withhold an entry, by its number, or all acts on a document; their
    /// hashes stay
    #[arg(long, value_name = "DOC|ENTRY")]
    withhold: Vec<String>,
    /// Add the sealed values of an entry, or of all acts on a document
    #[arg(long, value_name = "DOC|ENTRY", conflicts_with = "all_values")]
    values: Vec<String>,
    /// Add the sealed values of every entry that is not withheld
    #[arg(long)]
    all_values: bool,
    #[command(flatten)]
    passphrase: Source,
}

/// Makes the file.
pub(crate) fn run(args: &Args, out: &mut Out) -> Result<Exit, Failure> {
    let mut registry = office::read(&args.dir, out)?;
    let withheld = entries(&registry, &args.withhold)?;
    let values = match (args.all_values, args.values.is_empty()) {
        (true, _) => Values::All,
        (false, true) => Values::None,
        (false, false) => Values::Of(entries(&registry, &args.values)?),
    };
    if values != Values::None {
        registry.unlock(&args.passphrase.passphrase(out.lang)?.into())?;
    }
    let selection = Selection { withheld, values };
    let exported = registry.export_file(&selection, &args.file);
    let exported = exported.map_err(|error| match error {
        ExportError::Make { path, source } => Failure::writing(&path, &source),
        other => other.into(),
    })?;
    tell(args, &registry, &exported, out);
    Ok(Exit::Holds)
}

/// Entries by their numbers, and those of the acts on a document.
fn entries(registry: &Registry, named: &[String]) -> Result<BTreeSet<u64>, Failure> {
    let mut entries = BTreeSet::new();
    for name in named {
        if let Ok(seq) = name.parse() {
            entries.insert(seq);
            continue;
        }
        let document = match name.parse::<Id>() {
            Ok(id) => registry.document(&id)?,
            Err(_) => None,
        };
        if document.is_none() {
            return Err(Failure::new(
                format!("`{name}` không phải số mục hay tài liệu trong sổ"),
                format!("`{name}` is no entry and no document of the registry"),
            ));
        }
        let acts = registry.history(name, None)?;
        entries.extend(acts.into_iter().map(|entered| entered.seq));
    }
    Ok(entries)
}

fn tell(args: &Args, registry: &Registry, exported: &Exported, out: &mut Out) {
    let file = args.file.display();
    let (ledger, root) = (registry.ledger_id(), registry.root());
    let Exported {
        entries,
        withheld,
        values,
    } = exported;
    if out.json {
        return out.document(&json!({
            "file": file.to_string(), "ledger": ledger.to_string(), "root": root.to_string(),
            "entries": entries, "withheld": withheld, "values": values,
        }));
    }
    out.say(
        format!(
            "Đã xuất `{file}`: {entries} mục, giữ lại {withheld}, kèm {values} giá trị niêm phong.\n  \
             mã sổ cái  {ledger}\n  gốc        {root}\n\
             Người nhận kiểm tra bằng `bmnn verify {file} --expect {ledger}`."
        ),
        format!(
            "`{file}` is made: {entries} entries, {withheld} withheld, {values} sealed values with it.\n  \
             ledger-id  {ledger}\n  root       {root}\n\
             Who receives it checks it by `bmnn verify {file} --expect {ledger}`."
        ),
    );
}
