//! `document.determine` and `document.derive`: what is secret, and how much.

use super::authority::decided;
use super::case::Case;
use super::common::{is_secret, missing, named_document, party, person};
use super::reasons::Reason;
use crate::act::{
    Carrier, DecisionBy, DeriveKind, DocumentDerive, DocumentDetermine, ListRef, Medium, Origin,
    Period, Power, Source, Stage,
};
use crate::copy::CopyRef;
use crate::custody::{Copy, Document, ListInForce, StateError};
use crate::date::PartDate;
use crate::id::Id;
use crate::level::Level;
use crate::until::Until;

/// The fields that both acts share.
struct Determination<'d> {
    document: &'d Id,
    carrier: Carrier,
    level: Level,
    decision: &'d DecisionBy,
    copying: crate::act::Copying,
    list_refs: Option<&'d [ListRef]>,
    medium: Option<Medium>,
    drafter: Option<&'d Id>,
    copies_planned: Option<u32>,
    recipients: Option<&'d [Id]>,
    proposal: bool,
    subject: bool,
    subject_consent: bool,
    stage: Option<Stage>,
    protect: Option<&'d Period>,
}

pub(super) fn determine(case: &mut Case<'_>, act: &DocumentDetermine) -> Result<(), StateError> {
    let fields = Determination {
        document: &act.document,
        carrier: act.carrier,
        level: act.level,
        decision: &act.decision,
        copying: act.copying,
        list_refs: act.list_refs.as_deref(),
        medium: act.medium,
        drafter: act.drafter.as_ref(),
        copies_planned: act.copies_planned,
        recipients: act.recipients.as_deref(),
        proposal: act.proposal.is_some(),
        subject: act.subject.is_some(),
        subject_consent: act.subject_consent == Some(true),
        stage: act.stage,
        protect: act.protect.as_ref(),
    };
    for (index, source) in act.sources.iter().flatten().enumerate() {
        if let Some(source) = named_document(case, &format!("sources/{index}"), source)?
            && is_secret(case, &source.id)?
        {
            not_below(case, act.level, &source);
        }
    }
    settle(case, &fields)
}

pub(super) fn derive(case: &mut Case<'_>, act: &DocumentDerive) -> Result<(), StateError> {
    let fields = Determination {
        document: &act.document,
        carrier: act.carrier,
        level: act.level,
        decision: &act.decision,
        copying: act.copying,
        list_refs: act.list_refs.as_deref(),
        medium: act.medium,
        drafter: act.drafter.as_ref(),
        copies_planned: act.count.or(act.copies_planned),
        recipients: act.recipients.as_deref(),
        proposal: act.proposal.is_some(),
        subject: act.subject.is_some(),
        subject_consent: act.subject_consent == Some(true),
        stage: act.stage,
        protect: act.protect.as_ref(),
    };
    let mut highest: Option<Level> = None;
    for (index, source) in act.sources.iter().enumerate() {
        let place = format!("sources/{index}");
        let Some(source) = source_document(case, &place, source)? else {
            continue;
        };
        if !is_secret(case, &source.id)? {
            continue;
        }
        highest = highest.max(source.level);
        match act.kind {
            DeriveKind::Extract => keeps_level(case, act.level, &source),
            DeriveKind::Uses => not_below(case, act.level, &source),
        }
    }
    if act.kind == DeriveKind::Extract {
        // C104 4(3)(c): an extract is a form of copying, so it needs a permit.
        match &act.permit {
            Some(permit) => decided(
                case,
                "permit",
                permit,
                Power::Copy,
                highest.unwrap_or(act.level),
            )?,
            None => missing(case, "permit", "kind = extract"),
        }
        if act.count.is_none() {
            missing(case, "count", "kind = extract");
        }
    }
    settle(case, &fields)
}

/// A source is a document, or one copy of it.
fn source_document(
    case: &mut Case<'_>,
    place: &str,
    source: &Source,
) -> Result<Option<Document>, StateError> {
    if let Source::Copy(copy) = source {
        case.need::<Copy>(Reason::UnknownCopy, "copy", place, copy)?;
    }
    named_document(case, place, source.document())
}

/// L18 10(2): who uses another's secret sets the level that corresponds to it;
/// of several, the highest.
fn not_below(case: &mut Case<'_>, level: Level, source: &Document) {
    if let Some(source_level) = source.level.filter(|of| *of > level) {
        case.unlawful(
            Reason::LevelBelowSource,
            level_facts(level, source_level, &source.id),
        );
    }
}

fn keeps_level(case: &mut Case<'_>, level: Level, source: &Document) {
    if let Some(source_level) = source.level.filter(|of| *of != level) {
        case.unlawful(
            Reason::ExtractLevel,
            level_facts(level, source_level, &source.id),
        );
    }
}

