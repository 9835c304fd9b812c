//! `bmnn pack`: the rules, each value with its article and how sure it is.

mod describe;

use std::{
    fs,
    path::{Path, PathBuf},
};

use bmnn::{
    date::Date,
    id::Id,
    pack::{BUILT_IN, Pack},
};
use bmnn_registry::{keys::KeyName, packs};
use clap::Subcommand;
use serde_json::json;

use crate::{
    exit::Exit,
    failure::Failure,
    office::{self, Office},
    output::Out,
    passphrase::Source,
    table::Table,
    verb::{init::today, perform::utf8},
    view,
};

/// Arguments of `bmnn pack`.
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    #[command(subcommand)]
    what: What,
}

/// What to do with packs.
#[derive(Debug, Subcommand)]
enum What {
    /// List the packs of this program, or those that a registry has adopted
    List {
        /// A registry's folder
        dir: Option<PathBuf>,
    },
    /// Show a pack: every provision with its citation and confidence
    Show {
        /// A built-in pack's id, or a file
        pack: String,
        /// One provision alone
        #[arg(long, value_name = "ID")]
        provision: Option<String>,
    },
    /// Check a pack's file, and give its digest
    Check {
        /// The file
        file: PathBuf,
    },
    /// Adopt a pack in a registry, on the head's decision
    Adopt(Adopt),
}

/// Arguments of `bmnn pack adopt`.
#[derive(clap::Args, Debug)]
struct Adopt {
    /// The registry's folder
    dir: PathBuf,
    /// A built-in pack's id, or a file
    pack: String,
    /// Who decided: the person's id
    #[arg(long, value_name = "PERSON-ID")]
    person: Id,
    /// In which position
    #[arg(long, value_name = "ID")]
    position: Id,
    /// The decision's number and symbol, where it is on paper
    #[arg(long, value_name = "SYMBOL")]
    decision: Option<String>,
    /// The day of the decision [default: today]
    #[arg(long, value_name = "DATE")]
    on: Option<Date>,
    /// The key that signs (by default the only person's in the ring)
    #[arg(long, value_name = "NAME")]
    key: Option<KeyName>,
    #[command(flatten)]
    passphrase: Source,
}

/// Does it.
pub(crate) fn run(args: &Args, out: &mut Out) -> Result<Exit, Failure> {
    match &args.what {
        What::List { dir } => list(dir.as_deref(), out),
        What::Show { pack, provision } => {
            let (pack, _) = find(pack)?;
            match provision {
                Some(id) => describe::provision(&pack, id, out),
                None => describe::pack(&pack, out),
            }
        }
        What::Check { file } => check(file, out),
        What::Adopt(args) => adopt(args, out),
    }
}

fn list(dir: Option<&Path>, out: &mut Out) -> Result<Exit, Failure> {
    let packs: Vec<Pack> = match dir {
        Some(dir) => office::read(dir, out)?.packs().iter().cloned().collect(),
        None => BUILT_IN
            .into_iter()
            .map(|(id, text)| parse(id, text))
            .collect::<Result<_, _>>()?,
    };
    if out.json {
        packs
            .iter()
            .for_each(|pack| out.feed(&bmnn_json::pack_head(pack)));
        return Ok(Exit::Holds);
    }
    let heading = out.lang.pick(
        ["Bộ quy tắc", "Từ ngày", "Đến ngày", "Tên"],
        ["Pack", "Starts", "Ends", "Name"],
    );
    let mut table = Table::new(heading);
    for pack in &packs {
        table.row([
            pack.id().to_owned(),
            pack.starts().to_string(),
            pack.ends().map(|day| day.to_string()).unwrap_or_default(),
            out.lang.pick(pack.vi(), pack.en()).to_owned(),
        ]);
    }
    table.lines().iter().for_each(|line| out.line(line));
    Ok(Exit::Holds)
}

