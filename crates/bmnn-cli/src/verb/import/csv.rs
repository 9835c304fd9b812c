//! An old register: rows made into `document.import`, and a list of what a
//! clerk should look at.

use std::collections::{BTreeMap, VecDeque};
use std::io::BufRead;

use bmnn::{
    act,
    custody::{Kind, Party as Enrolled},
    ledger::PlainSigner,
};
use bmnn_registry::{PerformError, Registry};
use serde_json::{Value, json};

use super::{Args, Input, Origin, Waiting};
use crate::{
    exit::Exit,
    failure::Failure,
    office::Office,
    old_book::{Becomes, Book, Party, Remark, Row, Rows, Tally, delimiter},
    output::Out,
    progress::Progress,
    verb::init::today,
};

/// A title stands where acts have a paper's symbol.
const LONGEST_TITLE: usize = 100;

/// What became of the rows.
#[derive(Default)]
struct Outcome {
    recorded: u64,
    there: u64,
    /// Rows that were not brought over: line and why.
    left_out: Vec<(u64, Remark)>,
    /// Rows that were, with something to look at.
    remarks: Vec<(u64, Remark)>,
}

pub(super) fn run(
    args: &Args,
    mut file: Input,
    office: &mut Office,
    signer: &PlainSigner,
    out: &mut Out,
) -> Result<Exit, Failure> {
    let book = book(args, &office.registry)?;
    let delimiter = heading_delimiter(&mut file)?;
    let bar = file
        .length
        .map(|_| Progress::of_bytes(out.lang.pick("Nhập sổ cũ", "Importing")));
    let mut rows = Rows::new(&book, file.from, delimiter)?;
    let mut outcome = Outcome::default();
    let most = usize::try_from(args.batch).unwrap_or(usize::MAX);
    let mut batch = VecDeque::new();
    while let Some(row) = rows.next_row()? {
        take(row, &mut batch, &mut outcome);
        if batch.len() >= most {
            commit(&mut batch, args, office, signer, &mut outcome)?;
        }
        if let (Some(bar), Some(total)) = (&bar, file.length) {
            bar.at(rows.bytes_read(), total);
        }
    }
    commit(&mut batch, args, office, signer, &mut outcome)?;
    drop(bar);
    let exit = if outcome.left_out.is_empty() {
        Exit::Holds
    } else {
        Exit::DoesNotHold
    };
    if out.json {
        tell_json(args, &outcome, &rows.tally, office, out);
    } else {
        tell(args, &outcome, &rows.tally, out);
    }
    Ok(exit)
}

/// The book, with the parties and the words that the registry knows.
fn book(args: &Args, registry: &Registry) -> Result<Book, Failure> {
    let on = match args.old_book.on {
        Some(on) => on,
        None => today()?,
    };
    let long = |title: &String| title.chars().count() > LONGEST_TITLE;
    if args.old_book.title.as_ref().is_some_and(long) {
        return Err(Failure::new(
            format!("tên sổ dài quá {LONGEST_TITLE} ký tự"),
            format!("the title is longer than {LONGEST_TITLE} characters"),
        ));
    }
    let mut book = Book::outgoing(on);
    book.origin = match args.old_book.origin {
        Origin::Own => act::Origin::Own,
        Origin::Received => act::Origin::Received,
        Origin::Unknown => act::Origin::Unknown,
    };
    args.old_book.prefix.as_str().clone_into(&mut book.prefix);
    book.title.clone_from(&args.old_book.title);
    book.dated_is_determined = args.old_book.dated_is_determined;
    know_parties(&mut book, registry)?;
    registry
        .packs()
        .iter()
        .for_each(|pack| book.know_types_of(pack));
    Ok(book)
}

/// Knows every party that has not ended by the name it was enrolled with.
pub(crate) fn know_parties(book: &mut Book, registry: &Registry) -> Result<(), Failure> {
    for party in registry.all::<Enrolled>(Kind::Party)? {
        if party.ended.is_some_and(|ended| ended < book.on) {
            continue;
        }
        let name = registry.sealed_text(party.id.as_str(), "name")?;
        let known = Party {
            id: party.id,
            own: party.own,
        };
        book.parties.know(known, name.as_deref());
    }
    Ok(())
}

