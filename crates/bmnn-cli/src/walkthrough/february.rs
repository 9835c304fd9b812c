//! February 2026: the last weeks under the law of 2018.

use serde_json::json;

use super::cast::{
    AN, COPYING, CUONG, DUNG, EM, ENVELOPE, FIGURES, FINANCE, GIANG, HAI, HANDOVER, HOME_AFFAIRS,
    INCOMING, KHANH, OLD_DECISION, OUTGOING, PLAN_RECEIVED, PLANNING, PROVINCE, SPECIALIST, paper,
    stranger, stranger_on_paper,
};
use super::opening::delegation;
use super::stage::{Stage, both};
use crate::failure::Failure;

/// What comes from an agency that does not use bmnn, and an envelope that
/// nobody but its addressee opens.
pub(super) fn incoming(stage: &mut Stage) -> Result<(), Failure> {
    stage.day("2026-02-04", "08:30", "Văn bản đến", "Incoming post")?;
    stage.say(
        "UBND tỉnh gửi kế hoạch độ Tối mật, ba bản số 11, 12, 13. Nơi gửi không dùng bmnn: chỉ có bì giấy và phiếu \
         giao. Sổ nhận một bộ không đủ số, vì các bản khác ở nơi khác, không phải việc của ta. Trong sổ, tl-01#11 là bản \
         số 11 của tài liệu tl-01.",
        "The province sends a Tối mật plan, copies 11, 12 and 13. It does not use bmnn: there is an envelope and a \
         delivery note, no more. The ledger takes a partial set; where the other copies are is not ours to say. Here tl-01#11 is copy 11 of \
         the document tl-01.",
    );
    let today = stage.today;
    stage.perform(json!({
        "act": "document.receive", "document": PLAN_RECEIVED, "issuer": PROVINCE.id, "arrival-number": 1,
        "row": {"book": INCOMING}, "symbol": "05/KH-UBND", "date": "2026-01-30", "doc-type": "ke-hoach",
        "level": "ToiMat", "subject": "Bố trí kho dự phòng năm 2026", "pages": 6,
        "copies": [{"number": 11}, {"number": 12}, {"number": 13}],
        "check": {"intact": true, "documents": 1, "pages": 6, "attachments": 0},
        "brought-by": stranger_on_paper("Lý Văn Kim", PROVINCE, today),
    }))?;
    stage.perform_all(vec![
        json!({
            "act": "copy.transfer", "copies": [format!("{PLAN_RECEIVED}#11")], "to": "self", "to-person": AN.id,
            "row": {"book": HANDOVER}, "giver": HAI.hand(today, 1), "received": AN.hand(today, 1), "means": "hand",
        }),
        json!({
            "act": "copy.transfer", "copies": [format!("{PLAN_RECEIVED}#12")], "to": PLANNING.id,
            "row": {"book": HANDOVER}, "giver": HAI.hand(today, 2), "received": DUNG.hand(today, 2), "means": "hand",
        }),
    ])?;

    stage.say(
        "Một bì nữa của Sở Nội vụ, chữ B, đóng dấu «Chỉ người có tên mới được bóc bì», tên Giám đốc. Văn thư không \
         mở: vào sổ theo ký hiệu ngoài bì rồi chuyển ngay.",
        "Another envelope, from Home Affairs, letter B, is stamped “to be opened by the person named only” and names \
         the director. The clerk does not open it: it is entered by what stands outside, and passed on at once.",
    );
    stage.perform(json!({
        "act": "document.receive", "document": ENVELOPE, "issuer": HOME_AFFAIRS.id, "arrival-number": 2,
        "row": {"book": INCOMING}, "unopened": true,
        "envelope": {"symbol": "17/SNV", "letter": "B", "named": AN.id},
        "brought-by": stranger("Mai Thị Lan", HOME_AFFAIRS, today),
    }))?;
    Ok(())
}

