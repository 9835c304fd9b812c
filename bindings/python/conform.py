"""The C library as Python sees it, as a subject of the conformance vectors.

Reads questions, a line each, and answers each with a line; `null` says that the
library has no function for it. The form of questions and answers is in
crates/bmnn-conformance/README.md. Nothing is decided here: answers are made of what
the library says, put into the form of the vectors.
"""

import json
import sys
import tempfile
from pathlib import Path

import bmnn
import bmnn_pieces as pieces

packs = bmnn.Packs.built_in()


class Failure(Exception):
    """An answer that names a kind of failure."""

    def __init__(self, kind, **more):
        self.answer = {"failure": kind, **more}


def fault(error, otherwise):
    """The failure that an error names, and where, else this one."""
    if "kind" not in error.detail:
        return Failure(otherwise)
    facts = {key: error.detail[key] for key in ("fault", "line") if key in error.detail}
    if error.offset >= 0:
        facts["offset"] = error.offset
    return Failure(error.detail["kind"], **facts)


def failing(call, otherwise):
    """What a call gives, or the failure that it names, else this one."""
    try:
        return call()
    except bmnn.Error as error:
        raise fault(error, otherwise) from error


def reading(call):
    """What a call gives that reads acts."""
    try:
        return call()
    except bmnn.Error as error:
        if error.name == "BMNN_E_REFUSED":
            raise Failure("Setting", act=error.detail["index"]) from error
        if "kind" in error.detail:
            raise fault(error, "") from error
        raise Failure("Field", path=error.detail["path"]) from error


def level(name):
    """A level by its name, and by no other spelling."""
    found, _ = failing(lambda: bmnn.level(name), "Level")
    if bmnn.level_text(found) != name:
        raise Failure("Level")
    return found


def level_read(text):
    found, liberties = failing(lambda: bmnn.level(text), "Level")
    return {"level": bmnn.level_text(found), "liberties": liberties}


def level_print(level):
    found = globals()["level"](level)
    forms = {"name": "name", "kebab": "id", "vietnamese": "vi", "mark": "mark", "letter": "letter"}
    return {key: bmnn.level_text(found, form) for key, form in forms.items()}


def level_roll_up(levels):
    found = failing(lambda: bmnn.highest([level(name) for name in levels]), "Level")
    return {"level": bmnn.level_text(found)}


def date_read(text):
    day = failing(lambda: bmnn.day(text), "Date")
    return {"date": day.isoformat(), "vietnamese": bmnn.day_vi(day)}


def part_date_read(text):
    earliest, latest = failing(lambda: pieces.part_date(text), "PartDate")
    return {"earliest": earliest.isoformat(), "latest": latest.isoformat()}


def time_read(text):
    hour, minute = failing(lambda: pieces.time_of_day(text), "Time")
    return {"hour": hour, "minute": minute}


def id_read(text):
    return {"id": text, "own-agency": failing(lambda: pieces.check_id(text), "Id")}


def date_plus(date, unit, count):
    day = bmnn.day(date)
    end = {
        "days": lambda: bmnn.plus_days(day, min(count, 2**32 - 1)),
        "months": lambda: bmnn.plus_months(day, count),
        "years": lambda: bmnn.plus_months(day, 12 * count),
    }[unit]()
    return {"date": end.isoformat()}


def copy_read(text):
    return failing(lambda: bmnn.copy_name(text), "Malformed")


def copy_duplicate(copy, occasion, number):
    return bmnn.copy_name(failing(lambda: bmnn.copy_duplicate(copy, occasion, number), "Malformed"))


def until_roll_up(untils):
    return {"until": failing(lambda: bmnn.latest(untils), "Question")}


def pack_on(date):
    return {"pack": failing(lambda: packs.on(bmnn.day(date)), "NoPack")["id"]}


def of_pack(pack, kind, id, failure):
    whole = failing(lambda: packs.pack(pack), "NoPack")
    found = [one for one in whole[kind] if one["id"] == id]
    if not found:
        raise Failure(failure)
    return found[0]