/// Looks at the heading without taking it, past comments.
fn heading_delimiter(file: &mut Input) -> Result<u8, Failure> {
    let start = file.from.fill_buf().map_err(|cause| {
        Failure::new(
            format!("không đọc được tệp CSV: {cause}"),
            format!("cannot read the CSV file: {cause}"),
        )
    })?;
    let text = String::from_utf8_lossy(start);
    let heading = text
        .trim_start_matches('\u{feff}')
        .lines()
        .find(|line| !line.starts_with('#'));
    Ok(delimiter(heading.unwrap_or_default()))
}

fn take(row: Row, batch: &mut VecDeque<Waiting>, outcome: &mut Outcome) {
    let line = row.line;
    outcome
        .remarks
        .extend(row.remarks.into_iter().map(|remark| (line, remark)));
    match row.becomes {
        Becomes::Import(act) => batch.push_back(Waiting { line, act }),
        Becomes::LeftOut(why) => outcome.left_out.push((line, why)),
    }
}

/// Records a batch. A row that the registry does not take is left out and
/// listed; the rows behind it go on.
fn commit(
    batch: &mut VecDeque<Waiting>,
    args: &Args,
    office: &mut Office,
    signer: &PlainSigner,
    outcome: &mut Outcome,
) -> Result<(), Failure> {
    if args.old_book.dry_run {
        outcome.recorded += u64::try_from(batch.len()).unwrap_or(0);
        batch.clear();
    }
    for waiting in batch.iter_mut() {
        keep_day(&office.registry, waiting)?;
    }
    while !batch.is_empty() {
        let acts: Vec<Value> = batch.iter().map(|waiting| waiting.act.clone()).collect();
        let imported = office.registry.import(acts, signer)?;
        for one in &imported.performed {
            batch.pop_front();
            match one.repeated {
                true => outcome.there += 1,
                false => outcome.recorded += 1,
            }
        }
        let Some((_, error)) = imported.stopped else {
            batch.clear();
            continue;
        };
        // Disk, keys or clock: no row is at fault, and none can go on.
        if !error.is_refusal() && !matches!(error, PerformError::Draft(_)) {
            return Err(error.into());
        }
        if let Some(waiting) = batch.pop_front() {
            outcome.left_out.push((waiting.line, why_not(&error)));
        }
    }
    Ok(())
}

/// A row that is there already keeps its day: run again on a later one, the
/// import asks for the same.
fn keep_day(registry: &Registry, waiting: &mut Waiting) -> Result<(), Failure> {
    let id = waiting.act.get("id").and_then(Value::as_str);
    let Some(id) = id.and_then(|id| id.parse().ok()) else {
        return Ok(());
    };
    if let Some(there) = registry.by_id(&id)?
        && let (Some(on), Some(act)) = (there.text("on"), waiting.act.as_object_mut())
    {
        act.insert("on".into(), on.into());
    }
    Ok(())
}

fn why_not(error: &PerformError) -> Remark {
    let PerformError::OtherContent { seq, .. } = error else {
        return Remark {
            vi: error.vi(),
            en: error.to_string(),
        };
    };
    Remark {
        vi: format!(
            "mã này đã có ở mục {seq} với nội dung khác: dòng đã sửa, nơi nhận mới đăng ký, \
             hoặc là sổ khác (dùng `--prefix`)"
        ),
        en: format!(
            "its id is that of entry {seq}, which says otherwise: the row was changed, a party \
             enrolled since, or it is another book (use `--prefix`)"
        ),
    }
}

