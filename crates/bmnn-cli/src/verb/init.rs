//! `bmnn init`: a registry, from its keys to its first rules.
//!
//! ```text
//! keys/ledger  keys/root-1  keys/actor-CLERK      the ring, under one passphrase
//! khoa-goc-2.txt                                  root-2, to be printed and removed
//! entry 0  ledger.open     signed by root-1
//! entry 1  key.enrol       the clerk's key
//! entry 2… pack.adopt      the built-in packs, on the head's decision
//!          person.enrol    the clerk; and the head, with a post, if named
//! ```
//!
//! With `--roots N --threshold M` the first M roots are in the ring and sign
//! `ledger.open`; the others are on sheets alone. Where M is N, each stands on a
//! sheet too: then none can be spared.

use std::{
    fs::{self, OpenOptions},
    io::Write,
    ops::ControlFlow,
    path::{Path, PathBuf},
};

use bmnn::{
    act::After,
    date::Date,
    id::{Bytes32, Id},
    ledger::{PlainSigner, Signer},
    pack::{BUILT_IN, Packs},
};
use bmnn_registry::{
    Clerk, Host, Opening, Registry,
    host::{Clock, SystemClock},
    keys::{self, KeyName, Keyring, Passphrase, Sheet, SigningKey},
    packs,
    verify::{End, end},
};
use serde_json::{Value, json};

use crate::{
    exit::Exit, failure::Failure, office::RING, output::Out, passphrase::Source,
    verb::keygen::described,
};

/// The sheet of the second root, in the registry's folder.
pub(crate) const SHEET: &str = "khoa-goc-2.txt";

/// The sheet of a root: [`SHEET`] for the second.
fn sheet_of(number: u8) -> String {
    format!("khoa-goc-{number}.txt")
}

/// All of them can sign one entry, which takes 64 cosignatures beside the
/// statement's own.
const MOST_ROOTS: u8 = 64;

/// Arguments of `bmnn init`.
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    /// The folder to make
    dir: PathBuf,
    /// The agency's name; it stands in clear in the first entry
    #[arg(long, value_name = "NAME")]
    agency: String,
    /// The id of the clerk who records: letters and digits without meaning
    #[arg(long, value_name = "PERSON-ID")]
    clerk: Id,
    /// The clerk's name, kept sealed [default: the id]
    #[arg(long, value_name = "NAME")]
    clerk_name: Option<String>,
    /// The head's name, kept sealed; enrols the head with a post
    #[arg(long, value_name = "NAME", requires = "head_post")]
    head: Option<String>,
    /// The head's post, a word of the packs (`bmnn pack show vn-2025`)
    #[arg(long, value_name = "POST", requires = "head")]
    head_post: Option<String>,
    /// The head's id
    #[arg(long, value_name = "PERSON-ID", default_value = "head")]
    head_id: Id,
    /// The id of the head's position
    #[arg(long, value_name = "ID", default_value = "head.post")]
    head_position: Id,
    /// Number and symbol of the head's decision to adopt the rules
    #[arg(long, value_name = "SYMBOL")]
    decision: Option<String>,
    /// The day of the opening [default: today]
    #[arg(long, value_name = "DATE")]
    on: Option<Date>,
    /// The closed ledger, a folder or file, that this one succeeds
    #[arg(long, value_name = "DIR|FILE")]
    after: Option<PathBuf>,
    /// How many roots there are, 64 at most: those beyond the threshold stand on
    /// printed sheets alone
    #[arg(long, value_name = "N", default_value_t = 2)]
    roots: u8,
    /// How many roots sign together what roots sign: they enrol and revoke
    /// keys, and close the ledger
    #[arg(long, value_name = "M", default_value_t = 1)]
    threshold: u8,
    #[command(flatten)]
    passphrase: Source,
}

/// Makes the registry.
pub(crate) fn run(args: &Args, out: &mut Out) -> Result<Exit, Failure> {
    check_post(args)?;
    check_roots(args)?;
    free(&args.dir)?;
    let after = args.after.as_deref().map(end_of).transpose()?;
    let passphrase = args.passphrase.new_passphrase(out.lang)?;
    let on = match args.on {
        Some(on) => on,
        None => today()?,
    };
    fs::create_dir_all(&args.dir).map_err(|e| Failure::writing(&args.dir, &e))?;
    let made = make(args, on, after, &passphrase);
    if made.is_err() {
        clear(&args.dir);
    }
    let (registry, keys) = made?;
    tell(args, on, &registry, &keys, out);
    Ok(Exit::Holds)
}

