//! One row of an old book as a `document.import`.

use bmnn::{
    act::{ImportedState, Origin, is_pack_word},
    date::PartDate,
    id::{ActId, Id, to_hex},
    ledger::sha256,
    level::Level,
};
use serde_json::{Map, Value, json};
use unicode_normalization::UnicodeNormalization;

use super::column::{Cells, Column};
use super::name::{Party, spelling};
use super::written;
use super::{Becomes, Book, Remark, Row, Tally};

/// No symbol in an act is longer.
const LONGEST_SYMBOL: usize = 100;

/// Makes a row into an act, as far as it can be.
pub(super) fn row(book: &Book, line: u64, cells: &Cells<'_>, tally: &mut Tally) -> Row {
    tally.rows += 1;
    let mut making = Making {
        book,
        cells,
        tally,
        fields: Map::new(),
        note: Vec::new(),
        remarks: Vec::new(),
    };
    let becomes = making.becomes(line);
    Row {
        line,
        becomes,
        remarks: making.remarks,
    }
}

/// A row half made.
struct Making<'a, 'r> {
    book: &'a Book,
    cells: &'a Cells<'r>,
    tally: &'a mut Tally,
    /// The act so far.
    fields: Map<String, Value>,
    /// What the act has no field for, kept sealed in its note.
    note: Vec<String>,
    remarks: Vec<Remark>,
}

impl Making<'_, '_> {
    fn becomes(&mut self, line: u64) -> Becomes {
        let date = self.date(Column::Date);
        let number = self.number();
        let year = self.tally.year(date.map(|date| date.latest().year()));
        let times = number.map(|number| self.tally.number(year, number, line));
        let level = match self.level() {
            Ok(level) => level,
            Err(remark) => return Becomes::LeftOut(remark),
        };
        let document = match self.document(line, year, number, times) {
            Ok(document) => document,
            Err(remark) => return Becomes::LeftOut(remark),
        };
        self.set("level", level.as_str());
        self.source(year, number);
        self.description(date);
        self.term(date);
        let copies = match self.book.origin {
            Origin::Own => self.issued(&document),
            _ => self.received(&document),
        };
        self.set("copies", copies);
        self.close(&document)
    }

    /// The act, whole.
    fn close(&mut self, document: &Id) -> Becomes {
        self.keep("Người ký", Column::Signer);
        self.keep("Ghi chú", Column::Note);
        if !self.note.is_empty() {
            let note = self.note.join(". ");
            self.set("note", note);
        }
        let act = act_id(document);
        self.set("act", "document.import");
        self.set("id", to_hex(&act.0));
        self.set("on", self.book.on.to_string());
        self.set("document", document.as_str());
        self.set("carrier", "document");
        self.set("origin", self.book.origin.as_str());
        Becomes::Import(Value::Object(std::mem::take(&mut self.fields)))
    }

    fn level(&mut self) -> Result<Level, Remark> {
        let Some(written) = self.cells.get(Column::Level) else {
            return Err(Remark::new("không ghi độ mật", "no level is written"));
        };
        let (level, liberties) = Level::read(written).map_err(|_| {
            // The cell may hold what was meant for another: it is not quoted.
            Remark::new("không đọc được độ mật", "the level cannot be read")
        })?;
        if liberties.iter().next().is_some() {
            self.tally.levels_read_freely += 1;
        }
        Ok(level)
    }

    /// The host's own id, else one from year and number: `cu.2014.18`, and
    /// `cu.2014.18:2` where a second row bears the same.
    fn document(
        &self,
        line: u64,
        year: Option<i32>,
        number: Option<u32>,
        times: Option<usize>,
    ) -> Result<Id, Remark> {
        let prefix = &self.book.prefix;
        let year = year.map_or_else(|| "0000".to_owned(), |year| year.to_string());
        let id = match (self.cells.get(Column::Document), number, times) {
            (Some(own), ..) => own.to_owned(),
            (None, Some(number), Some(1) | None) => format!("{prefix}.{year}.{number}"),
            (None, Some(number), Some(times)) => format!("{prefix}.{year}.{number}:{times}"),
            (None, None, _) => format!("{prefix}.{year}.l{line}"),
        };
        id.parse().map_err(|_| {
            Remark::new(
                "mã tài liệu chỉ gồm 1–64 ký tự A–Z a–z 0–9 . _ : -",
                "an id of a document is 1–64 of A–Z a–z 0–9 . _ : -",
            )
        })
    }