fn tell(args: &Args, outcome: &Outcome, tally: &Tally, out: &mut Out) {
    let Outcome {
        recorded,
        there,
        left_out,
        remarks,
    } = outcome;
    let rows = tally.rows;
    let dry = args.old_book.dry_run;
    let (vi, en) = if dry {
        ("Sẽ chuyển", "To be brought over")
    } else {
        ("Đã chuyển", "Brought over")
    };
    out.say(
        format!(
            "Sổ cũ có {rows} dòng. {vi} {recorded}; đã có từ trước {there}; để lại {}.",
            left_out.len()
        ),
        format!(
            "The old book has {rows} rows. {en}: {recorded}; there already: {there}; left out: {}.",
            left_out.len()
        ),
    );
    list(left_out, "Để lại (cần xem lại):", "Left out:", out);
    let gaps = tally.gaps();
    if !gaps.is_empty() {
        out.say("Số bị khuyết:", "Numbers missing:");
        for gap in gaps {
            let range = if gap.first == gap.last {
                gap.first.to_string()
            } else {
                format!("{}–{}", gap.first, gap.last)
            };
            out.line(format!("  {}: {range}", year(gap.year)));
        }
    }
    let repeats = tally.repeats();
    if !repeats.is_empty() {
        out.say("Số bị trùng:", "Numbers repeated:");
        for repeat in repeats {
            let lines: Vec<String> = repeat.lines.iter().map(ToString::to_string).collect();
            let (year, number, lines) = (year(repeat.year), repeat.number, lines.join(", "));
            out.say(
                format!("  {year}: số {number} ở dòng {lines}"),
                format!("  {year}: number {number} on lines {lines}"),
            );
        }
    }
    if !tally.strangers.is_empty() {
        out.say(
            "Chưa đăng ký (tên được giữ trong ghi chú; bản giao cho họ chưa có nơi giữ):",
            "Not enrolled (the names are kept in notes; their copies have no holder yet):",
        );
        counted(&tally.strangers, out);
    }
    if !tally.absent.is_empty() {
        out.say(
            "Còn thiếu (mỗi tài liệu mở một việc bổ sung):",
            "Absent facts (each document opens a duty to complete it):",
        );
        let absent: BTreeMap<String, u64> = tally
            .absent
            .iter()
            .map(|(fact, count)| (absent(fact, out), *count))
            .collect();
        counted(&absent, out);
    }
    if tally.levels_read_freely > 0 {
        let count = tally.levels_read_freely;
        out.say(
            format!("{count} dòng viết độ mật khác cách in (viết hoa, thiếu dấu, chữ A B C…), đã đọc được."),
            format!("{count} levels were written otherwise than printed (capitals, no diacritics, letters); all were read."),
        );
    }
    list(remarks, "Cần xem:", "To look at:", out);
}

fn list(of: &[(u64, Remark)], vi: &str, en: &str, out: &mut Out) {
    if of.is_empty() {
        return;
    }
    out.say(vi, en);
    for (line, remark) in of {
        out.say(
            format!("  dòng {line}: {}", remark.vi),
            format!("  line {line}: {}", remark.en),
        );
    }
}

fn counted(of: &BTreeMap<String, u64>, out: &mut Out) {
    for (what, count) in of {
        out.line(format!("  {what}: {count}"));
    }
}

fn absent(fact: &str, out: &Out) -> String {
    let vi = match fact {
        "symbol" => "số và ký hiệu",
        "date" => "ngày tháng",
        "subject" => "trích yếu",
        "determined" => "ngày xác định độ mật",
        other => other,
    };
    out.lang.pick(vi, fact).to_owned()
}

fn year(year: Option<i32>) -> String {
    year.map_or_else(|| "?".to_owned(), |year| year.to_string())
}

fn tell_json(args: &Args, outcome: &Outcome, tally: &Tally, office: &Office, out: &mut Out) {
    let lines = |of: &[(u64, Remark)]| {
        let items = of.iter();
        let items =
            items.map(|(line, remark)| json!({ "line": line, "vi": remark.vi, "en": remark.en }));
        items.collect::<Vec<Value>>()
    };
    let mut document = tally.json();
    if let Some(fields) = document.as_object_mut() {
        fields.insert("dry-run".into(), args.old_book.dry_run.into());
        fields.insert("recorded".into(), outcome.recorded.into());
        fields.insert("there-already".into(), outcome.there.into());
        fields.insert("left-out".into(), lines(&outcome.left_out).into());
        fields.insert("remarks".into(), lines(&outcome.remarks).into());
        fields.insert("size".into(), office.registry.size().into());
        fields.insert("root".into(), office.registry.root().to_string().into());
    }
    out.document(&document);
}
