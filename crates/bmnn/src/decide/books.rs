//! Rows of the registers.
//!
//! A row's number is its rank, in ledger order, among the registering acts of
//! its book; where a paper book leads, the act gives the number, which must be
//! free. Rows and numbers stay used whatever becomes of the act.

use super::case::Case;
use super::common::not_wanted;
use super::reasons::Reason;
use crate::act::{BookKind, Row as RowGiven};
use crate::custody::{Book, Row, RowState, StateError};
use crate::id::Id;

/// Takes the row that an act asks for, in a book of the kind `expected`;
/// without one, a clerk is told that `provision` wants it.
pub(super) fn register(
    case: &mut Case<'_>,
    row: Option<&RowGiven>,
    expected: BookKind,
    provision: &str,
    document: Option<&Id>,
) -> Result<(), StateError> {
    let Some(row) = row else {
        case.warn_by(
            Reason::NotRegistered,
            provision,
            [("expected", expected.to_string())],
        );
        return Ok(());
    };
    let Some(mut book) = case.need::<Book>(Reason::UnknownBook, "book", "row/book", &row.book)?
    else {
        return Ok(());
    };
    judge(case, &book, expected);
    let number = match row.number {
        Some(number) if case.look::<Row>(Row::named(&book.id, number))?.is_some() => {
            case.impossible(
                Reason::RowTaken,
                [
                    ("number", number.to_string()),
                    ("book", book.id.to_string()),
                ],
            );
            return Ok(());
        }
        Some(0) => {
            not_wanted(case, "row/number", "0");
            return Ok(());
        }
        Some(number) => number,
        None => book.next,
    };
    book.next = book.next.max(number.saturating_add(1));
    book.last_date = book.last_date.max(Some(case.on));
    case.take_row(Row {
        book: book.id.clone(),
        number,
        act: case.id,
        document: document.cloned(),
        on: case.on,
        state: RowState::Live,
    });
    case.put(book);
    Ok(())
}

fn judge(case: &mut Case<'_>, book: &Book, expected: BookKind) {
    let id = book.id.to_string();
    if book.kind != expected {
        case.impossible(
            Reason::OtherBook,
            [
                ("book", id.clone()),
                ("found", book.kind.to_string()),
                ("expected", expected.to_string()),
            ],
        );
    }
    if let Some(closed) = book.closed {
        case.impossible(
            Reason::BookClosed,
            [("book", id.clone()), ("closed", closed.to_string())],
        );
    }
    if i64::from(book.year) != i64::from(case.on.year()) {
        case.impossible(
            Reason::BookYear,
            [
                ("book", id.clone()),
                ("year", book.year.to_string()),
                ("on", case.on.to_string()),
            ],
        );
    }
    if let Some(last) = book.last_date.filter(|last| *last > case.on) {
        case.warn(
            Reason::RowBack,
            [
                ("on", case.on.to_string()),
                ("last", last.to_string()),
                ("book", id),
            ],
        );
    }
}
