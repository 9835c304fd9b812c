//! A COSE receipt: that an entry is in the tree whose root was signed, or that
//! this tree only adds to an earlier one.

use bmnn::{
    id::Bytes32,
    ledger::{
        PublicKey,
        receipt::{CoseReceipt, Proven, ReceiptFault},
        tree::leaf_hash,
    },
};

use super::{
    found::{Broken, Found},
    inclusion::tell_entry,
    known::{Key, Known},
    words::{Unproven, receipt_broken},
};

pub(super) fn check(bytes: &[u8], known: &Known) -> Found {
    let beyond = &[Unproven::Sizes, Unproven::Ledger, Unproven::Author];
    let mut found = Found::new("cose-receipt", beyond);
    let receipt = match CoseReceipt::decode(bytes) {
        Ok(receipt) => receipt,
        Err(fault) => {
            found.breaks(receipt_broken(&fault));
            return found;
        }
    };
    if known.keys.is_empty() {
        found.lacks_key();
    }
    match receipt.proven() {
        Proven::Inclusion { .. } => match &known.entry {
            None => found.lacks(Unproven::Entry),
            Some(entry) => {
                let leaf = leaf_hash(entry);
                signed(known, &mut found, |key| receipt.check_inclusion(&leaf, key));
                tell_entry(entry, None, &mut found);
            }
        },
        Proven::Consistency { old, new } => {
            found.fact("since", old);
            found.fact("size", new);
            match known.since {
                None => found.lacks(Unproven::Earlier),
                Some(earlier) if earlier.size != old => {
                    let given = earlier.size;
                    found.breaks(Broken::new(
                        "OtherSize",
                        format!("biên nhận tính từ {old} mục, còn điểm kiểm tra trước có {given} mục"),
                        format!("the receipt is from {old} entries, and the earlier checkpoint has {given}"),
                    ));
                }
                Some(earlier) => signed(known, &mut found, |key| {
                    receipt.check_consistency(&earlier.root, key)
                }),
            }
        }
    }
    found
}

/// Tries the keys in turn; of several faults, that of the key which the receipt
/// names is the one to tell.
fn signed(
    known: &Known,
    found: &mut Found,
    check: impl Fn(&PublicKey) -> Result<Bytes32, ReceiptFault>,
) {
    let mut worst = None;
    let fitting = |key: &&Key| known.ledger.is_none_or(|ledger| key.may_be_of(&ledger));
    for key in known.keys.iter().filter(fitting).map(Key::public) {
        match check(key) {
            Ok(root) => {
                found.fact("root", root.to_string());
                found.fact("signed-by", key.kid().to_string());
                return;
            }
            Err(ReceiptFault::OtherKey) => {
                worst.get_or_insert(ReceiptFault::OtherKey);
            }
            Err(fault) => worst = Some(fault),
        }
    }
    if !known.keys.is_empty() {
        let fault = worst.unwrap_or(ReceiptFault::OtherKey);
        found.breaks(receipt_broken(&fault));
    }
}
