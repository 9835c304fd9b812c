//! Acts as JSON lines.

use std::io::{BufRead, BufReader, Read, Take};

use bmnn::ledger::PlainSigner;
use bmnn_registry::PerformError;
use serde_json::{Value, json};

use super::{Args, Input, Waiting};
use crate::{
    exit::Exit,
    failure::Failure,
    office::Office,
    output::Out,
    progress::Progress,
    verb::perform::{parse, utf8},
    view,
};

/// No act is longer on its line: an entry is at most 1 MiB, and JSON writes a
/// byte as two digits.
const LONGEST_LINE: u64 = 4 << 20;
/// The texts of one batch are at most this long together.
const LONGEST_BATCH: usize = 4 << 20;

/// What became of the stream.
#[derive(Default)]
struct Tally {
    lines: u64,
    recorded: u64,
    there: u64,
    irregular: u64,
    warned: u64,
    without_id: u64,
}

/// The line that ended it, and why.
enum Stop {
    /// Disk, keys or clock: nothing of the batch that begins there is kept.
    Batch(u64, Failure),
    Unreadable(u64, Failure),
    Act(u64, PerformError),
}

pub(super) fn run(
    args: &Args,
    file: Input,
    office: &mut Office,
    signer: &PlainSigner,
    out: &mut Out,
) -> Result<Exit, Failure> {
    let total = file.length;
    let bar = total.map(|_| Progress::of_bytes(out.lang.pick("Nhập", "Importing")));
    let mut lines = Lines::new(file.from);
    let mut tally = Tally::default();
    let stop = loop {
        let (batch, unreadable) = next_batch(&mut lines, args.batch);
        let ended = batch.is_empty() && unreadable.is_none();
        tally.lines += u64::try_from(batch.len()).unwrap_or(0);
        let first = batch.first().map_or(0, |waiting| waiting.line);
        match commit(batch, office, signer, &mut tally) {
            Ok(None) => {}
            Ok(stop) => break stop,
            Err(failure) => break Some(Stop::Batch(first, failure)),
        }
        if let (Some(bar), Some(total)) = (&bar, total) {
            bar.at(lines.bytes, total);
            let done = tally.recorded + tally.there;
            bar.message(
                out.lang
                    .pick(format!("{done} hành vi"), format!("{done} acts")),
            );
        }
        if let Some((line, failure)) = unreadable {
            break Some(Stop::Unreadable(line, failure));
        }
        if ended {
            break None;
        }
    };
    drop(bar);
    Ok(tell(&tally, stop, office, out))
}

/// Records a batch; says which line ended the import, if one did.
fn commit(
    batch: Vec<Waiting>,
    office: &mut Office,
    signer: &PlainSigner,
    tally: &mut Tally,
) -> Result<Option<Stop>, Failure> {
    if batch.is_empty() {
        return Ok(None);
    }
    let lines: Vec<u64> = batch.iter().map(|waiting| waiting.line).collect();
    let without_id = |waiting: &&Waiting| waiting.act.get("id").is_none();
    tally.without_id += u64::try_from(batch.iter().filter(without_id).count()).unwrap_or(0);
    let acts = batch.into_iter().map(|waiting| waiting.act);
    let imported = office.registry.import(acts, signer)?;
    for one in &imported.performed {
        if one.repeated {
            tally.there += 1;
            continue;
        }
        tally.recorded += 1;
        if let bmnn::decide::Decision::Allowed {
            warnings,
            irregular,
            ..
        } = &one.decision
        {
            tally.warned += u64::from(!warnings.is_empty());
            tally.irregular += u64::from(!irregular.is_empty());
        }
    }
    Ok(imported.stopped.map(|(index, error)| {
        let line = lines.get(index).copied().unwrap_or(0);
        Stop::Act(line, error)
    }))
}

/// The acts of the next batch, and the line behind them that is none.
fn next_batch(lines: &mut Lines, most: u32) -> (Vec<Waiting>, Option<(u64, Failure)>) {
    let mut batch = Vec::new();
    let mut length = 0;
    while batch.len() < usize::try_from(most).unwrap_or(usize::MAX) && length < LONGEST_BATCH {
        match lines.next_act() {
            Ok(Some((waiting, bytes))) => {
                length += bytes;
                batch.push(waiting);
            }
            Ok(None) => break,
            Err(failure) => return (batch, Some((lines.line, failure))),
        }
    }
    (batch, None)
}

/// The lines of a stream, counted.
struct Lines {
    from: BufReader<Box<dyn Read>>,
    /// The line read last, from 1.
    line: u64,
    /// How many bytes were read.
    bytes: u64,
}

impl Lines {
    fn new(from: BufReader<Box<dyn Read>>) -> Self {
        Self {
            from,
            line: 0,
            bytes: 0,
        }
    }

