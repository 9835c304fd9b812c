//! Findings in words: what each kind means, and where it is.

use bmnn::ledger::{Kind, Position};

use crate::lang::Lang;

/// Where a finding is.
pub(crate) fn place(position: Position, lang: Lang) -> String {
    match position {
        Position::Ledger => lang.pick("cả sổ cái", "the whole ledger").to_owned(),
        Position::Entry(seq) => lang.pick(format!("mục {seq}"), format!("entry {seq}")),
        Position::Checkpoint(size) => lang.pick(
            format!("điểm kiểm tra sau {size} mục"),
            format!("the checkpoint behind {size} entries"),
        ),
        Position::Byte(offset) => lang.pick(format!("byte {offset}"), format!("byte {offset}")),
    }
}

/// What a kind means.
pub(crate) fn kind(kind: Kind, lang: Lang) -> &'static str {
    let (vi, en) = bmnn_json::kind(kind);
    lang.pick(vi, en)
}
