//! Entries: one form, and a leaf hash for each.

use bmnn::ledger::entry::MAX_ENTRY;
use bmnn::ledger::tree::leaf_hash;
use bmnn::ledger::{Chain, Entry, Signatures, Statement, Window};
use bmnn::value::MAX_INT;

/// Reading bytes as an entry: what is taken is its own encoding, down to the
/// statement, with its cosigners in order. The judge of entries says something
/// about any bytes, lets nothing unsigned begin a ledger, and puts the leaf of
/// these very bytes into the tree.
///
/// # Panics
///
/// If that does not hold.
pub fn law(data: &[u8]) {
    let decoded = Entry::decode(data);
    if let Ok((entry, statement)) = &decoded {
        assert!(data.len() <= MAX_ENTRY);
        assert_eq!(entry.encode(), data, "one encoding");
        assert_eq!(statement.encode(), entry.statement, "one encoding within");
        assert_eq!(Statement::decode(&entry.statement).as_ref(), Ok(statement));
        assert!(entry.seq <= MAX_INT.unsigned_abs());
        assert!(entry.received.unsigned_abs() <= MAX_INT.unsigned_abs());
        assert!(entry.cosigned.is_sorted_by(|a, b| a.kid < b.kid));
        assert!(entry.cosigned.iter().all(|c| c.kid != statement.kid()));
    }
    let mut chain = Chain::default();
    let Ok(examined) = chain.examine(data, &Window::default(), Signatures::Check);
    assert_eq!(examined.leaf(), leaf_hash(data));
    if decoded.is_err() {
        assert!(examined.has_error(), "what has no form is found");
    }
    // The same bytes are judged alike twice; unchecked signatures hide no
    // other finding.
    let Ok(again) = chain.examine(data, &Window::default(), Signatures::Check);
    assert_eq!(examined.findings(), again.findings());
    chain.advance(&examined);
    assert_eq!((chain.size(), chain.root()), (1, leaf_hash(data)));
    let Ok(second) = chain.examine(data, &Window::default(), Signatures::Check);
    assert!(second.has_error(), "no entry stands twice");
}
