//! Reading records one behind the other.

use crate::error::{StoreError, io};
use crate::frame::{HEADER, Header, MAGIC};
use crate::medium::{Medium, read_full};
use bmnn::ledger::{Record, RecordKind};
use std::ops::Range;
use std::path::PathBuf;

/// How much is read at a time.
const CHUNK: usize = 256 << 10;
/// How much is read for one record, which is seldom longer.
const SINGLE: usize = 1 << 10;

/// A record in the bytes that were read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Framed<'s> {
    pub(crate) place: u64,
    pub(crate) next: u64,
    pub(crate) kind: RecordKind,
    pub(crate) bytes: &'s [u8],
}

impl<'s> Framed<'s> {
    pub(crate) fn of(record: &'s Record) -> Self {
        Self {
            place: record.place,
            next: record.next,
            kind: record.kind,
            bytes: &record.bytes,
        }
    }

    pub(crate) fn to_record(self) -> Record {
        Record {
            place: self.place,
            next: self.next,
            kind: self.kind,
            bytes: self.bytes.to_vec(),
        }
    }
}

/// What stands at a place of the file.
#[derive(Debug)]
pub(crate) enum Found<'s> {
    /// A good record.
    Record(Framed<'s>),
    /// The end.
    End,
    /// Bytes that are no good record.
    Bad {
        /// Where they begin.
        place: u64,
        /// What is wrong.
        why: &'static str,
    },
}

/// Reads records from a place up to an end.
pub(crate) struct Scanner<'m> {
    medium: &'m dyn Medium,
    at: u64,
    end: u64,
    buffer: Vec<u8>,
    /// Where the buffer begins.
    start: u64,
    /// How much is read at a time.
    chunk: usize,
}

impl<'m> Scanner<'m> {
    pub(crate) fn new(medium: &'m dyn Medium, at: u64, end: u64) -> Self {
        Self {
            medium,
            at,
            end,
            buffer: Vec::new(),
            start: at,
            chunk: CHUNK,
        }
    }

    /// Reads a file from its first record on.
    pub(crate) fn from_start(medium: &'m dyn Medium, end: u64) -> Self {
        Self::new(medium, MAGIC.len() as u64, end)
    }

    /// Reads one record, and little more than that.
    pub(crate) fn single(medium: &'m dyn Medium, at: u64, end: u64) -> Self {
        Self {
            chunk: SINGLE,
            ..Self::new(medium, at, end)
        }
    }

    /// Forgets what was read ahead, and reads up to another end.
    pub(crate) fn look_again(&mut self, end: u64) {
        self.buffer.clear();
        self.start = self.at;
        self.end = end;
    }

    /// Where it stands.
    pub(crate) fn at(&self) -> u64 {
        self.at
    }

    /// Goes back, or on, to another place.
    pub(crate) fn go_to(&mut self, place: u64) {
        self.at = place;
    }

    /// The next record; after a bad one, the same answer again.
    pub(crate) fn next(&mut self) -> std::io::Result<Found<'_>> {
        let place = self.at;
        let bad = |why| Ok(Found::Bad { place, why });
        if place >= self.end {
            return Ok(Found::End);
        }
        let Some(header) = self.take::<HEADER>(place)? else {
            return bad("the file ends inside a record's header");
        };
        let header = Header::parse(header);
        let Some(length) = header.length() else {
            return bad("a record's length is over 1 MiB");
        };
        let Some(range) = self.range(place + HEADER as u64, length)? else {
            return bad("the file ends inside a record");
        };
        let bytes = self.buffer.get(range).unwrap_or_default();
        if !header.covers(bytes) {
            return bad("a record's checksum does not match");
        }
        self.at = place + (HEADER + length) as u64;
        Ok(Found::Record(Framed {
            place,
            next: self.at,
            kind: header.kind(),
            bytes,
        }))
    }

    /// Goes on behind bytes that are no good record, if their length leads to
    /// a good record or to the end; gives them as the record that they may
    /// have been.
    pub(crate) fn skip_bad(&mut self) -> std::io::Result<Option<Record>> {
        let place = self.at;
        let Some(header) = self.take::<HEADER>(place)? else {
            return Ok(None);
        };
        let header = Header::parse(header);
        let Some(length) = header.length() else {
            return Ok(None);
        };
        let Some(bytes) = self.bytes(place + HEADER as u64, length)? else {
            return Ok(None);
        };
        let record = Record {
            place,
            next: place + (HEADER + length) as u64,
            kind: header.kind(),
            bytes: bytes.to_vec(),
        };
        self.at = record.next;
        let leads_on = !matches!(self.next()?, Found::Bad { .. });
        self.at = if leads_on { record.next } else { place };
        Ok(leads_on.then_some(record))
    }

    fn take<const N: usize>(&mut self, place: u64) -> std::io::Result<Option<[u8; N]>> {
        let bytes = self.bytes(place, N)?;
        Ok(bytes.and_then(|bytes| bytes.try_into().ok()))
    }

    /// The bytes at `place`, or `None` if the end comes before.
    fn bytes(&mut self, place: u64, length: usize) -> std::io::Result<Option<&[u8]>> {
        let range = self.range(place, length)?;
        Ok(range.and_then(|range| self.buffer.get(range)))
    }

    /// Where in the buffer they are, read if need be.
    fn range(&mut self, place: u64, length: usize) -> std::io::Result<Option<Range<usize>>> {
        if self.end - place.min(self.end) < length as u64 {
            return Ok(None);
        }
        let within = |start: u64, have: usize| {
            let skip = usize::try_from(place.checked_sub(start)?).ok()?;
            (skip + length <= have).then_some(skip)
        };
        if within(self.start, self.buffer.len()).is_none() {
            let left = usize::try_from(self.end - place).unwrap_or(usize::MAX);
            self.buffer.resize(self.chunk.max(length).min(left), 0);
            let read = read_full(self.medium, &mut self.buffer, place)?;
            self.buffer.truncate(read);
            self.start = place;
        }
        let skip = within(self.start, self.buffer.len());
        Ok(skip.map(|skip| skip..skip + length))
    }
}

/// The committed records from a place on, in order.
pub struct Records<'m> {
    scanner: Scanner<'m>,
    path: PathBuf,
    over: bool,
}

impl<'m> Records<'m> {
    pub(crate) fn new(medium: &'m dyn Medium, at: u64, end: u64, path: PathBuf) -> Self {
        Self {
            scanner: Scanner::new(medium, at, end),
            path,
            over: false,
        }
    }
}

impl Iterator for Records<'_> {
    type Item = Result<Record, StoreError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.over {
            return None;
        }
        let found = self.scanner.next();
        self.over = !matches!(found, Ok(Found::Record(_)));
        match found {
            Ok(Found::Record(record)) => Some(Ok(record.to_record())),
            Ok(Found::End) => None,
            Ok(Found::Bad { place, why }) => Some(Err(StoreError::NoRecord { place, why })),
            Err(fault) => Some(Err(io("cannot read", &self.path)(fault))),
        }
    }
}