/// Keys, ledger and first acts; tells which keys were made.
fn make(
    args: &Args,
    on: Date,
    after: Option<After>,
    passphrase: &Passphrase,
) -> Result<(Registry, Vec<Value>), Failure> {
    let keys = Keys::make(args, on, passphrase)?;
    let opening = Opening {
        agency: args.agency.clone(),
        on: Some(on),
        threshold: args.threshold.into(),
        clerk: Clerk {
            person: args.clerk.clone(),
            key: keys.clerk.public_key(),
        },
        after,
        further_roots: keys.further_roots,
    };
    let roots: Vec<&dyn Signer> = keys.roots.iter().map(|root| root as &dyn Signer).collect();
    let mut registry = Registry::create(
        &args.dir,
        &opening,
        &roots,
        Box::new(keys.ledger),
        Host::system(passphrase.clone()),
    )?;
    registry.perform_all(first_acts(args, on), &keys.clerk)?;
    Ok((registry, keys.made))
}

/// The keys of a new registry.
struct Keys {
    ledger: PlainSigner,
    /// Those that sign the opening.
    roots: Vec<PlainSigner>,
    clerk: PlainSigner,
    /// Those on sheets alone.
    further_roots: Vec<Bytes32>,
    made: Vec<Value>,
}

impl Keys {
    /// Makes the ring and the sheets.
    fn make(args: &Args, on: Date, passphrase: &Passphrase) -> Result<Self, Failure> {
        let ring = Keyring::create(args.dir.join(RING), passphrase.clone())?;
        let mut made = Vec::new();
        let mut generate = |name: KeyName| -> Result<SigningKey, Failure> {
            let key = ring.generate(&name)?;
            made.push(described(&name, public(&key)));
            Ok(key)
        };
        let ledger = PlainSigner::from(generate(KeyName::Ledger)?);
        let mut roots = Vec::new();
        let mut on_sheets = Vec::new();
        for number in 1..=args.threshold {
            let root = generate(KeyName::Root(number))?;
            if args.threshold == args.roots {
                on_sheets.push((number, root.clone()));
            }
            roots.push(PlainSigner::from(root));
        }
        let clerk = PlainSigner::from(generate(KeyName::Actor(args.clerk.clone()))?);
        // The others are on paper alone: who has the disk has not the ledger.
        let mut further_roots = Vec::new();
        for number in args.threshold + 1..=args.roots {
            let root = keys::generate()?;
            further_roots.push(public(&root));
            made.push(described(&KeyName::Root(number), public(&root)));
            on_sheets.push((number, root));
        }
        for (number, root) in on_sheets {
            let sheet = Sheet::new(&args.agency, number, &root, on, passphrase)?;
            let path = args.dir.join(sheet_of(number));
            write_new(&path, sheet.to_string().as_bytes())?;
        }
        Ok(Self {
            ledger,
            roots,
            clerk,
            further_roots,
            made,
        })
    }
}

fn public(key: &SigningKey) -> Bytes32 {
    Bytes32(key.verifying_key().to_bytes())
}

/// Where the sheets are.
fn sheets(args: &Args) -> Vec<PathBuf> {
    let first = match args.threshold == args.roots {
        true => 1,
        false => args.threshold + 1,
    };
    let sheets = first..=args.roots;
    sheets.map(|n| args.dir.join(sheet_of(n))).collect()
}

