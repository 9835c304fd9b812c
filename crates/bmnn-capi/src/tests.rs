//! A clerk's day through the C functions, called as C calls them.

use crate::*;
use serde_json::{Value, json};
use std::ffi::{CStr, c_char, c_void};
use std::path::Path;
use std::ptr::{null, null_mut};
use std::sync::atomic::{AtomicI32, AtomicPtr, AtomicUsize, Ordering};
use std::thread;

/// 2 March 2026, 08:00 in Vietnam.
const MORNING: i64 = 1_772_413_200_000;
const DAY: &str = "2026-03-02";

fn len(text: &str) -> usize {
    text.len()
}

fn ptr(text: &str) -> *const c_char {
    text.as_ptr().cast()
}

unsafe fn said(text: *const c_char) -> String {
    assert!(!text.is_null());
    unsafe { CStr::from_ptr(text) }.to_str().unwrap().to_owned()
}

/// What went wrong, taken apart and freed.
struct Wrong {
    status: bmnn_status,
    vi: String,
    article: Option<String>,
    detail: Value,
}

unsafe fn wrong(err: *mut bmnn_error) -> Wrong {
    unsafe {
        let article = bmnn_error_article_vi(err);
        let wrong = Wrong {
            status: bmnn_error_status(err),
            vi: said(bmnn_error_message_vi(err)),
            article: (!article.is_null()).then(|| said(article)),
            detail: serde_json::from_str(&said(bmnn_error_detail_json(err))).unwrap(),
        };
        assert!(!said(bmnn_error_message_en(err)).is_empty());
        bmnn_error_free(err);
        wrong
    }
}

/// Makes a call that gives a buffer, and reads it as JSON or text.
unsafe fn ask(
    call: impl FnOnce(*mut *mut bmnn_buf, *mut *mut bmnn_error) -> bmnn_status,
) -> Result<String, Wrong> {
    let (mut out, mut err) = (null_mut(), null_mut());
    unsafe {
        let status = call(&raw mut out, &raw mut err);
        if status != BMNN_OK {
            assert!(out.is_null());
            let wrong = wrong(err);
            assert_eq!(wrong.status, status);
            return Err(wrong);
        }
        assert!(err.is_null());
        let bytes = std::slice::from_raw_parts(bmnn_buf_data(out), bmnn_buf_len(out) + 1);
        let (nul, text) = bytes.split_last().unwrap();
        assert_eq!(*nul, 0);
        let text = String::from_utf8(text.to_vec()).unwrap();
        bmnn_buf_free(out);
        Ok(text)
    }
}

unsafe fn signer(seed: u8) -> *mut bmnn_signer {
    let mut out = null_mut();
    let status = unsafe { bmnn_signer_from_seed([seed; 32].as_ptr(), &raw mut out, null_mut()) };
    assert_eq!(status, BMNN_OK);
    out
}

unsafe fn public(signer: *const bmnn_signer) -> String {
    let mut key = [0; 32];
    let status = unsafe { bmnn_signer_public_key(signer, key.as_mut_ptr(), null_mut()) };
    assert_eq!(status, BMNN_OK);
    key.iter().map(|byte| format!("{byte:02x}")).collect()
}

struct Office {
    folder: tempfile::TempDir,
    registry: *mut bmnn_registry,
    host: *mut bmnn_host,
    clerk: *mut bmnn_signer,
    ledger: *mut bmnn_signer,
}

impl Office {
    unsafe fn open() -> Self {
        unsafe {
            let (clerk, ledger, root) = (signer(3), signer(2), signer(1));
            let mut host = null_mut();
            let status = bmnn_host_for_tests(MORNING, [7; 32].as_ptr(), &raw mut host, null_mut());
            assert_eq!(status, BMNN_OK);
            let folder = tempfile::tempdir().unwrap();
            let opening = json!({
                "agency": "CƠ QUAN THỬ NGHIỆM",
                "clerk": {"person": "lan", "key": public(clerk)},
            })
            .to_string();
            let path = folder.path().to_str().unwrap();
            let (mut registry, mut err) = (null_mut(), null_mut());
            let roots = [root.cast_const()];
            let status = bmnn_registry_create(
                ptr(path),
                len(path),
                ptr(&opening),
                len(&opening),
                roots.as_ptr(),
                1,
                ledger,
                host,
                &raw mut registry,
                &raw mut err,
            );
            assert_eq!(status, BMNN_OK);
            bmnn_signer_free(root);
            let office = Self {
                folder,
                registry,
                host,
                clerk,
                ledger,
            };
            for act in office.beginning() {
                office.perform(&act).map_err(|wrong| wrong.vi).unwrap();
            }
            office
        }
    }

