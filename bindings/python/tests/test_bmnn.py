"""A clerk's morning in Python, and what must not get through: python3 -m unittest."""

import tempfile
import unittest
from datetime import date
from pathlib import Path

import bmnn

DAY = "2026-03-02"
MORNING = 1_772_413_200_000


def decided(symbol):
    return {"person": "an", "position": "chu-tich", "date": DAY, "paper": {"kind": "decision", "symbol": symbol}}


def determination(document, **over):
    act = {
        "act": "document.determine", "on": DAY, "document": document, "carrier": "document", "level": "ToiMat",
        "copying": "allowed", "medium": "paper", "drafter": "an", "copies-planned": 5, "decision": decided("3/QĐ-TN"),
        "list-refs": [{"list": "danh-muc", "article": 2, "clause": 1, "point": "a"}],
        "recipients": ["bo-a", "phong-1"], "subject": "Phương án bảo vệ kỳ họp",
    }
    return {key: value for key, value in {**act, **over}.items() if value is not None}


BEGINNING = [
    {"act": "pack.adopt", "on": DAY, "adopted": "vn-2025", "digest": bmnn.pack_digest("vn-2025"),
     "decision": decided("2/QĐ-TN")},
    {"act": "person.enrol", "on": DAY, "person": "lan", "name": "Trần Thị Lan", "party": "self"},
    {"act": "person.enrol", "on": DAY, "person": "an", "name": "Lê Văn An", "party": "self"},
    {"act": "party.enrol", "on": DAY, "party": "bo-a", "kind": "agency", "name": "Bộ A"},
    {"act": "party.enrol", "on": DAY, "party": "phong-1", "kind": "unit", "name": "Phòng 1"},
    {"act": "position.assign", "on": DAY, "position": "chu-tich", "person": "an", "post": "province-committee-chair",
     "party": "self", "starts": DAY, "paper": {"kind": "assignment", "symbol": "1/QĐ-TN"}},
    {"act": "list.adopt", "on": DAY, "list": "danh-muc", "symbol": "531/QĐ-TTg", "date": "2020-01-02",
     "starts": "2020-01-02"},
    {"act": "book.open", "on": DAY, "book": "di-2026", "kind": "outgoing", "year": 2026, "volume": 1, "party": "self"},
    {"act": "book.open", "on": DAY, "book": "giao-2026", "kind": "handover", "year": 2026, "volume": 1,
     "party": "self"},
]