/// The acts that make the next one possible: rules, clerk, head.
fn first_acts(args: &Args, on: Date) -> Vec<Value> {
    let on = on.to_string();
    let mut decision = json!({
        "person": args.head_id.as_str(), "position": args.head_position.as_str(), "date": on,
    });
    let paper = args.decision.as_ref();
    let paper = paper.map(|symbol| json!({ "kind": "decision", "symbol": symbol, "date": on }));
    if let (Some(paper), Some(decision)) = (&paper, decision.as_object_mut()) {
        decision.insert("paper".into(), paper.clone());
    }
    let mut acts = Vec::new();
    for (id, _) in BUILT_IN {
        let digest = packs::built_in(id).map(|(_, digest)| digest.to_string());
        acts.push(json!({
            "act": "pack.adopt", "on": on, "adopted": id, "digest": digest, "decision": decision,
        }));
    }
    acts.push(json!({
        "act": "person.enrol", "on": on, "person": args.clerk.as_str(),
        "name": args.clerk_name.as_deref().unwrap_or(args.clerk.as_str()), "party": "self",
    }));
    if let (Some(name), Some(post)) = (&args.head, &args.head_post) {
        acts.push(json!({
            "act": "person.enrol", "on": on, "person": args.head_id.as_str(),
            "name": name, "party": "self",
        }));
        acts.push(json!({
            "act": "position.assign", "on": on, "position": args.head_position.as_str(),
            "person": args.head_id.as_str(), "post": post, "party": "self", "starts": on,
            "paper": paper.unwrap_or_else(|| json!({ "kind": "decision" })),
        }));
    }
    acts
}

/// The end of the ledger before, which holds and was closed.
fn end_of(before: &Path) -> Result<After, Failure> {
    let broken = |why: String| {
        Failure::new(
            format!("sổ trước không đứng vững: {why}"),
            format!("the ledger before does not hold: {why}"),
        )
        .ending(Exit::DoesNotHold)
    };
    let end = end(before, |_| ControlFlow::Continue(()))?;
    let Some(End { report, closed, .. }) = end else {
        return Err(broken("–".to_owned()));
    };
    if let Some(found) = report.findings.iter().find(|found| found.is_error()) {
        return Err(broken(found.to_string()));
    }
    let Some(ledger) = report.ledger.filter(|_| closed.is_some()) else {
        return Err(Failure::new(
            "sổ trước chưa khóa; khóa bằng `bmnn close` rồi mới mở sổ kế tiếp",
            "the ledger before is not closed: close it by `bmnn close` before its successor is opened",
        )
        .ending(Exit::DoesNotHold));
    };
    Ok(After {
        ledger,
        size: report.size,
        root: report.root,
    })
}

/// A threshold that the roots can meet.
fn check_roots(args: &Args) -> Result<(), Failure> {
    let Args {
        roots, threshold, ..
    } = args;
    if (1..=*roots).contains(threshold) && *roots <= MOST_ROOTS {
        return Ok(());
    }
    Err(Failure::new(
        format!(
            "không mở sổ được với {roots} khoá gốc mà cần {threshold} chữ ký: số chữ ký \
             (`--threshold`) từ 1 đến số khoá gốc (`--roots`), nhiều nhất {MOST_ROOTS} khoá gốc"
        ),
        format!(
            "no ledger opens with {roots} roots of which {threshold} sign: `--threshold` is from 1 \
             to `--roots`, and there are at most {MOST_ROOTS} roots"
        ),
    ))
}

/// A head's post that the rules know.
fn check_post(args: &Args) -> Result<(), Failure> {
    let Some(post) = &args.head_post else {
        return Ok(());
    };
    let packs = Packs::built_in().map_err(|e| Failure::new(e.to_string(), e.to_string()))?;
    let mut heads: Vec<String> = packs
        .iter()
        .flat_map(|pack| pack.posts())
        .filter(|post| post.head)
        .map(|post| post.id.clone())
        .collect();
    heads.sort();
    heads.dedup();
    if heads.contains(post) {
        return Ok(());
    }
    let known = heads.join(", ");
    Err(Failure::new(
        format!("không có chức vụ người đứng đầu `{post}`; các chức vụ: {known}"),
        format!("there is no head's post `{post}`; those known: {known}"),
    ))
}

/// Refuses a folder that holds something else, before any key is made.
fn free(dir: &Path) -> Result<(), Failure> {
    let entries = match fs::read_dir(dir) {
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(e) => return Err(Failure::reading(dir, &e)),
        Ok(entries) => entries,
    };
    if entries.count() == 0 {
        return Ok(());
    }
    Err(Failure::new(
        format!(
            "thư mục `{}` không trống; sổ mới không thay thế gì cả",
            dir.display()
        ),
        format!(
            "the folder `{}` is not empty, and a new registry replaces nothing",
            dir.display()
        ),
    ))
}

/// Takes away what a failed opening left in a folder that was free, so that it
/// can be tried again: nobody was told of a ledger there.
fn clear(dir: &Path) {
    let Ok(entries) = fs::read_dir(dir) else {
        return;
    };
    for entry in entries.flatten() {
        let path = entry.path();
        let _ = match path.is_dir() {
            true => fs::remove_dir_all(path),
            false => fs::remove_file(path),
        };
    }
}

