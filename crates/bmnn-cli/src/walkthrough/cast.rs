//! Who and what the story is about. Ids carry no meaning; the names are in the
//! vault, as in any registry.

use bmnn::date::Date;
use serde_json::{Value, json};

/// The agency whose registry it is.
pub(super) const AGENCY: &str = "Sở Mẫu";

/// A person with a post.
#[derive(Clone, Copy)]
pub(super) struct Person {
    pub(super) id: &'static str,
    pub(super) name: &'static str,
    pub(super) position: &'static str,
    /// A word of the pack.
    pub(super) post: &'static str,
    /// The party he belongs to.
    pub(super) party: &'static str,
    called_vi: &'static str,
    called_en: &'static str,
}

/// An agency, or a unit of ours.
#[derive(Clone, Copy)]
pub(super) struct Party {
    pub(super) id: &'static str,
    pub(super) name: &'static str,
    pub(super) kind: &'static str,
    pub(super) tier: Option<&'static str>,
    called_en: &'static str,
}

const fn person(
    id: &'static str,
    name: &'static str,
    position: &'static str,
    post: &'static str,
    party: &'static str,
    called: [&'static str; 2],
) -> Person {
    let [called_vi, called_en] = called;
    Person {
        id,
        name,
        position,
        post,
        party,
        called_vi,
        called_en,
    }
}

const fn party(
    id: &'static str,
    name: &'static str,
    kind: &'static str,
    tier: Option<&'static str>,
    called_en: &'static str,
) -> Party {
    Party {
        id,
        name,
        kind,
        tier,
        called_en,
    }
}

/// The head.
pub(super) const AN: Person = person(
    "ng-01",
    "Nguyễn Văn An",
    "cv-01",
    "province-department-director",
    "self",
    ["Giám đốc An", "Director An"],
);
/// The deputy with a delegation.
pub(super) const CUONG: Person = person(
    "ng-02",
    "Lê Văn Cường",
    "cv-02",
    "deputy-head",
    "self",
    ["Phó Giám đốc Cường", "Deputy Cường"],
);
/// The deputy without one.
pub(super) const KHANH: Person = person(
    "ng-03",
    "Ngô Thị Khánh",
    "cv-03",
    "deputy-head",
    "self",
    ["Phó Giám đốc Khánh", "Deputy Khánh"],
);
/// The head of the office.
pub(super) const BINH: Person = person(
    "ng-04",
    "Trần Thị Bình",
    "cv-04",
    "unit-head",
    OFFICE.id,
    ["Chánh Văn phòng Bình", "Head of Office Bình"],
);
/// The clerk, the only one with a key.
pub(super) const HAI: Person = person(
    "ng-05",
    "Đỗ Văn Hải",
    "cv-05",
    "clerk",
    OFFICE.id,
    ["văn thư Hải", "clerk Hải"],
);
/// The planning unit's keeper.
pub(super) const DUNG: Person = person(
    "ng-06",
    "Phạm Văn Dũng",
    "cv-06",
    "keeper",
    PLANNING.id,
    ["anh Dũng", "Mr Dũng"],
);
/// The specialist unit's keeper.
pub(super) const EM: Person = person(
    "ng-07",
    "Hoàng Thị Em",
    "cv-07",
    "keeper",
    SPECIALIST.id,
    ["chị Em", "Ms Em"],
);
/// The courier.
pub(super) const GIANG: Person = person(
    "ng-08",
    "Vũ Văn Giang",
    "cv-08",
    "courier",
    OFFICE.id,
    ["giao liên Giang", "courier Giang"],
);

pub(super) const PEOPLE: [Person; 8] = [AN, CUONG, KHANH, BINH, HAI, DUNG, EM, GIANG];

pub(super) const OFFICE: Party = party("dv-01", "Văn phòng", "unit", None, "Office");
pub(super) const PLANNING: Party = party("dv-02", "Phòng Kế hoạch", "unit", None, "Planning");
pub(super) const SPECIALIST: Party =
    party("dv-03", "Phòng Nghiệp vụ", "unit", None, "Specialist Unit");
pub(super) const UNITS: [Party; 3] = [OFFICE, PLANNING, SPECIALIST];

pub(super) const PROVINCE: Party = party(
    "nn-01",
    "UBND tỉnh Mẫu",
    "agency",
    Some("province"),
    "Mẫu Province",
);
pub(super) const FINANCE: Party = party(
    "nn-02",
    "Sở Tài chính",
    "agency",
    Some("province"),
    "Dept of Finance",
);
pub(super) const HOME_AFFAIRS: Party = party(
    "nn-03",
    "Sở Nội vụ",
    "agency",
    Some("province"),
    "Dept of Home Affairs",
);
pub(super) const EAST: Party = party(
    "nn-04",
    "UBND xã Mẫu Đông",
    "agency",
    Some("commune"),
    "Mẫu Đông Commune",
);
pub(super) const WEST: Party = party(
    "nn-05",
    "UBND xã Mẫu Tây",
    "agency",
    Some("commune"),
    "Mẫu Tây Commune",
);
/// Enrolled only when it first receives something.
pub(super) const SOUTH: Party = party(
    "nn-06",
    "UBND phường Mẫu Nam",
    "agency",
    Some("commune"),
    "Mẫu Nam Ward",
);
pub(super) const AGENCIES: [Party; 5] = [PROVINCE, FINANCE, HOME_AFFAIRS, EAST, WEST];

/// The books of the year: id, kind, and what a clerk calls it.
pub(super) const OUTGOING: &str = "so-01";
pub(super) const INCOMING: &str = "so-02";
pub(super) const HANDOVER: &str = "so-03";
pub(super) const COPYING: &str = "so-04";
pub(super) const BOOKS: [(&str, &str); 4] = [
    (OUTGOING, "outgoing"),
    (INCOMING, "incoming"),
    (HANDOVER, "handover"),
    (COPYING, "copying"),
];

/// The list of state secrets that determinations rest on.
pub(super) const LIST: &str = "dm-01";

/// A decision of 2016, as the old register names it.
pub(super) const OLD_DECISION: &str = "cu.2016.11";

/// The documents of the story.
pub(super) const PLAN_RECEIVED: &str = "tl-01";
pub(super) const ENVELOPE: &str = "tl-02";
pub(super) const FIGURES: &str = "tl-03";
pub(super) const REPORT: &str = "tl-04";
pub(super) const DECISION: &str = "tl-05";
pub(super) const WITHDRAWN: &str = "tl-06";
pub(super) const LETTER: &str = "tl-07";
pub(super) const DRILL: &str = "tl-08";

impl Party {
    pub(super) fn enrolment(self) -> Value {
        let mut act =
            json!({"act": "party.enrol", "party": self.id, "kind": self.kind, "name": self.name});
        if let (Some(tier), Some(fields)) = (self.tier, act.as_object_mut()) {
            fields.insert("tier".to_owned(), json!(tier));
        }
        act
    }
}

impl Person {
    pub(super) fn enrolment(self) -> Value {
        json!({"act": "person.enrol", "person": self.id, "name": self.name, "party": self.party})
    }

    pub(super) fn assignment(self) -> Value {
        json!({
            "act": "position.assign", "position": self.position, "person": self.id, "post": self.post,
            "party": self.party, "starts": "2025-01-02", "paper": paper("assignment", "18/QĐ-UBND", "2024-12-30"),
        })
    }

    /// What he decided himself, on paper.
    pub(super) fn decided(self, on: Date, symbol: &str) -> Value {
        json!({
            "person": self.id, "position": self.position, "date": on.to_string(),
            "paper": paper("decision", symbol, &on.to_string()),
        })
    }

    /// What he decided by a delegation, on paper.
    pub(super) fn decided_for(self, on: Date, symbol: &str, delegation: &str) -> Value {
        let mut decision = self.decided(on, symbol);
        if let Some(fields) = decision.as_object_mut() {
            fields.insert("delegation".to_owned(), json!(delegation));
        }
        decision
    }

    /// His hand, signed for in the handover book.
    pub(super) fn hand(self, on: Date, line: u32) -> Value {
        json!({
            "person": self.id, "date": on.to_string(),
            "paper": {"kind": "handover-book", "page": 1, "line": line},
        })
    }
}

/// A paper that an act rests on.
pub(super) fn paper(kind: &str, symbol: &str, date: &str) -> Value {
    json!({"kind": kind, "symbol": symbol, "date": date})
}

/// An item of the list.
pub(super) fn list_refs(article: u32, clause: u32) -> Value {
    json!([{"list": LIST, "article": article, "clause": clause}])
}

/// The hand of somebody outside, who is only named.
pub(super) fn stranger(name: &str, party: Party, on: Date) -> Value {
    json!({"name": name, "party": party.id, "date": on.to_string()})
}

/// The same, on a delivery note that came back signed.
pub(super) fn stranger_on_paper(name: &str, party: Party, on: Date) -> Value {
    json!({
        "name": name, "party": party.id, "date": on.to_string(),
        "paper": {"kind": "delivery-note", "date": on.to_string()},
    })
}

/// The text with the name of everybody who is known by an id beside the id.
pub(super) fn with_names(text: &str, english: bool) -> String {
    let people = PEOPLE.iter().flat_map(|person| {
        let called = if english {
            person.called_en
        } else {
            person.called_vi
        };
        [(person.id, called), (person.position, called)]
    });
    let parties = [UNITS.as_slice(), &AGENCIES, &[SOUTH]]
        .into_iter()
        .flatten();
    let parties =
        parties.map(|party| (party.id, if english { party.called_en } else { party.name }));
    people
        .chain(parties)
        .fold(text.to_owned(), |text, (id, called)| {
            if text.contains(&format!("{id} (")) {
                text
            } else {
                text.replace(id, &format!("{id} [{called}]"))
            }
        })
}

/// How a party or person is called in a table.
pub(super) fn called(id: &str, english: bool) -> String {
    let parties = [UNITS.as_slice(), &AGENCIES, &[SOUTH]]
        .into_iter()
        .flatten();
    let party = parties.into_iter().find(|party| party.id == id);
    let person = PEOPLE.iter().find(|person| person.id == id);
    match (party, person, id) {
        (Some(party), _, _) if english => party.called_en.to_owned(),
        (Some(party), _, _) => party.name.to_owned(),
        (_, Some(person), _) => person.name.to_owned(),
        (_, _, "self") if english => "the clerk's desk".to_owned(),
        (_, _, "self") => "văn thư".to_owned(),
        (_, _, other) => other.to_owned(),
    }
}