class AMorning(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        # Vietnamese letters in the path, as in an office.
        self.folder = str(Path(folder.name) / "văn thư số 1")
        self.clerk, self.ledger = (bmnn.Signer.from_seed(bytes([n] * 32)) for n in (3, 2))
        self.host = bmnn.Host.for_tests(MORNING, bytes([7] * 32))
        opening = {"agency": "CƠ QUAN THỬ NGHIỆM",
                   "clerk": {"person": "lan", "key": self.clerk.public_key.hex()}}
        with bmnn.Signer.from_seed(bytes([1] * 32)) as root:
            self.registry = bmnn.Registry.create(self.folder, opening, [root], self.ledger, self.host)
        self.addCleanup(self.registry.close)
        self.registry.perform_all(BEGINNING, self.clerk)

    def test_five_copies_and_one_on_its_way(self):
        done = self.registry.perform(determination("doc-1"), self.clerk)
        self.assertTrue(done["decision"]["allowed"])
        copies = [{"number": n, "to": "bo-a" if n == 1 else "phong-1"} for n in range(1, 6)]
        self.registry.perform(
            {"act": "document.issue", "on": DAY, "document": "doc-1", "symbol": "01/TM-TN", "date": DAY,
             "signer": "an", "kept-by": "phong-1", "original": "apart", "row": {"book": "di-2026"}, "copies": copies},
            self.clerk,
        )
        self.registry.perform(
            {"act": "copy.transfer", "on": DAY, "copies": ["doc-1#1"], "to": "bo-a", "means": "hand",
             "row": {"book": "giao-2026"}},
            self.clerk,
        )
        sheet = self.registry.document("doc-1")
        self.assertEqual(
            (sheet["document"]["symbol"], sheet["document"]["row"], sheet["subject"]),
            ("01/TM-TN", {"book": "di-2026", "number": 1}, "Phương án bảo vệ kỳ họp"),
        )
        first = self.registry.copy("doc-1#1")
        self.assertEqual((first["state"], first["to"]), ("in-transit", "bo-a"))
        self.assertIn(first, sheet["copies"])
        self.assertEqual([book["book"] for book in self.registry.books()], ["di-2026", "giao-2026"])
        self.assertEqual([row["document"] for row in self.registry.rows("di-2026")], ["doc-1"])
        self.assertEqual([found["document"] for found in self.registry.search("phuong AN ky")], ["doc-1"])
        self.assertEqual(self.registry.search("phương trình"), [])
        everything = {
            kind: self.registry.all(kind) for kind in
            "party person position delegation pack list book row document copy duty incident notice noted erasure".split()
        }
        self.assertEqual(everything["book"], self.registry.books())
        self.assertEqual(everything["document"], [sheet["document"]])
        self.assertEqual({kind for kind, all in everything.items() if not all},
                         {"delegation", "incident", "notice", "noted", "erasure"})
        for kind, all in everything.items():
            for record in all:
                self.assertFalse([key for key in record if "_" in key], kind)
        self.assertEqual(len(list(self.registry.since(0))), len(self.registry))
        with bmnn.Registry.open_to_read(self.folder) as reader:
            self.assertIsNone(reader.document("doc-1")["subject"])
            with self.assertRaises(bmnn.Error) as caught:
                reader.search("phương án")
            self.assertEqual(caught.exception.name, "BMNN_E_VAULT")
            before = len(reader)
            self.registry.perform({"act": "party.enrol", "on": DAY, "party": "bo-b", "kind": "agency", "name": "Bộ B"},
                                  self.clerk)
            self.assertEqual(len(reader), before)
            reader.refresh()
            self.assertEqual((len(reader), reader.all("party")[-1]["id"]), (before + 1, "phong-1"))
        status = self.registry.status("doc-1", date(2026, 3, 2))
        # Five, and the original, which is kept apart.
        self.assertEqual((status["level"], len(status["copies"])), ("ToiMat", 6))
        self.assertEqual([duty["kind"] for duty in self.registry.duties(date(2026, 3, 2))], ["receipt"])
        found = self.registry.by_id(done["id"])
        self.assertEqual(found["act"]["subject"]["value"], "Phương án bảo vệ kỳ họp")
        self.assertEqual(list(self.registry.since(done["seq"]))[0], found)
        self.assertEqual(len(self.registry.history("doc-1")), 3)
        self.assertTrue(self.registry.receipt(done["seq"]).startswith("c2sp.org/tlog-proof@v1\n"))
        report = bmnn.verify(self.folder)
        self.assertTrue(report["holds"], report["findings"])
        self.assertEqual(report["size"], len(self.registry))

    def test_a_refusal_names_its_article(self):
        unlisted = determination("doc-2", **{"list-refs": None})
        with self.assertRaises(bmnn.Refused) as caught:
            self.registry.perform(unlisted, self.clerk)
        self.assertIn("117/2025/QH15", caught.exception.article)
        self.assertEqual(caught.exception.reasons[0]["code"], "determine.no-list-ref")
        self.assertNotIn("Phương án", str(caught.exception))
        self.assertFalse(self.registry.decide(unlisted, self.clerk)["allowed"])

    def test_key_by_key(self):
        with bmnn.Act("document.determine") as act:
            def put(path, value):
                """Every leaf by its path."""
                if value and isinstance(value, (dict, list)):
                    for key, part in value.items() if isinstance(value, dict) else enumerate(value):
                        put(f"{path}/{key}", part)
                else:
                    act[path] = value
            for key, value in determination("doc-1", act=None).items():
                put(key, value)
            self.assertEqual(act.to_dict(), determination("doc-1"))
            self.assertEqual(bmnn.act_from_cbor(act.cbor()), act.to_dict())
            with self.assertRaises(bmnn.Error) as caught:
                act["decision/date"] = "2/3/2026"
            self.assertEqual(caught.exception.name, "BMNN_E_ACT")
            self.assertEqual(caught.exception.detail["path"], "decision/date")
            act["decision/date"] = date(2026, 3, 2)
            done = self.registry.perform(act, self.clerk)
            self.assertEqual(done["act"], "document.determine")
            for path, value, wrong in [
                ("level", None, TypeError), ("level", 2, bmnn.Error), ("recipients", ["a"], TypeError),
                ("level", "Tối mật", bmnn.Error), ("copies-planned", 2**70, OverflowError),
                ("copies-planned", True, bmnn.Error), ("recipients/3", "a", bmnn.Error),
            ]:
                with self.subTest(path), self.assertRaises(wrong):
                    act[path] = value
        correction = bmnn.Act.correction("document.determine")
        correction["on"], correction["reason"] = DAY, "viết nhầm"
        correction["corrected"], correction["changes/subject"] = done["id"], "Phương án bảo vệ"
        self.registry.perform(correction, self.clerk)
        again = bmnn.Act.from_dict(correction.to_dict(), "document.determine")
        self.assertEqual(again.cbor(), correction.cbor())
        with self.assertRaises(bmnn.Error):
            bmnn.Act.from_dict(correction.to_dict())
        self.assertIn("copy.transfer", bmnn.act_schema()["$defs"])

    def test_a_proof_is_checked_without_the_registry(self):
        seq, keys = len(self.registry) - 1, [self.registry.verifier_key()]
        entry, note = self.registry.entry_bytes(seq), self.registry.checkpoint_at(2)
        for proof in (self.registry.prove(seq), self.registry.cose_receipt(seq)):
            self.assertTrue(bmnn.check_proof(proof, entry, keys=keys)["holds"])
            self.assertFalse(bmnn.check_proof(proof, entry[:-1], keys=keys)["holds"])
            self.assertIsNone(bmnn.check_proof(proof, keys=keys)["holds"])
        grown = self.registry.consistency(2)
        self.assertTrue(bmnn.check_proof(grown, keys=keys, since=note)["holds"])
        self.assertEqual([entry["seq"] for entry in self.registry.since(3)], list(range(3, seq + 1)))

    def test_one_file_for_an_inspector(self):
        file, size = Path(self.folder + " bản xuất.zip"), len(self.registry)
        made = self.registry.export(file, values="all", withheld=[size - 1])
        self.assertEqual((made["entries"], made["withheld"]), (size, 1))
        self.assertGreater(made["values"], 0)
        report = bmnn.verify(file)
        self.assertTrue(report["holds"])
        self.assertEqual(report["size"], size)
        for values, withheld, name in (("none", [], "BMNN_E_EXISTS"), ([size], [], "BMNN_E_NOT_FOUND")):
            with self.assertRaises(bmnn.Error) as caught:
                self.registry.export(file if name == "BMNN_E_EXISTS" else f"{file}-", values, withheld)
            self.assertEqual(caught.exception.name, name)

    def test_a_checkpoint_is_cosigned_and_the_ledger_key_gives_way(self):
        note, key = self.registry.checkpoint_at(len(self.registry)), self.registry.verifier_key()
        folder, size = self.folder + " chứng kiến", len(self.registry)
        with bmnn.Signer.from_seed(bytes([40] * 32)) as witness, bmnn.Signer.from_seed(bytes([1] * 32)) as root:
            cosigned = bmnn.witness_cosign(folder, "so-y-te.example", witness, key, note, 1772413200)
            self.assertEqual((cosigned["size"], cosigned["time"]), (size, 1772413200))
            self.assertTrue(cosigned["note"].startswith(note))
            earlier = self.registry.checkpoint_at(2)
            with self.assertRaises(bmnn.Error) as caught:
                bmnn.witness_cosign(folder, "so-y-te.example", witness, key, earlier, 1772413201)
            self.assertEqual(caught.exception.name, "BMNN_E_REFUSED")
            with self.assertRaises(bmnn.Error) as caught:
                self.registry.fork_evidence(self.folder)
            self.assertEqual(caught.exception.name, "BMNN_E_NOT_FOUND")
            with self.assertRaises(bmnn.Error) as caught:
                self.registry.fork_evidence_by(note)
            self.assertEqual(caught.exception.name, "BMNN_E_PROOF")
            with self.assertRaises(bmnn.Error) as caught:
                bmnn.verify_unlocked(self.folder, "bốn từ khó đoán")
            self.assertEqual(caught.exception.name, "BMNN_E_KEY")
            self.assertEqual(self.registry.rotate_ledger_key(witness, [root])["act"], "key.enrol")
        self.assertNotEqual(self.registry.verifier_key(), key)
        self.assertTrue(bmnn.verify(self.folder)["holds"])

    def test_a_slip_goes_to_another_agency_which_notes_it(self):
        day = date(2026, 3, 2)
        other = str(Path(self.folder + " của Bộ A"))
        opening = {"agency": "CƠ QUAN THỬ NGHIỆM", "clerk": {"person": "lan", "key": self.clerk.public_key.hex()}}
        host = bmnn.Host.for_tests(MORNING, bytes([8] * 32))
        with bmnn.Signer.from_seed(bytes([1] * 32)) as root:
            there = bmnn.Registry.create(other, opening, [root], self.ledger, host)
        self.addCleanup(there.close)
        there.perform_all(BEGINNING[:3] + [BEGINNING[5]], self.clerk)
        here = self.registry

        def party(name, registry):
            ledger = registry.checkpoint().split("\n")[0].removeprefix("bmnn/")
            return {"act": "party.enrol", "on": DAY, "party": name, "kind": "agency", "name": "–", "ledger": ledger}

        there.perform(party("ubnd", here), self.clerk)
        here.perform(party("bo-b", there), self.clerk)
        here.perform(determination("doc-9", **{"copies-planned": 1, "recipients": ["bo-b"]}), self.clerk)
        here.perform(
            {"act": "document.issue", "on": DAY, "document": "doc-9", "symbol": "09/TM-TN", "date": DAY, "signer": "an",
             "kept-by": "phong-1", "original": "apart", "row": {"book": "di-2026"},
             "copies": [{"number": 1, "to": "bo-b"}]}, self.clerk)
        sent = here.perform(
            {"act": "copy.transfer", "on": DAY, "copies": ["doc-9#1"], "to": "bo-b", "means": "hand",
             "row": {"book": "giao-2026"}}, self.clerk)
        slip = here.slip(sent["seq"])
        self.assertEqual((there.read_slip(slip)["holds"], there.read_slip(slip)["party"]), (True, "ubnd"))
        follows = there.accept_slip(slip, day, "ubnd")
        self.assertEqual(follows["act"]["act"], "document.receive")
        there.perform(follows["note"], self.clerk)
        noted = there.read_slip(slip)
        self.assertEqual((noted["standing"], noted["noted"]), ("same", len(here)))
        bent = bytearray(slip)
        bent[-40] ^= 1
        with self.assertRaises(bmnn.Error):
            there.accept_slip(bytes(bent), day)

    def test_services_of_the_program(self):
        lines, drawn = [], [0]

        def chance(length):
            drawn[0] += 1
            return bytes((drawn[0] * 37 + n) % 256 for n in range(length))

        def here(**services):
            with bmnn.Host.for_tests(MORNING, bytes(32)).with_services(**services) as host:
                return bmnn.Registry.open(self.folder, self.ledger, host)

        enrol = {"act": "party.enrol", "on": DAY, "party": "bo-b", "kind": "agency", "name": "Bộ B"}
        lent = len(bmnn._lent)
        with here(clock=lambda: MORNING, randomness=chance, log=lambda level, line: lines.append(line)) as registry:
            done = registry.perform(enrol, self.clerk)
        self.assertEqual(lines[-1], f"entry {done['seq']}: party.enrol")
        self.assertEqual(len(bmnn._lent), lent)
        enrol["party"] = "bo-c"
        with here(clock=lambda: 1 // 0) as registry, self.assertRaises(ZeroDivisionError):
            registry.perform(enrol, self.clerk)
        with here(randomness=lambda length: bytes(length - 1)) as registry:
            with self.assertRaises(bmnn.Error) as caught:
                registry.perform(enrol, self.clerk)
        self.assertEqual(caught.exception.name, "BMNN_E_RANDOM")
        with here(randomness=chance) as registry:
            with bmnn.Signer.of_host(self.clerk.public_key, lambda _: 1 // 0) as card:
                with self.assertRaises(ZeroDivisionError):
                    registry.perform(enrol, card)
            with bmnn.Signer.of_host(self.clerk.public_key, lambda _: bytes(64)) as card:
                with self.assertRaises(bmnn.Error) as caught:
                    registry.perform(enrol, card)
        self.assertEqual(caught.exception.name, "BMNN_E_KEY")

    def test_what_is_wrong_is_told_apart(self):
        for call, name in [
            (lambda: self.registry.perform({"act": "no.such"}, self.clerk), "BMNN_E_ACT"),
            (lambda: self.registry.entry(10**9), "BMNN_E_NOT_FOUND"),
            (lambda: self.registry.status("Không", date(2026, 3, 2)), "BMNN_E_RANGE"),
            (lambda: bmnn.Registry.open(self.folder, self.clerk, self.host), "BMNN_E_KEY"),
            (lambda: bmnn.verify(self.folder + "x"), "BMNN_E_NO_LEDGER"),
            (lambda: bmnn.provision(date(2026, 3, 2), "no.such"), "BMNN_E_NOT_FOUND"),
            (lambda: bmnn.pack_digest("a\0b"), "BMNN_E_UTF8"),
        ]:
            with self.subTest(name), self.assertRaises(bmnn.Error) as caught:
                call()
            self.assertEqual(caught.exception.name, name)
        with self.assertRaises(UnicodeEncodeError):
            bmnn.pack_digest("\ud800")
        self.registry.close()
        with self.assertRaises(bmnn.Error) as caught:
            len(self.registry)
        self.assertEqual(caught.exception.name, "BMNN_E_NULL")

    def test_a_verification_is_watched_and_broken_off(self):
        told = []
        bmnn.verify(self.folder, lambda done, total, entries: told.append((done, total, entries)))
        self.assertTrue(told)
        with self.assertRaises(bmnn.Cancelled):
            bmnn.verify(self.folder, lambda *_: False)
        with self.assertRaises(ZeroDivisionError):
            bmnn.verify(self.folder, lambda *_: 1 / 0)

    def test_the_law_of_a_day(self):
        found = bmnn.provision(date(2021, 5, 4), "extend.decide-before")
        self.assertEqual((found["value"], found["pack"]), ({"days": 60}, "vn-2018"))
        self.assertTrue(found["article"]["vi"].startswith("khoản 2 Điều 20"))


if __name__ == "__main__":
    unittest.main()
