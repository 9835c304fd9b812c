//! `bmnn key`: which keys there are, and from when to when.

use std::{path::PathBuf, str::FromStr};

use bmnn::{
    act::RevokeReason,
    date::Date,
    id::{Bytes32, Kid},
    ledger::{PlainSigner, key::kid},
};
use bmnn_registry::{
    Performed, Registry, Rotation,
    keys::{KeyName, Keyring, Listed, generate},
};
use clap::Subcommand;
use serde_json::{Value, json};

use crate::{
    exit::Exit,
    failure::Failure,
    office::{LEDGER, Office, RING, RootNames, look_for_ring, open_ring},
    output::{Out, put},
    passphrase::{Source, ask_twice},
    table::Table,
    verb::{init::today, keygen::described, perform::refusal},
    view,
};

/// Arguments of `bmnn key`.
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    #[command(subcommand)]
    what: What,
}

/// What to do with keys.
#[derive(Debug, Subcommand)]
enum What {
    /// List the ledger's keys: what each is for, from which entry to which, and
    /// whether the ring holds it
    List {
        /// The registry's folder
        dir: PathBuf,
    },
    /// Enrol a key, signed by the roots
    Enrol(Enrol),
    /// Revoke a key
    Revoke(Revoke),
    /// Put a new ledger key in the place of the one in force
    Rotate(Rotate),
    /// Take a root back from its printed sheet
    Restore(Restore),
    /// Change the passphrase of key ring and vault together
    Passphrase(Change),
}

/// Arguments of `bmnn key enrol`.
#[derive(clap::Args, Debug)]
struct Enrol {
    /// The registry's folder
    dir: PathBuf,
    /// `actor-PERSON`, `root-3` or `witness-NAME`; made in the ring if it is not
    /// there
    name: Whose,
    /// The public key of a key held elsewhere, 64 hex digits
    #[arg(long, value_name = "KEY")]
    public: Option<Bytes32>,
    #[command(flatten)]
    signing: Signing,
}

/// Arguments of `bmnn key revoke`.
#[derive(clap::Args, Debug)]
struct Revoke {
    /// The registry's folder
    dir: PathBuf,
    /// The key's kid, 16 hex digits, or its name in the ring
    which: String,
    /// Why: `left`, `lost`, `compromised` or `rotated`
    #[arg(long, value_name = "WORD")]
    reason: RevokeReason,
    /// After a compromise: the entry from which on its statements are doubtful
    #[arg(long, value_name = "ENTRY")]
    since: Option<u64>,
    #[command(flatten)]
    signing: Signing,
}

/// Arguments of `bmnn key rotate`.
#[derive(clap::Args, Debug)]
struct Rotate {
    /// The registry's folder
    dir: PathBuf,
    /// After a compromise of the key before: the entry from which on its
    /// checkpoints are doubtful
    #[arg(long, value_name = "ENTRY")]
    since: Option<u64>,
    #[command(flatten)]
    signing: Signing,
}

/// Arguments of `bmnn key restore`.
#[derive(clap::Args, Debug)]
struct Restore {
    /// The registry's folder
    dir: PathBuf,
    /// The key: `root-2`
    name: KeyName,
    /// A file with the sheet, typed or scanned
    sheet: PathBuf,
    /// Read the sheet's passphrase from the first line of a file, where it is
    /// another than the ring's
    #[arg(long, value_name = "FILE")]
    sheet_passphrase_file: Option<PathBuf>,
    #[command(flatten)]
    passphrase: Source,
}

/// Arguments of `bmnn key passphrase`.
#[derive(clap::Args, Debug)]
struct Change {
    /// The folder of a registry or a witness
    dir: PathBuf,
    /// Read the new passphrase from the first line of a file (else it is asked
    /// for, twice)
    #[arg(long, value_name = "FILE")]
    new_passphrase_file: Option<PathBuf>,
    #[command(flatten)]
    passphrase: Source,
}

