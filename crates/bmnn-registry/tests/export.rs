//! One file for an inspector: what is in it, what it proves, what is caught.

#[cfg(test)]
mod office;

use bmnn::ledger::finding::{Kind, Severity};
use bmnn::ledger::verify::{Expect, NotProven};
use bmnn_registry::Registry;
use bmnn_registry::export::{ExportError, Selection, Values};
use bmnn_registry::verify::{ExportFileError, Verification, inspect_export};
use bmnn_store::Inspection;
use office::{Office, determination, issue};
use std::io::Cursor;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::Command;

#[cfg(test)]
fn exported(registry: &Registry, selection: &Selection) -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    registry.export(selection, &mut out).unwrap();
    out.into_inner()
}

#[cfg(test)]
fn verified(path: &Path) -> Result<Verification, ExportFileError> {
    let inspection = Inspection::of(Expect::default());
    let done = inspect_export(inspection, path, |_| ControlFlow::Continue(()))?;
    Ok(done.unwrap())
}

#[cfg(test)]
fn kinds(verification: &Verification) -> Vec<Kind> {
    let findings = verification.report.findings.iter();
    let loud = findings.filter(|finding| finding.severity > Severity::Notice);
    loud.map(|finding| finding.kind).collect()
}

#[cfg(test)]
fn at_work() -> (Office, u64) {
    let mut office = Office::open();
    office.allowed(determination("d1"));
    let issued = office.allowed(issue("d1", "1/BC"));
    (office, issued.seq)
}

#[cfg(test)]
fn written(office: &Office, bytes: &[u8]) -> PathBuf {
    let path = office.file("ban-xuat.zip");
    std::fs::write(&path, bytes).unwrap();
    path
}

#[test]
fn any_program_opens_it_and_it_is_the_same_each_time() {
    let (office, _) = at_work();
    let all = Selection {
        values: Values::All,
        ..Selection::default()
    };
    let bytes = exported(&office.registry, &all);
    assert_eq!(bytes, exported(&office.registry, &all));
    let path = written(&office, &bytes);
    let unzip = Command::new("unzip").arg("-t").arg(&path).output().unwrap();
    assert!(unzip.status.success(), "{unzip:?}");
    let script = "import sys, zipfile, json, hashlib\n\
        z = zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None\n\
        assert all(i.compress_type == 0 for i in z.infolist())\n\
        assert z.read('ledger.bmnn')[:8] == b'BMNNLDG1'\n\
        for v in json.loads(z.read('values.json'))['values']:\n\
        \x20   h = hashlib.sha256(b'bmnn/sealed/1' + bytes.fromhex(v['salt']) + b'\\x82\\x50' + bytes.fromhex(v['act']) + bytes.fromhex(v['cbor']))\n\
        \x20   assert h.hexdigest() == v['commitment']\n\
        print(' '.join(z.namelist()))";
    let python = Command::new("python3")
        .args(["-c", script])
        .arg(&path)
        .output()
        .unwrap();
    assert!(python.status.success(), "{python:?}");
    let names = String::from_utf8(python.stdout).unwrap();
    assert!(
        names.starts_with("DOC-TRUOC.txt ledger.bmnn packs/"),
        "{names}"
    );
    // The ledger in it is the ledger.
    let report = verified(&path).unwrap();
    assert!(report.holds(), "{:?}", report.report.findings);
    assert_eq!(report.report.root, office.registry.root());
    assert_eq!(report.not_replayed, None);
}

