//! `bmnn status`: what a document is on a day, and why.

use std::path::PathBuf;

use bmnn::{date::Date, id::Id, status::Status};
use bmnn_registry::{DocumentSheet, Registry};

use crate::{
    exit::Exit, failure::Failure, lang::Lang, names::Names, office, output::Out,
    passphrase::Source, table::Table, verb::init::today, view,
};

/// Arguments of `bmnn status`.
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    /// The registry's folder
    dir: PathBuf,
    /// The document's id
    document: Id,
    /// The day asked about, past or future [default: today]
    #[arg(long, value_name = "DATE")]
    on: Option<Date>,
    /// As known behind this entry, rather than now
    #[arg(long, value_name = "ENTRY")]
    known_at: Option<u64>,
    #[command(flatten)]
    passphrase: Source,
}

/// Answers with the standing, its reasons and the copies.
pub(crate) fn run(args: &Args, out: &mut Out) -> Result<Exit, Failure> {
    let registry = office::read_through(&args.dir, &args.passphrase, out)?;
    let on = match args.on {
        Some(on) => on,
        None => today()?,
    };
    let status = registry.status(&args.document, on, args.known_at)?;
    let Some(status) = status else {
        let document = &args.document;
        return Err(Failure::new(
            format!("trong sổ không có tài liệu `{document}`"),
            format!("there is no document `{document}` in the registry"),
        )
        .ending(Exit::DoesNotHold));
    };
    let sheet = registry.document(&args.document)?;
    if out.json {
        let (document, known_at) = (&args.document, args.known_at);
        let whole = bmnn_json::status(document, &status, known_at, sheet.as_ref());
        out.document(&whole);
    } else {
        tell(args, &status, out);
        if let Some(sheet) = &sheet {
            copies(&registry, sheet, out);
        }
    }
    Ok(Exit::Holds)
}

fn tell(args: &Args, status: &Status, out: &mut Out) {
    let (id, on) = (&args.document, status.on);
    let standing = out.lang.pick(status.standing.vi(), standing_en(status));
    out.say(
        format!("Tài liệu {id}, ngày {on}: {standing}"),
        format!("Document {id} on {on}: {standing}"),
    );
    if let Some(level) = status.level {
        let en = format!("{} ({})", level.vi(), level.en());
        out.say(
            format!("  độ mật      {}", level.vi()),
            format!("  level       {en}"),
        );
    }
    if let Some(ends) = status.ends {
        out.say(
            format!("  đến hết     {ends}"),
            format!("  until       {ends}"),
        );
    }
    let pack = status.pack.as_deref().unwrap_or("–");
    out.say(
        format!("  bộ quy tắc  {pack}"),
        format!("  pack        {pack}"),
    );
    if status.is_unverified() {
        out.say(
            "  ⚠ câu trả lời dựa vào quy định CHƯA KIỂM CHỨNG (xem dưới)",
            "  ⚠ the answer leans on a rule that was NOT VERIFIED (see below)",
        );
    }
    out.say("  vì:", "  because:");
    for because in &status.because {
        let text = out.lang.pick(&because.vi, &because.en);
        out.line(format!("  – {text}"));
        if let Some(cited) = &because.cited {
            let article = out.lang.pick(&cited.vi, &cited.en);
            let sure = out.lang.pick(cited.confidence.vi(), cited.confidence.en());
            out.line(format!("      {article} [{sure}; {}]", cited.pack));
        }
    }
    if let Some(known_at) = args.known_at {
        out.say(
            format!("  theo những gì đã ghi đến mục {known_at}"),
            format!("  as known behind entry {known_at}"),
        );
    }
}

fn standing_en(status: &Status) -> &'static str {
    use bmnn::status::Standing;
    match status.standing {
        Standing::NotYet => "not in the registry on that day",
        Standing::Unopened => "an unopened envelope, level not known",
        Standing::Secret => "a state secret",
        Standing::Expired => "its term has ended: declassified by itself",
        Standing::Declassified => "declassified",
        Standing::Cancelled => "its number was cancelled",
    }
}

/// Where each copy is now, and what is to be done about them.
pub(crate) fn copies(registry: &Registry, sheet: &DocumentSheet, out: &mut Out) {
    let names = Names::of(registry);
    let heading = out.lang.pick(
        ["Bản", "Tình trạng", "Nơi giữ", "Người giữ", "Hẹn trả"],
        ["Copy", "State", "Holder", "Person", "Return by"],
    );
    let mut table = Table::new(heading);
    for copy in &sheet.copies {
        table.row([
            copy.id.to_string(),
            copy_state(copy, &names, out.lang),
            names.of_id(copy.holder.as_ref()),
            names.of_id(copy.person.as_ref()),
            copy.return_by
                .map(|day| day.to_string())
                .unwrap_or_default(),
        ]);
    }
    if !table.is_empty() {
        out.say("\nCác bản (hiện nay):", "\nCopies (now):");
        table
            .lines()
            .iter()
            .for_each(|line| out.line(format!("  {line}")));
    }
    if !sheet.duties.is_empty() {
        out.say("\nViệc phải làm:", "\nTo do:");
        for duty in &sheet.duties {
            out.line(format!("  – {}", view::duty_line(duty, out.lang)));
        }
    }
}

fn copy_state(copy: &bmnn::custody::Copy, names: &Names<'_>, lang: Lang) -> String {
    let state = lang.pick(copy.state.vi(), copy.state.as_str());
    match &copy.to {
        Some(to) => format!("{state} → {}", names.of_id(Some(to))),
        None => state.to_owned(),
    }
}
