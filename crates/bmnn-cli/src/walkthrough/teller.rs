//! How the story is told: headings, short paragraphs, and what the registry
//! answered.

use std::collections::BTreeMap;
use std::io::IsTerminal;

use bmnn::act::schema;
use bmnn::custody::{Duty, DutyKind};
use bmnn::date::Date;
use bmnn::decide::{Decision, Remark};
use bmnn_registry::Performed;
use serde_json::{Value, json};

use super::cast::{self, with_names};
use crate::lang::Lang;
use crate::output::Out;

/// Lines end here; a terminal of 100 columns shows them whole.
const WIDTH: usize = 94;

/// Tells the story, or keeps it for one JSON document.
pub(super) struct Teller {
    out: Out,
    colour: bool,
    days: Vec<Value>,
    /// Whether the last thing told was an answer: a paragraph stands apart.
    answered: bool,
}

/// How a line is set off where the terminal can.
#[derive(Clone, Copy)]
enum Look {
    Plain,
    Bold,
    Dim,
    Red,
    Green,
    Yellow,
}

impl Teller {
    pub(super) fn new(lang: Lang, json: bool) -> Self {
        let colour = std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none();
        Self {
            out: Out::new(lang, json),
            colour,
            days: Vec::new(),
            answered: false,
        }
    }

    pub(super) fn lang(&self) -> Lang {
        self.out.lang
    }

    fn english(&self) -> bool {
        self.out.lang == Lang::En
    }

    /// The days as JSON.
    pub(super) fn days(&self) -> &[Value] {
        &self.days
    }

    /// Prints the one JSON document, and nothing where text was told.
    pub(super) fn document(&mut self, document: &Value) {
        if self.out.json {
            self.out.document(document);
        }
    }

    pub(super) fn finish(&mut self) -> std::io::Result<()> {
        self.out.finish()
    }

    /// What is told reaches the reader before something long begins.
    pub(super) fn flush(&mut self) {
        self.out.flush();
    }

    /// The title of the whole.
    pub(super) fn title(&mut self, name: &str, vi: &str, en: &str) {
        let text = format!("{name} · {}", self.lang().pick(vi, en));
        self.line(Look::Bold, &text);
    }

    pub(super) fn heading(&mut self, on: Date, vi: &str, en: &str) {
        self.days
            .push(json!({"on": on.to_string(), "title": {"vi": vi, "en": en}, "steps": []}));
        let head = format!(
            "── {} · {} ",
            day(on, self.lang()),
            self.lang().pick(vi, en)
        );
        let rule = "─".repeat(WIDTH.saturating_sub(width(&head)));
        self.line(Look::Plain, "");
        self.line(Look::Bold, &format!("{head}{rule}"));
        self.answered = false;
        self.flush();
    }

    /// A paragraph.
    pub(super) fn say(&mut self, vi: &str, en: &str) {
        self.note(json!({"said": {"vi": vi, "en": en}}));
        let text = self.lang().pick(vi, en).to_owned();
        if self.answered {
            self.line(Look::Plain, "");
        }
        self.paragraph(Look::Plain, "", "", &text);
        self.answered = false;
    }

    /// A line of a list or table, as it stands.
    pub(super) fn verbatim(&mut self, text: &str) {
        self.line(Look::Plain, text);
    }

    /// A line of emphasis, as it stands.
    pub(super) fn strong(&mut self, text: &str) {
        self.line(Look::Bold, text);
    }

    /// What a paragraph says and JSON need not: a passphrase, a command.
    pub(super) fn aside(&mut self, text: &str) {
        self.paragraph(Look::Dim, "  ", "  ", text);
    }

    /// What a verification caught.
    pub(super) fn caught(&mut self, text: &str) {
        self.paragraph(Look::Red, "  ✗ ", "    ", text);
    }

    /// What a verification found to be in order.
    pub(super) fn holds(&mut self, text: &str) {
        self.paragraph(Look::Green, "  ✓ ", "    ", text);
    }

    /// What a verification has to say besides.
    pub(super) fn remarked(&mut self, text: &str) {
        self.paragraph(Look::Yellow, "    ! ", "      ", text);
    }