/// Our first document of the year.
pub(super) fn figures(stage: &mut Stage) -> Result<(), Failure> {
    stage.day(
        "2026-02-05",
        "09:00",
        "Biểu thống kê, độ Mật",
        "A table of figures, Mật",
    )?;
    stage.say(
        "Phó Giám đốc Cường xác định độ Mật cho biểu thống kê, trong phạm vi ủy quyền. Người soạn quên nêu mục của \
         danh mục bí mật nhà nước. Luật năm 2018 chưa cấm rõ, nên sổ nhắc chứ không từ chối; hãy nhớ điểm này.",
        "Deputy Cường determines a table of figures as Mật, within his delegation. The drafter forgot the item of the \
         list of state secrets. The law of 2018 has no plain prohibition, so the registry warns and does not refuse; \
         remember this.",
    );
    let today = stage.today;
    let delegation = stage.noted("delegation")?;
    let digest = stage.fixtures.digest("bieu-thong-ke.xlsx")?;
    stage.perform_all(vec![
        json!({
            "act": "document.determine", "document": FIGURES, "carrier": "document", "level": "Mat",
            "decision": CUONG.decided_for(today, "03/PTr-SM", &delegation), "copying": "allowed",
            "medium": "paper", "drafter": HAI.id, "copies-planned": 2, "recipients": [FINANCE.id],
            "doc-type": "Biểu thống kê", "subject": "Văn bản đi, đến năm 2025",
            "proposal": paper("proposal", "03/PTr-SM", &today.to_string()),
        }),
        json!({
            "act": "document.issue", "document": FIGURES, "symbol": "03/TK-SM", "date": today.to_string(),
            "signer": CUONG.id, "kept-by": "self", "original": "numbered", "sign-mode": "deputy", "pages": 1,
            "copies": [{"number": 1, "to": FINANCE.id}, {"number": 2, "to": "self"}],
            "row": {"book": OUTGOING}, "digest": digest,
        }),
        json!({
            "act": "copy.transfer", "copies": [format!("{FIGURES}#1")], "to": FINANCE.id, "means": "courier",
            "row": {"book": HANDOVER}, "giver": HAI.hand(today, 3), "courier": GIANG.hand(today, 3),
            "received": stranger_on_paper("Bùi Văn Nam", FINANCE, today),
        }),
    ])?;
    Ok(())
}

/// The envelope is opened; copying beyond the permit, and a delegate who
/// delegates.
pub(super) fn copying(stage: &mut Stage) -> Result<(), Failure> {
    stage.day(
        "2026-02-06",
        "09:00",
        "Bì đã mở; sao vượt số cho phép",
        "The envelope is opened; one copy too many",
    )?;
    let today = stage.today;
    stage.say(
        "Hai hôm sau Giám đốc trả lại bì đã mở. Sổ bổ sung những gì còn thiếu, không sửa những gì đã ghi.",
        "Two days later the director hands the opened envelope back. What was absent is supplied; what stands there \
         is not changed.",
    );
    stage.perform(json!({
        "act": "document.complete", "document": ENVELOPE, "symbol": "21/SNV-TM", "date": "2026-02-03",
        "level": "ToiMat", "doc-type": "cong-van", "copies": [{"number": 3}], "pages": 2,
        "subject": "Nhân sự của tổ cơ yếu",
    }))?;

    stage.say(
        "Phó Giám đốc Cường cho sao hai bản biểu thống kê. Máy in ra ba bản, và văn thư thử ghi đúng như vậy.",
        "Deputy Cường permits two duplicates of the figures. The machine makes three, and the clerk tries to enter \
         just that.",
    );
    let permit = CUONG.decided_for(today, "05/GP-SM", &stage.noted("delegation")?);
    let reproduce = |made: u32, spoiled: u32, duplicates: serde_json::Value| {
        json!({
            "act": "copy.reproduce", "copy": format!("{FIGURES}#2"), "kind": "true-copy", "permitted": 2,
            "made": made, "permit": permit, "maker": HAI.id, "duplicates": duplicates, "spoiled": spoiled,
            "row": {"book": COPYING},
        })
    };
    let two = json!([{"number": 1, "to": PLANNING.id}, {"number": 2, "to": SPECIALIST.id}]);
    let three = json!([
        {"number": 1, "to": PLANNING.id}, {"number": 2, "to": SPECIALIST.id}, {"number": 3, "to": "self"},
    ]);
    stage.refused(reproduce(3, 0, three), "reproduce.made-other")?;
    stage.say(
        "Bản thừa hủy ngay tại máy và cũng được ghi: hai bản sao, một bản hủy.",
        "The surplus one is destroyed at the machine, and that is entered too: two duplicates, one destroyed.",
    );
    stage.perform(reproduce(2, 1, two))?;
    stage.perform_all(vec![
        json!({
            "act": "copy.transfer", "copies": [format!("{FIGURES}#2/1.1")], "to": PLANNING.id, "means": "hand",
            "row": {"book": HANDOVER}, "giver": HAI.hand(today, 4), "received": DUNG.hand(today, 4),
        }),
        json!({
            "act": "copy.transfer", "copies": [format!("{FIGURES}#2/1.2")], "to": SPECIALIST.id, "means": "hand",
            "row": {"book": HANDOVER}, "giver": HAI.hand(today, 5), "received": EM.hand(today, 5),
        }),
    ])?;

    stage.say(
        "Phó Giám đốc Cường sắp đi công tác, muốn giao lại quyền của mình cho Phó Giám đốc Khánh.",
        "Deputy Cường is about to travel, and wants to pass his powers on to Deputy Khánh.",
    );
    let passed_on = delegation(
        CUONG.position,
        KHANH.position,
        "03/UQ-SM",
        &today.to_string(),
    );
    stage.refused(passed_on, "delegation.chain")
}