    /// The next act and the length of its line; empty lines are passed over.
    fn next_act(&mut self) -> Result<Option<(Waiting, usize)>, Failure> {
        loop {
            let mut bytes = Vec::new();
            self.line += 1;
            let mut limited: Take<_> = (&mut self.from).take(LONGEST_LINE);
            let read = limited.read_until(b'\n', &mut bytes);
            let read = read.map_err(|cause| {
                Failure::new(
                    format!("không đọc được: {cause}"),
                    format!("cannot be read: {cause}"),
                )
            })?;
            if read == 0 {
                return Ok(None);
            }
            self.bytes += u64::try_from(read).unwrap_or(0);
            if self.bytes > 0 && u64::try_from(read).unwrap_or(0) == LONGEST_LINE {
                return Err(Failure::new(
                    "dòng dài quá 4 MiB",
                    "the line is longer than 4 MiB",
                ));
            }
            let text = utf8(bytes)?;
            if text.trim().is_empty() {
                continue;
            }
            let act = parse(&text)?;
            if !act.is_object() {
                return Err(Failure::new(
                    "cần một đối tượng JSON trên mỗi dòng",
                    "expected one JSON object a line",
                ));
            }
            let line = self.line;
            return Ok(Some((Waiting { line, act }, text.len())));
        }
    }
}

fn tell(tally: &Tally, stop: Option<Stop>, office: &Office, out: &mut Out) -> Exit {
    let registry = &office.registry;
    let exit = match &stop {
        None => Exit::Holds,
        Some(Stop::Act(_, error)) if error.is_refusal() => Exit::DoesNotHold,
        Some(_) => Exit::NotTried,
    };
    if out.json {
        out.document(&json!({
            "recorded": tally.recorded,
            "there-already": tally.there,
            "irregular": tally.irregular,
            "with-warnings": tally.warned,
            "without-id": tally.without_id,
            "stopped": stop.as_ref().map(stop_json),
            "size": registry.size(),
            "root": registry.root().to_string(),
        }));
        return exit;
    }
    let Tally {
        recorded,
        there,
        warned,
        without_id,
        ..
    } = tally;
    let size = registry.size();
    out.say(
        format!("Đã ghi {recorded} hành vi; {there} hành vi đã có từ trước. Sổ cái có {size} mục."),
        format!(
            "{recorded} acts recorded; {there} were there already. The ledger has {size} entries."
        ),
    );
    if *warned > 0 {
        out.say(
            format!("{warned} hành vi có lưu ý (xem `bmnn show DIR MỤC`)."),
            format!("{warned} acts were recorded with warnings."),
        );
    }
    if *without_id > 0 {
        out.say(
            format!("{without_id} hành vi không có `id`: nhập lại lần nữa thì sẽ ghi trùng."),
            format!("{without_id} acts had no `id`: imported again, they would be recorded again."),
        );
    }
    if let Some(stop) = stop {
        tell_stop(&stop, out);
    }
    exit
}

fn tell_stop(stop: &Stop, out: &mut Out) {
    match stop {
        Stop::Batch(line, failure) | Stop::Unreadable(line, failure) => {
            let text = failure.text(out.lang).to_owned();
            out.say(
                format!("Dừng ở dòng {line}: {text}"),
                format!("Stopped at line {line}: {text}"),
            );
        }
        Stop::Act(line, error) => match error.decision() {
            Some(decision) => {
                out.say(
                    format!("Dừng ở dòng {line}, không được phép:"),
                    format!("Stopped at line {line}, which is refused:"),
                );
                view::refused(decision, out);
            }
            None => {
                let text = out.lang.pick(error.vi(), error.to_string());
                out.say(
                    format!("Dừng ở dòng {line}: {text}"),
                    format!("Stopped at line {line}: {text}"),
                );
            }
        },
    }
    let (vi, en) = match stop {
        Stop::Batch(..) => ("khắc phục", "mend that"),
        _ => ("sửa dòng này", "mend the line"),
    };
    out.say(
        format!("Mọi dòng trước đó đã được ghi; {vi} rồi chạy lại cùng lệnh."),
        format!("Everything before it is recorded; {en} and run the same command again."),
    );
}

/// `{"line", "error": {"vi", "en"}, "decision"}`.
fn stop_json(stop: &Stop) -> Value {
    match stop {
        Stop::Batch(line, failure) | Stop::Unreadable(line, failure) => {
            json!({ "line": line, "error": failure.texts() })
        }
        Stop::Act(line, error) => json!({
            "line": line,
            "error": { "vi": error.vi(), "en": error.to_string() },
            "decision": error.decision().map(bmnn_json::decision),
        }),
    }
}
