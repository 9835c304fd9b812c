//! Marks, registers and words of the built-in packs, as law/forms.md gives them.
#![allow(clippy::unwrap_used, reason = "helpers of tests")]

use bmnn::level::Level;
use bmnn::mark::{Fill, Ink, Mark, MarkKind, Mm, Page};
use bmnn::pack::{Confidence, Pack, Packs};
use std::sync::LazyLock;

fn built_in(id: &str) -> &'static Pack {
    static PACKS: LazyLock<Packs> = LazyLock::new(|| Packs::built_in().unwrap());
    PACKS.by_id(id).unwrap()
}

fn texts(mark: &Mark) -> Vec<&str> {
    let texts = mark.rows.iter().filter_map(|row| row.text.as_ref());
    texts.map(|text| text.value.as_str()).collect()
}

/// The rows of law/forms.md §2 whose geometry was read, with MẬT, which was not.
#[test]
fn pinned_geometry() {
    use Confidence::{Text, Unverified};
    let table = [
        ("vn-2018", "tuyet-mat", &["TUYỆT MẬT"][..], 40, 8, Text),
        ("vn-2018", "toi-mat", &["TỐI MẬT"], 30, 8, Text),
        ("vn-2018", "mat", &["MẬT"], 20, 8, Unverified),
        (
            "vn-2018",
            "declassified",
            &["GIẢI MẬT", "Từ:"],
            30,
            13,
            Text,
        ),
        ("vn-2000", "tuyet-mat", &["TUYỆT MẬT"], 40, 8, Text),
        ("vn-2025", "tuyet-mat", &["TUYỆT MẬT"], 40, 8, Unverified),
    ];
    for (pack, id, want, width, height, confidence) in table {
        let mark = built_in(pack).mark(id).unwrap();
        assert_eq!(texts(mark), want, "{id}");
        let frame = mark.frame.as_ref().unwrap();
        assert_eq!(frame.value.width, Mm::whole(width), "{id}");
        assert_eq!(frame.value.height, Mm::whole(height), "{id}");
        assert_eq!(frame.confidence, confidence, "{id}");
        let border = mark.border.as_ref().unwrap();
        assert_eq!(
            (border.value.lines, border.value.gap),
            (2, Some(Mm::whole(1))),
            "{id}"
        );
        assert_eq!(border.confidence, confidence, "{id}");
    }
    let declassified = built_in("vn-2018").mark("declassified").unwrap();
    let sizes = declassified
        .rows
        .iter()
        .map(|row| row.lettering.as_ref().unwrap().value.size);
    assert_eq!(sizes.collect::<Vec<_>>(), [Some(14), Some(13)]);
    assert_eq!(declassified.rows[1].fill, Some(Fill::Date));
    assert_eq!(declassified.row_gap.as_ref().unwrap().value, Mm::whole(2));
    assert_eq!(
        declassified.rows[1].lettering.as_ref().unwrap().value.bold,
        None
    ); // not stated
}

/// What was not found is absent, so that nobody draws it by accident.
#[test]
fn unknown_sizes_are_absent() {
    let pack = built_in("vn-2018");
    for id in [
        "letter-a",
        "term",
        "extension",
        "level-change",
        "recall",
        "named-only",
        "copy-number",
    ] {
        let mark = pack.mark(id).unwrap();
        assert!(mark.frame.is_none() && !mark.can_be_drawn(), "{id}");
    }
    for id in ["tuyet-mat", "toi-mat", "mat", "declassified"] {
        assert!(pack.mark(id).unwrap().can_be_drawn(), "{id}");
    }
    assert_eq!(pack.mark("mat").unwrap().weakest(), Confidence::Unverified);
    assert_eq!(pack.mark("tuyet-mat").unwrap().weakest(), Confidence::Text);
    // Circular 33/2015/TT-BCA Art. 16(4)(a) names no typeface in the part that was read.
    let old = built_in("vn-2000").mark("tuyet-mat").unwrap();
    assert!(!old.can_be_drawn());
    assert_eq!(old.ink.as_ref().unwrap().value, [Ink::BrightRed]);
}