def pack_provision(pack, provision):
    found = of_pack(pack, "provisions", provision, "NoProvision")
    value = found["value"]
    for key, word in (("at-once", "at-once"), ("unknown", "Unknown"), ("year-day", "YearDay")):
        if key in value:
            value = word
            break
    return {
        "value": value, "article": found["article"]["vi"], "confidence": found["confidence"],
        "refuses": found["refuses"],
    }


def mark_print(pack, mark):
    found = of_pack(pack, "marks", mark, "NoMark")
    return {
        "level": found["level"], "article": found["article"]["vi"], "can-be-drawn": found["can-be-drawn"],
        "rows": [{"text": row["text"], "fill": row["fill"]} for row in found["rows"]],
    }


def cited(article):
    return article and {
        "pack": article["pack"], "provision": article["provision"], "article": article["vi"],
    }


def term_of(**protection):
    protection = {key.replace("_", "-"): value for key, value in protection.items()}
    term = failing(lambda: packs.term(protection), "Level")
    because = [cited(ground["article"]) for ground in term["because"]]
    return {"end": term["end"], "unknown": term["unknown"], "undecided": term["undecided"], "because": because}


def term_resolve(pack, until, start, level):
    found = globals()["level"](level)
    resolved = failing(lambda: packs.resolve(pack, until, bmnn.day(start), found), "NoPack")
    return {**resolved, "because": [provision["id"] for provision in resolved["because"]]}


def status_on(acts, on):
    status = reading(lambda: packs.status(acts, bmnn.day(on)))
    because = [cited(ground["article"]) for ground in status["because"]]
    return {**{key: status[key] for key in ("standing", "level", "ends", "pack")}, "because": because}


def remarks(all):
    said = [(remark["code"], {"code": remark["code"], "cited": cited(remark["article"])}) for remark in all]
    return [one for _, one in sorted(said, key=lambda one: (one[0].encode(), written(one[1]).encode()))]


def duties(all):
    said = [{key: duty[key] for key in ("kind", "about", "due")} for duty in all]
    return sorted(said, key=lambda one: written(one).encode())


def act_decide(act, after, recorded=None):
    before = [one for group in after for one in (group if isinstance(group, list) else [group])]
    day = bmnn.day(recorded) if recorded else None
    decision = reading(lambda: packs.decide(before, act, day))
    if not decision["allowed"]:
        return {"allowed": False, "reasons": remarks(decision["reasons"]), "warnings": remarks(decision["warnings"])}
    row = decision["row"]
    return {
        "allowed": True, "warnings": remarks(decision["warnings"]), "irregular": remarks(decision["irregular"]),
        "opens": duties(decision["opens"]), "closes": duties(decision["closes"]),
        "row": row and {"book": row["book"], "number": row["number"]},
    }


def by_paths(act, corrected):
    """The same act key by key."""
    draft = bmnn.Act.correction(corrected) if act["act"] == "entry.correct" else bmnn.Act(act["act"])

    def put(path, value):
        if value and isinstance(value, (dict, list)):
            for key, part in value.items() if isinstance(value, dict) else enumerate(value):
                put(f"{path}/{key}", part)
        else:
            draft[path] = value

    for key, value in act.items():
        if key != "act":
            put(key, value)
    return draft.cbor()


def act_to_cbor(act, corrected=None):
    cbor = reading(lambda: bmnn.Act.from_dict(act, corrected).cbor())
    if by_paths(act, corrected) != cbor:
        raise Failure("Paths")
    return {"cbor": cbor.hex()}


def act_to_json(cbor):
    return {"act": reading(lambda: bmnn.act_from_cbor(bytes.fromhex(cbor)))}


def cbor_decode(cbor):
    return {"item": failing(lambda: pieces.cbor_json(bytes.fromhex(cbor)), "BadEncoding")}


def cbor_encode(item):
    return {"cbor": failing(lambda: pieces.cbor_from_json(item), "Question").hex()}


