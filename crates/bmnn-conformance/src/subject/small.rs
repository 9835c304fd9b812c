//! Levels, dates, copies, ids.

use super::ask::{Answer, failure, list, number, parsed, text, variant};
use bmnn::copy::CopyRef;
use bmnn::date::{Date, PartDate, Time};
use bmnn::id::Id;
use bmnn::level::{Level, Liberty};
use bmnn::until::Until;
use serde_json::{Value as Json, json};

pub(super) fn read_level(input: &Json) -> Answer {
    let (level, taken) = Level::read(text(input, "text")?).map_err(|_| failure("Level"))?;
    let words: Vec<&str> = taken.iter().map(liberty).collect();
    Ok(json!({"level": level.as_str(), "liberties": words}))
}

fn liberty(liberty: Liberty) -> &'static str {
    match liberty {
        Liberty::Space => "space",
        Liberty::Decomposed => "decomposed",
        Liberty::Case => "case",
        Liberty::Diacritics => "diacritics",
        Liberty::Letter => "letter",
    }
}

/// Only the name that acts use; a level as printed is read by `level.read`.
fn level(input: &Json, key: &str) -> Result<Level, super::ask::Failure> {
    text(input, key)?.parse().map_err(|_| failure("Level"))
}

pub(super) fn print_level(input: &Json) -> Answer {
    let level = level(input, "level")?;
    Ok(json!({
        "name": level.as_str(), "kebab": level.kebab(), "vietnamese": level.vi(),
        "mark": level.mark_text(), "letter": level.letter(),
    }))
}

pub(super) fn roll_up_levels(input: &Json) -> Answer {
    let levels = list(input, "levels")?.iter();
    let parsed = levels.map(|level| level.as_str()?.parse::<Level>().ok());
    let levels: Option<Vec<Level>> = parsed.collect();
    let highest = levels.and_then(|levels| levels.into_iter().max());
    let highest = highest.ok_or_else(|| failure("Level"))?;
    Ok(json!({"level": highest.as_str()}))
}

pub(super) fn read_date(input: &Json) -> Answer {
    let date: Date = text(input, "text")?.parse().map_err(|_| failure("Date"))?;
    Ok(json!({"date": date.to_string(), "vietnamese": date.vi()}))
}

pub(super) fn read_part_date(input: &Json) -> Answer {
    let part: Result<PartDate, _> = text(input, "text")?.parse();
    let part = part.map_err(|_| failure("PartDate"))?;
    Ok(json!({"earliest": part.earliest().to_string(), "latest": part.latest().to_string()}))
}

pub(super) fn read_time(input: &Json) -> Answer {
    let time: Time = text(input, "text")?.parse().map_err(|_| failure("Time"))?;
    Ok(json!({"hour": time.hour(), "minute": time.minute()}))
}

pub(super) fn plus(input: &Json) -> Answer {
    let date: Date = parsed(input, "date")?;
    let (unit, count) = (text(input, "unit")?, number(input, "count")?);
    let few = u32::try_from(count).unwrap_or(u32::MAX);
    let end = match unit {
        "years" => date.plus_years(few),
        "months" => date.plus_months(few),
        "days" => date.plus_days(i64::from(few)),
        _ => return Err(failure("Question")),
    };
    Ok(json!({"date": end.to_string()}))
}

pub(super) fn roll_up_until(input: &Json) -> Answer {
    let untils: Vec<Until> = super::ask::read(input, "untils")?;
    let latest = untils.into_iter().reduce(Until::roll_up);
    Ok(json!({"until": latest.ok_or_else(|| failure("Question"))?}))
}

pub(super) fn read_copy(input: &Json) -> Answer {
    let copy: CopyRef = text(input, "text")?
        .parse()
        .map_err(|error| failure(&variant(&error)))?;
    Ok(describe(&copy))
}

/// The duplicate that a copy's occasion makes.
pub(super) fn duplicate(input: &Json) -> Answer {
    let copy: CopyRef = parsed(input, "copy")?;
    let few = |key| -> Result<u32, super::ask::Failure> {
        Ok(u32::try_from(number(input, key)?).unwrap_or(u32::MAX))
    };
    let made = copy
        .duplicate(few("occasion")?, few("number")?)
        .map_err(|error| failure(&variant(&error)))?;
    Ok(describe(&made))
}

fn describe(copy: &CopyRef) -> Json {
    json!({
        "copy": copy.to_string(), "document": copy.document().as_str(), "number": copy.number(),
        "parent": copy.parent().map(|parent| parent.to_string()), "root": copy.root().to_string(),
        "occasion": copy.occasion(), "duplicate-number": copy.duplicate_number(),
    })
}

pub(super) fn read_id(input: &Json) -> Answer {
    let id: Id = text(input, "text")?.parse().map_err(|_| failure("Id"))?;
    Ok(json!({"id": id.as_str(), "own-agency": id.is_own_agency()}))
}