fn level_facts(level: Level, source_level: Level, source: &Id) -> [(&'static str, String); 3] {
    [
        ("level", level.vi().to_owned()),
        ("source_level", source_level.vi().to_owned()),
        ("source", source.to_string()),
    ]
}

fn settle(case: &mut Case<'_>, fields: &Determination<'_>) -> Result<(), StateError> {
    case.document = Some(fields.document.clone());
    if case.look::<Document>(fields.document)?.is_some() {
        case.impossible(
            Reason::Taken,
            [
                ("field", "document".to_owned()),
                ("id", fields.document.to_string()),
            ],
        );
    }
    decided(
        case,
        "decision",
        fields.decision,
        Power::Determine,
        fields.level,
    )?;
    list_refs(case, "list-refs", fields.list_refs, Reason::NoListReference)?;
    subject(
        case,
        Some(fields.level),
        fields.subject,
        fields.subject_consent,
    );
    if fields.carrier == Carrier::Document {
        shows(case, fields);
    }
    if fields.carrier == Carrier::Activity && fields.protect.is_none() {
        case.warn(Reason::ActivityTerm, []);
    }
    if let Some(drafter) = fields.drafter {
        person(case, "drafter", drafter)?;
    }
    for (index, to) in fields.recipients.unwrap_or_default().iter().enumerate() {
        party(case, &format!("recipients/{index}"), to)?;
    }
    let protect = fields.protect.map(Period::until);
    if let Some(protect) = &protect {
        not_longer(case, fields, protect);
    }
    case.put(Document {
        id: fields.document.clone(),
        carrier: fields.carrier,
        origin: Origin::Own,
        imported: false,
        level: Some(fields.level),
        determined: Some(PartDate::from(fields.decision.date)),
        protect,
        extended_to: None,
        declassified: None,
        cancelled: false,
        unopened: false,
        copying: Some(fields.copying),
        medium: fields.medium,
        planned: fields.copies_planned,
        recipients: fields.recipients.unwrap_or_default().to_vec(),
        symbol: None,
        date: None,
        issuer: None,
        issued: 0,
        row: None,
        draft: fields.stage == Some(Stage::Draft),
        proposal: fields.proposal,
        subject: fields.subject,
        missing: Vec::new(),
        last_on: case.on,
    });
    if fields.carrier == Carrier::Object {
        // Design §3: an object is one unnumbered copy, there from the start.
        if let Ok(id) = CopyRef::unnumbered(fields.document.clone(), 1) {
            let object = super::documents::held(case, id, fields.document, &Id::own_agency());
            case.put(object);
        }
    }
    Ok(())
}

/// D26 2(1): the proposal says recipients, number of copies, drafter and
/// whether copying is allowed.
fn shows(case: &mut Case<'_>, fields: &Determination<'_>) {
    let wanted = [
        ("drafter", fields.drafter.is_none()),
        ("copies-planned", fields.copies_planned.is_none()),
        ("recipients", fields.recipients.is_none_or(<[Id]>::is_empty)),
    ];
    if fields.medium.is_none() {
        missing(case, "medium", "carrier = document");
    }
    for (field, absent) in wanted {
        if absent {
            case.unlawful(Reason::ProposalIncomplete, [("field", field.to_owned())]);
        }
    }
}

/// L18 19(2): a term of its own is shorter than the level's.
fn not_longer(case: &mut Case<'_>, fields: &Determination<'_>, protect: &Until) {
    let Some(pack) = case.pack() else { return };
    let start = fields.decision.date;
    let resolved = protect.resolve(start, fields.level, pack);
    if let Some(ends) = resolved.end.filter(|end| *end < start) {
        case.impossible(
            Reason::EndsBeforeStart,
            [("ends", ends.to_string()), ("starts", start.to_string())],
        );
    }
    if let (true, Some(longest)) = (resolved.cut, resolved.end) {
        let provision = crate::term::term_provision(fields.level);
        case.unlawful_by(
            Reason::TermTooLong,
            provision,
            [
                ("protect", stated(protect)),
                ("level", fields.level.vi().to_owned()),
                ("longest", longest.to_string()),
            ],
        );
    }
}

/// A stated term, as a fact.
fn stated(protect: &Until) -> String {
    match protect {
        Until::Years(years) => format!("{years} years"),
        Until::Months(months) => format!("{months} months"),
        Until::On(date) => date.to_string(),
        // Only these can be longer than a term.
        Until::Unstated | Until::When | Until::Indefinite => "–".to_owned(),
    }
}

/// A determination or an adjustment rests on lists in force (L25 5(1), L18
/// 10(1), 21(2)).
pub(super) fn list_refs(
    case: &mut Case<'_>,
    field: &str,
    refs: Option<&[ListRef]>,
    without: Reason,
) -> Result<(), StateError> {
    let refs = refs.unwrap_or_default();
    if refs.is_empty() {
        case.unlawful(without, []);
    }
    for (index, list_ref) in refs.iter().enumerate() {
        let place = format!("{field}/{index}/list");
        let Some(list) =
            case.need::<ListInForce>(Reason::UnknownList, "list", &place, &list_ref.list)?
        else {
            continue;
        };
        if !list.holds_on(case.on) {
            case.unlawful(
                Reason::ListNotInForce,
                [
                    ("field", place),
                    ("list", list.symbol.clone()),
                    ("on", case.on.to_string()),
                ],
            );
        }
    }
    Ok(())
}

/// D26 4(1)(a), D63 6: the subject line of a Tuyệt mật document is written
/// with the determiner's consent, or not at all.
pub(super) fn subject(case: &mut Case<'_>, level: Option<Level>, written: bool, consent: bool) {
    if !written || level != Some(Level::TuyetMat) {
        return;
    }
    let rule = case
        .pack()
        .and_then(|pack| pack.provision("subject.tuyet-mat"));
    match rule.and_then(|rule| rule.value.word()) {
        Some("consent") if consent => {}
        Some("consent") => case.unlawful(Reason::SubjectWithoutConsent, []),
        _ => case.unlawful(Reason::SubjectForbidden, []),
    }
}