def sealed_commit(act_id, salt, item, commitment=None):
    salt, act_id = bytes.fromhex(salt), bytes.fromhex(act_id)
    made = failing(lambda: pieces.sealed_commitment(salt, act_id, item), "Question")
    if commitment is not None:
        failing(lambda: pieces.check_sealed(bytes.fromhex(commitment), salt, act_id, item), "SealMismatch")
    return {"commitment": made.hex()}


def sealed_places(act, corrected=None):
    return {"places": reading(lambda: pieces.sealed_places(act, corrected))}


def hashes(all):
    return [bytes.fromhex(one) for one in all]


def tree_root(leaves):
    return {"root": pieces.tree_root(hashes(leaves)).hex()}


def tree_inclusion(leaf, index, size, path, root):
    leaf, root = bytes.fromhex(leaf), bytes.fromhex(root)
    failing(lambda: pieces.check_inclusion(leaf, index, size, hashes(path), root), "NotProven")
    return {"proven": True}


def tree_consistency(old, old_root, new, new_root, path):
    old_root, new_root = bytes.fromhex(old_root), bytes.fromhex(new_root)
    failing(lambda: pieces.check_consistency(old, old_root, new, new_root, hashes(path)), "NotProven")
    return {"proven": True}


def key_read(key):
    return {"kid": failing(lambda: pieces.key_id(bytes.fromhex(key)), "BadKey").hex()}


def signature_check(key, message, signature):
    key, message, signature = map(bytes.fromhex, (key, message, signature))
    failing(lambda: pieces.check_signature(key, message, signature), "BadSignature")
    return {"verifies": True}


def scope(ledger):
    return None if ledger is None else bytes.fromhex(ledger)


def statement_check(statement, key, ledger=None):
    statement, key = map(bytes.fromhex, (statement, key))
    said = failing(lambda: pieces.check_statement(statement, scope(ledger), key), "BadSignature")
    return {"kid": said["kid"], "act": said["name"]}


def cosignature_check(statement, kid, signature, key, ledger=None):
    given = bytes.fromhex(statement), scope(ledger), *map(bytes.fromhex, (kid, signature, key))
    failing(lambda: pieces.check_cosignature(*given), "BadSignature")
    return {"kid": kid}


def entry_read(entry):
    said = failing(lambda: pieces.read_entry(bytes.fromhex(entry)), "BadEncoding")
    return {
        **{key: said[key] for key in ("seq", "prev", "received", "leaf")}, "kid": said["signer"],
        "cosigned": said["cosigners"],
    }


def checkpoint_read(note):
    return failing(lambda: pieces.read_checkpoint(note), "Malformed")


def checkpoint_check(note, ledger, size, root, key):
    ledger, root, key = map(bytes.fromhex, (ledger, root, key))
    failing(lambda: pieces.check_checkpoint(note, ledger, size, root, key), "Malformed")
    return {"signed": True}


def verifier_key_read(text):
    said = failing(lambda: pieces.read_verifier_key(text), "Malformed")
    return {key: said[key] for key in ("name", "type", "key")}


def note_witnessed(note, witness):
    return {"size": failing(lambda: pieces.check_witness(note, witness), "NotWitnessed")[0]}


def checked(proof, **known):
    """What the library says of a proof, or the failure that it does not hold for."""
    known = {key: value for key, value in known.items() if value is not None}
    return failing(lambda: bmnn.check_proof(proof, **known), "Malformed")


def does_not_hold(said):
    """Of one that nobody's key was given for: it is not signed by one that is known."""
    why = said["why"] or {"kind": "OtherKey"}
    return Failure(why["kind"], **{key: why[key] for key in ("line",) if key in why})


def holding(said):
    if not said["holds"]:
        raise does_not_hold(said)
    return said


def proof_check(proof, entry, key):
    said = holding(checked(proof, entry=bytes.fromhex(entry), keys=[key]))
    return {"index": said["entry"], "ledger": said["ledger"], "size": said["size"]}


def consistency_check(proof, earlier, key):
    said = holding(checked(proof, since=earlier, keys=[key]))
    return {"old": said["since"], "new": said["size"]}