#[test]
fn what_is_withheld_is_not_in_it_and_what_is_not_proven_is_said() {
    let (office, issued) = at_work();
    let selection = Selection {
        withheld: [issued].into(),
        values: Values::Of([issued, issued - 1].into()),
    };
    let bytes = exported(&office.registry, &selection);
    assert!(!bytes.windows(4).any(|window| window == b"1/BC"));
    let report = verified(&written(&office, &bytes)).unwrap();
    assert!(report.holds(), "{:?}", report.report.findings);
    assert_eq!(report.report.root, office.registry.root());
    assert!(report.report.counts.contains_key(&Kind::Withheld));
    assert!(report.report.not_proven.contains(&NotProven::Law));
    assert!(report.not_replayed.is_some());

    let table = [(0, "ledger.open"), (1, "key.enrol")];
    for (seq, act) in table {
        let never = Selection {
            withheld: [seq].into(),
            ..Selection::default()
        };
        let error = office
            .registry
            .export(&never, Cursor::new(Vec::new()))
            .unwrap_err();
        assert!(
            matches!(&error, ExportError::NeverWithheld { act: found, .. } if found == act),
            "{error}"
        );
        assert_ne!(error.vi(), error.to_string());
    }
    let beyond = Selection {
        withheld: [9_999].into(),
        ..Selection::default()
    };
    let error = office
        .registry
        .export(&beyond, Cursor::new(Vec::new()))
        .unwrap_err();
    assert!(
        matches!(error, ExportError::NoEntry { seq: 9_999, .. }),
        "{error}"
    );
    // Values want the vault.
    let reader = Registry::read(office.path()).unwrap();
    assert!(reader.export(&selection, Cursor::new(Vec::new())).is_err());
}

/// A value altered, moved or invented, a bit of the ledger: each is found.
#[test]
fn what_was_altered_is_found() {
    let (office, _) = at_work();
    let all = Selection {
        values: Values::All,
        ..Selection::default()
    };
    let whole = exported(&office.registry, &all);
    let rewritten = |change: &dyn Fn(&str, String) -> String| {
        let mut from = zip::ZipArchive::new(Cursor::new(&whole)).unwrap();
        let mut to = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let options = zip::write::SimpleFileOptions::default()
            .compression_method(zip::CompressionMethod::Stored);
        for index in 0..from.len() {
            let mut member = from.by_index(index).unwrap();
            let name = member.name().unwrap().into_owned();
            let mut bytes = Vec::new();
            std::io::Read::read_to_end(&mut member, &mut bytes).unwrap();
            to.start_file(name.clone(), options).unwrap();
            let bytes = match String::from_utf8(bytes) {
                Ok(text) => change(&name, text).into_bytes(),
                Err(error) => error.into_bytes(),
            };
            std::io::Write::write_all(&mut to, &bytes).unwrap();
        }
        to.finish().unwrap().into_inner()
    };
    let in_values = |from: &'static str, to: &'static str| {
        rewritten(&move |name, text| match name {
            "values.json" => text.replacen(from, to, 1),
            _ => text,
        })
    };
    let table = [
        (
            "a text shown",
            in_values("Phương án", "Phương ấn"),
            Kind::SealMismatch,
        ),
        (
            "a salt",
            in_values("\"salt\": \"", "\"salt\": \"00"),
            Kind::SealMismatch,
        ),
        (
            "another field",
            in_values("\"path\": \"subject\"", "\"path\": \"note\""),
            Kind::SealMismatch,
        ),
        (
            "no list",
            in_values("\"values\"", "\"none\""),
            Kind::Damaged,
        ),
    ];
    for (what, bytes, kind) in table {
        let report = verified(&written(&office, &bytes)).unwrap();
        assert!(!report.holds(), "{what}");
        assert_eq!(kinds(&report), [kind], "{what}");
        assert!(!format!("{report:?}").contains("Phương"), "{what}");
    }
    let ledger = whole
        .windows(8)
        .position(|window| window == b"BMNNLDG1")
        .unwrap();
    let mut flipped = whole.clone();
    flipped[ledger + 400] ^= 1;
    assert!(!verified(&written(&office, &flipped)).unwrap().holds());
    for bytes in [&b"PK\x03\x04"[..], b"", &whole[..whole.len() / 2]] {
        assert!(verified(&written(&office, bytes)).is_err());
    }
}
