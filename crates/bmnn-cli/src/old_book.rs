//! An old register as CSV, row by row made into `document.import`.
//!
//! What stands in the book is taken as it stands: gaps and repeats of numbers
//! are listed and never refused, what cannot be read as a fact is kept as a
//! note, and what is not there stays absent, which is itself a fact. Only a
//! row without a level cannot be brought over (the act requires one).

mod column;
mod draft;
mod name;
mod tally;
mod written;

use std::{collections::BTreeMap, io::Read};

use bmnn::{act::Origin, date::Date, pack::Pack};
use csv::{ReaderBuilder, StringRecord, Terminator};
use serde_json::Value;

use column::Columns;

pub use name::{Parties, Party, spelling};
pub use tally::Tally;

/// What the book itself does not say.
#[derive(Debug)]
pub struct Book {
    /// The day of the opening balance.
    pub on: Date,
    /// Whether it is a book of what went out or of what came in.
    pub origin: Origin,
    /// Begins the ids of its documents: `cu` gives `cu.2014.18`.
    pub prefix: String,
    /// Its name or symbol, as the source of every row; in clear.
    pub title: Option<String>,
    /// Whether the date on a document is taken for the day on which its
    /// secrecy was determined, where the book has no column for that.
    pub dated_is_determined: bool,
    /// The parties that recipients are looked up among.
    pub parties: Parties,
    /// The document types that the packs know, by their spelling.
    pub doc_types: BTreeMap<String, String>,
}

impl Book {
    /// A book of what went out, brought over on `on`.
    pub fn outgoing(on: Date) -> Self {
        Self {
            on,
            origin: Origin::Own,
            prefix: "cu".to_owned(),
            title: None,
            dated_is_determined: false,
            parties: Parties::default(),
            doc_types: BTreeMap::new(),
        }
    }

    /// Knows the document types of `pack` by their Vietnamese names.
    pub fn know_types_of(&mut self, pack: &Pack) {
        let types = pack.doc_types().iter();
        self.doc_types
            .extend(types.map(|known| (spelling(&known.vi), known.id.clone())));
    }
}

/// One row of the book.
#[derive(Debug)]
pub struct Row {
    /// The line of the file where it begins, counted from 1.
    pub line: u64,
    /// What becomes of it.
    pub becomes: Becomes,
    /// What a reader should look at.
    pub remarks: Vec<Remark>,
}

/// What becomes of a row.
#[derive(Debug)]
pub enum Becomes {
    /// A `document.import`, as a host gives it. The act's id follows from the
    /// document's, so that a book imported again finds its rows there.
    Import(Value),
    /// Nothing: it cannot be brought over, and this is why.
    LeftOut(Remark),
}

/// A file that is no old book: one sentence, in both languages.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{en}")]
pub struct Unreadable {
    /// Vietnamese.
    pub vi: String,
    /// English.
    pub en: String,
}

impl Unreadable {
    fn new(vi: impl Into<String>, en: impl Into<String>) -> Self {
        Self {
            vi: vi.into(),
            en: en.into(),
        }
    }
}

/// A sentence in both languages.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Remark {
    /// Vietnamese.
    pub vi: String,
    /// English.
    pub en: String,
}

impl Remark {
    fn new(vi: impl Into<String>, en: impl Into<String>) -> Self {
        Self {
            vi: vi.into(),
            en: en.into(),
        }
    }
}

/// The rows of a CSV file, one after the other.
pub struct Rows<'b, R> {
    book: &'b Book,
    reader: csv::Reader<R>,
    columns: Columns,
    record: StringRecord,
    /// What was seen on the way.
    pub tally: Tally,
}

impl<'b, R: Read> Rows<'b, R> {
    /// Reads the heading of `file`, whose cells `delimiter` divides.
    ///
    /// # Errors
    ///
    /// [`Unreadable`] if it is no CSV in UTF-8, or its heading is not that of
    /// the template.
    pub fn new(book: &'b Book, file: R, delimiter: u8) -> Result<Self, Unreadable> {
        let mut reader = ReaderBuilder::new()
            .delimiter(delimiter)
            .comment(Some(b'#'))
            // Not at a carriage return alone: rows are named by their lines,
            // and lines end with a line feed. What is left of CR LF is space.
            .terminator(Terminator::Any(b'\n'))
            .flexible(true)
            .from_reader(file);
        let columns = Columns::of(reader.headers().map_err(|e| unreadable(&e))?)?;
        Ok(Self {
            book,
            reader,
            columns,
            record: StringRecord::new(),
            tally: Tally::default(),
        })
    }

    /// The next row; nothing behind the last.
    ///
    /// # Errors
    ///
    /// [`Unreadable`] if the line is no CSV in UTF-8.
    pub fn next_row(&mut self) -> Result<Option<Row>, Unreadable> {
        loop {
            let read = self.reader.read_record(&mut self.record);
            if !read.map_err(|e| unreadable(&e))? {
                return Ok(None);
            }
            // A line of nothing but commas, as spreadsheets leave them.
            if self.record.iter().any(|cell| !cell.trim().is_empty()) {
                break;
            }
        }
        let line = self.record.position().map_or(0, csv::Position::line);
        let cells = self.columns.cells(&self.record);
        Ok(Some(draft::row(self.book, line, &cells, &mut self.tally)))
    }

    /// How many bytes of the file were read.
    pub fn bytes_read(&self) -> u64 {
        self.reader.position().byte()
    }
}

/// Which character divides the cells: the one that the heading has most of.
/// Spreadsheets write semicolons where a comma stands in numbers.
pub fn delimiter(heading: &str) -> u8 {
    let count = |c: u8| heading.bytes().filter(|b| *b == c).count();
    [b';', b'\t'].into_iter().fold(
        b',',
        |most, c| if count(c) > count(most) { c } else { most },
    )
}

fn unreadable(error: &csv::Error) -> Unreadable {
    let line = error.position().map_or(0, csv::Position::line);
    match error.kind() {
        csv::ErrorKind::Utf8 { .. } => Unreadable::new(
            format!("dòng {line} không phải UTF-8; hãy lưu tệp dạng “CSV UTF-8”"),
            format!("line {line} is not UTF-8; save the file as “CSV UTF-8”"),
        ),
        csv::ErrorKind::Io(cause) => Unreadable::new(
            format!("không đọc được tệp CSV: {cause}"),
            format!("cannot read the CSV file: {cause}"),
        ),
        _ => Unreadable::new(
            format!("dòng {line} không phải CSV: {error}"),
            format!("line {line} is not CSV: {error}"),
        ),
    }
}
