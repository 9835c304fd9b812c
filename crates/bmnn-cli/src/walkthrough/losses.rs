//! A unit goes into another; a copy is lost, and found.

use serde_json::json;

use super::cast::{AN, BINH, EM, PLANNING, PROVINCE, REPORT, SPECIALIST, paper};
use super::stage::Stage;
use crate::failure::Failure;

/// Planning goes into the Specialist Unit, with all it holds.
pub(super) fn merger(stage: &mut Stage) -> Result<(), Failure> {
    stage.day(
        "2026-03-23",
        "14:00",
        "Sáp nhập phòng",
        "Two units become one",
    )?;
    let today = stage.today;
    let held = stage.held_by(PLANNING.id)?;
    stage.say(
        &format!(
            "Phòng Kế hoạch nhập vào Phòng Nghiệp vụ. Phòng Kế hoạch đang giữ {} bản; tất cả chuyển sang nơi tiếp nhận \
             trong một hành vi.",
            held.len()
        ),
        &format!(
            "Planning is merged into the Specialist Unit. Planning holds {} copies; all of them pass on in one act.",
            held.len()
        ),
    );
    stage.perform(json!({
        "act": "party.end", "party": PLANNING.id, "how": "merged", "successor": SPECIALIST.id,
        "paper": paper("decision", "36/QĐ-SM", &today.to_string()),
    }))?;
    let still = stage.held_by(PLANNING.id)?.len();
    let now = held
        .iter()
        .map(|copy| stage.copy(copy))
        .collect::<Result<Vec<_>, _>>()?;
    let passed = now
        .iter()
        .filter(|copy| {
            copy.holder
                .as_ref()
                .is_some_and(|id| id.as_str() == SPECIALIST.id)
        })
        .count();
    let told = stage.teller.lang().pick(
        format!("{passed} bản nay ở Phòng Nghiệp vụ; Phòng Kế hoạch còn giữ {still} bản"),
        format!("{passed} copies are with the Specialist Unit now; Planning holds {still}"),
    );
    stage.teller.aside(&told);
    Ok(())
}

/// One of them is not where the ledger says.
pub(super) fn lost(stage: &mut Stage) -> Result<(), Failure> {
    stage.day("2026-03-24", "16:30", "Thiếu một bản", "A copy is missing")?;
    let today = stage.today;
    let copy = format!("{REPORT}#8");
    stage.say(
        &format!(
            "Đối chiếu sau sáp nhập: chị Em không thấy bản số 8 của báo cáo Tối mật ({copy}), trước ở Phòng Kế hoạch. \
             Báo Giám đốc ngay, và ghi ngay."
        ),
        &format!(
            "Checking after the merger, Ms Em cannot find copy 8 of the Tối mật report ({copy}), which Planning had. \
             The director is told at once, and it is entered at once."
        ),
    );
    stage.perform(json!({
        "act": "incident.report", "incident": "vv-01", "kind": "loss", "discovered": today.to_string(),
        "discovered-time": "15:40", "what": "Không thấy bản số 8 khi đối chiếu sau sáp nhập",
        "place": "Phòng Nghiệp vụ, tầng 3", "first-steps": "Niêm phong tủ, rà soát kho lưu trữ",
        "reporter": {"person": EM.id, "date": today.to_string(), "time": "15:45"}, "head": AN.id, "copies": [copy],
    }))?;
    let now = stage.whereabouts(&copy)?;
    stage.teller.aside(&now);
    Ok(())
}

/// It lay in a box of the archive.
pub(super) fn found(stage: &mut Stage) -> Result<(), Failure> {
    stage.day("2026-03-27", "09:30", "Tìm thấy", "Found")?;
    let today = stage.today;
    let on = today.to_string();
    let copy = format!("{REPORT}#8");
    stage.say(
        "Tổ sắp xếp kho lưu trữ mở hộp C-117: bản số 8 kẹp nhầm trong hồ sơ năm 2019, còn nguyên. Biên bản 05/BB-SM \
         (tai-lieu/bien-ban.pdf) ghi lại. Vụ việc kết thúc bằng báo cáo UBND tỉnh và tờ trình mua tủ sắt \
         (tai-lieu/to-trinh.pdf).",
        "The team that sorts the archive opens box C-117: copy 8 lies in a file of 2019 by mistake, whole. Minutes \
         05/BB-SM (tai-lieu/bien-ban.pdf) say so. The incident ends with a report to the province and a proposal to \
         buy steel cabinets (tai-lieu/to-trinh.pdf).",
    );
    let mut minutes = paper("minutes", "05/BB-SM", &on);
    let mut proposal = paper("proposal", "31/TTr-VP", "2026-03-24");
    for (paper, file) in [
        (&mut minutes, "bien-ban.pdf"),
        (&mut proposal, "to-trinh.pdf"),
    ] {
        if let Some(fields) = paper.as_object_mut() {
            fields.insert("digest".to_owned(), json!(stage.fixtures.digest(file)?));
        }
    }
    let recovered = stage.perform(json!({
        "act": "copy.recover", "copies": [copy], "incident": "vv-01", "holder": SPECIALIST.id,
        "finder": {"person": BINH.id, "date": on, "paper": minutes}, "place": "Kho lưu trữ, hộp C-117",
    }))?;
    stage.perform(json!({
        "act": "incident.close", "incident": "vv-01", "outcome": "found", "recovered": [recovered.id.to_string()],
        "cause": "Kẹp nhầm khi chuyển phòng", "handling": "Rút kinh nghiệm; trình mua tủ sắt có khóa số",
        "decision": AN.decided(today, "42/QĐ-SM"), "paper": proposal,
        "reported-to": [{"party": PROVINCE.id, "date": on, "paper": paper("report", "17/BC-SM", &on)}],
    }))?;
    let now = stage.whereabouts(&copy)?;
    stage.teller.aside(&now);
    Ok(())
}
