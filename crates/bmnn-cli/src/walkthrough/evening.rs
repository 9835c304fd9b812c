//! A day without electricity: paper leads, and is typed in the evening.

use serde_json::{Value, json};

use super::cast::{
    AN, BINH, DECISION, DUNG, EM, HAI, HANDOVER, OUTGOING, PLAN_RECEIVED, PLANNING, SPECIALIST,
    WITHDRAWN, list_refs, paper,
};
use super::page;
use super::stage::Stage;
use crate::failure::Failure;

/// Three rows from the paper books.
pub(super) fn typing(stage: &mut Stage) -> Result<(), Failure> {
    stage.day(
        "2026-03-10",
        "08:05",
        "Mất điện cả ngày",
        "A day without electricity",
    )?;
    let today = stage.today;
    stage.say(
        "Sáng sớm, việc cuối cùng kịp ghi: bản số 13 của kế hoạch UBND tỉnh giao cho Phòng Nghiệp vụ. Rồi mất điện; cả \
         ngày văn thư ghi vào sổ giấy.",
        "Early in the morning one thing can still be entered: copy 13 of the province's plan goes to the Specialist \
         Unit. Then the power fails, and the clerk writes in the paper books all day.",
    );
    let copy = format!("{PLAN_RECEIVED}#13");
    stage.perform(json!({
        "act": "copy.transfer", "copies": [copy], "to": SPECIALIST.id, "means": "hand", "row": {"book": HANDOVER},
        "giver": HAI.hand(today, 19), "received": EM.hand(today, 19), "time": "08:05",
    }))?;

    stage.at("19:40")?;
    stage.say(
        "Tối có điện, gõ lại ba dòng. Số dòng là số của sổ giấy; giờ là giờ ghi trên giấy. Dòng một và hai: hai văn bản \
         đi buổi sáng.",
        "In the evening there is light again, and three rows are typed. The row numbers are those of the paper book; \
         the times are those on paper. Rows one and two: two documents that went out that morning.",
    );
    let row = stage.next_row(OUTGOING)?;
    let digest = stage.fixtures.digest("quyet-dinh.docx")?;
    // He types 72 for 27.
    let mut first = outgoing(
        stage,
        DECISION,
        "72/QĐ-SM",
        row,
        "09:15",
        "Thành lập Tổ sắp xếp kho lưu trữ",
    );
    if let Some(fields) = first.get_mut(1).and_then(Value::as_object_mut) {
        fields.insert("digest".to_owned(), json!(digest));
    }
    let second = outgoing(
        stage,
        WITHDRAWN,
        "28/QĐ-SM",
        row.saturating_add(1),
        "10:30",
        "Phân công trực kho lưu trữ",
    );
    let performed = stage.perform_all(first.into_iter().chain(second).collect())?;
    if let Some(issue) = performed.get(1) {
        stage.note("typo", issue);
    }

    stage.say(
        "Dòng ba là của chiều hôm qua: bản số 13 ấy giao Phòng Kế hoạch, ghi trên giấy mà quên gõ.",
        "Row three is of yesterday afternoon: that same copy 13 to Planning, written on paper and never typed.",
    );
    let number = stage.next_row(HANDOVER)?;
    let yesterday = today.plus_days(-1);
    let mut forgotten = json!({
        "act": "copy.transfer", "on": yesterday.to_string(), "time": "16:30", "copies": [copy], "to": PLANNING.id,
        "means": "hand", "row": {"book": HANDOVER, "number": number}, "giver": HAI.hand(yesterday, 20),
        "received": DUNG.hand(yesterday, 20),
        "paper": {"kind": "register", "date": yesterday.to_string(), "page": 1, "line": 20},
    });
    stage.refused(forgotten.clone(), "act.date-back")?;
    stage.say(
        "Ngày tháng không được lùi mà không nêu lý do. Có lý do thì sổ nhận, xét theo hiện trạng lúc này:",
        "Dates do not go back without a reason. With one the ledger takes it, on the state as it is now:",
    );
    if let Some(fields) = forgotten.as_object_mut() {
        fields.insert(
            "late".to_owned(),
            json!("Quên gõ chiều 09/03; bổ sung theo sổ giấy"),
        );
    }
    let late = stage.perform(forgotten)?;
    stage.note("wrong-holder", &late);
    let now = stage.whereabouts(&copy)?;
    stage.teller.aside(&now);
    stage.say(
        "Văn thư nhìn lại: sổ nay nói bản 13 ở Phòng Kế hoạch, mà thật ra nó đang ở Phòng Nghiệp vụ từ sáng. Đã khuya; \
         mai sửa.",
        "The clerk looks again: the ledger now says that copy 13 is with Planning, and in truth the Specialist Unit \
         has had it since the morning. It is late; tomorrow.",
    );
    Ok(())
}