/// A built-in pack by its id, else the file of that name; with its text.
fn find(name: &str) -> Result<(Pack, String), Failure> {
    if let Some((text, _)) = packs::built_in(name) {
        return Ok((parse(name, text)?, text.to_owned()));
    }
    let path = Path::new(name);
    if !path.exists() {
        let known: Vec<&str> = BUILT_IN.iter().map(|(id, _)| *id).collect();
        let known = known.join(", ");
        return Err(Failure::new(
            format!("không có bộ quy tắc hay tệp `{name}`; có sẵn: {known}"),
            format!("there is no pack or file `{name}`; built in are: {known}"),
        ));
    }
    let text = fs::read(path).map_err(|e| Failure::reading(path, &e))?;
    let text = utf8(text).map_err(|failure| failure.at(name, name))?;
    Ok((parse(name, &text)?, text))
}

/// A pack as it stands, laid over its parent where that one is built in.
fn parse(file: &str, text: &str) -> Result<Pack, Failure> {
    let refused = |error: bmnn::pack::PackError| {
        Failure::new(
            format!("bộ quy tắc không hợp lệ: {error}"),
            error.to_string(),
        )
        .ending(Exit::DoesNotHold)
    };
    let pack = packs::read(file, text)
        .map_err(|error| Failure::new(error.vi(), error.to_string()).ending(Exit::DoesNotHold))?;
    let Some((parent, _)) = pack.extends().and_then(packs::built_in) else {
        return Ok(pack);
    };
    let id = pack.extends().unwrap_or_default().to_owned();
    let parent = Pack::parse(&id, parent).map_err(refused)?;
    Pack::layer(&parent, pack).map_err(refused)
}

fn check(file: &Path, out: &mut Out) -> Result<Exit, Failure> {
    let text = fs::read(file).map_err(|e| Failure::reading(file, &e))?;
    let name = file.display().to_string();
    let text = utf8(text).map_err(|failure| failure.at(&name, &name))?;
    let pack = parse(&name, &text)?;
    let digest = packs::digest(&text);
    if out.json {
        let mut document = bmnn_json::pack_head(&pack);
        if let Some(fields) = document.as_object_mut() {
            fields.insert("digest".into(), digest.to_string().into());
        }
        out.document(&document);
        return Ok(Exit::Holds);
    }
    let (id, count) = (pack.id(), pack.provisions().count());
    out.say(
        format!("`{name}` là bộ quy tắc `{id}`, {count} quy định, hợp lệ.\n  mã băm {digest}"),
        format!(
            "`{name}` is the pack `{id}` with {count} provisions, and sound.\n  digest {digest}"
        ),
    );
    Ok(Exit::Holds)
}

fn adopt(args: &Adopt, out: &mut Out) -> Result<Exit, Failure> {
    let (_, text) = find(&args.pack)?;
    let mut office = Office::open(&args.dir, &args.passphrase, out)?;
    let key = match &args.key {
        Some(key) => key.clone(),
        None => office.usual_key()?,
    };
    let signer = office.signer(&key)?;
    let on = match args.on {
        Some(on) => on,
        None => today()?,
    };
    let (id, digest) = office.registry.keep_pack(&args.pack, &text)?;
    let mut decision = json!({
        "person": args.person.as_str(), "position": args.position.as_str(), "date": on.to_string(),
    });
    if let (Some(symbol), Some(decision)) = (&args.decision, decision.as_object_mut()) {
        let paper = json!({ "kind": "decision", "symbol": symbol, "date": on.to_string() });
        decision.insert("paper".into(), paper);
    }
    let act = json!({
        "act": "pack.adopt", "on": on.to_string(), "adopted": id.as_str(),
        "digest": digest.to_string(), "decision": decision,
    });
    let done = office.registry.perform(act, &signer)?;
    if out.json {
        out.document(&bmnn_json::performed(&done));
        return Ok(Exit::Holds);
    }
    let seq = done.seq;
    out.say(
        format!("Mục {seq}: đã áp dụng bộ quy tắc `{id}`.\n  mã băm {digest}"),
        format!("Entry {seq}: the pack `{id}` is adopted.\n  digest {digest}"),
    );
    view::allowed(&done.decision, out);
    Ok(Exit::Holds)
}
