//! What a document's secrecy is on any day, past or future, with the reasons
//! and their articles.
//!
//! The acts on a document are its timeline; acts count by their legal date, as
//! known at the entry that the caller chose. What a later act changed does not
//! show before its day, and expiry needs no act at all (L18 22(2)(a)).

use crate::act::{Act, Body, Carrier, DeclassifyGround, Extent, Period};
use crate::date::{Date, PartDate};
use crate::level::Level;
use crate::pack::{Confidence, Packs};
use crate::term::{self, Cited, Protection};

/// What a document is on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Nothing is known of it on that day.
    NotYet,
    /// Its envelope is unopened: its level is not known.
    Unopened,
    /// A state secret.
    Secret,
    /// Its term has ended: declassified by itself.
    Expired,
    /// Declassified by an act.
    Declassified,
    /// Its number was taken and never issued.
    Cancelled,
}

impl Standing {
    /// The word in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NotYet => "not-yet",
            Self::Unopened => "unopened",
            Self::Secret => "secret",
            Self::Expired => "expired",
            Self::Declassified => "declassified",
            Self::Cancelled => "cancelled",
        }
    }

    /// Vietnamese, as a clerk would say it.
    #[must_use]
    pub fn vi(self) -> &'static str {
        match self {
            Self::NotYet => "chưa có trong sổ",
            Self::Unopened => "bì chưa mở, chưa biết độ mật",
            Self::Secret => "là bí mật nhà nước",
            Self::Expired => "đã hết thời hạn bảo vệ, đương nhiên giải mật",
            Self::Declassified => "đã giải mật",
            Self::Cancelled => "đã hủy số",
        }
    }
}

/// One reason for a status.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Because {
    /// Vietnamese.
    pub vi: String,
    /// English.
    pub en: String,
    /// The rule it rests on.
    pub cited: Option<Cited>,
}

/// The status of a document on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    /// The day asked about.
    pub on: Date,
    /// What it is.
    pub standing: Standing,
    /// The level, while it is a secret.
    pub level: Option<Level>,
    /// The last protected day, where one is known.
    pub ends: Option<Date>,
    /// The pack in force on the day, if one was adopted.
    pub pack: Option<String>,
    /// Why: what decides first, then the steps, the last one first.
    pub because: Vec<Because>,
}

impl Status {
    /// Whether the answer leans on a rule that nobody has seen.
    #[must_use]
    pub fn is_unverified(&self) -> bool {
        let cited = self
            .because
            .iter()
            .filter_map(|because| because.cited.as_ref());
        cited
            .into_iter()
            .any(|cited| cited.confidence == Confidence::Unverified)
    }
}

/// What the steps up to a day have made of a document.
struct Life {
    carrier: Carrier,
    level: Option<Level>,
    determined: Option<PartDate>,
    protect: Option<crate::until::Until>,
    extended_to: Option<Date>,
    /// The rule of the last extension.
    extension: Option<Cited>,
    /// Whether the level was changed, and what that does to the term.
    adjusted: Option<term::Ground>,
    declassified: Option<Date>,
    cancelled: bool,
    /// From an older book: the date on it does not stand for the day of
    /// determination.
    imported: bool,
    listed: Option<bool>,
    because: Vec<Because>,
}

/// The status on day `on` of the document whose acts, in ledger order and
/// without those taken back, are `acts`.
///
/// An act counts from its legal date on. Those that count are taken in ledger
/// order, as the state is: an act recorded late was decided on what stood
/// before it in the ledger.
#[must_use]
pub fn status<'a>(acts: impl IntoIterator<Item = &'a Act>, packs: &Packs, on: Date) -> Status {
    let mut life: Option<Life> = None;
    for act in acts.into_iter().filter(|act| act.common.on <= on) {
        step(&mut life, act, packs);
    }
    let pack = packs.on(on).map(|pack| pack.id().to_owned());
    match life {
        Some(life) => settle(life, packs, on, pack),
        None => Status {
            on,
            standing: Standing::NotYet,
            level: None,
            ends: None,
            pack,
            because: vec![Because {
                vi: format!("đến ngày {} chưa có bước nào được ghi", on.vi()),
                en: format!("no step is on record by {on}"),
                cited: None,
            }],
        },
    }
}

fn settle(mut life: Life, packs: &Packs, on: Date, pack: Option<String>) -> Status {
    let protection = Protection {
        carrier: life.carrier,
        level: life.level,
        determined: life.determined,
        protect: life.protect,
        extended_to: life.extended_to,
        listed: life.listed,
    };
    let term = term::of(&protection, packs);
    let standing = if life.cancelled {
        Standing::Cancelled
    } else if life.declassified.is_some_and(|since| since <= on) {
        Standing::Declassified
    } else if life.level.is_none() {
        Standing::Unopened
    } else if term.is_over(on) {
        Standing::Expired
    } else {
        Standing::Secret
    };
    if life.level.is_some() {
        say_term(&mut life, &term, packs, on);
        for ground in term::carried_over(&protection, packs, on) {
            life.rely_on(ground);
        }
    }
    if standing == Standing::Expired {
        say_expiry(&mut life, &term, packs);
    }
    life.because.reverse();
    // Declassified from a day on, it is protected to the end of the day before.
    let lifted = life.declassified.map(|since| since.plus_days(-1));
    let expires = term.end.filter(|_| !term.undecided);
    let ends = match standing {
        Standing::Unopened | Standing::Cancelled => None,
        _ => lifted.into_iter().chain(expires).min(),
    };
    Status {
        on,
        standing,
        level: life.level.filter(|_| standing == Standing::Secret),
        ends,
        pack,
        because: life.because,
    }
}

