//! `bmnn import`: many acts, in batches, in little memory.
//!
//! Each batch is one commit, and only one is held at a time. What is on record
//! already, by its id, is passed over, so an import that was interrupted is
//! run again as it was. The first line that cannot be taken ends it, with
//! everything before it kept.

mod csv;
mod lines;

use std::{
    fs::File,
    io::{BufReader, Read},
    path::{Path, PathBuf},
};

use bmnn::{date::Date, id::Id};
use bmnn_registry::keys::KeyName;
use clap::ValueEnum;
use serde_json::Value;

use crate::{exit::Exit, failure::Failure, office::Office, output::Out, passphrase::Source};

/// Arguments of `bmnn import`.
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    /// The registry's folder
    dir: PathBuf,
    /// Acts in their order, one JSON object a line; `-` for standard input
    #[arg(required_unless_present = "csv", value_name = "ACTS.jsonl")]
    acts: Option<PathBuf>,
    /// An old register by the template `templates/so-cu.csv`, instead of acts
    #[arg(long, value_name = "FILE", conflicts_with = "acts")]
    csv: Option<PathBuf>,
    /// How many acts make one commit
    #[arg(long, value_name = "N", default_value_t = 1000, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    batch: u32,
    /// The key that signs (by default the only person's in the ring)
    #[arg(long, value_name = "NAME")]
    key: Option<KeyName>,
    /// Say that the clock is right, though it is far ahead of the last entry
    #[arg(long)]
    confirm_clock: bool,
    #[command(flatten)]
    old_book: OldBook,
    #[command(flatten)]
    passphrase: Source,
}

/// What an old register does not say of itself.
#[derive(clap::Args, Debug)]
struct OldBook {
    /// With --csv: a book of what went out, or of what came in
    #[arg(long, value_enum, default_value_t = Origin::Own, requires = "csv")]
    origin: Origin,
    /// With --csv: the name of the book, as the source of its rows
    #[arg(long, value_name = "TITLE", requires = "csv")]
    title: Option<String>,
    /// With --csv: how the ids of its documents begin (`cu` gives `cu.2014.18`)
    #[arg(long, value_name = "PREFIX", default_value = "cu", requires = "csv")]
    prefix: Id,
    /// With --csv: the day of the opening balance [default: today]
    #[arg(long, value_name = "DATE", requires = "csv")]
    on: Option<Date>,
    /// With --csv: take the date on a document for the day its secrecy was
    /// determined, where no column says that
    #[arg(long, requires = "csv")]
    dated_is_determined: bool,
    /// With --csv: list what would be brought over, and record nothing
    #[arg(long, requires = "csv")]
    dry_run: bool,
}

/// Which way the documents of an old book went.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Origin {
    /// Issued here
    Own,
    /// Received
    Received,
    /// Not known
    Unknown,
}

/// Imports, and tells what became of it.
pub(crate) fn run(args: &Args, out: &mut Out) -> Result<Exit, Failure> {
    let source = match (&args.csv, &args.acts) {
        (Some(csv), _) => csv,
        (None, Some(acts)) => acts,
        (None, None) => return Ok(Exit::NotTried),
    };
    // Before the passphrase: a name mistyped costs nothing then.
    let file = Input::open(source)?;
    let mut office = Office::open(&args.dir, &args.passphrase, out)?;
    let key = match &args.key {
        Some(key) => key.clone(),
        None => office.usual_key()?,
    };
    let signer = office.signer(&key)?;
    if args.confirm_clock {
        office.registry.confirm_clock();
    }
    if args.csv.is_some() {
        csv::run(args, file, &mut office, &signer, out)
    } else {
        lines::run(args, file, &mut office, &signer, out)
    }
}

/// A file that is read from its beginning to its end, and how long it is.
struct Input {
    from: BufReader<Box<dyn Read>>,
    /// Its length in bytes; of a pipe nobody knows.
    length: Option<u64>,
}

impl Input {
    fn open(path: &Path) -> Result<Self, Failure> {
        let (from, length): (Box<dyn Read>, _) = if path == Path::new("-") {
            (Box::new(std::io::stdin()), None)
        } else {
            let file = File::open(path).map_err(|e| Failure::reading(path, &e))?;
            let metadata = file.metadata().map_err(|e| Failure::reading(path, &e))?;
            if metadata.is_dir() {
                let path = path.display();
                return Err(Failure::new(
                    format!("`{path}` là thư mục, không phải tệp"),
                    format!("`{path}` is a folder, not a file"),
                ));
            }
            (Box::new(file), metadata.is_file().then_some(metadata.len()))
        };
        Ok(Self {
            from: BufReader::with_capacity(1 << 16, from),
            length,
        })
    }
}

/// A line that is waiting for its batch.
struct Waiting {
    line: u64,
    act: Value,
}
