//! `bmnn walkthrough`: two months of an office, told as a story.
//!
//! Everything in it is real but the people and the calendar: real files are
//! digested, real keys sign, and what is printed is what the registry answered.
//! A step that the story expects and the registry does not take ends it.

mod cast;
mod changes;
mod ending;
mod evening;
mod february;
mod fixtures;
mod losses;
mod march;
mod opening;
mod page;
mod stage;
mod teller;

use std::fs;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use bmnn::date::Date;
use bmnn::id::{Bytes32, Id};
use bmnn::ledger::{PlainSigner, sha256};
use bmnn_registry::host::{Host, SeededRandomness, SetClock, SystemRandomness};
use bmnn_registry::keys::{self, KeyName, Keyring, Passphrase, Sheet, SigningKey};
use bmnn_registry::{Clerk, Opening, Registry};

use crate::exit::Exit;
use crate::failure::Failure;
use crate::lang::Lang;
use crate::verb::init::{SHEET, write_new};
use fixtures::Fixtures;
use stage::Stage;
use teller::Teller;

/// Shown on the screen: a demonstration has no secrets.
const PASSPHRASE: &str = "chim sáo bay qua sông Hồng";
/// The first morning of the story.
const FIRST_DAY: &str = "2026-02-02";

/// What `bmnn walkthrough` can be told.
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    /// The folder that is made and left for inspection [default:
    /// bmnn-walkthrough, or the next name that is free]
    dir: Option<PathBuf>,
    /// Use fixed keys, clock and salts: the same ledger on every machine
    #[arg(long)]
    fixed: bool,
}

/// Tells the story.
pub(crate) fn run(args: &Args, lang: Lang, json: bool) -> ExitCode {
    match tell(args, Teller::new(lang, json)) {
        Ok(exit) => exit.into(),
        Err(failure) => {
            if json {
                let _ = writeln!(std::io::stdout(), "{:#}", failure.json());
            }
            let _ = writeln!(std::io::stderr(), "bmnn: {}", failure.text(lang));
            // Whatever went wrong, the story was not told to its end.
            Exit::NotTried.into()
        }
    }
}

fn tell(args: &Args, teller: Teller) -> Result<Exit, Failure> {
    let began = Instant::now();
    let folder = make_folder(args.dir.as_deref())?;
    let mut stage = open(folder, args.fixed, teller)?;
    opening::opening(&mut stage)?;
    opening::old_register(&mut stage)?;
    february::incoming(&mut stage)?;
    february::figures(&mut stage)?;
    february::copying(&mut stage)?;
    february::destruction(&mut stage)?;
    february::extension(&mut stage)?;
    march::report(&mut stage)?;
    march::receipts(&mut stage)?;
    evening::typing(&mut stage)?;
    evening::mending(&mut stage)?;
    changes::lowered(&mut stage)?;
    changes::letter(&mut stage)?;
    changes::electronic(&mut stage)?;
    losses::merger(&mut stage)?;
    losses::lost(&mut stage)?;
    losses::found(&mut stage)?;
    changes::declassified(&mut stage)?;
    let verdict = ending::verify(&mut stage)?;
    ending::close(&mut stage, &verdict, began.elapsed(), args.fixed)
}

/// The folder asked for, or the first free name; never one that is there with
/// something in it.
fn make_folder(asked: Option<&Path>) -> Result<PathBuf, Failure> {
    if let Some(folder) = asked {
        let mut inside = match fs::read_dir(folder) {
            Err(error) if error.kind() == ErrorKind::NotFound => {
                fs::create_dir_all(folder).map_err(|e| Failure::writing(folder, &e))?;
                return Ok(folder.to_owned());
            }
            read => read.map_err(|e| Failure::reading(folder, &e))?,
        };
        if inside.next().is_none() {
            return Ok(folder.to_owned());
        }
        return Err(Failure::new(
            format!(
                "thư mục `{}` không trống và không bị ghi đè",
                folder.display()
            ),
            format!(
                "the folder `{}` is not empty and is not overwritten",
                folder.display()
            ),
        ));
    }
    let mut number: u32 = 1;
    loop {
        let name = if number == 1 {
            "bmnn-walkthrough".to_owned()
        } else {
            format!("bmnn-walkthrough-{number}")
        };
        let folder = PathBuf::from(name);
        match fs::create_dir(&folder) {
            Ok(()) => return Ok(folder),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                number = number.saturating_add(1)
            }
            Err(error) => return Err(Failure::writing(&folder, &error)),
        }
    }
}

/// The keys of the story.
struct Keys {
    root_1: PlainSigner,
    root_2: Bytes32,
    ledger: PlainSigner,
    clerk: PlainSigner,
    clerk_public: Bytes32,
}