    unsafe fn beginning(&self) -> Vec<Value> {
        let id = "vn-2025";
        let digest = unsafe { ask(|out, err| bmnn_pack_digest(ptr(id), len(id), out, err)) };
        let paper = |kind: &str| json!({"kind": kind, "symbol": "7/QĐ-TN"});
        vec![
            json!({"act": "pack.adopt", "on": DAY, "adopted": id, "digest": digest.map_err(|_| "no digest").unwrap(),
                "decision": {"person": "head", "position": "p-head", "date": DAY, "paper": paper("decision")}}),
            json!({"act": "person.enrol", "on": DAY, "person": "lan", "name": "Trần Thị Lan", "party": "self"}),
            json!({"act": "person.enrol", "on": DAY, "person": "head", "name": "Lê Văn An", "party": "self"}),
            json!({"act": "party.enrol", "on": DAY, "party": "bo-a", "kind": "agency", "name": "Bộ A"}),
            json!({"act": "party.enrol", "on": DAY, "party": "unit-1", "kind": "unit", "name": "Phòng 1"}),
            json!({"act": "position.assign", "on": DAY, "position": "p-head", "person": "head",
                "post": "province-committee-chair", "party": "self", "starts": DAY, "paper": paper("assignment")}),
            json!({"act": "list.adopt", "on": DAY, "list": "list-1", "symbol": "531/QĐ-TTg",
                "date": "2020-01-02", "starts": "2020-01-02"}),
            json!({"act": "book.open", "on": DAY, "book": "out-2026", "kind": "outgoing",
                "year": 2026, "volume": 1, "party": "self"}),
        ]
    }

    unsafe fn perform(&self, act: &Value) -> Result<Value, Wrong> {
        let act = act.to_string();
        let done = unsafe {
            ask(|out, err| {
                bmnn_registry_perform(
                    self.registry,
                    ptr(&act),
                    len(&act),
                    self.clerk,
                    null(),
                    0,
                    out,
                    err,
                )
            })
        };
        done.map(|done| serde_json::from_str(&done).unwrap())
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }
}

impl Drop for Office {
    fn drop(&mut self) {
        unsafe {
            bmnn_registry_free(self.registry);
            bmnn_host_free(self.host);
            bmnn_signer_free(self.clerk);
            bmnn_signer_free(self.ledger);
        }
    }
}

fn determination() -> Value {
    json!({
        "act": "document.determine", "on": DAY, "document": "doc-1", "carrier": "document",
        "level": "ToiMat", "copying": "allowed", "medium": "paper", "drafter": "head",
        "decision": {"person": "head", "position": "p-head", "date": DAY,
            "paper": {"kind": "decision", "symbol": "8/QĐ-TN"}},
        "list-refs": [{"list": "list-1", "article": 2, "clause": 1, "point": "a"}],
        "copies-planned": 2, "recipients": ["bo-a", "unit-1"], "subject": "Phương án bảo vệ kỳ họp",
    })
}

#[test]
fn a_clerks_day() {
    unsafe {
        let office = Office::open();
        let done = office
            .perform(&determination())
            .map_err(|wrong| wrong.vi)
            .unwrap();
        assert_eq!(done["decision"]["allowed"], true);
        let seq = done["seq"].as_u64().unwrap();

        // Who crashed asks by id, and finds the entry with the value in clear.
        let id: Vec<u8> = (0..16)
            .map(|n| {
                u8::from_str_radix(&done["id"].as_str().unwrap()[2 * n..2 * n + 2], 16).unwrap()
            })
            .collect();
        let found = ask(|out, err| bmnn_registry_by_id(office.registry, id.as_ptr(), out, err));
        let found: Value = serde_json::from_str(&found.map_err(|wrong| wrong.vi).unwrap()).unwrap();
        assert_eq!(found["seq"], seq);
        assert_eq!(found["act"]["subject"]["value"], "Phương án bảo vệ kỳ họp");

        let document = "doc-1";
        let status = ask(|out, err| {
            bmnn_registry_status(
                office.registry,
                ptr(document),
                len(document),
                20_260_302,
                BMNN_NOW,
                out,
                err,
            )
        });
        let status: Value =
            serde_json::from_str(&status.map_err(|wrong| wrong.vi).unwrap()).unwrap();
        assert_eq!(
            (&status["level"], &status["standing"]),
            (&json!("ToiMat"), &json!("secret"))
        );

        let receipt = ask(|out, err| bmnn_registry_receipt(office.registry, seq, out, err));
        assert!(receipt.is_ok_and(|text| text.starts_with("c2sp.org/tlog-proof@v1\n")));
        let mut size = 0;
        assert_eq!(
            bmnn_registry_size(office.registry, &raw mut size, null_mut()),
            BMNN_OK
        );
        assert_eq!(size, seq + 1);

        // What the registry left holds.
        let path = office.path().to_str().unwrap().to_owned();
        let (mut report, mut err) = (null_mut(), null_mut());
        let status = bmnn_verify_folder(
            ptr(&path),
            len(&path),
            null(),
            None,
            null_mut(),
            &raw mut report,
            &raw mut err,
        );
        assert_eq!(
            (status, bmnn_report_holds(report), bmnn_report_size(report)),
            (BMNN_OK, 1, size)
        );
        bmnn_report_free(report);
    }
}