/// The civil day in Vietnam.
pub(crate) fn today() -> Result<Date, Failure> {
    let now = SystemClock.now();
    Date::of_unix_millis(now).ok_or_else(|| {
        Failure::new(
            "đồng hồ của máy không chỉ một ngày nào của lịch",
            "the machine's clock shows no day of the calendar",
        )
    })
}

/// Writes a file that only its owner reads, and that was not there.
pub(crate) fn write_new(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    let mut file = options.open(path).map_err(|e| Failure::writing(path, &e))?;
    let written = file.write_all(bytes).and_then(|()| file.sync_all());
    written.map_err(|e| Failure::writing(path, &e))
}

fn tell(args: &Args, on: Date, registry: &Registry, made: &[Value], out: &mut Out) {
    let dir = args.dir.display();
    let sheets: Vec<String> = sheets(args)
        .iter()
        .map(|sheet| sheet.display().to_string())
        .collect();
    if out.json {
        out.document(&json!({
            "folder": dir.to_string(),
            "agency": args.agency,
            "ledger": registry.ledger_id().to_string(),
            "size": registry.size(),
            "root": registry.root().to_string(),
            "keys": made,
            "sheet": sheets.first(),
            "sheets": sheets,
            "threshold": args.threshold,
        }));
        return;
    }
    let (ledger, size) = (registry.ledger_id(), registry.size());
    let (clerk, sheet) = (&args.clerk, sheets.join("`, `"));
    out.say(
        format!(
            "Đã tạo sổ của {} tại `{dir}`: {size} mục.\n  mã sổ cái  {ledger}\n\n\
             Việc cần làm ngay:\n\
             1. In `{sheet}`, cho vào phong bì niêm phong, cất trong két của người đứng đầu,\n   \
             rồi xoá tệp. Ghi cụm mật khẩu ở nơi khác.\n\
             2. Ghi mã sổ cái trên đây ra giấy: người kiểm tra cần nó \
             (`bmnn verify {dir} --expect …`).\n\
             3. Đăng ký đơn vị, người và chức vụ, mở sổ năm nay, mỗi việc một hành vi:\n   \
             echo '{{\"act\":\"party.enrol\",\"on\":\"{on}\",\"party\":\"p-1\",\"kind\":\"agency\",\
             \"name\":\"Sở Tài chính\"}}' | bmnn perform {dir}",
            args.agency
        ),
        format!(
            "The registry of {} stands at `{dir}`: {size} entries.\n  ledger-id  {ledger}\n\n\
             To do now:\n\
             1. Print `{sheet}`, seal it in an envelope for the head's safe, and remove the\n   \
             file. Keep the passphrase elsewhere.\n\
             2. Write the ledger-id down on paper: who verifies needs it \
             (`bmnn verify {dir} --expect …`).\n\
             3. Enrol units, people and positions and open this year's books, an act each:\n   \
             echo '{{\"act\":\"party.enrol\",\"on\":\"{on}\",\"party\":\"p-1\",\"kind\":\"agency\",\
             \"name\":\"Sở Tài chính\"}}' | bmnn perform {dir}",
            args.agency
        ),
    );
    if args.head.is_none() {
        out.say(
            format!(
                "   Chưa đăng ký người đứng đầu; các bộ quy tắc ghi tên `{}` đã quyết định.",
                args.head_id
            ),
            format!(
                "   No head is enrolled yet; the packs name `{}` as who decided.",
                args.head_id
            ),
        );
    }
    if args.roots != 2 || args.threshold != 1 {
        let (roots, threshold) = (args.roots, args.threshold);
        out.say(
            format!(
                "   Việc của khoá gốc cần {threshold} trong {roots} khoá gốc cùng ký. \
                 Chùm khoá giữ {threshold}, các tờ in giữ phần còn lại; mỗi tờ cất một nơi."
            ),
            format!(
                "   What roots sign wants {threshold} of the {roots}. The ring holds {threshold}, \
                 the sheets the others: keep each sheet in a place of its own."
            ),
        );
    }
    out.say(
        format!("Khoá của {clerk} nằm trong `{dir}/keys`."),
        format!("The key of {clerk} is in `{dir}/keys`."),
    );
}
