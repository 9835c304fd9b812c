//! `bmnn show`: one thing of a registry, whatever it is called by.

use std::{path::PathBuf, str::FromStr};

use bmnn::{
    copy::CopyRef,
    custody::{Copy, Row, RowState},
    date::Date,
    id::{ActId, Id, from_hex},
    ledger::short::ShortCheckpoint,
};
use bmnn_registry::{Entered, OpenDuty, Registry, SealedField};
use serde_json::{Value, json};

use crate::{
    exit::Exit,
    failure::Failure,
    names::Names,
    office,
    output::Out,
    passphrase::Source,
    qr,
    table::Table,
    verb::{init::today, prove::write_new, status},
    view,
};

/// Arguments of `bmnn show`.
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    /// The registry's folder
    dir: PathBuf,
    /// An entry's number, an act's id, a document, a copy (`DOC#3`), a book's
    /// id, or one of `books`, `duties`, `checkpoint`
    what: String,
    /// The day that duties are counted from [default: today]
    #[arg(long, value_name = "DATE")]
    on: Option<Date>,
    /// With `checkpoint`: its note as a QR code, for the paper book
    #[arg(long)]
    qr: bool,
    /// With `checkpoint`: in short groups, to be copied by hand; `bmnn verify
    /// --checkpoint` takes it back
    #[arg(long)]
    short: bool,
    /// With `checkpoint`: the same QR code as a picture in a file
    #[arg(long, value_name = "FILE")]
    qr_svg: Option<PathBuf>,
    #[command(flatten)]
    passphrase: Source,
}

/// What is asked for.
enum What {
    Books,
    Duties,
    Checkpoint,
    Entry(u64),
    Act(ActId),
    Copy(CopyRef),
    /// A document or a book.
    Id(Id),
}

impl FromStr for What {
    type Err = Failure;

    /// The first reading that fits: a word, a number, an act's id in hex or as
    /// a UUID, a copy, an id.
    fn from_str(text: &str) -> Result<Self, Failure> {
        match text {
            "books" => return Ok(Self::Books),
            "duties" => return Ok(Self::Duties),
            "checkpoint" => return Ok(Self::Checkpoint),
            _ => {}
        }
        if let Ok(seq) = text.parse() {
            return Ok(Self::Entry(seq));
        }
        if let Some(id) = act_id(text) {
            return Ok(Self::Act(id));
        }
        if text.contains('#')
            && let Ok(copy) = text.parse()
        {
            return Ok(Self::Copy(copy));
        }
        text.parse().map(Self::Id).map_err(|_| {
            Failure::new(
                format!("`{text}` không phải số mục, mã hành vi, tài liệu hay bản"),
                format!("`{text}` is no entry, act, document or copy"),
            )
        })
    }
}

/// 32 hex digits, or a UUID.
pub(crate) fn act_id(text: &str) -> Option<ActId> {
    let digits = text.replace('-', "");
    let plain = digits.len() == text.len() || text.len() == 36;
    let bytes = from_hex(&digits).filter(|_| plain)?;
    Some(ActId(bytes.try_into().ok()?))
}

/// Shows it.
pub(crate) fn run(args: &Args, out: &mut Out) -> Result<Exit, Failure> {
    let what: What = args.what.parse()?;
    let registry = office::read_through(&args.dir, &args.passphrase, out)?;
    let shown = match &what {
        What::Books => books(&registry, out)?,
        What::Duties => duties(&registry, args.on, out)?,
        What::Checkpoint => checkpoint(&registry, args, out)?,
        What::Entry(seq) => entry(&registry, registry.entry(*seq)?, out)?,
        What::Act(id) => entry(&registry, registry.by_id(id)?, out)?,
        What::Copy(id) => registry.copy(id)?.map(|found| copy(&registry, &found, out)),
        What::Id(id) => match book(&registry, id, out)? {
            Some(()) => Some(()),
            None => document(&registry, id, out)?,
        },
    };
    if shown.is_some() {
        return Ok(Exit::Holds);
    }
    let what = &args.what;
    Err(Failure::new(
        format!("trong sổ không có `{what}`"),
        format!("there is no `{what}` in the registry"),
    )
    .ending(Exit::DoesNotHold))
}

/// What was found and shown.
type Shown = Option<()>;

fn books(registry: &Registry, out: &mut Out) -> Result<Shown, Failure> {
    let books = registry.books()?;
    if out.json {
        for book in &books {
            out.feed(&bmnn_json::book(book));
        }
        return Ok(Some(()));
    }
    let heading = out.lang.pick(
        [
            "Sổ",
            "Loại",
            "Năm",
            "Quyển",
            "Của",
            "Dòng kế tiếp",
            "Đóng ngày",
        ],
        ["Book", "Kind", "Year", "Volume", "Of", "Next row", "Closed"],
    );
    let names = Names::of(registry);
    let mut table = Table::new(heading);
    for book in &books {
        table.row([
            book.id.to_string(),
            book.kind.to_string(),
            book.year.to_string(),
            book.volume.to_string(),
            names.of_id(Some(&book.party)),
            book.next.to_string(),
            book.closed.map(|day| day.to_string()).unwrap_or_default(),
        ]);
    }
    if table.is_empty() {
        out.say("Chưa mở sổ nào.", "No book is open yet.");
    } else {
        table.lines().iter().for_each(|line| out.line(line));
    }
    Ok(Some(()))
}