#[test]
fn a_refusal_has_its_article() {
    unsafe {
        let office = Office::open();
        let mut act = determination();
        // No list of state secrets has it: that is for the law to say.
        act.as_object_mut().unwrap().remove("list-refs");
        let wrong = office.perform(&act).map(|_| ()).unwrap_err();
        assert_eq!(wrong.status, BMNN_E_REFUSED);
        assert_eq!(wrong.detail["decision"]["allowed"], false);
        let reasons = wrong.detail["decision"]["reasons"].as_array().unwrap();
        assert_eq!(reasons[0]["code"], "determine.no-list-ref");
        assert_eq!(
            wrong.article.as_deref(),
            reasons[0]["article"]["vi"].as_str()
        );
        let article = "khoản 1 Điều 5 Luật Bảo vệ bí mật nhà nước số 117/2025/QH15";
        assert_eq!(wrong.article.as_deref(), Some(article));
        assert!(
            !wrong.vi.contains("Phương án"),
            "no secret text in an error"
        );

        let act = act.to_string();
        let decided = ask(|out, err| {
            bmnn_registry_decide(
                office.registry,
                ptr(&act),
                len(&act),
                office.clerk,
                out,
                err,
            )
        });
        let decided: Value =
            serde_json::from_str(&decided.map_err(|wrong| wrong.vi).unwrap()).unwrap();
        assert_eq!(decided, wrong.detail["decision"]);

        // What is no act breaks no law.
        let before = json!({"act": "document.determine", "on": DAY, "document": "doc-2"});
        let wrong = office.perform(&before).map(|_| ()).unwrap_err();
        assert_eq!((wrong.status, wrong.article), (BMNN_E_ACT, None));
    }
}

#[test]
fn a_folder_is_opened_by_its_own_keys_alone() {
    unsafe {
        let office = Office::open();
        let path = office.path().to_str().unwrap().to_owned();
        let open = |ledger: *const bmnn_signer, host: *const bmnn_host| {
            let (mut out, mut err) = (null_mut(), null_mut());
            let status = bmnn_registry_open(
                ptr(&path),
                len(&path),
                ledger,
                host,
                &raw mut out,
                &raw mut err,
            );
            bmnn_registry_free(out);
            if status != BMNN_OK {
                assert_eq!(wrong(err).status, status);
            }
            status
        };
        assert_eq!(open(office.ledger, office.host), BMNN_OK);
        assert_eq!(open(office.clerk, office.host), BMNN_E_KEY);
        // A registry of the tests' opens for no other host, and the reverse.
        let mut host = null_mut();
        assert_eq!(
            bmnn_host_with_key([9; 32].as_ptr(), &raw mut host, null_mut()),
            BMNN_OK
        );
        assert_eq!(open(office.ledger, host), BMNN_E_KEY);
        bmnn_host_free(host);

        let (mut out, mut err) = (null_mut(), null_mut());
        let status = bmnn_registry_open_to_read(ptr(&path), len(&path), &raw mut out, &raw mut err);
        assert_eq!(status, BMNN_OK);
        let act = determination().to_string();
        let refused = ask(|buf, err| {
            bmnn_registry_perform(out, ptr(&act), len(&act), office.clerk, null(), 0, buf, err)
        });
        assert_eq!(refused.map_err(|wrong| wrong.status), Err(BMNN_E_STATE));
        bmnn_registry_free(out);
    }
}

static REGISTRY: AtomicPtr<bmnn_registry> = AtomicPtr::new(null_mut());
static CAME_BACK: AtomicI32 = AtomicI32::new(0);

/// A signer that asks the registry which is asking it.
unsafe extern "C" fn comes_back(
    _: *mut c_void,
    _: *const u8,
    _: usize,
    _: *mut u8,
    _: usize,
    _: *mut usize,
) -> i32 {
    let mut size = 0;
    let status =
        unsafe { bmnn_registry_size(REGISTRY.load(Ordering::SeqCst), &raw mut size, null_mut()) };
    CAME_BACK.store(status, Ordering::SeqCst);
    -7
}

