//! Facts as a person says them.
//!
//! A remark keeps its facts as acts write them, since vendors compare them; a
//! sentence says dates and words of a list in its own language.

use super::reasons::Reason;
use crate::act::schema;
use crate::custody::CopyState;
use crate::date::Date;

/// Words of closed lists, by the fact that they stand in.
const WORDS: &[(&str, &str, &str)] = &[
    ("power", "determine", "xác định bí mật nhà nước"),
    ("power", "copy", "cho phép sao, chụp"),
    ("power", "carry-out", "cho mang ra khỏi nơi lưu giữ"),
    ("power", "carry-abroad", "cho mang ra nước ngoài"),
    ("power", "provide", "cung cấp, chuyển giao"),
    ("power", "extend", "gia hạn"),
    ("power", "adjust", "điều chỉnh độ mật"),
    ("power", "declassify", "giải mật"),
    ("power", "destroy", "quyết định tiêu hủy"),
    ("expected", "outgoing", "đi"),
    ("expected", "incoming", "đến"),
    ("expected", "handover", "chuyển giao"),
    ("expected", "copying", "sao, chụp"),
    ("found", "outgoing", "đi"),
    ("found", "incoming", "đến"),
    ("found", "handover", "chuyển giao"),
    ("found", "copying", "sao, chụp"),
    ("mode", "on-behalf", "thay mặt"),
    ("mode", "by-order", "thừa lệnh"),
    ("mode", "by-delegation", "thừa ủy quyền"),
    ("carrier", "document", "tài liệu"),
    ("carrier", "object", "vật"),
    ("carrier", "place", "địa điểm"),
    ("carrier", "speech", "lời nói"),
    ("carrier", "activity", "hoạt động"),
    ("carrier", "other", "dạng khác"),
    ("faults", "missing", "mất, thiếu"),
    ("faults", "damaged", "hư hỏng"),
    ("faults", "opened", "bị bóc, mở"),
    ("faults", "swapped", "bị tráo đổi"),
    ("faults", "wrong-address", "sai địa chỉ"),
    ("faults", "bad-packing", "đóng gói không bảo đảm"),
    ("faults", "bad-signature", "chữ ký số không đúng"),
    ("whose", "person", "người có thẩm quyền"),
    ("whose", "agency", "cơ quan, tổ chức"),
];

/// Papers and facts that a file or proposal lacks, by their keys.
const LACKING: &[(&str, &str)] = &[
    ("schedule", "danh mục tiêu hủy"),
    ("minutes", "biên bản tiêu hủy"),
    ("decision", "quyết định"),
    ("medium", "hình thức của tài liệu"),
    ("drafter", "người soạn thảo"),
    ("copies-planned", "số lượng bản"),
    ("recipients", "nơi nhận"),
    ("application", "văn bản xin phép"),
    ("protection", "biện pháp bảo vệ"),
];

/// The fact `name` of `reason` in Vietnamese.
pub(super) fn vi(reason: Reason, name: &str, fact: &str) -> String {
    if let Ok(on) = fact.parse::<Date>() {
        return format!("{:02}/{:02}/{}", on.day(), on.month(), on.year());
    }
    let lacks = [
        Reason::DestructionFile,
        Reason::ProposalIncomplete,
        Reason::NoApplication,
    ];
    if name == "field" && lacks.contains(&reason) {
        let known = LACKING.iter().find(|(key, _)| *key == fact);
        return known.map_or_else(|| fact.to_owned(), |(key, vi)| format!("{vi} ({key})"));
    }
    if name == "protect" {
        return fact.replace("years", "năm").replace("months", "tháng");
    }
    let word = |word: &str| word_vi(name, word).unwrap_or(word).to_owned();
    let words: Vec<String> = fact.split(", ").map(word).collect();
    words.join(", ")
}

/// A word of a list, a state of a copy or the name of an act.
fn word_vi(name: &str, word: &str) -> Option<&'static str> {
    let listed = WORDS
        .iter()
        .find(|(of, key, _)| *of == name && *key == word)
        .map(|(_, _, vi)| *vi);
    let state = || {
        let of_a_copy = ["state", "expected"].contains(&name);
        let mut states = CopyState::ALL.into_iter().filter(|_| of_a_copy);
        states
            .find(|state| state.as_str() == word)
            .map(CopyState::vi)
    };
    let act = || {
        let of_an_act = ["found", "expected", "act"].contains(&name);
        schema::act(word).filter(|_| of_an_act).map(|act| act.vi)
    };
    listed.or_else(state).or_else(act)
}

/// The fact `name` in English.
pub(super) fn en(name: &str, fact: &str) -> String {
    let known = match (name, fact) {
        ("whose", "person") => "the competent person",
        ("whose", "agency") => "the agency",
        _ => fact,
    };
    known.to_owned()
}

#[cfg(test)]
mod tests {
    use super::{Reason, en, vi};

    #[test]
    fn facts_are_said_in_the_language_of_the_sentence() {
        let table = [
            (
                Reason::ExtensionLate,
                "end",
                "2026-04-28",
                "28/04/2026",
                "2026-04-28",
            ),
            (
                Reason::DelegationChain,
                "power",
                "determine, copy",
                "xác định bí mật nhà nước, cho phép sao, chụp",
                "determine, copy",
            ),
            (
                Reason::DestructionFile,
                "field",
                "schedule",
                "danh mục tiêu hủy (schedule)",
                "schedule",
            ),
            (Reason::Missing, "field", "schedule", "schedule", "schedule"),
            (
                Reason::NotHere,
                "state",
                "delivered",
                "đã giao",
                "delivered",
            ),
            (
                Reason::NoSignature,
                "whose",
                "agency",
                "cơ quan, tổ chức",
                "the agency",
            ),
            (Reason::UnknownParty, "party", "nn-01", "nn-01", "nn-01"),
        ];
        for (reason, name, fact, in_vi, in_en) in table {
            assert_eq!(vi(reason, name, fact), in_vi, "{reason} {name}");
            assert_eq!(en(name, fact), in_en, "{reason} {name}");
        }
    }
}
