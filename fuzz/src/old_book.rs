//! Old registers as CSV.

use bmnn::act::{Act, Body, Origin, json};
use bmnn::pack::Packs;
use bmnn_cli::old_book::{Becomes, Book, Party, Rows, delimiter};
use std::collections::BTreeSet;
use std::sync::OnceLock;

/// Reading bytes as an old book: each row becomes an act that the catalogue
/// takes, with an id that no other row has, or is left out for a reason; the
/// list of what a clerk should look at adds up.
///
/// # Panics
///
/// If that does not hold.
pub fn law(data: &[u8]) {
    // The first byte says which way the book's documents went.
    let Some((first, file)) = data.split_first() else {
        return;
    };
    let Some(book) = books().get(usize::from(*first) % books().len()) else {
        return;
    };
    let heading = file.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let divided = delimiter(&String::from_utf8_lossy(heading));
    let Ok(mut rows) = Rows::new(book, file, divided) else {
        return;
    };
    let lines = file.iter().filter(|byte| **byte == b'\n').count() + 1;
    let (mut seen, mut count, mut last) = (BTreeSet::new(), 0, 0);
    while let Ok(Some(row)) = rows.next_row() {
        count += 1;
        assert!(row.line > last, "rows stand one below the other");
        assert!(row.line <= lines as u64 + 1, "within the file");
        last = row.line;
        for remark in &row.remarks {
            assert!(!remark.vi.is_empty() && !remark.en.is_empty());
        }
        match row.becomes {
            Becomes::LeftOut(why) => assert!(!why.vi.is_empty() && !why.en.is_empty()),
            Becomes::Import(act) => {
                let map = json::from_json(&act, &|_| None);
                assert!(map.is_ok(), "{map:?} of {act}");
                let Ok(map) = map else { return };
                let read = Act::from_map(&map);
                assert!(read.is_ok(), "{read:?} of {act}");
                let Ok(read) = read else { return };
                let Body::DocumentImport(import) = &read.body else {
                    unreachable!("an old book's rows are imported")
                };
                assert_eq!(import.origin, book.origin);
                let twice = !seen.insert(read.common.id);
                // Only a book that names its documents itself can name one twice.
                assert!(!twice || !import.document.as_str().starts_with("cu."));
            }
        }
    }
    assert!(rows.bytes_read() <= file.len() as u64);
    let tally = &rows.tally;
    assert_eq!(tally.rows, count);
    assert!(tally.levels_read_freely <= count);
    for gap in tally.gaps() {
        assert!(gap.first <= gap.last);
    }
    for repeat in tally.repeats() {
        assert!(repeat.lines.len() > 1 && repeat.lines.is_sorted());
    }
}

/// One book of each origin, in an agency that knows a few parties.
fn books() -> &'static [Book] {
    static BOOKS: OnceLock<Vec<Book>> = OnceLock::new();
    BOOKS.get_or_init(|| {
        let packs = Packs::built_in().unwrap_or_default();
        let on = "2026-03-02".parse().ok();
        let origins = [Origin::Own, Origin::Received, Origin::Unknown];
        let books = origins.into_iter().filter_map(|origin| {
            let mut book = Book::outgoing(on?);
            book.origin = origin;
            book.title = Some("Sổ cũ".to_owned());
            book.dated_is_determined = origin == Origin::Received;
            packs.iter().for_each(|pack| book.know_types_of(pack));
            for (id, own, name) in [("p-1", false, "Sở Tài chính"), ("u-1", true, "Văn phòng")]
            {
                let id = id.parse().ok()?;
                book.parties.know(Party { id, own }, Some(name));
            }
            Some(book)
        });
        books.collect()
    })
}
