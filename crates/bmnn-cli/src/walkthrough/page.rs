//! A page of the outgoing register, read from the ledger: ten columns, as
//! appendix III of Decree 63/2026 has them.

use bmnn::custody::{CopyState, Row, RowState};
use bmnn::date::Date;
use serde_json::{Value, json};

use super::cast;
use super::stage::{Stage, parse_id};
use super::teller::{width, wrapped};
use crate::failure::Failure;
use crate::lang::Lang;

/// The places of each column; with their rules they make 99. English headings
/// have longer words.
const fn widths(lang: Lang) -> [usize; 10] {
    match lang {
        Lang::Vi => [3, 9, 10, 15, 7, 8, 18, 4, 5, 9],
        Lang::En => [6, 9, 10, 12, 7, 8, 16, 5, 6, 9],
    }
}

/// Prints the page.
pub(super) fn show(stage: &mut Stage, book: &str) -> Result<(), Failure> {
    let lang = stage.teller.lang();
    let heading = heading(stage, lang);
    let rows = stage.registry.rows(&parse_id(book)?)?;
    let rows = rows
        .iter()
        .map(|row| cells(stage, row))
        .collect::<Result<Vec<_>, _>>()?;
    stage
        .teller
        .note(json!({"page": {"book": book, "columns": heading, "rows": rows}}));
    let numbers: [String; 10] = std::array::from_fn(|column| format!("({})", column + 1));
    stage.teller.verbatim(&rule(lang, '┌', '┬', '┐'));
    print(stage, &heading, Align::Middle);
    stage.teller.verbatim(&rule(lang, '├', '┼', '┤'));
    print(stage, &numbers, Align::Middle);
    for row in &rows {
        stage.teller.verbatim(&rule(lang, '├', '┼', '┤'));
        print(stage, row, Align::Left);
    }
    stage.teller.verbatim(&rule(lang, '└', '┴', '┘'));
    Ok(())
}

/// The headings, from the pack in force.
fn heading(stage: &Stage, lang: Lang) -> [String; 10] {
    let pack = stage.registry.packs().on(stage.today);
    let register = pack.and_then(|pack| pack.register("outgoing"));
    let columns = register
        .map(|register| register.columns.as_slice())
        .unwrap_or_default();
    std::array::from_fn(|index| {
        let column = columns
            .get(index)
            .map(|column| lang.pick(&column.vi, &column.en).to_owned());
        column
            .unwrap_or_default()
            .replace("bí mật nhà nước", "BMNN")
    })
}

/// What stands in one row.
fn cells(stage: &Stage, row: &Row) -> Result<[String; 10], Failure> {
    let lang = stage.teller.lang();
    let english = lang == Lang::En;
    let act = stage.registry.by_id(&row.act)?;
    let act = act
        .map(|entered| stage.registry.json(&entered))
        .transpose()?
        .unwrap_or_default();
    let text = |field: &str| act.get(field).and_then(Value::as_str).unwrap_or_default();
    let id = row
        .document
        .as_ref()
        .map(ToString::to_string)
        .unwrap_or_default();
    let document = stage.document(&id)?;
    let symbol = document.symbol.clone().unwrap_or_default();
    let count = act
        .get("copies")
        .and_then(Value::as_array)
        .map_or(0, Vec::len);
    let determined: Option<Date> = document.determined.map(|date| date.latest());
    let level = document.level.map(|level| level.vi().to_owned());
    let kept_by = match text("kept-by") {
        "self" => "VT".to_owned(),
        unit => cast::called(unit, english),
    };
    Ok([
        row.number.to_string(),
        symbol.clone(),
        determined.map(numeric).unwrap_or_default(),
        title(stage, &id)?,
        level.unwrap_or_default(),
        cast::called(text("signer"), english),
        recipients(stage, &id, &act, english)?,
        kept_by,
        format!("{count:02}"),
        notes(row, &symbol, text("symbol"), lang),
    ])
}

/// Type and subject, as the vault has them.
fn title(stage: &Stage, id: &str) -> Result<String, Failure> {
    let mut kind = String::new();
    for entered in stage.registry.history(id, None)? {
        if matches!(
            entered.name.as_str(),
            "document.determine" | "document.derive"
        ) {
            let act = stage.registry.json(&entered)?;
            kind = match act.get("doc-type") {
                Some(Value::String(word)) => type_name(stage, word),
                Some(sealed) => sealed
                    .get("value")
                    .and_then(Value::as_str)
                    .unwrap_or_default()
                    .to_owned(),
                None => String::new(),
            };
            break;
        }
    }
    let subject = stage
        .registry
        .sealed_text(id, "subject")?
        .unwrap_or_default();
    Ok(format!("{kind}. {subject}"))
}