/// Who signs, and when.
#[derive(clap::Args, Debug)]
struct Signing {
    /// The legal date [default: today]
    #[arg(long, value_name = "DATE")]
    on: Option<Date>,
    #[command(flatten)]
    roots: RootNames,
    #[command(flatten)]
    passphrase: Source,
}

/// Whose key is enrolled.
#[derive(Clone, Debug)]
enum Whose {
    Ours(KeyName),
    Witness(String),
}

impl FromStr for Whose {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if let Some(name) = text.strip_prefix("witness-") {
            return Ok(Self::Witness(name.to_owned()));
        }
        match text.parse() {
            Ok(name @ (KeyName::Root(_) | KeyName::Actor(_))) => Ok(Self::Ours(name)),
            _ => Err("expected `actor-PERSON`, `root-3` or `witness-NAME`; a ledger key is put in force by `key rotate`".to_owned()),
        }
    }
}

/// Does what was asked with keys.
pub(crate) fn run(args: &Args, out: &mut Out) -> Result<Exit, Failure> {
    match &args.what {
        What::List { dir } => {
            let registry = Registry::read(dir)?;
            let ring = Keyring::listed_in(&dir.join(RING))?;
            list(&registry, &ring, out);
            Ok(Exit::Holds)
        }
        What::Enrol(args) => enrol(args, out),
        What::Revoke(args) => revoke(args, out),
        What::Rotate(args) => rotate(args, out),
        What::Restore(args) => restore(args, out),
        What::Passphrase(args) => passphrase(args, out),
    }
}

fn list(registry: &Registry, ring: &[Listed], out: &mut Out) {
    let keys = registry.chain().keys();
    let (size, threshold) = (registry.size(), keys.threshold());
    let in_ring = |kid: &Kid| {
        let found = ring.iter().find(|listed| listed.kid.as_ref() == Some(kid));
        found.map(|listed| listed.name.to_string())
    };
    let mut found: Vec<_> = keys.iter().collect();
    found.sort_by_key(|(kid, key)| (key.first(), **kid));
    if out.json {
        for (kid, key) in found {
            out.feed(&json!({
                "kid": kid.to_string(),
                "public-key": key.public().to_string(),
                "role": key.role().as_str(),
                "person": key.person().map(ToString::to_string),
                "name": key.name(),
                "first": key.first(),
                "last": key.last(),
                "valid": key.is_valid_at(size),
                "in-ring": in_ring(kid),
            }));
        }
        return;
    }
    let mut table = Table::new(match out.lang {
        crate::lang::Lang::Vi => ["kid", "vai trò", "của", "từ mục", "đến mục", "trong chùm"],
        crate::lang::Lang::En => ["kid", "role", "whose", "from", "to", "in the ring"],
    });
    for (kid, key) in found {
        let whose = key.person().map(ToString::to_string);
        let whose = whose.or_else(|| key.name().map(str::to_owned));
        table.row([
            kid.to_string(),
            key.role().to_string(),
            whose.unwrap_or_default(),
            key.first().to_string(),
            key.last().map(|last| last.to_string()).unwrap_or_default(),
            in_ring(kid).unwrap_or_default(),
        ]);
    }
    for line in table.lines() {
        out.line(line);
    }
    out.say(
        format!("Việc của khoá gốc cần {threshold} chữ ký."),
        format!("What roots sign wants {threshold} of them."),
    );
}