unsafe extern "C" fn count(user: *mut c_void) {
    unsafe { &*user.cast::<AtomicUsize>() }.fetch_add(1, Ordering::SeqCst);
}

#[test]
fn a_callback_may_not_use_the_registry_that_calls_it() {
    unsafe {
        let office = Office::open();
        REGISTRY.store(office.registry, Ordering::SeqCst);
        let mut key = [0; 32];
        assert_eq!(
            bmnn_signer_public_key(office.clerk, key.as_mut_ptr(), null_mut()),
            BMNN_OK
        );
        let destroyed = AtomicUsize::new(0);
        let user = (&raw const destroyed).cast_mut().cast();
        let mut functions = bmnn_signer_functions {
            struct_size: u32::try_from(size_of::<bmnn_signer_functions>()).unwrap(),
            reserved: 0,
            user,
            destroy: Some(count),
            sign: Some(comes_back),
            public_key: key,
        };
        let mut hosted = null_mut();
        let status = bmnn_signer_of_host(&raw const functions, &raw mut hosted, null_mut());
        assert_eq!(status, BMNN_OK);
        let act = determination().to_string();
        let failed = ask(|out, err| {
            bmnn_registry_perform(
                office.registry,
                ptr(&act),
                len(&act),
                hosted,
                null(),
                0,
                out,
                err,
            )
        });
        let wrong = failed.unwrap_err();
        assert_eq!(wrong.status, BMNN_E_CALLBACK);
        let said = (&wrong.detail["callback"], &wrong.detail["host"]);
        assert_eq!(said, (&json!("signer"), &json!(-7)));
        assert_eq!(CAME_BACK.load(Ordering::SeqCst), BMNN_E_REENTRANT);
        assert_eq!(destroyed.load(Ordering::SeqCst), 0);
        bmnn_signer_free(hosted);
        assert_eq!(destroyed.load(Ordering::SeqCst), 1);
        // Where nothing is made, it is destroyed all the same.
        functions.sign = None;
        let status = bmnn_signer_of_host(&raw const functions, &raw mut hosted, null_mut());
        assert_eq!((status, destroyed.load(Ordering::SeqCst)), (BMNN_E_NULL, 2));
        assert!(hosted.is_null());
        // The registry goes on.
        assert!(office.perform(&determination()).is_ok());
    }
}

#[test]
fn eight_threads_at_one_registry() {
    struct Sent(*mut bmnn_registry, *mut bmnn_signer);
    // SAFETY: registry and signer may be used on any thread.
    unsafe impl Sync for Sent {}
    unsafe {
        let office = Office::open();
        let mut before = 0;
        assert_eq!(
            bmnn_registry_size(office.registry, &raw mut before, null_mut()),
            BMNN_OK
        );
        let sent = Sent(office.registry, office.clerk);
        let sent = &sent;
        thread::scope(|scope| {
            for n in 0..8 {
                scope.spawn(move || {
                    for m in 0..5 {
                        let act =
                            json!({"act": "party.enrol", "on": DAY, "party": format!("p-{n}-{m}"),
                            "kind": "agency", "name": "Sở"})
                            .to_string();
                        let done = ask(|out, err| {
                            bmnn_registry_perform(
                                sent.0,
                                ptr(&act),
                                len(&act),
                                sent.1,
                                null(),
                                0,
                                out,
                                err,
                            )
                        });
                        assert!(done.is_ok());
                    }
                });
            }
        });
        let mut after = 0;
        assert_eq!(
            bmnn_registry_size(office.registry, &raw mut after, null_mut()),
            BMNN_OK
        );
        assert_eq!(after, before + 40);
    }
}

#[test]
fn what_is_no_object_is_refused() {
    unsafe {
        let mut size = 0;
        let mut words = [0_u64; 8];
        let other: *const bmnn_registry = words.as_mut_ptr().cast();
        assert_eq!(
            bmnn_registry_size(other, &raw mut size, null_mut()),
            BMNN_E_HANDLE
        );
        let odd = other.wrapping_byte_add(1);
        assert_eq!(
            bmnn_registry_size(odd, &raw mut size, null_mut()),
            BMNN_E_HANDLE
        );
        assert_eq!(
            bmnn_registry_size(null(), &raw mut size, null_mut()),
            BMNN_E_NULL
        );
        let signer = signer(1);
        assert_eq!(
            bmnn_registry_size(signer.cast(), &raw mut size, null_mut()),
            BMNN_E_HANDLE
        );
        bmnn_signer_free(signer);
        bmnn_registry_free(null_mut());
    }
}
