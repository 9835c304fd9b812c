//! A level is lowered, a letter and an electronic plan go out.

use bmnn::date::Date;
use bmnn::pack::Confidence;
use serde_json::{Value, json};

use super::cast::{
    AN, BINH, CUONG, DRILL, DUNG, EAST, EM, HAI, HANDOVER, HOME_AFFAIRS, LETTER, OUTGOING,
    PLAN_RECEIVED, PLANNING, PROVINCE, REPORT, SPECIALIST, WEST, list_refs, paper,
    stranger_on_paper,
};
use super::stage::{Stage, both};
use crate::failure::Failure;

/// Who issued the plan lowers its level; three copies here want a mark.
pub(super) fn lowered(stage: &mut Stage) -> Result<(), Failure> {
    stage.day(
        "2026-03-12",
        "09:30",
        "Thông báo hạ độ mật",
        "A notice lowers a level",
    )?;
    let today = stage.today;
    stage.say(
        "UBND tỉnh thông báo: kế hoạch 05/KH-UBND hạ từ Tối mật xuống Mật. Văn bản không do ta xác định, nên chỉ thay \
         đổi theo thông báo; đổi xong, cả ba bản ta đang giữ phải đóng dấu.",
        "The province gives notice: plan 05/KH-UBND is lowered from Tối mật to Mật. We did not determine it, so it \
         changes by notice alone; and once it has, each of the three copies here wants a mark.",
    );
    let notice = stage.perform(json!({
        "act": "notice.receive", "document": PLAN_RECEIVED, "issuer": PROVINCE.id, "effect": "adjust",
        "effective": today.to_string(), "new-level": "Mat", "paper": paper("notice", "88/TB-UBND", "2026-03-10"),
    }))?;
    let adjusted = stage.perform(json!({
        "act": "level.adjust", "document": PLAN_RECEIVED, "old-level": "ToiMat", "new-level": "Mat",
        "notice": notice.id.to_string(),
    }))?;
    stage.at("14:00")?;
    stage.say(
        "Chiều, văn thư đi đóng dấu từng bản.",
        "In the afternoon the clerk marks each copy.",
    );
    let copies: Vec<String> = [11, 12, 13]
        .iter()
        .map(|number| format!("{PLAN_RECEIVED}#{number}"))
        .collect();
    stage.perform(json!({
        "act": "mark.apply", "copies": copies, "mark": "level-change", "how": "stamped",
        "because": adjusted.id.to_string(), "replaces": "toi-mat",
    }))?;
    Ok(())
}

/// A letter signed by order, which later turns out to be needed in public.
pub(super) fn letter(stage: &mut Stage) -> Result<(), Failure> {
    stage.day(
        "2026-03-16",
        "10:00",
        "Công văn ký thừa lệnh",
        "A letter signed by order",
    )?;
    let today = stage.today;
    let on = today.to_string();
    stage.say(
        "Chánh Văn phòng Bình ký thừa lệnh công văn 112/SM-VP, độ Mật; độ mật do Giám đốc quyết định trên phiếu trình.",
        "Head of Office Bình signs letter 112/SM-VP by order; its level, Mật, was decided by the director on the \
         proposal.",
    );
    let copies = [PLANNING.id, SPECIALIST.id, HOME_AFFAIRS.id, "self"];
    let numbered = (1..)
        .zip(copies)
        .map(|(number, to): (u32, _)| json!({"number": number, "to": to}));
    let transfer = |number: u32, to: &str, received: Value| {
        json!({
            "act": "copy.transfer", "copies": [format!("{LETTER}#{number}")], "to": to, "row": {"book": HANDOVER},
            "giver": HAI.hand(today, number.saturating_add(20)), "received": received,
        })
    };
    stage.perform_all(vec![
        json!({
            "act": "document.determine", "document": LETTER, "carrier": "document", "level": "Mat",
            "decision": AN.decided(today, "30/PTr-VP"), "copying": "allowed", "medium": "paper", "drafter": HAI.id,
            "copies-planned": 4, "recipients": [PLANNING.id, SPECIALIST.id, HOME_AFFAIRS.id],
            "list-refs": list_refs(3, 2), "doc-type": "cong-van", "subject": "Cử người dự lớp bồi dưỡng văn thư",
            "proposal": paper("proposal", "30/PTr-VP", &on),
        }),
        json!({
            "act": "document.issue", "document": LETTER, "symbol": "112/SM-VP", "date": on, "signer": BINH.id,
            "kept-by": "self", "original": "numbered", "sign-mode": "by-order", "pages": 1,
            "copies": numbered.collect::<Vec<_>>(), "row": {"book": OUTGOING},
            "digest": stage.fixtures.digest("cong-van.odt")?,
        }),
        transfer(1, PLANNING.id, DUNG.hand(today, 21)),
        transfer(2, SPECIALIST.id, EM.hand(today, 22)),
        transfer(3, HOME_AFFAIRS.id, stranger_on_paper("Mai Thị Lan", HOME_AFFAIRS, today)),
    ])?;
    Ok(())
}