fn enrol(args: &Enrol, out: &mut Out) -> Result<Exit, Failure> {
    let mut office = Office::open(&args.dir, &args.signing.passphrase, out)?;
    let roots = office.roots(&args.signing.roots)?;
    let public = match (&args.name, args.public) {
        (_, Some(public)) => public,
        (Whose::Ours(name), None) => public_of(&office, name)?,
        (Whose::Witness(_), None) => {
            return Err(Failure::new(
                "khoá của người chứng kiến giữ ở nơi khác: nêu bằng `--public`",
                "a witness's key is held elsewhere: name it by `--public`",
            ));
        }
    };
    let mut act = json!({
        "act": "key.enrol", "on": day(&args.signing)?, "key": public.to_string(),
    });
    match &args.name {
        Whose::Ours(KeyName::Actor(person)) => {
            put(&mut act, "role", "actor");
            put(&mut act, "person", person.as_str());
        }
        Whose::Ours(_) => put(&mut act, "role", "root"),
        Whose::Witness(name) => {
            put(&mut act, "role", "witness");
            put(&mut act, "name", name.as_str());
        }
    }
    let done = match roots.signed(&mut office.registry, act) {
        Ok(done) => done,
        Err(error) => return refusal(error, out),
    };
    let (seq, kid) = (done.seq, kid(&public));
    tell(&done, kid, out, |out| {
        out.say(
            format!(
                "Mục {seq}: đã đăng ký khoá {kid}; ký được từ mục {}.",
                seq + 1
            ),
            format!(
                "Entry {seq}: the key {kid} is enrolled; it signs from entry {} on.",
                seq + 1
            ),
        );
    });
    Ok(Exit::Holds)
}

/// The ring's key of that name, made if it is not there.
fn public_of(office: &Office, name: &KeyName) -> Result<Bytes32, Failure> {
    let there = office
        .ring
        .list()?
        .into_iter()
        .any(|listed| listed.name == *name);
    let key = match there {
        true => office.ring.key(name)?,
        false => office.ring.generate(name)?,
    };
    Ok(Bytes32(key.verifying_key().to_bytes()))
}

fn revoke(args: &Revoke, out: &mut Out) -> Result<Exit, Failure> {
    let mut office = Office::open(&args.dir, &args.signing.passphrase, out)?;
    let roots = office.roots(&args.signing.roots)?;
    let kid = match args.which.parse::<Kid>() {
        Ok(kid) => kid,
        Err(_) => {
            let name: KeyName = args.which.parse().map_err(|_| {
                Failure::new(
                    format!(
                        "`{}` không phải kid (16 chữ số hex) hay tên khoá",
                        args.which
                    ),
                    format!(
                        "`{}` is neither a kid of 16 hex digits nor the name of a key",
                        args.which
                    ),
                )
            })?;
            bmnn_registry::keys::kid(&office.ring.key(&name)?)
        }
    };
    let mut act = json!({
        "act": "key.revoke", "on": day(&args.signing)?, "kid": kid.to_string(),
        "reason": args.reason.as_str(),
    });
    if let Some(since) = args.since {
        put(&mut act, "since", since);
    }
    let done = match roots.signed(&mut office.registry, act) {
        Ok(done) => done,
        Err(error) => return refusal(error, out),
    };
    let seq = done.seq;
    tell(&done, kid, out, |out| {
        out.say(
            format!("Mục {seq}: đã thu hồi khoá {kid}; sau mục này nó không ký được gì nữa."),
            format!("Entry {seq}: the key {kid} is revoked; behind this entry it signs nothing."),
        );
        if let Some(since) = args.since {
            out.say(
                format!("Những gì nó đã ký từ mục {since} là đáng ngờ: `bmnn verify` kể ra từng việc."),
                format!("What it signed from entry {since} on is doubtful: `bmnn verify` names each act."),
            );
        }
    });
    Ok(Exit::Holds)
}