/// The words of a level mark, and the letter on an envelope, are the level's own.
#[test]
fn levels_and_their_marks_agree() {
    for pack in ["vn-2000", "vn-2018", "vn-2025"] {
        for level in Level::ALL {
            let mark = built_in(pack).mark(level.kebab()).unwrap();
            assert_eq!((mark.kind, mark.level), (MarkKind::Level, Some(level)));
            assert_eq!(texts(mark), [level.mark_text()]);
            assert_eq!(
                built_in(pack).label("level", level.as_str()),
                Some(level.vi())
            );
        }
    }
    for level in Level::ALL {
        let id = format!("letter-{}", level.letter().to_ascii_lowercase());
        let mark = built_in("vn-2018").mark(&id).unwrap();
        assert_eq!(mark.level, Some(level));
        assert_eq!(texts(mark), [level.letter().to_string()]);
        assert_eq!(mark.placement[0].value.page, Page::Envelope);
    }
}

/// Official letter 4114/BCA-ANCTNB: a photocopied mark may be black.
#[test]
fn duplicates_may_be_black() {
    for id in ["duplicate", "duplicate-number"] {
        let mark = built_in("vn-2018").mark(id).unwrap();
        assert_eq!(
            mark.ink.as_ref().unwrap().value,
            [Ink::Red, Ink::BlackReproduced]
        );
    }
    let level = built_in("vn-2018").mark("mat").unwrap();
    assert_eq!(level.ink.as_ref().unwrap().value, [Ink::Red]); // Circular 24/2020 Art. 3(2)
}

/// No value of an inherited mark claims to have been seen.
#[test]
fn inherited_marks_are_unverified_throughout() {
    for mark in built_in("vn-2025").marks() {
        if mark.citation.inherited().is_none() {
            continue;
        }
        let known = [
            mark.frame.as_ref().map(|known| known.confidence),
            mark.border.as_ref().map(|known| known.confidence),
            mark.ink.as_ref().map(|known| known.confidence),
            mark.inset.as_ref().map(|known| known.confidence),
            mark.fields.as_ref().map(|known| known.confidence),
        ];
        let rows = mark.rows.iter().flat_map(|row| {
            let text = row.text.as_ref().map(|known| known.confidence);
            [text, row.lettering.as_ref().map(|known| known.confidence)]
        });
        let places = mark.placement.iter().map(|known| Some(known.confidence));
        for confidence in known.into_iter().chain(rows).chain(places).flatten() {
            assert_eq!(confidence, Confidence::Unverified, "{}", mark.id);
        }
    }
}

/// law/forms.md §5.1, §5.2: ten columns in 2026; of 2020 only the first of nine was seen.
#[test]
fn registers() {
    let new = built_in("vn-2025");
    for (kind, fields) in [
        (
            "outgoing",
            "row symbol date title level signer recipients kept-by count notes",
        ),
        (
            "incoming",
            "row arrival-date arrival-number issuer symbol date title level unit notes",
        ),
    ] {
        let register = new.register(kind).unwrap();
        let columns: Vec<_> = register
            .columns
            .iter()
            .map(|column| column.field.as_str())
            .collect();
        assert_eq!(columns.join(" "), fields);
        assert!(register.is_whole());
        assert_eq!(register.cover.len(), 6);
        assert_eq!(register.confidence, Confidence::Secondary);
    }
    let old = built_in("vn-2018").register("outgoing").unwrap();
    assert_eq!(
        (old.total, old.columns.len(), old.is_whole()),
        (Some(9), 1, false)
    );
    for kind in ["incoming", "handover", "copying", "statistics"] {
        assert!(
            !built_in("vn-2018").register(kind).unwrap().is_whole(),
            "{kind}"
        );
    }
}

/// Decree 30/2020/NĐ-CP Art. 7.
#[test]
fn document_types() {
    assert_eq!(built_in("vn-2018").doc_types().len(), 29);
    assert_eq!(
        built_in("vn-2018").doc_type("quyet-dinh").unwrap().vi,
        "Quyết định"
    );
    assert_eq!(
        built_in("vn-2025").doc_type("cong-van").unwrap().confidence,
        Confidence::Secondary
    );
    assert!(built_in("vn-2000").doc_types().is_empty());
}

#[test]
fn words_have_their_vietnamese() {
    let pack = built_in("vn-2018");
    assert_eq!(pack.label("carrier", "speech"), Some("lời nói"));
    assert_eq!(
        pack.label("copy-kind", "true-copy"),
        Some("sao y bản chính")
    );
    assert_eq!(pack.label("carrier", "cloud"), None);
    assert_eq!(pack.label("no-such-list", "speech"), None);
}
