//! Two registries exchange copies by slips, through files only; then one of
//! them rolls back, and the other proves it.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests are tests"
)]

mod office;

use bmnn::custody::CopyState;
use bmnn::id::{Bytes32, Id};
use bmnn::ledger::consistency::Consistency;
use bmnn::ledger::fork::{Evidence, ForkFault};
use bmnn::ledger::note::Note;
use bmnn::ledger::slip::{NotProven, Standing};
use bmnn::ledger::verify::Expect;
use bmnn::ledger::{Kind, PlainSigner, PublicKey, Signer};
use bmnn_registry::host::SetClock;
use bmnn_registry::{
    Follows, Host, Opening, PerformError, ReadSlip, Registry, SlipFailure, verify,
};
use office::{DAY, clerk, copy, day, determination, id, issue, opening, root, transfer, with};
use serde_json::{Value as Json, json};
use std::fs;
use std::ops::ControlFlow;
use std::path::Path;
use tempfile::TempDir;

/// An agency whose ledger key is its own.
struct Agency {
    dir: TempDir,
    registry: Registry,
    clock: SetClock,
    seed: u8,
}

fn key(seed: u8) -> PlainSigner {
    PlainSigner::from_seed(&[seed; 32])
}

fn public(seed: u8) -> PublicKey {
    PublicKey::parse(&key(seed).public_key()).unwrap()
}

const PROVINCE: u8 = 0xA1;
const HEALTH: u8 = 0xB1;

impl Agency {
    fn open(agency: &str, seed: u8) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let clock = SetClock::at(day(DAY), "08:00".parse().unwrap());
        let opening = Opening {
            agency: agency.to_owned(),
            ..opening()
        };
        let host = Host::fixed(clock.clone(), [seed; 32]);
        let ledger_key = Box::new(key(seed));
        let made = Registry::create(dir.path(), &opening, &[&root(1)], ledger_key, host);
        let mut registry = made.unwrap();
        registry.perform_all(office::beginning(), &clerk()).unwrap();
        Self {
            dir,
            registry,
            clock,
            seed,
        }
    }

    /// Opens what stands in the folder now.
    fn reopen(self) -> Self {
        let Self {
            dir, clock, seed, ..
        } = self;
        let host = Host::fixed(clock.clone(), [seed ^ 0xFF; 32]);
        let registry = Registry::open(dir.path(), Box::new(key(seed)), host).unwrap();
        Self {
            dir,
            registry,
            clock,
            seed,
        }
    }

    fn allowed(&mut self, act: Json) -> u64 {
        self.clock.advance(1_000);
        let said = act.to_string();
        let done = self.registry.perform(act, &clerk());
        done.unwrap_or_else(|error| panic!("{error}: {said}")).seq
    }

    /// Knows the other as the party `name`.
    fn knows(&mut self, name: &str, other: &Self) {
        let ledger = other.registry.ledger_id().to_string();
        self.allowed(json!({
            "act": "party.enrol", "on": DAY, "party": name, "kind": "agency", "name": "Cơ quan",
            "ledger": ledger,
        }));
    }

    /// Writes the slip of an entry into a file, and keeps it.
    fn slip(&self, about: u64, since: Option<u64>, file: &Path) {
        let bytes = self.registry.slip(about, since).unwrap().encode();
        self.registry.keep_slip(&bytes).unwrap();
        fs::write(file, bytes).unwrap();
    }

    fn read(&self, file: &Path) -> ReadSlip {
        let read = self.registry.read_slip(&fs::read(file).unwrap(), None);
        read.unwrap()
    }

    /// Reads a slip and puts on record what follows, with `over` laid over it.
    fn take(&mut self, file: &Path, over: Json) -> (Follows, u64) {
        let read = self.read(file);
        let follows = self.registry.accept_slip(&read, day(DAY)).unwrap();
        if let Some(note) = follows.note.clone() {
            self.allowed(note);
        }
        let act = with(follows.act.clone().unwrap(), over);
        let seq = self.allowed(act);
        (follows, seq)
    }

    fn findings(&self) -> Vec<(Kind, bool)> {
        let verified = verify::verify_folder(self.dir.path(), Expect::default(), |_| {
            ControlFlow::Continue(())
        });
        let findings = verified.unwrap().unwrap().report.findings;
        findings
            .iter()
            .map(|finding| (finding.kind, finding.is_error()))
            .collect()
    }
}