/// The rows of one book.
fn book(registry: &Registry, id: &Id, out: &mut Out) -> Result<Shown, Failure> {
    if !registry.books()?.iter().any(|book| book.id == *id) {
        return Ok(None);
    }
    let rows = registry.rows(id)?;
    if out.json {
        rows.iter().for_each(|row| out.feed(&bmnn_json::row(row)));
        return Ok(Some(()));
    }
    let heading = out.lang.pick(
        ["Dòng", "Ngày", "Tài liệu", "Trích yếu", ""],
        ["Row", "Date", "Document", "Subject", ""],
    );
    let mut table = Table::new(heading);
    for row in &rows {
        table.row([
            row.number.to_string(),
            row.on.to_string(),
            row.document
                .as_ref()
                .map(ToString::to_string)
                .unwrap_or_default(),
            subject(registry, row, out)?,
            match row.state {
                RowState::Live => String::new(),
                RowState::Void => out.lang.pick("đã rút lại", "taken back").to_owned(),
                RowState::Cancelled => out.lang.pick("đã hủy số", "cancelled").to_owned(),
            },
        ]);
    }
    table.lines().iter().for_each(|line| out.line(line));
    Ok(Some(()))
}

fn subject(registry: &Registry, row: &Row, out: &Out) -> Result<String, Failure> {
    Ok(match &row.document {
        Some(document) => told(&registry.sealed_field(document.as_str(), "subject")?, out),
        None => String::new(),
    })
}

/// A sealed text, or why there is none.
fn told(field: &SealedField, out: &Out) -> String {
    let (vi, en) = match field {
        SealedField::Text(text) => return text.clone(),
        SealedField::Erased { seq } => (
            format!("(đã xóa theo mục {seq})"),
            format!("(erased by entry {seq})"),
        ),
        SealedField::Locked => ("(niêm phong)".to_owned(), "(sealed)".to_owned()),
        SealedField::Missing => ("(mất)".to_owned(), "(missing)".to_owned()),
        SealedField::Absent => return String::new(),
    };
    out.lang.pick(vi, en)
}

fn duties(registry: &Registry, on: Option<Date>, out: &mut Out) -> Result<Shown, Failure> {
    let on = match on {
        Some(on) => on,
        None => today()?,
    };
    let duties = registry.duties(on)?;
    if out.json {
        for open in &duties {
            out.feed(&bmnn_json::open_duty(open));
        }
        return Ok(Some(()));
    }
    if duties.is_empty() {
        out.say(
            format!("Ngày {on}: không còn việc nào phải làm."),
            format!("On {on} there is nothing left to do."),
        );
    }
    let heading = out.lang.pick(
        ["Hạn", "Việc", "Về", "Quy định"],
        ["Due", "What", "About", "Provision"],
    );
    let mut table = Table::new(heading);
    for open in &duties {
        table.row([
            due(open, out),
            view::duty_kind(open.duty.kind, out.lang).to_owned(),
            open.duty.about.clone(),
            open.duty.provision.clone(),
        ]);
    }
    if !table.is_empty() {
        table.lines().iter().for_each(|line| out.line(line));
    }
    Ok(Some(()))
}

fn due(open: &OpenDuty, out: &Out) -> String {
    let (Some(due), Some(left)) = (open.duty.due, open.days_left) else {
        return out.lang.pick("–", "–").to_owned();
    };
    let left = match left {
        late if late < 0 => out.lang.pick(
            format!("QUÁ HẠN {} ngày", -late),
            format!("{} days LATE", -late),
        ),
        left => out
            .lang
            .pick(format!("còn {left} ngày"), format!("{left} days left")),
    };
    format!("{due} ({left})")
}

fn checkpoint(registry: &Registry, args: &Args, out: &mut Out) -> Result<Shown, Failure> {
    if let Some(path) = &args.qr_svg {
        write_new(path, qr::svg(registry.checkpoint())?.as_bytes())?;
    }
    if out.json {
        out.document(&json!({
            "ledger": registry.ledger_id().to_string(),
            "size": registry.size(),
            "root": registry.root().to_string(),
            "checkpoint": registry.checkpoint(),
            "short": short(registry),
            "key": registry.verifier_key(registry.size())?.to_string(),
        }));
    } else {
        if args.short {
            out.line(short(registry).unwrap_or_default());
        } else {
            out.line(registry.checkpoint().trim_end());
        }
        if args.qr {
            out.line(qr::text(registry.checkpoint())?);
        }
    }
    Ok(Some(()))
}