/// What is not needed any more is destroyed, with the council's file.
pub(super) fn destruction(stage: &mut Stage) -> Result<(), Failure> {
    stage.day("2026-02-27", "14:00", "Tiêu hủy", "Destruction")?;
    stage.say(
        "Hai bản sao biểu thống kê dùng xong. Văn thư định cho vào máy hủy, có chữ ký của Giám đốc là đủ?",
        "The two duplicates of the figures have done their work. The clerk would shred them; is the director's \
         signature enough?",
    );
    let today = stage.today;
    let copies = json!([format!("{FIGURES}#2/1.1"), format!("{FIGURES}#2/1.2")]);
    let mut destroy = json!({
        "act": "copy.destroy", "copies": copies, "ground": "not-needed", "method": "shred",
        "performers": [HAI.id, DUNG.id], "decision": AN.decided(today, "09/QĐ-SM"),
    });
    stage.refused(destroy.clone(), "destroy.no-council")?;
    stage.say(
        "Hội đồng họp ngay chiều ấy: quyết định thành lập, danh mục, biên bản họp, quyết định, biên bản tiêu hủy. Hồ sơ \
         đủ thì sổ ghi.",
        "The council meets that afternoon: the paper that set it up, the schedule, its minutes, the decision, the \
         minutes of destruction. With the file complete, the ledger takes it.",
    );
    let on = today.to_string();
    if let Some(fields) = destroy.as_object_mut() {
        let council = json!({
            "set-up": paper("decision", "08/QĐ-SM", &on), "chair": CUONG.id, "members": [HAI.id, DUNG.id, EM.id],
            "minutes": paper("minutes", "02/BB-SM", &on),
        });
        fields.insert("council".to_owned(), council);
        fields.insert("schedule".to_owned(), paper("other", "01/DM-SM", &on));
        fields.insert("minutes".to_owned(), paper("minutes", "03/BB-SM", &on));
    }
    stage.perform(destroy)?;
    Ok(())
}

/// An extension on day 59, and what the head may do about it.
pub(super) fn extension(stage: &mut Stage) -> Result<(), Failure> {
    stage.day(
        "2026-02-28",
        "08:30",
        "Gia hạn, chậm một ngày",
        "An extension, one day late",
    )?;
    let old = OLD_DECISION;
    let on = stage.today;
    let end = stage.end_of_term(old, on)?;
    let left = on.days_until(end);
    let (end_vi, end_en) = both(end);
    stage.say(
        &format!(
            "Quyết định 11/QĐ-SM năm 2016 trong sổ cũ, độ Mật: sổ tính ra hết hạn ngày {end_vi}. Giám đốc đi công tác \
             về, ký gia hạn sáng thứ Bảy, khi còn {left} ngày. Luật đòi ít nhất 60."
        ),
        &format!(
            "Decision 11/QĐ-SM of 2016, from the old register, Mật: the registry finds that its term ends on {end_en}. \
             The director, back from a journey, signs an extension on Saturday morning, with {left} days left. The \
             law wants 60."
        ),
    );
    let mut extend = json!({
        "act": "term.extend", "document": old, "old-end": end.to_string(), "new-end": end.plus_years(5).to_string(),
        "decision": AN.decided(on, "10/QĐ-SM"), "reason": "Kho lưu trữ còn dùng đến hết năm 2031",
    });
    stage.refused(extend.clone(), "extend.late")?;
    stage.say(
        "Nhưng chữ ký ấy có thật, và sổ không được nói dối. Giám đốc quyết định bằng văn bản cho ghi là trái quy định, \
         nêu lý do. Sổ ghi, và từ nay mọi lần kiểm tra đều nhắc đến mục này.",
        "But the signature is a fact, and a record that cannot hold the truth is worse than none. The director decides \
         in writing that it be recorded as irregular, with the reason. The ledger takes it, and every verification \
         from now on names this entry.",
    );
    if let Some(fields) = extend.as_object_mut() {
        let irregular = json!({
            "reason": "Giám đốc đi công tác đến hết ngày 27/02/2026", "decision": AN.decided(on, "11/QĐ-SM"),
        });
        fields.insert("irregular".to_owned(), irregular);
    }
    let extended = stage.perform(extend)?;
    stage.note("extension", &extended);
    let new_end = stage.end_of_term(old, on)?;
    let (was, now) = (both(end), both(new_end));
    stage.say(
        &format!("Hết hạn: {} → {}.", was.0, now.0),
        &format!("End of its term: {} → {}.", was.1, now.1),
    );
    Ok(())
}
