//! `bmnn conform`: whether a product left on record what a scenario expects.

use std::path::PathBuf;

use bmnn_conformance::scenario::{BUILT_IN, Office, Scenario, built_in, check};
use serde_json::{Value, json};

use crate::{exit::Exit, failure::Failure, lang::Lang, output::Out};

/// Arguments of `bmnn conform`.
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    /// The scenario's name, or a file; without one, they are listed
    scenario: Option<String>,
    /// The folder that the product left; without one, the scenario is told
    dir: Option<PathBuf>,
}

/// Lists the scenarios, tells one, or checks a folder by it.
pub(crate) fn run(args: &Args, out: &mut Out) -> Result<Exit, Failure> {
    let Some(name) = &args.scenario else {
        return list(out);
    };
    let scenario = scenario(name)?;
    let Some(dir) = &args.dir else {
        tell(&scenario, out);
        return Ok(Exit::Holds);
    };
    let met = check(&scenario, dir).map_err(|error| {
        let dir = dir.display();
        Failure::new(
            format!("không kiểm tra được `{dir}`: {error}"),
            format!("cannot check `{dir}`: {error}"),
        )
    })?;
    let count = met.iter().filter(|one| one.met).count();
    let all = met.len();
    if out.json {
        let expectations = met.iter().map(|one| {
            json!({"id": one.id, "vi": one.vi, "en": one.en, "met": one.met, "found": one.found})
        });
        out.document(&json!({
            "scenario": scenario.scenario, "version": scenario.version, "conforms": count == all,
            "expectations": expectations.collect::<Vec<_>>(),
        }));
    } else {
        for one in &met {
            let (yes, no) = out.lang.pick(("đạt", "KHÔNG ĐẠT"), ("met", "NOT MET"));
            let words = out.lang.pick(&one.vi, &one.en);
            out.line(format!("{}: {words}", if one.met { yes } else { no }));
            if !one.met {
                let found = &one.found;
                out.say(
                    format!("    thực tế: {found}"),
                    format!("    found: {found}"),
                );
            }
        }
        out.say(
            format!("Đạt {count}/{all} yêu cầu."),
            format!("{count} of {all} expectations are met."),
        );
    }
    Ok(if count == all {
        Exit::Holds
    } else {
        Exit::DoesNotHold
    })
}

/// One that this program carries, or one in a file.
fn scenario(name: &str) -> Result<Scenario, Failure> {
    let text = match built_in(name) {
        Some(text) => text.to_owned(),
        None => {
            let path = PathBuf::from(name);
            std::fs::read_to_string(&path).map_err(|cause| Failure::reading(&path, &cause))?
        }
    };
    Scenario::parse(&text).map_err(|error| {
        Failure::new(
            format!("`{name}` không phải kịch bản: {error}"),
            format!("`{name}` is no scenario: {error}"),
        )
    })
}

fn list(out: &mut Out) -> Result<Exit, Failure> {
    let mut listed = Vec::new();
    for (name, _) in BUILT_IN {
        let scenario = scenario(name)?;
        if out.json {
            listed.push(json!({
                "scenario": name, "version": scenario.version, "vi": scenario.vi, "en": scenario.en,
            }));
        } else {
            out.line(format!(
                "{name:10} {}",
                out.lang.pick(&scenario.vi, &scenario.en)
            ));
        }
    }
    if out.json {
        out.document(&Value::Array(listed));
    }
    Ok(Exit::Holds)
}

/// The days in words: what a clerk does with the product.
fn tell(scenario: &Scenario, out: &mut Out) {
    if out.json {
        let days = scenario.day.iter();
        let days = days.map(|day| json!({"on": day.on, "vi": day.vi, "en": day.en}));
        out.document(&json!({
            "scenario": scenario.scenario, "version": scenario.version, "vi": scenario.vi,
            "en": scenario.en, "days": days.collect::<Vec<_>>(),
        }));
        return;
    }
    out.say(&scenario.vi, &scenario.en);
    if let Ok(office) = Office::of_all() {
        out.say(&office.vi, &office.en);
    }
    for day in &scenario.day {
        let words = match out.lang {
            Lang::Vi => &day.vi,
            Lang::En => &day.en,
        };
        out.line(format!("\n{}\n{}", day.on, words.trim()));
    }
}