/// The end of the term, and the rules behind it. The reasons are turned round
/// in the end, so the deciding one is said last.
fn say_term(life: &mut Life, term: &term::Term, packs: &Packs, on: Date) {
    let mut grounds = term.because.clone();
    // What is left undecided is so by the transition, which stands behind the term.
    let lead = if term.undecided {
        grounds.last()
    } else {
        grounds.first()
    };
    let lead = lead.map(|ground| ground.cited.clone());
    grounds.extend(life.adjusted.take());
    for ground in grounds.into_iter().rev() {
        life.rely_on(ground);
    }
    match term.end {
        Some(end) if term.undecided => life.say(
            format!(
                "thời hạn tính theo luật đã hết ngày {}, chưa có quyết định gia hạn hoặc giải mật",
                end.vi()
            ),
            format!(
                "the term that the law counts ended on {end}: neither extended nor declassified yet"
            ),
            lead,
        ),
        Some(end) if life.extended_to == Some(end) => {
            let cited = life.extension.clone().or(lead);
            life.say(
                format!("thời hạn bảo vệ, kể cả gia hạn, đến hết ngày {}", end.vi()),
                format!("the term with its extension ends on {end}"),
                cited,
            );
        }
        Some(end) => life.say(
            format!("thời hạn bảo vệ đến hết ngày {}", end.vi()),
            format!("the term ends on {end}"),
            lead,
        ),
        None if term.unknown => {
            let starts = packs
                .on(on)
                .and_then(|pack| Cited::provision(pack, "term.starts"));
            life.say(
                "chưa biết ngày xác định độ mật nên chưa tính được thời hạn".to_owned(),
                "the day of determination is not known: no term is computed".to_owned(),
                starts,
            );
        }
        None => life.say(
            "thời hạn bảo vệ để ngỏ".to_owned(),
            "the term is open".to_owned(),
            lead,
        ),
    }
}

/// Expiry needs no act (L18 22(2)(a), (3); L25 22(1)(a)).
fn say_expiry(life: &mut Life, term: &term::Term, packs: &Packs) {
    let first = term.end.map(|end| end.plus_days(1));
    let expiry = first
        .and_then(|day| packs.on(day))
        .and_then(|pack| Cited::provision(pack, "term.expiry"));
    life.say(
        "hết thời hạn thì đương nhiên giải mật".to_owned(),
        "at the end of its term a secret is declassified by itself".to_owned(),
        expiry,
    );
}

impl Life {
    fn new(carrier: Carrier, level: Option<Level>, determined: Option<PartDate>) -> Self {
        Self {
            carrier,
            level,
            determined,
            protect: None,
            extended_to: None,
            extension: None,
            adjusted: None,
            declassified: None,
            cancelled: false,
            imported: false,
            listed: None,
            because: Vec::new(),
        }
    }

    fn say(&mut self, vi: String, en: String, cited: Option<Cited>) {
        self.because.push(Because { vi, en, cited });
    }

    fn rely_on(&mut self, ground: term::Ground) {
        self.say(ground.vi, ground.en, Some(ground.cited));
    }
}

/// Takes one act of the document into its life.
fn step(life: &mut Option<Life>, act: &Act, packs: &Packs) {
    let on = act.common.on;
    let rule = |id: &str| packs.on(on).and_then(|pack| Cited::provision(pack, id));
    match &act.body {
        Body::DocumentDetermine(act) => {
            begin(
                life,
                act.carrier,
                act.level,
                act.decision.date,
                act.protect.as_ref(),
                rule("determine.who"),
            );
        }
        Body::DocumentDerive(act) => {
            begin(
                life,
                act.carrier,
                act.level,
                act.decision.date,
                act.protect.as_ref(),
                rule("derive.level"),
            );
        }
        Body::DocumentReceive(act) => {
            let mut new = Life::new(Carrier::Document, act.level, act.date);
            new.protect = act.protect.as_ref().map(Period::until);
            match act.level {
                Some(level) => new.say(
                    format!("nhận ngày {}, độ {}", on.vi(), level.vi()),
                    format!("received on {on}, level {}", level.vi()),
                    rule("receive.register"),
                ),
                None => new.say(
                    format!("nhận bì ngày {}, chưa mở", on.vi()),
                    format!("its envelope came on {on}, unopened"),
                    rule("receive.named"),
                ),
            }
            *life = Some(new);
        }
        Body::DocumentImport(act) => {
            let mut new = Life::new(act.carrier, Some(act.level), act.determined);
            new.protect = act.protect.as_ref().map(Period::until);
            new.extended_to = act.extended_to;
            new.imported = true;
            new.listed = act.list_refs.as_ref().map(|refs| !refs.is_empty());
            new.say(
                format!("chuyển từ sổ cũ ngày {}, độ {}", on.vi(), act.level.vi()),
                format!(
                    "brought over from an older book on {on}, level {}",
                    act.level.vi()
                ),
                rule("transition.term"),
            );
            *life = Some(new);
        }
        _ => {
            if let Some(life) = life {
                change(life, act, packs);
            }
        }
    }
}