    fn source(&mut self, year: Option<i32>, number: Option<u32>) {
        let mut source = Map::new();
        source.insert("kind".into(), "register".into());
        if let Some(title) = &self.book.title {
            source.insert("symbol".into(), tidy(title).into());
        }
        if let Some(year) = year {
            source.insert("date".into(), year.to_string().into());
        }
        if let Some(number) = number {
            source.insert("line".into(), number.into());
        }
        self.set("source", Value::Object(source));
    }

    /// Symbol, date, type and subject.
    fn description(&mut self, date: Option<PartDate>) {
        match self.cells.get(Column::Symbol).map(tidy) {
            Some(symbol) if symbol.chars().count() <= LONGEST_SYMBOL => self.set("symbol", symbol),
            Some(_) => self.unread("Số và ký hiệu", Column::Symbol),
            None => self.tally.absent("symbol"),
        }
        match date {
            Some(date) => self.set("date", date.to_string()),
            None => self.tally.absent("date"),
        }
        if let Some(written) = self.cells.get(Column::DocType) {
            match self.book.doc_types.get(&spelling(written)) {
                Some(word) => self.set("doc-type", word.as_str()),
                // It would pass for a word of a pack, and be in clear.
                None if is_pack_word(written) => self.note.push(format!("Tên loại: {written}")),
                None => self.set("doc-type", tidy(written)),
            }
        }
        match self.cells.get(Column::Subject) {
            Some(subject) => self.set("subject", tidy(subject)),
            None => self.tally.absent("subject"),
        }
    }

    /// From when it is protected, and till when.
    fn term(&mut self, date: Option<PartDate>) {
        let written = self.date(Column::Determined);
        let stands_for = date.filter(|_| self.book.dated_is_determined);
        match written.or(stands_for) {
            Some(determined) => self.set("determined", determined.to_string()),
            None => self.tally.absent("determined"),
        }
        match self.date(Column::ExtendedTo) {
            Some(PartDate::Day(end)) => self.set("extended-to", end.to_string()),
            // A month does not end a term on a day; the words are kept.
            Some(_) => self.keep("Gia hạn đến", Column::ExtendedTo),
            None => {}
        }
    }

    /// The copies of what the agency issued: one to each recipient, the rest
    /// here. Which number went to whom an old book does not say, so they stand
    /// unnumbered, unless the column of copy numbers says what is here.
    fn issued(&mut self, document: &Id) -> Vec<Value> {
        let total = self.count();
        if let Some(total) = total {
            self.set("issued-total", total);
        }
        let recipients = self.recipients();
        let kept_by = self.party(Column::KeptBy);
        let keeps =
            self.cells.get(Column::KeptBy).is_some() || self.cells.get(Column::State).is_some();
        // Of an outgoing book this says nothing that the act has a field for.
        self.keep("Nơi gửi", Column::Issuer);
        let mut copies = Series::new(document, self.copy_numbers());
        for recipient in &recipients {
            let own = recipient.as_ref().is_some_and(|party| party.own);
            let state = if own {
                ImportedState::Held
            } else {
                ImportedState::Delivered
            };
            copies.unnumbered(state, recipient.as_ref());
        }
        let sent = u32::try_from(recipients.len()).unwrap_or(u32::MAX);
        if total.is_some_and(|total| total < sent) {
            self.remarks.push(Remark::new(
                format!("{sent} nơi nhận nhưng chỉ có {} bản", total.unwrap_or(0)),
                format!("{sent} recipients but only {} copies", total.unwrap_or(0)),
            ));
        }
        let left = match total {
            Some(total) => total.saturating_sub(sent),
            None => u32::from(keeps),
        };
        let state = self.state();
        for nth in 0..left {
            match (nth, keeps) {
                // The file copy; what else was left nobody has written down.
                (0, true) => copies.here(state.unwrap_or(ImportedState::Held), kept_by.as_ref()),
                _ => copies.here(state.unwrap_or(ImportedState::Unknown), None),
            }
        }
        if left == 0 {
            self.keep("Tình trạng", Column::State);
        }
        if copies.numbers.len() > 0 {
            self.keep("Bản số", Column::CopyNumbers);
        }
        copies.entries
    }