fn type_name(stage: &Stage, word: &str) -> String {
    let pack = stage.registry.packs().on(stage.today);
    let known = pack.and_then(|pack| pack.doc_type(word));
    known.map_or_else(
        || word.to_owned(),
        |known| stage.teller.lang().pick(&known.vi, &known.en).clone(),
    )
}

/// Column 7: to whom, and whether he has signed for it.
fn recipients(stage: &Stage, id: &str, issue: &Value, english: bool) -> Result<String, Failure> {
    let mut lines = Vec::new();
    let copies = issue
        .get("copies")
        .and_then(Value::as_array)
        .map(Vec::as_slice)
        .unwrap_or_default();
    for issued in copies {
        let number = issued.get("number").and_then(Value::as_u64).unwrap_or(0);
        let to = issued.get("to").and_then(Value::as_str).unwrap_or_default();
        let person = issued.get("person").and_then(Value::as_str);
        let copy = stage.copy(&format!("{id}#{number}"))?;
        let moved = copy
            .holder
            .as_ref()
            .is_some_and(|holder| holder.as_str() != "self")
            || copy.person.is_some();
        let signed = match copy.state {
            CopyState::Delivered => "✓",
            CopyState::Held if moved => "✓",
            CopyState::InTransit => "…",
            _ => "",
        };
        // What stays with the clerk is the file copy.
        if to == "self" && person.is_none() {
            continue;
        }
        lines.push(format!(
            "{} {signed}",
            cast::called(person.unwrap_or(to), english)
        ));
    }
    Ok(lines.join("\n"))
}

/// Column 10: what was corrected, cancelled or taken back.
fn notes(row: &Row, now: &str, then: &str, lang: Lang) -> String {
    let mut notes = Vec::new();
    match row.state {
        RowState::Cancelled => notes.push(lang.pick("HỦY SỐ", "CANCELLED").to_owned()),
        RowState::Void => notes.push(lang.pick("RÚT LẠI", "VOID").to_owned()),
        RowState::Live => {}
    }
    if now != then {
        notes.push(lang.pick(format!("sửa từ {then}"), format!("was {then}")));
    }
    notes.join("; ")
}

fn numeric(on: Date) -> String {
    format!("{:02}/{:02}/{}", on.day(), on.month(), on.year())
}

#[derive(Clone, Copy)]
enum Align {
    Left,
    Middle,
}

/// One row of cells, as many lines as its tallest cell.
fn print(stage: &mut Stage, cells: &[String; 10], align: Align) {
    let widths = widths(stage.teller.lang());
    let broken: Vec<Vec<String>> = cells
        .iter()
        .zip(widths)
        .map(|(cell, limit)| lines(cell, limit))
        .collect();
    let tallest = broken.iter().map(Vec::len).max().unwrap_or(0);
    for index in 0..tallest {
        let parts = broken.iter().zip(widths).map(|(cell, limit)| {
            let text = cell.get(index).map(String::as_str).unwrap_or_default();
            let spare = limit.saturating_sub(width(text));
            let before = match align {
                Align::Left => 0,
                Align::Middle => spare / 2,
            };
            format!(
                "{}{text}{}",
                " ".repeat(before),
                " ".repeat(spare.saturating_sub(before))
            )
        });
        let line = parts.collect::<Vec<_>>().join("│");
        stage.teller.verbatim(&format!("│{line}│"));
    }
}

/// A cell's lines; a word longer than the column is broken.
fn lines(cell: &str, limit: usize) -> Vec<String> {
    let mut broken = Vec::new();
    for line in cell.split('\n').flat_map(|line| wrapped(line, limit)) {
        let mut rest: Vec<char> = line.chars().collect();
        while rest.len() > limit {
            let more = rest.split_off(limit);
            broken.push(rest.into_iter().collect());
            rest = more;
        }
        broken.push(rest.into_iter().collect());
    }
    broken
}

fn rule(lang: Lang, left: char, cross: char, right: char) -> String {
    let parts: Vec<String> = widths(lang)
        .iter()
        .map(|width| "─".repeat(*width))
        .collect();
    format!("{left}{}{right}", parts.join(&cross.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_fits_a_hundred_columns() {
        for lang in [Lang::Vi, Lang::En] {
            assert_eq!(width(&rule(lang, '┌', '┬', '┐')), 99);
        }
        assert_eq!(lines("15/BC-SM", 9), ["15/BC-SM"]);
        assert_eq!(lines("a\nb c", 1), ["a", "b", "c"]);
        assert_eq!(lines("abcdef", 4), ["abcd", "ef"]);
    }
}