def fork_check(evidence, keys):
    return {"ledger": holding(checked(evidence, keys=keys))["ledger"], "forked": True}


def slip_verify(slip, ledger=None, noted=None):
    said = checked(bytes.fromhex(slip), ledger=ledger, since=noted)
    if "report" not in said:
        raise does_not_hold(said)
    report = said["report"]
    return {**{key: report[key] for key in ("holds", "about", "size", "standing")}, **found(report)}


def receipt_inclusion(receipt, entry, key):
    receipt, entry, key = map(bytes.fromhex, (receipt, entry, key))
    root = failing(lambda: pieces.check_receipt_of_inclusion(receipt, entry, key), "Malformed")
    return {"root": root.hex()}


def receipt_consistency(receipt, old_root, key):
    receipt, old_root, key = map(bytes.fromhex, (receipt, old_root, key))
    root = failing(lambda: pieces.check_receipt_of_consistency(receipt, old_root, key), "Malformed")
    return {"root": root.hex()}


def found(report):
    """What was found, and what was not proven."""
    findings = [
        {"kind": found["kind"], "place": found["position"], "severity": found["severity"]}
        for found in report["findings"]
    ]
    return {"findings": findings, "not-proven": [thing["kind"] for thing in report["not-proven"]]}


def ledger_verify(ledger, tip=None, known=None):
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "ledger.bmnn")
        file.write_bytes(bytes.fromhex(ledger))
        if tip is not None:
            Path(folder, "tip").write_bytes(tip.encode())
        known = {key.replace("-", "_"): value for key, value in (known or {}).items()}
        report = failing(lambda: bmnn.verify_format(file if tip is None else folder, **known), "NoLedger")
    return {**{key: report[key] for key in ("holds", "size", "root")}, **found(report)}


def registry_verify(ledger, tip=None, packs=None, values=None, vault=None, vault_key=None):
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "ledger.bmnn").write_bytes(bytes.fromhex(ledger))
        if tip is not None:
            Path(folder, "tip").write_bytes(tip.encode())
        if packs:
            Path(folder, "packs").mkdir()
            for name, toml in packs.items():
                Path(folder, "packs", name).write_bytes(toml.encode())
        if vault is None:
            report = failing(lambda: bmnn.verify(folder), "NoLedger")
        else:
            Path(folder, "vault.db").write_bytes(bytes.fromhex(vault))
            report = failing(lambda: bmnn.verify_unlocked(folder, bytes.fromhex(vault_key)), "NoLedger")
    return {
        **{key: report[key] for key in ("holds", "size", "root", "hands")}, **found(report),
        "replayed": report["not-replayed"] is None,
    }


TASKS = {
    task.__name__.replace("_", ".", 1).replace("_", "-"): task
    for task in (
        level_read, level_print, level_roll_up, date_read, date_plus, time_read, copy_read, copy_duplicate, id_read,
        until_roll_up, pack_on, pack_provision, mark_print, term_of, term_resolve, status_on, act_decide, act_to_cbor,
        act_to_json, cbor_decode, cbor_encode, sealed_commit, sealed_places, tree_root, tree_inclusion,
        tree_consistency, key_read, signature_check, statement_check, cosignature_check, entry_read, checkpoint_read,
        checkpoint_check, note_witnessed, proof_check, consistency_check, fork_check, slip_verify, receipt_inclusion,
        receipt_consistency, ledger_verify, registry_verify,
    )
}
TASKS["part-date.read"], TASKS["verifier-key.read"] = part_date_read, verifier_key_read


def answer(task, input):
    try:
        return TASKS[task](**{key.replace("-", "_"): value for key, value in input.items()})
    except KeyError:
        if task in TASKS:
            raise
        return None
    except Failure as failure:
        return failure.answer


def written(value):
    """As the library writes JSON: keys in order, no spaces."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


if __name__ == "__main__":
    sys.stdin.reconfigure(encoding="utf-8")
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    for line in sys.stdin:
        question = json.loads(line)
        print(written(answer(question["do"], question["input"])), flush=True)