/// The facts that the receiver reads off the document.
fn arrival() -> Json {
    json!({
        "document": "in-1", "symbol": "7/UBND-NC", "date": DAY, "level": "ToiMat",
        "doc-type": "report", "subject": "Phương án bảo vệ kỳ họp", "row": {"book": "in-2026"},
    })
}

/// Issue and transfer at the province; the position of the transfer.
fn sent(province: &mut Agency, document: &str, symbol: &str) -> u64 {
    province.allowed(determination(document));
    let issue = issue(document, symbol);
    let copies = json!([
        {"number": 1, "to": "unit-1"}, {"number": 2, "to": "so-y-te"}, {"number": 3, "to": "unit-1"},
    ]);
    province.allowed(with(issue, json!({"copies": copies})));
    let to = transfer(&format!("{document}#2"), "so-y-te");
    province.allowed(to)
}

/// Two agencies that know each other, and the folder of their files.
fn agencies() -> (Agency, Agency, TempDir) {
    let mut province = Agency::open("UBND tỉnh", PROVINCE);
    let mut health = Agency::open("Sở Y tế", HEALTH);
    province.knows("so-y-te", &health);
    health.knows("ubnd-tinh", &province);
    (province, health, tempfile::tempdir().unwrap())
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

#[test]
fn a_copy_goes_by_slip_and_its_receipt_comes_back() {
    let (mut province, mut health, files) = agencies();
    let there = files.path().join("di.slip");
    let back = files.path().join("ve.slip");

    let transfer = sent(&mut province, "doc-1", "7/UBND-NC");
    province.slip(transfer, None, &there);
    let read = health.read(&there);
    assert!(read.report.holds(), "{:?}", read.report.findings);
    assert_eq!(read.party, Some(id("ubnd-tinh")));
    assert_eq!(read.report.standing, Standing::First);
    assert!(!read.report.not_proven.contains(&NotProven::Identity));
    let (follows, receipt) = health.take(&there, arrival());
    let act = follows.act.unwrap();
    assert_eq!(act["copies"], json!([{"number": 2}]));
    assert_eq!(act["issuer"], "ubnd-tinh");
    assert_eq!(
        follows.wanted,
        ["document", "symbol", "date", "doc-type", "level"]
    );
    let province_id = province.registry.ledger_id();
    let noted = health.registry.noted(&province_id).unwrap().unwrap();
    assert_eq!(
        (noted.size, noted.root),
        (province.registry.size(), province.registry.root())
    );

    let state = |agency: &Agency, name| agency.registry.copy(&copy(name)).unwrap().unwrap().state;
    assert_eq!(state(&province, "doc-1#2"), CopyState::InTransit);
    health.slip(receipt, None, &back);
    let (follows, _) = province.take(&back, json!({}));
    assert_eq!(follows.act.unwrap()["copies"], json!(["doc-1#2"]));
    assert_eq!(state(&province, "doc-1#2"), CopyState::Delivered);
    assert_eq!(state(&health, "in-1#2"), CopyState::Held);
    let health_id = health.registry.ledger_id();
    assert_eq!(
        province.registry.noted(&health_id).unwrap().unwrap().size,
        health.registry.size()
    );

    // Both ledgers hold, and no leg is open.
    for agency in [&province, &health] {
        let errors = agency.findings();
        assert!(errors.iter().all(|(_, error)| !error), "{errors:?}");
        assert!(!errors.iter().any(|(kind, _)| *kind == Kind::OpenLeg));
    }

    // The next slip leads from what was noted; without the way nothing follows.
    let next = sent(&mut province, "doc-2", "8/UBND-NC");
    province.slip(next, None, &there);
    let read = health.read(&there);
    assert_eq!(read.report.standing, Standing::NotShown);
    let refused = health.registry.accept_slip(&read, day(DAY));
    let Err(SlipFailure::NotShown { noted: size }) = refused else {
        panic!("{refused:?}")
    };
    province.slip(next, Some(size), &there);
    let over = json!({"document": "in-2", "symbol": "8/UBND-NC"});
    health.take(&there, with(arrival(), over));
    assert_eq!(health.registry.notes_of(&province_id).unwrap().len(), 2);
    // Read again, it says nothing new.
    let read = health.read(&there);
    assert_eq!(read.report.standing, Standing::Same);
    assert_eq!(
        health.registry.accept_slip(&read, day(DAY)).unwrap().note,
        None
    );
}

/// Done when: one of them rolls back, and the other proves it, with files only.
#[test]
fn who_rolls_back_is_proven_to_have_forked() {
    let (mut province, mut health, files) = agencies();
    let there = files.path().join("di.slip");
    let backup = files.path().join("backup");
    copy_folder(province.dir.path(), &backup);
    let transfer = sent(&mut province, "doc-1", "7/UBND-NC");
    province.slip(transfer, None, &there);
    health.take(&there, arrival());
    let noted = province.registry.size();

    // The province puts an older folder back, and goes on as if nothing was.
    let Agency {
        dir, clock, seed, ..
    } = province;
    for name in [
        "ledger.bmnn",
        "tip",
        "vault.db",
        "vault.db-wal",
        "vault.db-shm",
    ] {
        let _ = fs::remove_file(dir.path().join(name));
    }
    copy_folder(&backup, dir.path());
    let host = Host::fixed(clock.clone(), [0x77; 32]);
    let registry = Registry::open(dir.path(), Box::new(key(seed)), host).unwrap();
    let mut province = Agency {
        dir,
        registry,
        clock,
        seed,
    };
    assert!(province.registry.size() < noted);
    let verified = province.findings();
    assert!(
        verified.iter().all(|(_, error)| !error),
        "by itself it holds: {verified:?}"
    );

    // While it is shorter, only a gap can be shown.
    let mine = health
        .registry
        .noted_note(&province.registry.ledger_id())
        .unwrap()
        .unwrap();
    assert!(matches!(
        health.registry.fork_evidence(&province.registry),
        Ok(None)
    ));

    let mut last = 0;
    while province.registry.size() < noted + 2 {
        let n = province.registry.size();
        last = sent(
            &mut province,
            &format!("other-{n}"),
            &format!("{n}/UBND-NC"),
        );
    }
    // What it sends now does not continue what was noted.
    province.slip(last, Some(noted), &there);
    let read = health.read(&there);
    assert_eq!(read.report.standing, Standing::Forked);
    assert!(
        read.report
            .findings
            .iter()
            .any(|found| found.kind == Kind::Fork)
    );
    let refused = health.registry.accept_slip(&read, day(DAY));
    assert!(matches!(refused, Err(SlipFailure::DoesNotHold(_))));

    // From the folder alone, and from a checkpoint with its way alone.
    let from_folder = health
        .registry
        .fork_evidence(&province.registry)
        .unwrap()
        .unwrap();
    let proof = files.path().join("di.proof");
    let slip = province.registry.slip(last, Some(noted)).unwrap();
    let path = slip.since().unwrap().path.clone();
    let way = Consistency::new(noted, path, slip.note().own().to_owned()).unwrap();
    fs::write(&proof, way.to_text()).unwrap();
    let way = Consistency::parse(&fs::read_to_string(&proof).unwrap()).unwrap();
    let from_way = health.registry.fork_evidence_by(&way).unwrap();
    assert_eq!(
        from_way,
        (!noted.is_power_of_two()).then(|| from_folder.clone())
    );
    let evidence = files.path().join("chung-cu.fork");
    fs::write(&evidence, from_folder.to_text()).unwrap();

    // A third party has the file and the public keys.
    let shown = Evidence::parse(&fs::read_to_string(&evidence).unwrap()).unwrap();
    let fork = shown.check(&[public(PROVINCE)]).unwrap();
    assert_eq!(
        (fork.ledger(), fork.size()),
        (province.registry.ledger_id(), noted)
    );
    assert_eq!(shown.first(), &mine);
    assert!(matches!(
        shown.check(&[public(HEALTH)]),
        Err(ForkFault::Signature { .. })
    ));

    // The honest one cannot be framed so.
    province.allowed(json!({
        "act": "party.enrol", "on": DAY, "party": "so-c", "kind": "agency", "name": "–",
    }));
    let note = Note::parse(province.registry.checkpoint()).unwrap();
    let framed = Evidence::new(note.clone(), note, Bytes32([0; 32]), vec![]).unwrap();
    assert_eq!(framed.check(&[public(PROVINCE)]), Err(ForkFault::NotProven));
}

#[test]
fn a_checkpoint_is_noted_from_a_slip_alone() {
    let (mut province, mut health, files) = agencies();
    let there = files.path().join("di.slip");
    let transfer = sent(&mut province, "doc-1", "7/UBND-NC");
    province.slip(transfer, None, &there);
    let note = |checkpoint: &str| {
        let ledger = checkpoint[5..69].to_owned();
        json!({"act": "witness.note", "on": DAY, "ledger": ledger, "checkpoint": checkpoint})
    };
    let checkpoint = province.registry.checkpoint().to_owned();
    let before = health.registry.size();
    let refused = health.registry.perform(note(&checkpoint), &clerk());
    assert!(
        matches!(refused, Err(PerformError::NotVouched(_))),
        "{refused:?}"
    );
    assert_eq!(health.registry.size(), before);

    // Read twice, noted once in between: the second is of an older standing.
    let read = health.read(&there);
    let follows = health.registry.accept_slip(&read, day(DAY)).unwrap();
    health.allowed(follows.note.unwrap());
    let refused = health.registry.perform(note(&checkpoint), &clerk());
    assert!(
        matches!(refused, Err(PerformError::NotVouched(_))),
        "{refused:?}"
    );

    // From nobody that is known, and from oneself.
    let stranger = Agency::open("Sở Tài chính", 0xC7);
    let read = stranger.read(&there);
    assert!(read.report.holds());
    assert!(read.report.not_proven.contains(&NotProven::Identity));
    let mut stranger = stranger;
    let refused = stranger.registry.accept_slip(&read, day(DAY));
    assert!(matches!(refused, Err(SlipFailure::Stranger)));
    let own = province
        .registry
        .read_slip(&fs::read(&there).unwrap(), None);
    assert!(matches!(own, Err(SlipFailure::Own)));
    let unknown: Id = id("nowhere");
    let bytes = fs::read(&there).unwrap();
    let refused = stranger.registry.read_slip(&bytes, Some(&unknown));
    assert!(matches!(refused, Err(SlipFailure::UnknownParty(_))));
    let refused = stranger.registry.read_slip(&bytes[1..], None);
    assert!(matches!(refused, Err(SlipFailure::Malformed(_))));
}

#[test]
fn an_answer_fits_what_was_sent() {
    let (mut province, mut health, files) = agencies();
    let there = files.path().join("di.slip");
    let back = files.path().join("ve.slip");
    let transfer = sent(&mut province, "doc-1", "7/UBND-NC");
    province.slip(transfer, None, &there);
    let refusal = |agency: &mut Agency, file: &Path| {
        let read = agency.read(file);
        match agency.registry.accept_slip(&read, day(DAY)) {
            Err(SlipFailure::NoAnswer(why)) => why,
            other => panic!("{other:?}"),
        }
    };
    // It says that it has another copy than was sent.
    let over = json!({"copies": [{"number": 3}]});
    let (_, receipt) = health.take(&there, with(arrival(), over));
    health.slip(receipt, None, &back);
    assert!(refusal(&mut province, &back).contains("other copies"));
    // The slip was not kept.
    fs::remove_dir_all(province.dir.path().join("slips")).unwrap();
    assert!(refusal(&mut province, &back).contains("not kept"));
    // Without a slip it answers nothing.
    let receive = json!({
        "act": "document.receive", "on": DAY, "issuer": "ubnd-tinh", "copies": [{"number": 2}],
    });
    let over = with(
        arrival(),
        json!({"document": "in-9", "symbol": "9/UBND-NC"}),
    );
    let seq = health.allowed(with(receive, over));
    health.slip(seq, None, &back);
    assert!(refusal(&mut province, &back).contains("names no slip"));
    let _ = province.reopen();
}