    /// The copies of what came in: those whose numbers are written, else as
    /// many as are counted, else one.
    fn received(&mut self, document: &Id) -> Vec<Value> {
        match self.party(Column::Issuer) {
            Some(issuer) if self.book.origin == Origin::Received => {
                self.set("issuer", issuer.id.as_str());
            }
            Some(_) => self.keep("Nơi gửi", Column::Issuer),
            None => {}
        }
        self.keep("Nơi nhận", Column::Recipients);
        let kept_by = self.party(Column::KeptBy);
        let state = self.state().unwrap_or(ImportedState::Held);
        let numbers = self.copy_numbers();
        let written = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
        let count = self.count().unwrap_or(1).max(written);
        let mut copies = Series::new(document, numbers);
        for _ in 0..count {
            copies.here(state, kept_by.as_ref());
        }
        copies.entries
    }

    fn recipients(&mut self) -> Vec<Option<Party>> {
        let Some(written) = self.cells.get(Column::Recipients) else {
            return Vec::new();
        };
        let names = written
            .split([';', '\n'])
            .map(str::trim)
            .filter(|name| !name.is_empty());
        let parties: Vec<Option<Party>> = names
            .map(|name| {
                let found = self.book.parties.find(name).cloned();
                if found.is_none() {
                    self.tally.stranger(&tidy(name));
                }
                found
            })
            .collect();
        if parties.contains(&None) {
            self.keep("Nơi nhận", Column::Recipients);
        }
        parties
    }

    fn party(&mut self, column: Column) -> Option<Party> {
        let written = self.cells.get(column)?;
        let found = self.book.parties.find(written).cloned();
        if found.is_none() {
            self.tally.stranger(&tidy(written));
            let label = if column == Column::Issuer {
                "Nơi gửi"
            } else {
                "Đơn vị lưu"
            };
            self.keep(label, column);
        }
        found
    }

    fn state(&mut self) -> Option<ImportedState> {
        let written = self.cells.get(Column::State)?;
        let state = written::state(written);
        if state.is_none() {
            self.unread("Tình trạng", Column::State);
        }
        state
    }

    fn copy_numbers(&mut self) -> Vec<u32> {
        let Some(written) = self.cells.get(Column::CopyNumbers) else {
            return Vec::new();
        };
        written::numbers(written).unwrap_or_else(|| {
            self.unread("Bản số", Column::CopyNumbers);
            Vec::new()
        })
    }

    /// Rows are counted from 1.
    fn number(&mut self) -> Option<u32> {
        let written = self.cells.get(Column::Number)?;
        let number = written::count(written).filter(|number| *number > 0);
        if number.is_none() {
            self.unread("Số thứ tự", Column::Number);
        }
        number
    }

    /// A set has from one to 65 535 copies; another figure is a slip of the pen.
    fn count(&mut self) -> Option<u32> {
        let written = self.cells.get(Column::Total)?;
        let count = written::count(written).filter(|count| (1..=65_535).contains(count));
        if count.is_none() {
            self.unread("Số lượng bản", Column::Total);
        }
        count
    }

    fn date(&mut self, column: Column) -> Option<PartDate> {
        let written = self.cells.get(column)?;
        let date = written::part_date(written);
        if date.is_none() {
            let label = column.headings().first().copied().unwrap_or_default();
            self.unread(label, column);
        }
        date
    }