/// Two signatures or none.
pub(super) fn electronic(stage: &mut Stage) -> Result<(), Failure> {
    stage.day(
        "2026-03-20",
        "09:00",
        "Văn bản điện tử",
        "An electronic document",
    )?;
    let today = stage.today;
    let on = today.to_string();
    stage.say(
        "Kế hoạch diễn tập 08/KH-SM là văn bản điện tử, gửi qua đường truyền có cơ yếu bảo vệ. Phó Giám đốc Cường, theo ủy quyền, \
         xác định độ Mật và đã ký số; chữ ký số của Sở thì chưa có.",
        "The drill plan 08/KH-SM is an electronic document, sent over a line that the cipher service protects. Deputy Cường, by his \
         delegation, determines it as Mật and has signed it; the agency's own signature is still wanting.",
    );
    let delegation = stage.noted("delegation")?;
    stage.perform(json!({
        "act": "document.determine", "document": DRILL, "carrier": "document", "level": "Mat",
        "decision": CUONG.decided_for(today, "33/PTr-SM", &delegation), "copying": "forbidden",
        "medium": "electronic", "drafter": EM.id, "copies-planned": 2, "recipients": [EAST.id, WEST.id],
        "list-refs": list_refs(3, 1), "doc-type": "ke-hoach", "subject": "Diễn tập chữa cháy và thoát nạn tại trụ sở",
        "proposal": paper("proposal", "33/PTr-SM", &on),
    }))?;
    // What stands for the certificates of the story: digests of its files.
    let certificate = stage.fixtures.digest("quyet-dinh.docx")?;
    let signature = |kind: &str, signer: &str| json!({"kind": kind, "signer": signer, "certificate": certificate, "date": on, "time": "09:05"});
    let digest = stage.fixtures.digest("ke-hoach.odt")?;
    let issue = |signatures: Vec<Value>| {
        json!({
            "act": "document.issue", "document": DRILL, "symbol": "08/KH-SM", "date": on, "time": "09:10",
            "signer": CUONG.id, "kept-by": "self", "original": "apart", "sign-mode": "deputy", "pages": 1,
            "attachments": 0, "copies": [{"number": 1, "to": EAST.id}, {"number": 2, "to": WEST.id}],
            "row": {"book": OUTGOING}, "digest": digest, "signatures": signatures,
        })
    };
    let person = signature("person", CUONG.name);
    stage.refused(issue(vec![person.clone()]), "electronic.no-signature")?;
    stage.say(
        "Sở ký số. Giờ thì đi được, và mỗi nơi nhận một bản, cùng một mã băm; bản gốc ở lại.",
        "The agency signs. Now it can go: one copy for each recipient, all with one digest, and the original stays.",
    );
    stage.perform(issue(vec![person, signature("agency", "Sở Mẫu")]))?;
    let send = |number: u32, to: &str| {
        json!({
            "act": "copy.transfer", "copies": [format!("{DRILL}#{number}")], "to": to, "means": "electronic",
            "giver": {"person": HAI.id, "date": on, "time": "09:20"}, "row": {"book": HANDOVER},
        })
    };
    let sent = stage.perform_all(vec![send(1, EAST.id), send(2, WEST.id)])?;
    stage.at("11:00")?;
    stage.say(
        "Hai xã kiểm tra tính toàn vẹn, số trang, phụ lục rồi trả lời ngay trên hệ thống.",
        "Both communes check integrity, pages and attachments, and answer at once.",
    );
    let answers = sent.iter().zip([(EAST, "Đinh Thị Oanh"), (WEST, "Hồ Văn Quý")]).map(|(transfer, (party, who))| {
        json!({
            "act": "copy.accept", "transfer": transfer.id.to_string(), "receiver": stranger_on_paper(who, party, today),
            "check": {"intact": true, "documents": 1, "pages": 1, "attachments": 0},
        })
    });
    stage.perform_all(answers.collect())?;
    Ok(())
}