    /// One of several reasons.
    pub(super) fn bullet(&mut self, text: &str) {
        self.paragraph(Look::Dim, "    – ", "      ", text);
    }

    /// Facts for the JSON document alone.
    pub(super) fn note(&mut self, step: Value) {
        let steps = self.days.last_mut().and_then(|day| day.get_mut("steps"));
        if let Some(steps) = steps.and_then(Value::as_array_mut) {
            steps.push(step);
        }
    }

    /// One act on record, or several in one commit.
    pub(super) fn done(&mut self, performed: &[Performed]) {
        self.note(json!({"done": performed.iter().map(act_json).collect::<Vec<_>>()}));
        let (Some(first), Some(last)) = (performed.first(), performed.last()) else {
            return;
        };
        let entries = if performed.len() == 1 {
            format!("{} {}", self.lang().pick("mục", "entry"), first.seq)
        } else {
            format!(
                "{} {}–{}",
                self.lang().pick("mục", "entries"),
                first.seq,
                last.seq
            )
        };
        let what = if performed.len() == 1 {
            self.act_name(&first.act)
        } else {
            self.lang().pick(
                format!("{} hành vi, ghi một lần", performed.len()),
                format!("{} acts, one commit", performed.len()),
            )
        };
        let mut parts = vec![what, entries];
        parts.extend(self.rows(performed));
        self.paragraph(Look::Green, "  ✓ ", "    ", &parts.join(" · "));
        self.remarks(performed);
        self.duties(performed);
    }

    /// The rows that books gave.
    fn rows(&self, performed: &[Performed]) -> Vec<String> {
        let mut books: BTreeMap<String, (u32, u32)> = BTreeMap::new();
        for row in performed.iter().filter_map(|one| one.row.as_ref()) {
            let span = books
                .entry(row.book.to_string())
                .or_insert((row.number, row.number));
            *span = (span.0.min(row.number), span.1.max(row.number));
        }
        let row = self.lang().pick("dòng", "row");
        let rows = self.lang().pick("dòng", "rows");
        books
            .iter()
            .map(|(book, (first, last))| match first == last {
                true => format!("{} {row} {first}", book_name(book, self.lang())),
                false => format!("{} {rows} {first}–{last}", book_name(book, self.lang())),
            })
            .collect()
    }

    fn remarks(&mut self, performed: &[Performed]) {
        let mut warned: Vec<(String, usize)> = Vec::new();
        let mut broken: Vec<String> = Vec::new();
        for one in performed {
            if let Decision::Allowed {
                warnings,
                irregular,
                ..
            } = &one.decision
            {
                for warning in warnings {
                    let text = self.remark(warning);
                    match warned.iter_mut().find(|(other, _)| *other == text) {
                        Some((_, times)) => *times += 1,
                        None => warned.push((text, 1)),
                    }
                }
                broken.extend(irregular.iter().map(|remark| self.remark(remark)));
            }
        }
        for text in broken {
            let lead = self
                .lang()
                .pick("ghi nhận là trái quy định: ", "recorded as irregular: ");
            self.paragraph(Look::Red, "    ≠ ", "      ", &format!("{lead}{text}"));
        }
        for (text, times) in warned {
            let times = if times > 1 {
                format!(" (×{times})")
            } else {
                String::new()
            };
            self.paragraph(Look::Yellow, "    ! ", "      ", &format!("{text}{times}"));
        }
    }