/// The last checkpoint, in groups that a hand can copy.
fn short(registry: &Registry) -> Option<String> {
    let checkpoint = registry.chain().checkpoint()?;
    Some(ShortCheckpoint::of(&checkpoint).to_string())
}

fn entry(registry: &Registry, entered: Option<Entered>, out: &mut Out) -> Result<Shown, Failure> {
    let Some(entered) = entered else {
        return Ok(None);
    };
    let whole = bmnn_json::entry(registry, &entered)?;
    if out.json {
        out.document(&whole);
        return Ok(Some(()));
    }
    let (seq, name) = (entered.seq, view::act(&entered.name, out.lang));
    out.say(format!("Mục {seq}: {name}"), format!("Entry {seq}: {name}"));
    let day = Date::of_unix_millis(entered.received);
    let day = day.map_or_else(|| entered.received.to_string(), |day| day.to_string());
    let by = entered.text("by").and_then(|by| by.parse().ok());
    let by = Names::of(registry).of_id(by.as_ref());
    out.say(
        format!("  ghi ngày {day}, người ghi {by}, khoá {}", entered.signer),
        format!("  recorded on {day} by {by}, key {}", entered.signer),
    );
    for cosigner in &entered.cosigners {
        out.say(
            format!("  cùng ký: khoá {cosigner}"),
            format!("  cosigned by key {cosigner}"),
        );
    }
    if let Some(id) = &entered.id
        && let Some((seq, _)) = registry.voided(id)?
    {
        out.say(
            format!("  ĐÃ RÚT LẠI bởi mục {seq}"),
            format!("  TAKEN BACK by entry {seq}"),
        );
    }
    let act = whole.get("act").unwrap_or(&Value::Null);
    out.line(format!("{act:#}"));
    Ok(Some(()))
}

fn copy(registry: &Registry, copy: &Copy, out: &mut Out) {
    if out.json {
        out.document(&bmnn_json::copy(copy));
        return;
    }
    let names = Names::of(registry);
    let holder = names.of_id(copy.holder.as_ref());
    let state = out.lang.pick(copy.state.vi(), copy.state.as_str());
    out.say(
        format!("Bản {}: {state}", copy.id),
        format!("Copy {}: {state}", copy.id),
    );
    for (vi, en, value) in [
        ("nơi giữ", "holder", holder),
        ("người giữ", "person", names.of_id(copy.person.as_ref())),
        ("đang đến", "on its way to", names.of_id(copy.to.as_ref())),
        (
            "phát hành cho",
            "issued to",
            names.of_id(copy.addressee.as_ref()),
        ),
        (
            "hẹn trả",
            "return by",
            copy.return_by.map(|d| d.to_string()).unwrap_or_default(),
        ),
    ] {
        if !value.is_empty() {
            out.say(format!("  {vi}: {value}"), format!("  {en}: {value}"));
        }
    }
}

fn document(registry: &Registry, id: &Id, out: &mut Out) -> Result<Shown, Failure> {
    let Some(sheet) = registry.document(id)? else {
        return Ok(None);
    };
    if out.json {
        out.document(&bmnn_json::sheet(registry, &sheet)?);
        return Ok(Some(()));
    }
    let subject = registry.sealed_field(id.as_str(), "subject")?;
    let document = &sheet.document;
    let names = Names::of(registry);
    let level = document.level.map(|level| {
        out.lang.pick(
            level.vi().to_owned(),
            format!("{} ({})", level.vi(), level.en()),
        )
    });
    out.say(format!("Tài liệu {id}"), format!("Document {id}"));
    for (vi, en, value) in [
        ("số, ký hiệu", "symbol", document.symbol.clone()),
        (
            "ngày tháng",
            "date",
            document.date.map(|date| date.to_string()),
        ),
        ("độ mật", "level", level),
        (
            "trích yếu",
            "subject",
            Some(told(&subject, out)).filter(|text| !text.is_empty()),
        ),
        (
            "nơi gửi",
            "issuer",
            document
                .issuer
                .as_ref()
                .map(|issuer| names.of_id(Some(issuer))),
        ),
        (
            "ngày xác định",
            "determined",
            document.determined.map(|date| date.to_string()),
        ),
        (
            "gia hạn đến",
            "extended to",
            document.extended_to.map(|date| date.to_string()),
        ),
        (
            "giải mật từ",
            "declassified from",
            document.declassified.map(|date| date.to_string()),
        ),
        (
            "dòng",
            "row",
            document
                .row
                .as_ref()
                .map(|(book, number)| format!("{book}/{number}")),
        ),
        (
            "còn thiếu",
            "still absent",
            Some(document.missing.join(", ")).filter(|list| !list.is_empty()),
        ),
    ] {
        if let Some(value) = value {
            out.say(format!("  {vi}: {value}"), format!("  {en}: {value}"));
        }
    }
    status::copies(registry, &sheet, out);
    Ok(Some(()))
}