    /// Keeps in the note what could not be read, and says so.
    fn unread(&mut self, label: &str, column: Column) {
        self.keep(label, column);
        let heading = column.headings().first().copied().unwrap_or_default();
        self.remarks.push(Remark::new(
            format!("không đọc được cột “{heading}”; giữ nguyên văn trong ghi chú"),
            format!("the column “{heading}” cannot be read; its words are kept in the note"),
        ));
    }

    fn keep(&mut self, label: &str, column: Column) {
        if let Some(written) = self.cells.get(column) {
            self.note.push(format!("{label}: {}", tidy(written)));
        }
    }

    fn set(&mut self, key: &str, value: impl Into<Value>) {
        self.fields.insert(key.to_owned(), value.into());
    }
}

/// The copies of a document, as they are named one after the other.
struct Series<'d> {
    document: &'d Id,
    numbers: std::vec::IntoIter<u32>,
    unnumbered: u32,
    entries: Vec<Value>,
}

impl<'d> Series<'d> {
    fn new(document: &'d Id, numbers: Vec<u32>) -> Self {
        Self {
            document,
            numbers: numbers.into_iter(),
            unnumbered: 0,
            entries: Vec::new(),
        }
    }

    /// A copy that is here, under its number while numbers are written.
    fn here(&mut self, state: ImportedState, holder: Option<&Party>) {
        match self.numbers.next() {
            Some(number) => self.push(number.to_string(), state, holder),
            None => self.unnumbered(state, holder),
        }
    }

    fn unnumbered(&mut self, state: ImportedState, holder: Option<&Party>) {
        self.unnumbered += 1;
        self.push(format!("u{}", self.unnumbered), state, holder);
    }

    fn push(&mut self, number: String, state: ImportedState, holder: Option<&Party>) {
        let mut entry = json!({
            "copy": format!("{}#{number}", self.document),
            "state": state.as_str(),
        });
        if let (Some(party), Some(entry)) = (holder, entry.as_object_mut()) {
            entry.insert("holder".into(), party.id.as_str().into());
        }
        self.entries.push(entry);
    }
}

/// The id of the act that brings `document` over.
fn act_id(document: &Id) -> ActId {
    let digest = sha256(&[b"bmnn/old-book/1", document.as_str().as_bytes()]);
    let mut id = [0; 16];
    id.iter_mut()
        .zip(digest.0)
        .for_each(|(to, from)| *to = from);
    ActId(id)
}

