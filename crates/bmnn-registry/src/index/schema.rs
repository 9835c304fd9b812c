//! The tables of `index.db`.
//!
//! One table a kind of record, the record as JSON and its most asked-for
//! fields as columns over it, so that any SQLite tool reads
//!
//! ```sql
//! SELECT id, state, holder FROM copy WHERE document = 'd-17';
//! SELECT about, kind, due FROM duty WHERE closed_by IS NULL ORDER BY due;
//! ```

use bmnn::custody::Kind;
use std::fmt::Write;

/// `BMNI`, which tells an index from any other SQLite file.
pub(super) const APPLICATION: i32 = 0x424D_4E49;
/// The layout. An index of another one is made anew.
pub(super) const VERSION: i32 = 3;

/// Beside the records: which acts touch which record, what stands at which
/// position of the ledger, the tree over it, and how far the index goes.
const LEDGER: &str = "
    CREATE TABLE touch (
        kind TEXT NOT NULL,
        id   TEXT NOT NULL,
        seq  INTEGER NOT NULL,
        act  TEXT NOT NULL,
        PRIMARY KEY (kind, id, seq)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE entry (
        seq      INTEGER PRIMARY KEY,
        place    INTEGER NOT NULL,
        leaf     BLOB NOT NULL,
        id       TEXT,
        act      TEXT NOT NULL,
        \"on\"   TEXT,
        received INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX entry_id ON entry (id);
    CREATE TABLE node (
        level INTEGER NOT NULL,
        place INTEGER NOT NULL,
        hash  BLOB NOT NULL,
        PRIMARY KEY (level, place)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
";

/// The columns that a table shows beside `id` and `body`, named as the
/// record's fields.
fn columns(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Party => &["kind", "own", "parent", "ledger", "ended"],
        Kind::Person => &["party", "left"],
        Kind::Position => &["person", "post", "party", "starts", "ends"],
        Kind::Delegation => &["grantor", "grantee", "starts", "ends"],
        Kind::AdoptedPack => &["digest", "order"],
        Kind::ListInForce => &["symbol", "starts", "ends"],
        Kind::Book => &["kind", "year", "volume", "party", "next", "closed"],
        Kind::Row => &["book", "number", "act", "document", "on", "state"],
        Kind::Document => &[
            "origin",
            "level",
            "symbol",
            "date",
            "issuer",
            "determined",
            "extended_to",
            "declassified",
            "cancelled",
            "last_on",
        ],
        Kind::Copy => &[
            "document",
            "state",
            "holder",
            "person",
            "addressee",
            "to",
            "sent_by",
            "return_by",
            "last_on",
        ],
        Kind::Duty => &["kind", "about", "document", "due", "opened_by", "closed_by"],
        Kind::Incident => &["kind", "closed"],
        Kind::Noted => &["size", "act"],
        Kind::Notice => &["document", "effect", "effective"],
        Kind::SameSymbol => &[],
        Kind::Erasure => &["act", "field", "by", "seq"],
        Kind::Deed => &[
            "seq",
            "act",
            "on",
            "recorded",
            "document",
            "voided_by",
            "irregular",
        ],
    }
}

/// What is looked up otherwise than by `id`. A partial index holds only the
/// rows that are asked for: the copies under way, the duties still open.
const LOOKUPS: &str = "
    CREATE INDEX copy_document ON copy (document);
    CREATE INDEX copy_holder ON copy (holder);
    CREATE INDEX copy_to ON copy (\"to\") WHERE \"to\" IS NOT NULL;
    CREATE INDEX copy_person ON copy (person) WHERE person IS NOT NULL;
    CREATE INDEX copy_sent_by ON copy (sent_by) WHERE sent_by IS NOT NULL;
    CREATE INDEX duty_about ON duty (about) WHERE closed_by IS NULL;
    CREATE INDEX duty_document ON duty (document) WHERE closed_by IS NULL;
    CREATE INDEX row_book ON \"row\" (book, number);
    CREATE INDEX document_symbol ON document (symbol) WHERE symbol IS NOT NULL;
";

/// The statements that make an empty index.
pub(super) fn statements() -> String {
    let mut sql = String::from("BEGIN;");
    for kind in Kind::ALL {
        let _ = write!(
            sql,
            "CREATE TABLE \"{}\" (id TEXT PRIMARY KEY, body TEXT NOT NULL",
            kind.table()
        );
        for column in columns(*kind) {
            let _ = write!(
                sql,
                ", \"{column}\" ANY GENERATED ALWAYS AS (body ->> '$.{column}') VIRTUAL"
            );
        }
        sql.push_str(") STRICT;");
    }
    let _ = write!(
        sql,
        "{LOOKUPS}{LEDGER}PRAGMA application_id = {APPLICATION}; \
         PRAGMA user_version = {VERSION}; COMMIT;"
    );
    sql
}