    fn duties(&mut self, performed: &[Performed]) {
        let mut opened: BTreeMap<(DutyKind, Option<Date>), Vec<String>> = BTreeMap::new();
        let mut closed: BTreeMap<(DutyKind, Option<Date>), Vec<String>> = BTreeMap::new();
        for one in performed {
            if let Decision::Allowed { opens, closes, .. } = &one.decision {
                let keep = |to: &mut BTreeMap<_, Vec<String>>, duty: &Duty| {
                    to.entry((duty.kind, duty.due))
                        .or_default()
                        .push(duty.about.clone());
                };
                opens.iter().for_each(|duty| keep(&mut opened, duty));
                closes.iter().for_each(|duty| keep(&mut closed, duty));
            }
        }
        for ((kind, due), about) in &opened {
            let due = due.map(|due| {
                let due = date(due, self.lang());
                self.lang()
                    .pick(format!(", hạn {due}"), format!(", by {due}"))
            });
            let text = format!(
                "{}: {}{}",
                self.duty_name(*kind),
                named(about),
                due.unwrap_or_default()
            );
            let lead = self.lang().pick("việc phải làm – ", "to do – ");
            self.paragraph(Look::Plain, "    ☐ ", "      ", &format!("{lead}{text}"));
        }
        for ((kind, _), about) in &closed {
            let text = format!("{}: {}", self.duty_name(*kind), named(about));
            let lead = self.lang().pick("xong – ", "done – ");
            self.paragraph(Look::Plain, "    ☑ ", "      ", &format!("{lead}{text}"));
        }
    }

    fn duty_name(&self, kind: DutyKind) -> String {
        match self.lang() {
            Lang::Vi => kind.vi().to_owned(),
            Lang::En => kind.as_str().replace('-', " "),
        }
    }

    /// An act that the registry did not take, with every reason and its article.
    pub(super) fn refused(&mut self, act: &str, decision: &Decision) {
        let Decision::Refused { reasons, warnings } = decision else {
            return;
        };
        self.note(json!({"refused": {
            "act": act,
            "reasons": reasons.iter().map(remark_json).collect::<Vec<_>>(),
            "warnings": warnings.iter().map(remark_json).collect::<Vec<_>>(),
        }}));
        let name = self.act_name(act);
        let verdict = self
            .lang()
            .pick("bị từ chối, không ghi gì", "refused; nothing was written");
        self.paragraph(Look::Red, "  ✗ ", "    ", &format!("{name} · {verdict}"));
        for reason in reasons {
            let text = self.remark(reason);
            self.paragraph(Look::Red, "    ", "    ", &format!("“{text}”"));
        }
        for warning in warnings {
            let text = self.remark(warning);
            self.paragraph(Look::Yellow, "    ! ", "      ", &text);
        }
    }

    fn remark(&self, remark: &Remark) -> String {
        match self.lang() {
            Lang::Vi => with_names(&remark.vi(), false),
            Lang::En => with_names(&remark.en(), true),
        }
    }

    fn act_name(&self, act: &str) -> String {
        let named = schema::act(act).map(|schema| self.lang().pick(schema.vi, schema.en));
        named.unwrap_or(act).to_owned()
    }

    /// How a party or person is called.
    pub(super) fn called(&self, id: &str) -> String {
        cast::called(id, self.english())
    }

    /// Text broken between words, `first` before its first line and `rest`
    /// before the others.
    fn paragraph(&mut self, look: Look, first: &str, rest: &str, text: &str) {
        for (index, line) in wrapped(text, WIDTH.saturating_sub(width(first)))
            .iter()
            .enumerate()
        {
            let lead = if index == 0 { first } else { rest };
            self.line(look, &format!("{lead}{line}"));
        }
    }

    fn line(&mut self, look: Look, text: &str) {
        self.answered = true;
        if self.out.json {
            return;
        }
        let code = match look {
            _ if !self.colour => None,
            Look::Plain => None,
            Look::Bold => Some(1),
            Look::Dim => Some(2),
            Look::Red => Some(31),
            Look::Green => Some(32),
            Look::Yellow => Some(33),
        };
        match code {
            Some(code) => self.out.line(format!("\u{1b}[{code}m{text}\u{1b}[0m")),
            None => self.out.line(text),
        }
    }
}

/// A few by name, many by number.
fn named(about: &[String]) -> String {
    match about {
        [a, b, c, d, rest @ ..] if !rest.is_empty() => {
            format!("{a}, {b}, {c}, {d}, … (+{})", rest.len())
        }
        few => few.join(", "),
    }
}

