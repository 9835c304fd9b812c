//! What a document's secrecy is on any day, past or future, with the reasons
//! and their articles.
//!
//! The acts on a document are its timeline; acts count by their legal date, as
//! known at the entry that the caller chose. What a later act changed does not
//! show before its day, and expiry needs no act at all (L18 22(2)(a)).

use crate::act::{Act, Body, Carrier, Extent, Period};
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
    /// Why, the last step first.
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
    declassified: Option<Date>,
    cancelled: bool,
    /// From an older book: the date on it does not stand for the day of
    /// determination.
    imported: bool,
    because: Vec<Because>,
}

/// The status on day `on` of the document whose acts, in ledger order and
/// without those taken back, are `acts`.
#[must_use]
pub fn status<'a>(acts: impl IntoIterator<Item = &'a Act>, packs: &Packs, on: Date) -> Status {
    let mut steps: Vec<&Act> = acts.into_iter().filter(|act| act.common.on <= on).collect();
    // Ledger order decides among the acts of one day.
    steps.sort_by_key(|act| act.common.on);
    let pack = packs.on(on).map(|pack| pack.id().to_owned());
    let mut life: Option<Life> = None;
    for act in steps {
        step(&mut life, act, packs);
    }
    let Some(life) = life else {
        return Status {
            on,
            standing: Standing::NotYet,
            level: None,
            ends: None,
            pack,
            because: Vec::new(),
        };
    };
    settle(life, packs, on, pack)
}

fn settle(mut life: Life, packs: &Packs, on: Date, pack: Option<String>) -> Status {
    let term = term::of(
        &Protection {
            carrier: life.carrier,
            level: life.level,
            determined: life.determined,
            protect: life.protect,
            extended_to: life.extended_to,
        },
        packs,
    );
    let standing = match term.end {
        _ if life.cancelled => Standing::Cancelled,
        _ if life.declassified.is_some_and(|since| since <= on) => Standing::Declassified,
        _ if life.level.is_none() => Standing::Unopened,
        Some(end) if end < on => Standing::Expired,
        _ => Standing::Secret,
    };
    match term.end {
        Some(end) => {
            let lead = term.because.first().cloned();
            life.say(
                format!("thời hạn bảo vệ đến hết ngày {end}"),
                format!("the term ends on {end}"),
                lead,
            );
            for cited in term.because.iter().skip(1) {
                life.say(cited.vi.clone(), cited.en.clone(), Some(cited.clone()));
            }
        }
        None if term.unknown && life.level.is_some() => life.say(
            "chưa biết ngày xác định độ mật nên chưa tính được thời hạn".to_owned(),
            "the day of determination is not known: no term is computed".to_owned(),
            None,
        ),
        None => {
            for cited in &term.because {
                life.say(
                    "thời hạn bảo vệ để ngỏ".to_owned(),
                    "the term is open".to_owned(),
                    Some(cited.clone()),
                );
            }
        }
    }
    if standing == Standing::Expired {
        let expiry = term
            .end
            .and_then(|end| packs.on(end.plus_days(1)))
            .and_then(|pack| Cited::provision(pack, "term.expiry"));
        life.say(
            "hết thời hạn thì đương nhiên giải mật".to_owned(),
            "at the end of its term a secret is declassified by itself".to_owned(),
            expiry,
        );
    }
    life.because.reverse();
    let ends = if standing == Standing::Declassified {
        life.declassified
    } else {
        term.end
    };
    let level = if standing == Standing::Secret {
        life.level
    } else {
        None
    };
    Status {
        on,
        standing,
        level,
        ends,
        pack,
        because: life.because,
    }
}

impl Life {
    fn new(carrier: Carrier, level: Option<Level>, determined: Option<PartDate>) -> Self {
        Self {
            carrier,
            level,
            determined,
            protect: None,
            extended_to: None,
            declassified: None,
            cancelled: false,
            imported: false,
            because: Vec::new(),
        }
    }

    fn say(&mut self, vi: String, en: String, cited: Option<Cited>) {
        self.because.push(Because { vi, en, cited });
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
            let level = act.level.map_or("–", Level::vi);
            new.say(
                format!("nhận ngày {on}, độ {level}"),
                format!("received on {on}, level {level}"),
                rule("receive.register"),
            );
            *life = Some(new);
        }
        Body::DocumentImport(act) => {
            let mut new = Life::new(act.carrier, Some(act.level), act.determined);
            new.protect = act.protect.as_ref().map(Period::until);
            new.extended_to = act.extended_to;
            new.imported = true;
            new.say(
                format!("chuyển từ sổ cũ ngày {on}, độ {}", act.level.vi()),
                format!(
                    "brought over from an older book on {on}, level {}",
                    act.level.vi()
                ),
                None,
            );
            *life = Some(new);
        }
        _ => {
            if let Some(life) = life {
                change(life, act, on, &rule);
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
        format!("xác định độ {} ngày {decided}", level.vi()),
        format!("determined as {} on {decided}", level.vi()),
        cited,
    );
    *life = Some(new);
}

fn change(life: &mut Life, act: &Act, on: Date, rule: &dyn Fn(&str) -> Option<Cited>) {
    match &act.body {
        Body::DocumentComplete(act) => {
            life.level = life.level.or(act.level);
            let dated = act.date.filter(|_| !life.imported);
            life.determined = life.determined.or(act.determined).or(dated);
            life.protect = life
                .protect
                .or_else(|| act.protect.as_ref().map(Period::until));
            life.extended_to = life.extended_to.or(act.extended_to);
            life.say(
                format!("bổ sung ngày {on}"),
                format!("completed on {on}"),
                None,
            );
        }
        Body::LevelAdjust(act) => {
            life.level = Some(act.new_level);
            life.say(
                format!(
                    "điều chỉnh từ {} thành {} ngày {on}",
                    act.old_level.vi(),
                    act.new_level.vi()
                ),
                format!(
                    "adjusted from {} to {} on {on}",
                    act.old_level.vi(),
                    act.new_level.vi()
                ),
                rule("adjust.who"),
            );
        }
        Body::TermExtend(act) => {
            life.extended_to = Some(act.new_end);
            life.say(
                format!("gia hạn ngày {on} đến {}", act.new_end),
                format!("extended on {on} to {}", act.new_end),
                rule("extend.who"),
            );
        }
        Body::DocumentDeclassify(act) => {
            let ground = act.ground.as_str();
            if act.extent == Extent::Full {
                life.declassified = Some(act.effective);
                life.say(
                    format!("giải mật từ ngày {} ({ground})", act.effective),
                    format!("declassified from {} ({ground})", act.effective),
                    rule("declassify.who"),
                );
            } else {
                life.level = act.remaining_level.or(life.level);
                let level = life.level.map_or("–", Level::vi);
                life.say(
                    format!("giải mật một phần ngày {on}, phần còn lại độ {level}"),
                    format!("declassified in part on {on}; what remains is {level}"),
                    rule("declassify.partial"),
                );
            }
        }
        Body::DocumentCancel(_) => {
            life.cancelled = true;
            life.say(
                format!("hủy số ngày {on}"),
                format!("cancelled on {on}"),
                None,
            );
        }
        _ => {}
    }
}
