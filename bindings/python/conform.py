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

packs = bmnn.Packs.built_in()


class Failure(Exception):
    """An answer that names a kind of failure."""

    def __init__(self, kind, **more):
        self.answer = {"failure": kind, **more}


def failing(call, otherwise):
    """What a call gives, or the failure that it names, else this one."""
    try:
        return call()
    except bmnn.Error as error:
        raise Failure(error.detail.get("kind", otherwise)) from error


def reading(call):
    """What a call gives that reads acts."""
    try:
        return call()
    except bmnn.Error as error:
        if error.name == "BMNN_E_REFUSED":
            raise Failure("Setting", act=error.detail["index"]) from error
        if "kind" in error.detail:
            raise Failure(error.detail["kind"], offset=error.offset) from error
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


def ledger_verify(ledger, tip=None, known=None):
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "ledger.bmnn")
        file.write_bytes(bytes.fromhex(ledger))
        if tip is not None:
            Path(folder, "tip").write_bytes(tip.encode())
        known = {key.replace("-", "_"): value for key, value in (known or {}).items()}
        report = failing(lambda: bmnn.verify_format(file if tip is None else folder, **known), "NoLedger")
    findings = [
        {"kind": found["kind"], "place": found["position"], "severity": found["severity"]}
        for found in report["findings"]
    ]
    return {
        **{key: report[key] for key in ("holds", "size", "root")}, "findings": findings,
        "not-proven": [thing["kind"] for thing in report["not-proven"]],
    }


TASKS = {
    task.__name__.replace("_", ".", 1).replace("_", "-"): task
    for task in (
        level_read, level_print, level_roll_up, date_read, date_plus, copy_read, copy_duplicate, until_roll_up,
        pack_on, pack_provision, mark_print, term_of, term_resolve, status_on, act_decide, act_to_cbor, act_to_json,
        ledger_verify,
    )
}


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