fn begin(
    life: &mut Option<Life>,
    carrier: Carrier,
    level: Level,
    decided: Date,
    protect: Option<&Period>,
    cited: Option<Cited>,
) {
    let mut new = Life::new(carrier, Some(level), Some(PartDate::from(decided)));
    new.protect = protect.map(Period::until);
    new.say(
        format!("xác định độ {} ngày {}", level.vi(), decided.vi()),
        format!("determined as {} on {decided}", level.vi()),
        cited,
    );
    *life = Some(new);
}

/// The provision, and the words, of a ground of declassification.
fn ground(ground: DeclassifyGround) -> (&'static str, &'static str, &'static str) {
    match ground {
        DeclassifyGround::Need => (
            "declassify.council",
            "yêu cầu thực tiễn",
            "a practical need",
        ),
        DeclassifyGround::OffList => (
            "declassify.off-list",
            "không còn thuộc danh mục bí mật nhà nước",
            "it is on no list any more",
        ),
        DeclassifyGround::PlaceUnused => (
            "term.place",
            "địa điểm không còn được sử dụng để chứa bí mật nhà nước",
            "the place holds no secrets any more",
        ),
        DeclassifyGround::Archive => (
            "declassify.archive",
            "Lưu trữ lịch sử quyết định",
            "the historical archive decided",
        ),
        DeclassifyGround::Notice => (
            "notice.declassify",
            "theo thông báo của cơ quan xác định",
            "by notice of the determining body",
        ),
    }
}

fn change(life: &mut Life, act: &Act, packs: &Packs) {
    let on = act.common.on;
    let rule = |id: &str| packs.on(on).and_then(|pack| Cited::provision(pack, id));
    match &act.body {
        Body::DocumentComplete(act) => {
            life.level = life.level.or(act.level);
            let dated = act.date.filter(|_| !life.imported);
            life.determined = if life.imported {
                life.determined.or(act.determined)
            } else {
                act.determined.or(life.determined).or(dated)
            };
            life.protect = life
                .protect
                .or_else(|| act.protect.as_ref().map(Period::until));
            life.extended_to = life.extended_to.or(act.extended_to);
            life.listed = life
                .listed
                .or(act.list_refs.as_ref().map(|refs| !refs.is_empty()));
            let provision = if life.imported {
                "transition.term"
            } else {
                "receive.register"
            };
            life.say(
                format!("bổ sung thông tin ngày {}", on.vi()),
                format!("completed on {on}"),
                rule(provision),
            );
        }
        Body::LevelAdjust(act) => {
            life.level = Some(act.new_level);
            life.say(
                format!(
                    "điều chỉnh độ mật từ {} thành {} ngày {}",
                    act.old_level.vi(),
                    act.new_level.vi(),
                    on.vi()
                ),
                format!(
                    "adjusted from {} to {} on {on}",
                    act.old_level.vi(),
                    act.new_level.vi()
                ),
                rule(if act.notice.is_some() {
                    "notice.adjust"
                } else {
                    "adjust.who"
                }),
            );
            life.adjusted = packs
                .on(on)
                .and_then(|pack| term::Ground::provision(pack, "term.after-adjust"));
        }
        Body::TermExtend(act) => {
            life.extended_to = Some(act.new_end);
            life.extension = rule(if act.notice.is_some() {
                "notice.extend"
            } else {
                "extend.who"
            });
            life.say(
                format!("gia hạn ngày {}, đến ngày {}", on.vi(), act.new_end.vi()),
                format!("extended on {on} to {}", act.new_end),
                life.extension.clone(),
            );
        }
        Body::DocumentDeclassify(act) => {
            let (provision, why, ground) = ground(act.ground);
            if act.extent == Extent::Full {
                life.declassified = Some(act.effective);
                life.say(
                    format!("giải mật từ ngày {}: {why}", act.effective.vi()),
                    format!("declassified from {}: {ground}", act.effective),
                    rule(provision),
                );
            } else {
                life.level = act.remaining_level.or(life.level);
                let level = life.level.map_or("–", Level::vi);
                life.say(
                    format!(
                        "giải mật một phần ngày {}, phần còn lại độ {level}",
                        on.vi()
                    ),
                    format!("declassified in part on {on}; what remains is {level}"),
                    rule("declassify.partial"),
                );
            }
        }
        Body::DocumentCancel(_) => {
            life.cancelled = true;
            life.say(
                format!("hủy số ngày {}, chưa phát hành", on.vi()),
                format!("cancelled on {on}, never issued"),
                rule("issue.register"),
            );
        }
        _ => {}
    }
}
