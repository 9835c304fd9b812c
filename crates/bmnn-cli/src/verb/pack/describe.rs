//! A pack in words and in JSON.

use bmnn::pack::{Confidence, Pack, Post, Provision, Setting};

use crate::{exit::Exit, failure::Failure, lang::Lang, output::Out};

/// The whole pack.
pub(super) fn pack(pack: &Pack, out: &mut Out) -> Result<Exit, Failure> {
    if out.json {
        out.document(&bmnn_json::pack(pack));
        return Ok(Exit::Holds);
    }
    let (id, name) = (pack.id(), out.lang.pick(pack.vi(), pack.en()));
    let ends = pack.ends().map(|day| day.to_string());
    let ends = ends.unwrap_or_else(|| "…".to_owned());
    out.line(format!("{id}: {name}, {} – {ends}", pack.starts()));
    if let Some(note) = pack.note() {
        out.line(format!("  {note}"));
    }
    for provision in pack.provisions() {
        tell(provision, out);
    }
    out.say("\nChức vụ:", "\nPosts:");
    for post in pack.posts() {
        tell_post(post, out);
    }
    Ok(Exit::Holds)
}

/// One provision alone.
pub(super) fn provision(pack: &Pack, id: &str, out: &mut Out) -> Result<Exit, Failure> {
    let Some(provision) = pack.provision(id) else {
        let pack = pack.id();
        return Err(Failure::new(
            format!("bộ quy tắc `{pack}` không có quy định `{id}`"),
            format!("the pack `{pack}` has no provision `{id}`"),
        )
        .ending(Exit::DoesNotHold));
    };
    if out.json {
        out.document(&bmnn_json::provision(provision));
    } else {
        tell(provision, out);
    }
    Ok(Exit::Holds)
}

fn tell(provision: &Provision, out: &mut Out) {
    let lang = out.lang;
    let value = setting(&provision.value, lang);
    out.line(format!("\n{} = {value}", provision.id));
    out.line(format!("  {}", lang.pick(&provision.vi, &provision.en)));
    let article = lang.pick(provision.citation.vi(), provision.citation.en());
    let sure = confidence(provision.confidence, lang);
    let force = if provision.refuses() {
        lang.pick("trái thì bị từ chối", "refuses")
    } else {
        lang.pick("trái thì chỉ cảnh báo", "only warns")
    };
    out.line(format!("  {article} [{sure}; {force}]"));
    if let Some(note) = &provision.note {
        out.line(format!("  {note}"));
    }
}

fn tell_post(post: &Post, out: &mut Out) {
    let lang = out.lang;
    let mut powers = Vec::new();
    if post.head {
        powers.push(lang.pick("đứng đầu", "head").to_owned());
    }
    if post.deputy {
        powers.push(lang.pick("cấp phó", "deputy").to_owned());
    }
    if let Some(level) = post.permits {
        powers.push(lang.pick(
            format!("cho sao đến độ {}", level.vi()),
            format!("permits copying up to {}", level.vi()),
        ));
    }
    let name = lang.pick(&post.vi, &post.en);
    out.line(format!("  {} – {name} ({})", post.id, powers.join(", ")));
    let article = lang.pick(post.citation.vi(), post.citation.en());
    out.line(format!(
        "      {article} [{}]",
        confidence(post.confidence, lang)
    ));
}

fn confidence(confidence: Confidence, lang: Lang) -> String {
    let words = lang.pick(confidence.vi(), confidence.en());
    match confidence {
        Confidence::Unverified => words.to_uppercase(),
        _ => words.to_owned(),
    }
}

fn setting(value: &Setting, lang: Lang) -> String {
    match value {
        Setting::Years(n) => lang.pick(format!("{n} năm"), format!("{n} years")),
        Setting::Days(n) => lang.pick(format!("{n} ngày"), format!("{n} days")),
        Setting::AtOnce => lang.pick("ngay", "at once").to_owned(),
        Setting::Count(n) => n.to_string(),
        Setting::Holds(true) => lang.pick("có", "yes").to_owned(),
        Setting::Holds(false) => lang.pick("không", "no").to_owned(),
        Setting::Word(word) => word.clone(),
        Setting::Words(words) => words.join(", "),
        Setting::YearDay { month, day } => format!("{day:02}/{month:02}"),
        Setting::Unknown => lang.pick("chưa rõ", "unknown").to_owned(),
    }
}
