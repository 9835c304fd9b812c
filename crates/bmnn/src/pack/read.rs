//! Reads a pack from TOML, refusing with the line at fault.

use super::form::{Column, DocType, Labels, Register};
use super::hand::{Bearing, WantedHand};
use super::post::{Post, Tier};
use super::provision::{Provision, Setting};
use super::raw::{
    RawDocType, RawHand, RawHeader, RawInstrument, RawLabels, RawPack, RawPost, RawProvision,
    RawRegister, RawSource, RawTransition,
};
use super::transition::{Transition, TransitionRule};
use super::{Amendment, CATALOGUE, Pack, PackError, PackFault, catalogue};
use crate::cite::{Citation, Confidence, Instrument};
use crate::date::Date;
use crate::level::Level;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;
use toml::Spanned;

/// Reads the text of a pack; `file` is only for naming it in an error.
pub(super) fn pack(file: &str, text: &str) -> Result<Pack, PackError> {
    let mut reader = Reader {
        file,
        line_ends: text.match_indices('\n').map(|(at, _)| at).collect(),
        instruments: Vec::new(),
        extending: false,
    };
    let raw: RawPack = toml::from_str(text).map_err(|error| {
        let at = error.span().unwrap_or(0..0);
        reader.refusal(at, PackFault::Syntax(error.message().to_owned()))
    })?;
    let at = raw.pack.span();
    let header = raw.pack.into_inner();
    reader.check_header(&header)?;
    reader.extending = header.extends.is_some();
    reader.instruments = reader.read_instruments(raw.instrument)?;
    let (provisions, amendments) = reader.provisions(raw.provision)?;
    if !reader.extending {
        let gap = CATALOGUE
            .iter()
            .find(|(id, _)| !provisions.contains_key(id));
        if let Some((id, _)) = gap {
            return Err(reader.refusal(at, PackFault::Gap((*id).to_owned())));
        }
    }
    Ok(Pack {
        file: file.to_owned(),
        line: reader.line(&at),
        id: header.id.into_inner(),
        vi: header.vi,
        en: header.en,
        starts: header.starts,
        ends: header.ends.map(Spanned::into_inner),
        extends: header.extends,
        note: header.note,
        provisions,
        amendments,
        posts: reader.posts(raw.post)?,
        hands: reader.hands(raw.hand)?,
        transitions: reader.transitions(raw.transition)?,
        registers: reader.registers(raw.register)?,
        marks: reader.marks(raw.mark)?,
        doc_types: reader.doc_types(raw.doc_type)?,
        labels: reader.labels(raw.labels)?,
        instruments: reader.instruments,
    })
}

pub(super) struct Reader<'a> {
    file: &'a str,
    /// Where each line ends.
    line_ends: Vec<usize>,
    instruments: Vec<Arc<Instrument>>,
    extending: bool,
}