/// The new key is in the ring before the ledger knows it, and gets its name
/// once it is in force: whatever breaks off in between, no key is lost.
fn rotate(args: &Rotate, out: &mut Out) -> Result<Exit, Failure> {
    let mut office = Office::open(&args.dir, &args.signing.passphrase, out)?;
    let roots = office.roots(&args.signing.roots)?;
    let key = generate()?;
    let public = Bytes32(key.verifying_key().to_bytes());
    let next = kid(&public);
    let name = KeyName::LedgerOf(next);
    let signer = PlainSigner::from(key.clone());
    let rotation = Rotation {
        on: Some(args.signing.on.map_or_else(today, Ok)?),
        since: args.since,
    };
    office.ring.add(&name, &key)?;
    let done = office
        .registry
        .rotate_ledger_key(Box::new(signer), rotation, &roots.all());
    let done = match done {
        Ok(done) => done,
        Err(error) => {
            if error.is_refusal() {
                // Nobody enrolled it, and nobody ever will.
                office.ring.forget(&name)?;
            }
            return refusal(error, out);
        }
    };
    office.ring.put_in_force(next)?;
    let seq = done.seq;
    tell(&done, next, out, |out| {
        out.say(
            format!("Mục {seq}: khoá sổ cái nay là {next}; khoá cũ ở lại trong chùm dưới tên `ledger-KID`."),
            format!("Entry {seq}: the ledger key is {next} now; the one before stays in the ring as `ledger-KID`."),
        );
    });
    Ok(Exit::Holds)
}

fn restore(args: &Restore, out: &mut Out) -> Result<Exit, Failure> {
    let passphrase = args.passphrase.passphrase(out.lang)?;
    let of_sheet = match &args.sheet_passphrase_file {
        Some(file) => Source::of_file(file).passphrase(out.lang)?,
        None => passphrase.clone(),
    };
    let sheet = std::fs::read_to_string(&args.sheet)
        .map_err(|cause| Failure::reading(&args.sheet, &cause))?;
    let ring = open_ring(&args.dir, passphrase)?;
    let key = ring.restore(&args.name, &sheet, &of_sheet)?;
    let public = Bytes32(key.verifying_key().to_bytes());
    if out.json {
        out.document(&described(&args.name, public));
        return Ok(Exit::Holds);
    }
    let (name, kid) = (&args.name, kid(&public));
    out.say(
        format!("Đã lấy lại khoá `{name}` ({kid}) vào chùm khoá. Dùng xong, hãy xoá tệp gõ lại và cất tờ lưu."),
        format!("The key `{name}` ({kid}) is back in the ring. When done, remove the file and lock the sheet away."),
    );
    Ok(Exit::Holds)
}

/// Ring and vault in an order that a stop anywhere leaves open by the old
/// passphrase or by the new one: see [`Registry::change_passphrase`].
fn passphrase(args: &Change, out: &mut Out) -> Result<Exit, Failure> {
    look_for_ring(&args.dir)?;
    let new = |lang| match &args.new_passphrase_file {
        Some(file) => Source::of_file(file).passphrase(lang),
        None => ask_twice(lang),
    };
    let ring = if args.dir.join(LEDGER).exists() {
        let mut office = Office::open(&args.dir, &args.passphrase, out)?;
        let new = new(out.lang)?;
        office.registry.change_passphrase(&office.ring, &new)?
    } else {
        // A witness has no vault.
        let ring = open_ring(&args.dir, args.passphrase.passphrase(out.lang)?)?;
        ring.renew(&new(out.lang)?)?.put_in_force()?
    };
    let names = ring.list()?.into_iter().map(|key| key.name.to_string());
    let names: Vec<String> = names.collect();
    if out.json {
        let folder = args.dir.display().to_string();
        out.document(&json!({ "folder": folder, "keys": names }));
        return Ok(Exit::Holds);
    }
    let count = names.len();
    out.say(
        format!("Đã đổi cụm mật khẩu của chùm khoá ({count} khoá) và kho niêm phong. Tờ lưu và bản sao lưu làm trước đây vẫn mở bằng cụm cũ."),
        format!("The passphrase of the ring ({count} keys) and the vault is changed. Sheets and backups made before still open by the old one."),
    );
    Ok(Exit::Holds)
}

fn day(signing: &Signing) -> Result<String, Failure> {
    Ok(signing.on.map_or_else(today, Ok)?.to_string())
}

fn tell(done: &Performed, kid: Kid, out: &mut Out, text: impl FnOnce(&mut Out)) {
    if out.json {
        let mut document: Value = bmnn_json::performed(done);
        put(&mut document, "kid", kid.to_string());
        out.document(&document);
        return;
    }
    text(out);
    view::allowed(&done.decision, out);
}