/// On one line, composed, without control characters.
fn tidy(text: &str) -> String {
    let printable: String = text
        .nfc()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    printable.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::super::{Becomes, Book, Party, Row, Rows};
    use bmnn::act::Origin;
    use serde_json::Value;

    fn book(origin: Origin) -> Book {
        let mut book = Book::outgoing("2026-03-02".parse().unwrap());
        book.origin = origin;
        for (id, own, name) in [("p-1", false, "Sở Tài chính"), ("u-1", true, "Văn phòng")] {
            let id = id.parse().unwrap();
            book.parties.know(Party { id, own }, Some(name));
        }
        book
    }

    fn rows(book: &Book, text: &str) -> Vec<Row> {
        let mut rows = Rows::new(book, text.as_bytes(), b',').unwrap();
        std::iter::from_fn(|| rows.next_row().unwrap()).collect()
    }

    fn act(row: &Row) -> &Value {
        match &row.becomes {
            Becomes::Import(act) => act,
            Becomes::LeftOut(why) => panic!("{why:?}"),
        }
    }

    /// The copies of a row, `u1 delivered p-1`.
    fn copies(act: &Value) -> Vec<String> {
        let text = |copy: &Value, key: &str| copy[key].as_str().unwrap_or("–").to_owned();
        let copies = act["copies"].as_array().unwrap().iter();
        copies
            .map(|copy| {
                let name = text(copy, "copy");
                let name = name.split_once('#').unwrap().1.to_owned();
                format!("{name} {} {}", text(copy, "state"), text(copy, "holder"))
            })
            .collect()
    }

    #[test]
    fn copies_follow_from_recipients_and_counts() {
        let table: &[(&str, &[&str])] = &[
            // recipients, kept by, total, numbers, state
            (
                "Sở Tài chính,Văn phòng,2,,",
                &["u1 delivered p-1", "u2 held u-1"],
            ),
            (
                "Sở Tài chính; Văn phòng,,2,,",
                &["u1 delivered p-1", "u2 held u-1"],
            ),
            (
                "Sở Nội vụ,Văn phòng,3,,",
                &["u1 delivered –", "u2 held u-1", "u3 unknown –"],
            ),
            (",Văn phòng,1,,đã tiêu hủy", &["u1 destroyed u-1"]),
            (
                "Sở Tài chính,Văn phòng,,7,",
                &["u1 delivered p-1", "7 held u-1"],
            ),
            (",,,,", &[]),
        ];
        let heading = "stt,độ mật,nơi nhận,đơn vị lưu,số bản,bản số,tình trạng";
        for (row, expected) in table {
            let rows = rows(&book(Origin::Own), &format!("{heading}\n1,Mật,{row}\n"));
            assert_eq!(copies(act(&rows[0])), *expected, "{row}");
        }
        let heading = "stt,độ mật,nơi gửi,đơn vị lưu,số bản,bản số";
        for (row, expected) in [
            ("Sở Tài chính,Văn phòng,,", &["u1 held u-1"][..]),
            (",,2,\"3, 5\"", &["3 held –", "5 held –"]),
            (",,3,3", &["3 held –", "u1 held –", "u2 held –"]),
        ] {
            let rows = rows(
                &book(Origin::Received),
                &format!("{heading}\n1,Mật,{row}\n"),
            );
            assert_eq!(copies(act(&rows[0])), expected, "{row}");
        }
    }

    /// Found by fuzzing: rows that became acts which nothing takes, so that the
    /// whole book stopped there.
    #[test]
    fn every_row_becomes_an_act_that_is_taken() {
        let heading = "stt,số và ký hiệu,trích yếu,độ mật,nơi nhận,số bản";
        for row in ["0,,,Mật,,", "00,,,Mật,,3", "1,\u{1},\u{7f},Mật,\u{2},0"] {
            let rows = rows(&book(Origin::Own), &format!("{heading}\n{row}\n"));
            let map = bmnn::act::json::from_json(act(&rows[0]), &|_| None);
            let read = map.and_then(|map| bmnn::act::Act::from_map(&map));
            assert!(read.is_ok(), "{row:?}: {read:?}");
        }
    }

    /// Found by fuzzing: rows that a carriage return alone divides had the same
    /// line, and so the same id.
    #[test]
    fn each_row_has_a_line_of_its_own() {
        let text = "độ mật,trích yếu\r\nMật,\"a\"\r\n\r\nMật,b\rMật,c\r\nMật,d\r\n";
        let rows = rows(&book(Origin::Own), text);
        let lines: Vec<u64> = rows.iter().map(|row| row.line).collect();
        assert_eq!(lines, [2, 4, 5]);
        assert_eq!(act(&rows[0])["subject"], "a");
        assert_eq!(act(&rows[1])["document"], "cu.0000.l4");
    }

    #[test]
    fn nothing_that_was_written_is_lost() {
        let heading = super::Column::ALL.iter().map(|column| column.headings()[0]);
        let heading = heading.collect::<Vec<_>>().join(",");
        // Each cell says the name of its column, where it can; the level must be one.
        let cells = super::Column::ALL.iter().map(|column| match column {
            super::Column::Level => "Mật".to_owned(),
            super::Column::Document => "d-1".to_owned(),
            column => format!("chữ{:02}", *column as u8),
        });
        let row = cells.clone().collect::<Vec<_>>().join(",");
        for origin in [Origin::Own, Origin::Received, Origin::Unknown] {
            let rows = rows(&book(origin), &format!("{heading}\n{row}\n"));
            let whole = act(&rows[0]).to_string();
            for cell in cells.clone().filter(|cell| cell.starts_with("chữ")) {
                assert!(whole.contains(&cell), "{cell} of {origin}: {whole}");
            }
        }
    }
}