/// What was secret is opened to the public, with a council.
pub(super) fn declassified(stage: &mut Stage) -> Result<(), Failure> {
    stage.day("2026-03-30", "09:00", "Giải mật", "Declassification")?;
    let today = stage.today;
    let on = today.to_string();
    stage.say(
        "Lớp bồi dưỡng văn thư cần thông báo rộng rãi. Hội đồng giải mật họp, Giám đốc quyết định giải mật toàn bộ công \
         văn 112/SM-VP.",
        "The course for clerks is to be announced in public. The council meets, and the director declassifies letter \
         112/SM-VP in full.",
    );
    let declassified = stage.perform(json!({
        "act": "document.declassify", "document": LETTER, "ground": "need", "extent": "full", "effective": on,
        "council": {
            "set-up": paper("decision", "40/QĐ-SM", "2026-03-26"), "chair": CUONG.id, "members": [BINH.id, HAI.id],
            "minutes": paper("minutes", "06/BB-SM", &on),
        },
        "decision": AN.decided(today, "41/QĐ-SM"),
    }))?;
    stage.at("15:00")?;
    stage.say(
        "Nơi đang giữ bản được báo ngay trong ngày; ba bản trong cơ quan đóng dấu Giải mật.",
        "Who has a copy elsewhere is told the same day; the three copies here are marked.",
    );
    let because = declassified.id.to_string();
    let copies: Vec<String> = [1, 2, 4]
        .iter()
        .map(|number| format!("{LETTER}#{number}"))
        .collect();
    stage.perform_all(vec![
        json!({
            "act": "notice.send", "document": LETTER, "about": because, "recipients": [HOME_AFFAIRS.id],
            "paper": paper("notice", "52/TB-SM", &on),
        }),
        json!({
            "act": "mark.apply", "copies": copies, "mark": "declassified", "how": "stamped", "because": because,
            "replaces": "mat",
        }),
    ])?;
    standing(stage, LETTER, &[today.plus_days(-1), today])?;
    let far = today.plus_years(20);
    stage.say(
        "Còn báo cáo Tối mật 15/BC-SM? Hỏi trước cho một ngày, hai mươi năm sau:",
        "And the Tối mật report 15/BC-SM? Asked for a day twenty years on:",
    );
    reasons(stage, REPORT, far)
}

/// What a document was, is, and will be, as the registry answers.
fn standing(stage: &mut Stage, document: &str, days: &[Date]) -> Result<(), Failure> {
    let lang = stage.teller.lang();
    for on in days {
        let status = stage.status(document, *on)?;
        let (vi, en) = both(*on);
        let told = lang.pick(
            format!("{document}, ngày {vi}: {}", status.standing.vi()),
            format!("{document}, on {en}: {}", status.standing.as_str()),
        );
        stage.teller.aside(&told);
    }
    Ok(())
}

/// Why a document is what it is on a day, with the articles.
fn reasons(stage: &mut Stage, document: &str, on: Date) -> Result<(), Failure> {
    standing(stage, document, &[on])?;
    let lang = stage.teller.lang();
    let status = stage.status(document, on)?;
    for because in &status.because {
        let said = lang.pick(&because.vi, &because.en);
        let cited = because.cited.as_ref().map(|cited| {
            let unverified = cited.confidence == Confidence::Unverified;
            let doubt = if unverified {
                lang.pick("; chưa kiểm chứng", "; unverified")
            } else {
                ""
            };
            format!(" ({}{doubt})", lang.pick(&cited.vi, &cited.en))
        });
        stage
            .teller
            .bullet(&format!("{said}{}", cited.unwrap_or_default()));
    }
    Ok(())
}