fn act_json(performed: &Performed) -> Value {
    let remarks = |remarks: &[Remark]| remarks.iter().map(remark_json).collect::<Vec<_>>();
    let duties = |duties: &[Duty]| {
        let duties = duties.iter();
        duties
            .map(|duty| json!({"kind": duty.kind, "about": duty.about, "due": duty.due}))
            .collect::<Vec<_>>()
    };
    let mut act = json!({
        "act": performed.act, "id": performed.id.to_string(), "seq": performed.seq,
        "row": performed.row.as_ref().map(|row| json!({"book": row.book, "number": row.number})),
    });
    if let (
        Decision::Allowed {
            warnings,
            irregular,
            opens,
            closes,
        },
        Some(fields),
    ) = (&performed.decision, act.as_object_mut())
    {
        fields.insert("warnings".to_owned(), json!(remarks(warnings)));
        fields.insert("irregular".to_owned(), json!(remarks(irregular)));
        fields.insert("opens".to_owned(), json!(duties(opens)));
        fields.insert("closes".to_owned(), json!(duties(closes)));
    }
    act
}

fn remark_json(remark: &Remark) -> Value {
    json!({"code": remark.reason.code(), "vi": remark.vi(), "en": remark.en()})
}

/// What a clerk calls the books of the story.
pub(super) fn book_name(book: &str, lang: Lang) -> &str {
    match book {
        cast::OUTGOING => lang.pick("Sổ đi", "outgoing book"),
        cast::INCOMING => lang.pick("Sổ đến", "incoming book"),
        cast::HANDOVER => lang.pick("Sổ chuyển giao", "handover book"),
        cast::COPYING => lang.pick("Sổ sao, chụp", "copying book"),
        other => other,
    }
}

/// The places a text takes on a terminal; marks that combine take none.
pub(super) fn width(text: &str) -> usize {
    text.chars()
        .filter(|c| !matches!(c, '\u{300}'..='\u{36f}'))
        .count()
}

/// The lines of `text`, none wider than `limit` but for a single word.
pub(super) fn wrapped(text: &str, limit: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let Some(line) = lines.last_mut() else { break };
        if line.is_empty() {
            line.push_str(word);
        } else if width(line) + 1 + width(word) <= limit {
            line.push(' ');
            line.push_str(word);
        } else {
            lines.push(word.to_owned());
        }
    }
    lines
}

/// A date as it is written: `02/03/2026`, or `2 March 2026`.
pub(super) fn date(on: Date, lang: Lang) -> String {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let month = MONTHS
        .get(usize::from(on.month()).saturating_sub(1))
        .copied()
        .unwrap_or_default();
    lang.pick(
        format!("{:02}/{:02}/{}", on.day(), on.month(), on.year()),
        format!("{} {month} {}", on.day(), on.year()),
    )
}

/// The day of the week and the date.
fn day(on: Date, lang: Lang) -> String {
    const VI: [&str; 7] = [
        "Thứ Năm",
        "Thứ Sáu",
        "Thứ Bảy",
        "Chủ nhật",
        "Thứ Hai",
        "Thứ Ba",
        "Thứ Tư",
    ];
    const EN: [&str; 7] = [
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
        "Monday",
        "Tuesday",
        "Wednesday",
    ];
    // 1 January 1970 was a Thursday.
    let since = Date::of_unix_millis(0)
        .map_or(0, |epoch| epoch.days_until(on))
        .rem_euclid(7);
    let index = usize::try_from(since).unwrap_or(0);
    let name = lang
        .pick(VI.get(index), EN.get(index))
        .copied()
        .unwrap_or_default();
    format!("{name} {}", date(on, lang))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_between_words_and_count_places() {
        assert_eq!(wrapped("Sổ đăng ký bí mật", 10), ["Sổ đăng ký", "bí mật"]);
        assert_eq!(wrapped("", 10), [""]);
        assert_eq!(width("Sổ đi"), 5);
        assert_eq!(width("So\u{302}\u{309}"), 2);
    }

    #[test]
    fn days_have_their_names() {
        let on = "2026-03-02".parse::<Date>().unwrap();
        assert_eq!(day(on, Lang::Vi), "Thứ Hai 02/03/2026");
        assert_eq!(day(on, Lang::En), "Monday 2 March 2026");
    }
}