impl Reader<'_> {
    fn check_header(&self, header: &RawHeader) -> Result<(), PackError> {
        self.check_id(&header.id, "a pack id")?;
        match &header.ends {
            Some(ends) if *ends.get_ref() < header.starts => {
                let fault = "the pack ends before it starts".to_owned();
                Err(self.refusal(ends.span(), PackFault::Unsound(fault)))
            }
            _ => Ok(()),
        }
    }

    fn read_instruments(&self, raw: Vec<RawInstrument>) -> Result<Vec<Arc<Instrument>>, PackError> {
        let mut seen = Seen::new("instrument");
        raw.into_iter()
            .map(|raw| {
                seen.note(self, &raw.key)?;
                Ok(Arc::new(Instrument {
                    confidence: self.confidence(&raw.confidence)?,
                    key: raw.key.into_inner(),
                    number: raw.number,
                    vi: raw.vi,
                    en: raw.en,
                    title: raw.title,
                    title_en: raw.title_en,
                    adopted: raw.adopted,
                    starts: raw.starts,
                    ends: raw.ends,
                    note: raw.note,
                }))
            })
            .collect()
    }

    fn provisions(
        &self,
        raw: Vec<RawProvision>,
    ) -> Result<(BTreeMap<&'static str, Provision>, Vec<Amendment>), PackError> {
        let mut seen = Seen::new("provision");
        let (mut provisions, mut amendments) = (BTreeMap::new(), Vec::new());
        for raw in raw {
            seen.note(self, &raw.id)?;
            let at = raw.id.span();
            let Some((id, kind)) = catalogue::entry(raw.id.get_ref()) else {
                let unknown = PackFault::UnknownProvision(raw.id.into_inner());
                return Err(self.refusal(at, unknown));
            };
            let wrong = || PackFault::WrongValue {
                id: id.to_owned(),
                wanted: kind.wanted(),
            };
            match self.setting(&raw)? {
                None if self.extending && raw.cite.is_none() && raw.confidence.is_none() => {
                    let Some(enforce) = raw.enforce else {
                        let fault = "an amendment of a provision states its value or `enforce`";
                        return Err(self.refusal(at, PackFault::Unsound(fault.to_owned())));
                    };
                    amendments.push(Amendment {
                        id,
                        enforce,
                        note: raw.note,
                    });
                }
                Some(value) if kind.admits(&value) => {
                    provisions.insert(id, self.provision(id, value, raw)?);
                }
                _ => return Err(self.refusal(at, wrong())),
            }
        }
        Ok((provisions, amendments))
    }

    fn provision(
        &self,
        id: &'static str,
        value: Setting,
        raw: RawProvision,
    ) -> Result<Provision, PackError> {
        let at = raw.id.span();
        let missing = |key: &str| {
            let fault = format!("provision `{id}` wants `{key}`");
            self.refusal(at.clone(), PackFault::Unsound(fault))
        };
        let (citation, confidence) = self.source(&RawSource {
            cite: raw.cite.as_ref().ok_or_else(|| missing("cite"))?,
            confidence: raw
                .confidence
                .as_ref()
                .ok_or_else(|| missing("confidence"))?,
            inherited: raw.inherited.as_ref(),
        })?;
        if value == Setting::Unknown && confidence != Confidence::Unverified {
            let fault = format!("provision `{id}` is unknown, so it can only be `unverified`");
            return Err(self.refusal(at, PackFault::Unsound(fault)));
        }
        Ok(Provision {
            id,
            value,
            citation,
            confidence,
            enforce: raw.enforce,
            since: raw.since,
            vi: raw.vi.ok_or_else(|| missing("vi"))?,
            en: raw.en.ok_or_else(|| missing("en"))?,
            note: raw.note,
        })
    }

    /// The value of a provision, none if there is none.
    fn setting(&self, raw: &RawProvision) -> Result<Option<Setting>, PackError> {
        let true_only = |flag: Option<bool>, value| match flag {
            None => Ok(None),
            Some(true) => Ok(Some(value)),
            Some(false) => {
                let fault = "`at-once` and `unknown` are true or left out".to_owned();
                Err(self.refusal(raw.id.span(), PackFault::Unsound(fault)))
            }
        };
        let day = raw.day.as_ref().map(|day| self.year_day(day)).transpose()?;
        let values = [
            raw.years.map(Setting::Years),
            raw.days.map(Setting::Days),
            true_only(raw.at_once, Setting::AtOnce)?,
            raw.count.map(Setting::Count),
            raw.holds.map(Setting::Holds),
            raw.word.clone().map(Setting::Word),
            raw.words.clone().map(Setting::Words),
            day,
            true_only(raw.unknown, Setting::Unknown)?,
        ];
        let mut values = values.into_iter().flatten();
        match (values.next(), values.next()) {
            (value, None) => Ok(value),
            _ => {
                let fault = format!("provision `{}` has two values", raw.id.get_ref());
                Err(self.refusal(raw.id.span(), PackFault::Unsound(fault)))
            }
        }
    }

    fn year_day(&self, day: &Spanned<String>) -> Result<Setting, PackError> {
        // Any leap year, since the day is one of every year.
        format!("2000-{}", day.get_ref())
            .parse::<Date>()
            .map(|date| Setting::YearDay {
                month: date.month(),
                day: date.day(),
            })
            .map_err(|_| self.wrong_word(day, "a day such as `12-20`"))
    }

    fn posts(&self, raw: Vec<RawPost>) -> Result<Vec<Post>, PackError> {
        let mut seen = Seen::new("post");
        raw.into_iter()
            .map(|raw| {
                self.check_id(&raw.id, "a post id")?;
                seen.note(self, &raw.id)?;
                let (citation, confidence) = self.source(&RawSource {
                    cite: &raw.cite,
                    confidence: &raw.confidence,
                    inherited: raw.inherited.as_ref(),
                })?;
                Ok(Post {
                    tier: self.optional(raw.tier.as_ref(), Self::tier)?,
                    permits: self.optional(raw.permits.as_ref(), Self::level)?,
                    foreigners: self.optional(raw.foreigners.as_ref(), Self::level)?,
                    id: raw.id.into_inner(),
                    vi: raw.vi,
                    en: raw.en,
                    head: raw.head,
                    deputy: raw.deputy,
                    may_delegate: raw.may_delegate,
                    abroad: raw.abroad,
                    destroys: raw.destroys,
                    citation,
                    confidence,
                    note: raw.note,
                })
            })
            .collect()
    }

    fn hands(&self, raw: Vec<RawHand>) -> Result<Vec<WantedHand>, PackError> {
        let mut seen = Seen::new("hand");
        raw.into_iter()
            .map(|raw| {
                let both = format!("{} {}", raw.act.get_ref(), raw.field);
                seen.note(self, &Spanned::new(raw.act.span(), both))?;
                let bearings = Bearing::ALL.map(|bearing| (bearing.as_str(), bearing));
                Ok(WantedHand {
                    act: raw.act.into_inner(),
                    field: raw.field,
                    wants: self.one_of(&raw.wants, &bearings)?,
                })
            })
            .collect()
    }

    fn transitions(&self, raw: Vec<RawTransition>) -> Result<Vec<Transition>, PackError> {
        let mut seen = Seen::new("transition");
        raw.into_iter()
            .map(|raw| {
                seen.note(self, &raw.id)?;
                let (citation, confidence) = self.source(&RawSource {
                    cite: &raw.cite,
                    confidence: &raw.confidence,
                    inherited: raw.inherited.as_ref(),
                })?;
                let rules = TransitionRule::ALL.map(|rule| (rule.as_str(), rule));
                Ok(Transition {
                    rule: self.one_of(&raw.rule, &rules)?,
                    id: raw.id.into_inner(),
                    determined_before: raw.determined_before,
                    marked_before: raw.marked_before,
                    ended_before: raw.ended_before,
                    ends_from: raw.ends_from,
                    listed: raw.listed,
                    by: raw.by,
                    citation,
                    confidence,
                    vi: raw.vi,
                    en: raw.en,
                })
            })
            .collect()
    }

    fn registers(&self, raw: Vec<RawRegister>) -> Result<Vec<Register>, PackError> {
        let mut seen = Seen::new("register");
        raw.into_iter()
            .map(|raw| {
                seen.note(self, &raw.kind)?;
                let (citation, confidence) = self.source(&RawSource {
                    cite: &raw.cite,
                    confidence: &raw.confidence,
                    inherited: raw.inherited.as_ref(),
                })?;
                let kinds = ["outgoing", "incoming", "handover", "copying", "statistics"];
                self.one_of(&raw.kind, &kinds.map(|kind| (kind, ())))?;
                let mut fields = Seen::new("column");
                let columns = raw.columns.into_iter().map(|column| {
                    fields.note(self, &column.field)?;
                    Ok(Column {
                        field: column.field.into_inner(),
                        vi: column.vi,
                        en: column.en,
                        note: column.note,
                    })
                });
                Ok(Register {
                    columns: columns.collect::<Result<_, _>>()?,
                    kind: raw.kind.into_inner(),
                    vi: raw.vi,
                    en: raw.en,
                    total: raw.total,
                    cover: raw.cover,
                    citation,
                    confidence,
                    note: raw.note,
                })
            })
            .collect()
    }

    fn doc_types(&self, raw: Vec<RawDocType>) -> Result<Vec<DocType>, PackError> {
        let mut seen = Seen::new("document type");
        raw.into_iter()
            .map(|raw| {
                self.check_id(&raw.id, "an id of a document type")?;
                seen.note(self, &raw.id)?;
                let (citation, confidence) = self.source(&RawSource {
                    cite: &raw.cite,
                    confidence: &raw.confidence,
                    inherited: raw.inherited.as_ref(),
                })?;
                Ok(DocType {
                    id: raw.id.into_inner(),
                    vi: raw.vi,
                    en: raw.en,
                    citation,
                    confidence,
                })
            })
            .collect()
    }

    fn labels(&self, raw: Vec<RawLabels>) -> Result<Vec<Labels>, PackError> {
        let mut seen = Seen::new("labels");
        raw.into_iter()
            .map(|raw| {
                seen.note(self, &raw.list)?;
                let (citation, confidence) = self.source(&RawSource {
                    cite: &raw.cite,
                    confidence: &raw.confidence,
                    inherited: raw.inherited.as_ref(),
                })?;
                Ok(Labels {
                    list: raw.list.into_inner(),
                    words: raw.words,
                    citation,
                    confidence,
                })
            })
            .collect()
    }

    /// The citation and confidence of a value. What is inherited was not seen.
    pub(super) fn source(&self, raw: &RawSource<'_>) -> Result<(Citation, Confidence), PackError> {
        let confidence = self.confidence(raw.confidence)?;
        let citation = self.citation(raw.cite)?;
        match raw.inherited {
            None => Ok((citation, confidence)),
            Some(_) if confidence == Confidence::Unverified => {
                let pack = raw.inherited.map_or("", |pack| pack.get_ref());
                Ok((citation.inherited_from(pack), confidence))
            }
            Some(pack) => {
                let fault = "what is inherited was not seen, so it can only be `unverified`";
                Err(self.refusal(pack.span(), PackFault::Unsound(fault.to_owned())))
            }
        }
    }

    pub(super) fn citation(&self, cite: &Spanned<String>) -> Result<Citation, PackError> {
        Citation::read(cite.get_ref(), &self.instruments)
            .map_err(|error| self.refusal(cite.span(), error.into()))
    }

    pub(super) fn confidence(&self, word: &Spanned<String>) -> Result<Confidence, PackError> {
        self.one_of(word, &Confidence::ALL.map(|c| (c.as_str(), c)))
    }

    fn tier(&self, word: &Spanned<String>) -> Result<Tier, PackError> {
        self.one_of(word, &Tier::ALL.map(|tier| (tier.as_str(), tier)))
    }

    pub(super) fn level(&self, word: &Spanned<String>) -> Result<Level, PackError> {
        self.one_of(word, &Level::ALL.map(|level| (level.as_str(), level)))
    }

    pub(super) fn optional<T>(
        &self,
        word: Option<&Spanned<String>>,
        read: impl Fn(&Self, &Spanned<String>) -> Result<T, PackError>,
    ) -> Result<Option<T>, PackError> {
        word.map(|word| read(self, word)).transpose()
    }

    fn one_of<T: Copy>(
        &self,
        word: &Spanned<String>,
        list: &[(&'static str, T)],
    ) -> Result<T, PackError> {
        match list.iter().find(|(name, _)| name == word.get_ref()) {
            Some((_, value)) => Ok(*value),
            None => {
                let names: Vec<_> = list.iter().map(|(name, _)| *name).collect();
                Err(self.wrong_word(word, &format!("one of `{}`", names.join("`, `"))))
            }
        }
    }

    /// Ids stand in acts, so they have the form of an id there.
    pub(super) fn check_id(&self, id: &Spanned<String>, wanted: &str) -> Result<(), PackError> {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if (1..=64).contains(&id.get_ref().len()) && id.get_ref().chars().all(plain) {
            Ok(())
        } else {
            Err(self.wrong_word(id, &format!("{wanted}, of `a–z`, `0–9` and `-`")))
        }
    }

    fn wrong_word(&self, word: &Spanned<String>, wanted: &str) -> PackError {
        let fault = PackFault::WrongWord {
            wanted: wanted.to_owned(),
            found: word.get_ref().clone(),
        };
        self.refusal(word.span(), fault)
    }

    fn refusal(&self, at: Range<usize>, reason: PackFault) -> PackError {
        PackError {
            file: self.file.to_owned(),
            line: self.line(&at),
            reason,
        }
    }

    fn line(&self, at: &Range<usize>) -> usize {
        1 + self.line_ends.partition_point(|end| *end < at.start)
    }
}

/// Ids that were met, with their lines.
pub(super) struct Seen {
    what: &'static str,
    lines: BTreeMap<String, usize>,
}

impl Seen {
    pub(super) fn new(what: &'static str) -> Self {
        Self {
            what,
            lines: BTreeMap::new(),
        }
    }

    pub(super) fn note(
        &mut self,
        reader: &Reader<'_>,
        id: &Spanned<String>,
    ) -> Result<(), PackError> {
        let line = reader.line(&id.span());
        match self.lines.insert(id.get_ref().clone(), line) {
            None => Ok(()),
            Some(first) => Err(reader.refusal(
                id.span(),
                PackFault::Duplicate {
                    what: self.what,
                    id: id.get_ref().clone(),
                    first,
                },
            )),
        }
    }
}