/// Makes the keys and the registry; the first day begins.
fn open(folder: PathBuf, fixed: bool, mut teller: Teller) -> Result<Stage, Failure> {
    let today = stage::parse_date(FIRST_DAY)?;
    let clock = SetClock::default();
    clock.set_to(today, stage::parse_time("08:00")?);
    let fixtures = Fixtures::lay_out(&folder)?;
    foreword(&mut teller, &folder, fixed);
    teller.heading(today, "Mở sổ", "The registry is opened");
    teller.flush();
    let keys = make_keys(&folder, fixed, today)?;
    let opening = Opening {
        agency: cast::AGENCY.to_owned(),
        on: Some(today),
        threshold: 1,
        further_roots: vec![keys.root_2],
        clerk: Clerk {
            person: stage::parse_id(cast::HAI.id)?,
            key: keys.clerk_public,
        },
        after: None,
    };
    let host = if fixed {
        let randomness = SeededRandomness::new(seed("salts"));
        Host::new(clock.clone(), randomness, Passphrase::new(PASSPHRASE)?)
    } else {
        Host::new(
            clock.clone(),
            SystemRandomness,
            Passphrase::new(PASSPHRASE)?,
        )
    };
    let registry = Registry::create(
        &folder,
        &opening,
        &[&keys.root_1],
        Box::new(keys.ledger),
        host,
    )?;
    Ok(Stage::new(
        teller, registry, folder, fixtures, keys.clerk, clock, today,
    ))
}

fn make_keys(folder: &Path, fixed: bool, today: Date) -> Result<Keys, Failure> {
    let passphrase = Passphrase::new(PASSPHRASE)?;
    let ring = Keyring::create(folder.join("keys"), passphrase.clone())?;
    let make = |name: &KeyName, kept: bool| {
        let key = match fixed {
            true => SigningKey::from_bytes(&seed(&name.to_string())),
            false => keys::generate()?,
        };
        if kept {
            ring.add(name, &key)?;
        }
        Ok::<_, Failure>(key)
    };
    let clerk: Id = stage::parse_id(cast::HAI.id)?;
    let root_1 = make(&KeyName::Root(1), true)?;
    // The second root is on paper alone.
    let root_2 = make(&KeyName::Root(2), false)?;
    let sheet = Sheet::new(cast::AGENCY, 2, &root_2, today, &passphrase)?.to_string();
    write_new(&folder.join(SHEET), sheet.as_bytes())?;
    let ledger = make(&KeyName::Ledger, true)?;
    let clerk = make(&KeyName::Actor(clerk), true)?;
    Ok(Keys {
        clerk_public: Bytes32(clerk.verifying_key().to_bytes()),
        root_1: PlainSigner::from(root_1),
        root_2: Bytes32(root_2.verifying_key().to_bytes()),
        ledger: PlainSigner::from(ledger),
        clerk: PlainSigner::from(clerk),
    })
}

/// What `--fixed` draws from, for each purpose another.
fn seed(purpose: &str) -> [u8; 32] {
    sha256(&[b"bmnn walkthrough --fixed", &[0], purpose.as_bytes()]).0
}

fn foreword(teller: &mut Teller, folder: &Path, fixed: bool) {
    let folder = folder.display();
    teller.title(
        "bmnn walkthrough",
        "Sổ bí mật nhà nước của một sở, hai tháng",
        "Two months of a department's secret registry",
    );
    teller.say(
        "Cơ quan, con người và văn bản đều là hư cấu; không có bí mật nào ở đây. Ngày giờ trong truyện do một đồng hồ \
         riêng đặt, từ 02/02 đến 31/03/2026. Ngoài ra đều là thật: tệp thật được băm, khóa thật ký, sổ cái thật trên đĩa; mỗi dòng \
         ✓ ✗ ! ☐ ☑ dưới đây là câu trả lời của chương trình, không viết sẵn.",
        "The agency, the people and the papers are invented; there is no secret here. Dates and times come from a clock \
         of the story, from 2 February to 31 March 2026. All else is real: real files are digested, real keys sign, a \
         real ledger is on disk; each line with ✓ ✗ ! ☐ ☑ below is the program's answer, not ours.",
    );
    let lang = teller.lang();
    let keys = match fixed {
        true => lang.pick(
            "cố định (--fixed), ai cũng biết",
            "fixed (--fixed), known to everybody",
        ),
        false => lang.pick("mới tạo, ngẫu nhiên", "new, random"),
    };
    teller.verbatim("");
    teller.aside(&lang.pick(format!("Thư mục: {folder}"), format!("Folder: {folder}")));
    teller.aside(&lang.pick(format!("Khóa: {keys}"), format!("Keys: {keys}")));
    teller.aside(&lang.pick(
        format!("Cụm mật khẩu của bản diễn này: {PASSPHRASE}"),
        format!("Passphrase of this demonstration: {PASSPHRASE}"),
    ));
}