fn outgoing(
    stage: &Stage,
    document: &str,
    symbol: &str,
    row: u32,
    time: &str,
    subject: &str,
) -> Vec<Value> {
    let today = stage.today;
    let on = today.to_string();
    let in_book = json!({"kind": "register", "date": on, "page": 1, "line": row});
    let to = [PLANNING.id, SPECIALIST.id];
    vec![
        json!({
            "act": "document.determine", "document": document, "carrier": "document", "level": "Mat", "time": time,
            "decision": AN.decided(today, "19/PTr-SM"), "copying": "allowed", "medium": "paper", "drafter": BINH.id,
            "copies-planned": 3, "recipients": to, "list-refs": list_refs(3, 1), "doc-type": "quyet-dinh",
            "subject": subject, "proposal": paper("proposal", "19/PTr-SM", &on),
        }),
        json!({
            "act": "document.issue", "document": document, "symbol": symbol, "date": on, "signer": AN.id, "time": time,
            "kept-by": "self", "original": "numbered", "sign-mode": "own", "pages": 1, "paper": in_book,
            "copies": [
                {"number": 1, "to": PLANNING.id}, {"number": 2, "to": SPECIALIST.id}, {"number": 3, "to": "self"},
            ],
            "row": {"book": OUTGOING, "number": row},
        }),
    ]
}

/// What was typed wrong is mended, never erased; then a page of the book.
pub(super) fn mending(stage: &mut Stage) -> Result<(), Failure> {
    stage.day(
        "2026-03-11",
        "08:20",
        "Sửa sổ mà không tẩy xóa",
        "Mending without erasing",
    )?;
    let today = stage.today;
    stage.say(
        "Gõ nhầm số: 72/QĐ-SM đúng ra là 27/QĐ-SM. Đính chính; giá trị cũ vẫn đọc được. Rồi giao hai bản cho hai phòng.",
        "A slip: 72/QĐ-SM should read 27/QĐ-SM. It is corrected; the old value can still be read. Then two copies go to \
         the two units.",
    );
    stage.perform(json!({
        "act": "entry.correct", "corrected": stage.noted("typo")?, "changes": {"symbol": "27/QĐ-SM"},
        "reason": "Gõ nhầm thứ tự chữ số",
    }))?;
    let hand_over = |number: u32, to: &str, person: super::cast::Person| {
        json!({
            "act": "copy.transfer", "copies": [format!("{DECISION}#{number}")], "to": to, "means": "hand",
            "row": {"book": HANDOVER}, "giver": HAI.hand(today, number.saturating_add(20)),
            "received": person.hand(today, number.saturating_add(20)),
        })
    };
    stage.perform_all(vec![
        hand_over(1, PLANNING.id, DUNG),
        hand_over(2, SPECIALIST.id, EM),
    ])?;
    stage.say(
        "Quyết định 28/QĐ-SM chưa gửi thì Giám đốc rút. Số và dòng giữ nguyên, ghi là hủy số; ba bản in phải hủy ngay.",
        "Decision 28/QĐ-SM is withdrawn before it goes out. Its number and row stay, marked cancelled; the three \
         printed copies are to be destroyed at once.",
    );
    stage.perform(json!({
        "act": "document.cancel", "document": WITHDRAWN, "reason": "Giám đốc rút trước khi gửi",
    }))?;
    let copies: Vec<String> = (1..=3)
        .map(|number| format!("{WITHDRAWN}#{number}"))
        .collect();
    stage.perform(json!({
        "act": "copy.destroy", "copies": copies, "ground": "spoiled", "method": "shred", "performers": [HAI.id],
    }))?;

    stage.say(
        "Rút lại dòng ghi sai nơi giữ. Dòng ấy ghi từ hôm qua, nên hôm nay văn thư không tự rút được:",
        "The row with the wrong holder is taken back. It was recorded yesterday, so today the clerk alone may not:",
    );
    let mut void = json!({
        "act": "entry.void", "voided": stage.noted("wrong-holder")?,
        "reason": "Bản 13 đã về văn thư trước khi giao Phòng Nghiệp vụ; dòng này ghi lại sẽ sai nơi giữ",
    });
    stage.refused(void.clone(), "void.decision")?;
    if let Some(fields) = void.as_object_mut() {
        fields.insert("decision".to_owned(), AN.decided(today, "21/QĐ-SM"));
    }
    stage.perform(void)?;
    let now = stage.whereabouts(&format!("{PLAN_RECEIVED}#13"))?;
    stage.teller.aside(&now);

    stage.say(
        "Đến lúc này, trang Sổ đăng ký bí mật nhà nước đi, theo mẫu mười cột năm 2026, đọc thẳng từ sổ cái:",
        "By now, the page of the outgoing register, in the ten columns of 2026, read straight from the ledger:",
    );
    page::show(stage, OUTGOING)
}
