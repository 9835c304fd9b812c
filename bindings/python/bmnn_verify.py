#!/usr/bin/env python3
"""Verifies what bmnn writes, from its format page: ledgers and exports, tlog-proofs, consistency proofs, slips (no
fork evidence, COSE receipts, cosignatures of witnesses).  ClockBackwards, Backdated, Postdated are not told.  --key:
the roots of a ledger, the ledger key of a proof.  --entry: of a tlog-proof.  --old SIZE:ROOTHEX: what was noted before.
Nothing is read on behind damage.  Exit code: 0 holds, 1 does not hold, 2 could not be tried."""
import argparse, base64, datetime, functools, hashlib, pathlib, re, struct, sys
try:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
except ImportError as error:
    print("could not be tried:", error, file=sys.stderr)
    sys.exit(2)
MIB, WINDOW, MAX_INT, MAX_KEYS = 1 << 20, 65535, 2**53 - 1, 65536
WEIGHT = {"UnknownField": "notice", "Doubtful": "warning", "NoConsistency": "warning"}  # no word of the page: the last
NUMBER, HASH = rb"(0|[1-9][0-9]{0,15})", rb"([A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=)"  # no bit set that is not used
NOTE = rb"((bmnn/[0-9a-f]{64})\n%b\n%b\n)\n\xe2\x80\x94 \2 ([A-Za-z0-9+/]{48}%b)\n" % (NUMBER, HASH, HASH)
def check(condition, complaint):
    if not condition: raise ValueError(complaint)  # becomes BadEncoding
def attempt(function, *arguments):
    try: return function(*arguments)
    except (ValueError, IndexError, InvalidSignature): return None
def sha256(data): return hashlib.sha256(data).digest()
def leaf_hash(entry): return sha256(b"\0" + entry)
def node_hash(left, right): return sha256(b"\1" + left + right)
def kid_of(public): return sha256(public)[:8]
def climb(index, size, path, seed, consistency):
    """(root of the leaves up to index, root of all), of the path from its end and a seed: leaf or old root."""
    if size == 1 or consistency and index == size - 1: return (seed or path.pop(),) * 2
    sibling, half = path.pop(), 1 << (size - 1).bit_length() - 1
    if index >= half:
        below = climb(index - half, size - half, path, None if consistency else seed, consistency)
        return tuple(node_hash(sibling, root) for root in below)
    old, new = climb(index, half, path, seed, consistency)
    return old, node_hash(new, sibling)
def roots_of(index, size, path, seed, consistency):
    rest = list(path)
    roots = attempt(climb, index, size, rest, seed, consistency) if 0 <= index < size else None
    return roots if roots and not rest else (None, None)
def included(leaf, index, size, root, path): return roots_of(index, size, path, leaf, False)[1] == root
def consistent(old, size, root, path): return roots_of(old[0] - 1, size, path, old[1], True) == (old[1], root)
def push_leaf(stack, leaf, position):  # gives the root.  The stack: of the complete subtrees, the largest first
    while position & 1: leaf, position = node_hash(stack.pop(), leaf), position >> 1
    stack.append(leaf)
    return functools.reduce(lambda right, left: node_hash(left, right), reversed(stack))
CRC_TABLE = [functools.reduce(lambda n, _: n >> 1 ^ (0x82F63B78 if n & 1 else 0), range(8), n) for n in range(256)]
def crc32c(data):
    return functools.reduce(lambda crc, byte: CRC_TABLE[(crc ^ byte) & 255] ^ crc >> 8, data, 0xFFFFFFFF) ^ 0xFFFFFFFF
P, L = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
def good_key(public):
    """5L - 1 is a multiple of 8 and a scalar that X25519 leaves as it is: it takes a point of order L to its negative,
    which has the same u, and any part of small order to nothing.  y = 1 has no u, and y = -1 is on no curve here."""
    y = int.from_bytes(public, "little") & 2**255 - 1  # the sign matters only for those two
    u = (1 + y) * pow(1 - y, -1, P) % P
    if y >= P or pow(u * (u * u + 486662 * u + 1), P >> 1, P) != 1: return False  # not canonical, or not on the curve
    scalar, point = (5 * L - 1).to_bytes(32, "little"), u.to_bytes(32, "little")
    return X25519PrivateKey.from_private_bytes(scalar).exchange(X25519PublicKey.from_public_bytes(point)) == point
def valid(public, signature, message):  # OpenSSL: no cofactor, S < L only, R byte for byte; any key
    return attempt(lambda: Ed25519PublicKey.from_public_bytes(public).verify(signature, message) is None)
def read_item(data, at, depth=0):  # the item at `at`, which `depth` arrays and maps enclose; where the next stands
    check(at < len(data) and depth <= 16, "CBOR ends too early, or is nested too deep")
    major, value, at = data[at] >> 5, data[at] & 31, at + 1
    if major == 7 and value in (20, 21): return value == 21, at
    check(major < 6 and value < 28, "CBOR outside of the profile")
    if value > 23:
        width, least = 1 << value - 24, (24, 1 << 8, 1 << 16, 1 << 32)[value - 24]
        value, at = int.from_bytes(data[at:at + width], "big"), at + width
        check(at <= len(data) and value >= least, "a CBOR head that is cut off or not the shortest")
    check(value + major <= MAX_INT if major < 2 else value <= len(data) - at, "an integer, length or count too large")
    if major < 2: return (-1 - value if major else value), at
    if major < 4:
        text = data[at:at + value] if major == 2 else attempt(data[at:at + value].decode)
        check(major == 2 or text is not None and not re.search("[\0-\x09\x0b-\x1f\x7f-\x9f]", text), "no such text")
        return text, at + value
    items, table, last = [], {}, b""
    for _ in range(value):
        start, (item, at) = at, read_item(data, at, depth + 1)
        if major == 4: items.append(item)
        else:
            check(type(item) is str and data[start:at] > last, "a map's keys are not text, out of order, or twice")
            last, (table[item], at) = data[start:at], read_item(data, at, depth + 1)
    check("sealed" not in table or len(table) == 1 and fits(table["sealed"], 32), "a sealed value of another form")
    return (items if major == 4 else table), at
def decode(data):
    item, end = read_item(data, 0)
    check(end == len(data), "bytes behind the CBOR")
    return item
def fits(value, form):  # form: type, range, pattern of text, number of bytes, [form] or (form, ...) for a list
    if isinstance(form, type): return type(value) is form
    if isinstance(form, range): return type(value) is int and value in form
    if isinstance(form, re.Pattern): return type(value) is str and form.fullmatch(value) is not None
    if isinstance(form, int): return type(value) is bytes and len(value) == form
    if isinstance(form, tuple): return type(value) is list and len(value) == len(form) and all(map(fits, value, form))
    return type(value) is list and all(fits(item, form[0]) for item in value)
POSITION, ONE, DAY = range(MAX_INT + 1), range(1, 2), re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
PERSON, ROLE = {"person": re.compile("[A-Za-z0-9_.:-]{1,64}")}, re.compile("root|ledger|actor|witness")
FIELDS = {"ledger.open": {"agency": str, "roots": [32], "ledger-key": 32, "threshold": POSITION},
          "key.enrol": {"key": 32, "role": ROLE}, "person.enrol": PERSON,
          "key.revoke": {"kid": 8, "reason": str, "since": POSITION}}
ROLE_FIELDS = {"ledger": {"since": POSITION}, "actor": PERSON, "witness": {"name": re.compile(r"[^\s+]+")}}
FIRST = "pack.adopt", "person.enrol", "party.enrol"  # these a person signs who is not yet enrolled
STATEMENT = re.compile(rb"\xd2\x84\x4d\xa2\x01(.)\x04\x48(.{8})\xa0([\x40-\x5b].*)\x58\x40(.{64})", re.DOTALL)
def signed_bytes(kid, aad, payload_item):
    head = bytes([0x40 + len(aad)] if len(aad) < 24 else [0x58, len(aad)])
    return b"\x84\x6aSignature1\x4d\xa2\x01\x27\x04\x48" + kid + head + aad + payload_item
def read_note(data, more=b""):
    note = re.fullmatch(NOTE + more, data)
    check(note and len(data) <= 65536, "not a note of five lines")
    root, sign = base64.b64decode(note[4]), base64.b64decode(note[5])
    return argparse.Namespace(text=note[1], origin=note[2], size=int(note[3]), root=root, key=sign[:4], sign=sign[4:])
class Verifier:  # findings, and what the entries make.  sparse: entries of a slip, others between them are left out
    def __init__(self, export):
        self.weight, self.leaves = {**WEIGHT, **({"Withheld": "notice"} if export else {})}, {-1: bytes(32)}
        self.findings, self.faults, self.not_proven, self.place, self.size, self.root = {}, 0, [], "byte 0", 0, None
        self.origin, self.ledger_id, self.sparse, self.withheld, self.closed = b"bmnn/", b"", False, False, False
        self.keys, self.enrolled, self.roots, self.signers, self.live_roots, self.threshold = {}, {}, set(), set(), 0, 1
        self.people, self.ids, self.ledger_key = set(), {}, argparse.Namespace(public=b"", ended=False)
    def holds(self): return all(kind in self.weight for kind, _ in self.findings)
    def want(self, condition, kind, detail, place=None):
        if not condition: self.findings.setdefault((kind, place or self.place), str(detail))
        self.faults += not condition
        return condition
    def entry(self, position, data, kind=1):  # judges it, and lets its act take effect; kind 4: the leaf alone
        self.place, leaf = f"entry {position}", leaf_hash(data) if kind == 1 else data
        self.leaves[position], self.withheld = leaf, self.withheld or kind == 4
        if position == 0: self.ledger_id, self.origin = leaf, b"bmnn/" + leaf.hex().encode()
        self.want(not self.closed, "AfterClose", "the ledger was closed before")
        if kind == 4: return self.want(False, "Withheld" if position else "BadEncoding", "the entry is withheld")
        try:
            check(len(data) <= MIB and fits(item := decode(data), (ONE, POSITION, 32, int, bytes, [(8, 64)])), "entry")
            _, seq, prev, _, statement, cosigned = item
            self.want(seq == position and prev == self.leaves.get(position - 1, prev), "BrokenLink", "seq or prev")
            form, kids = STATEMENT.fullmatch(statement), [kid for kid, _ in cosigned]
            check(form and form[2] not in kids and kids == sorted({*kids}) and len(kids) <= 64, "statement or cosigned")
            act = decode(decode(form[3]))
            check(type(act) is dict and type(act.get("act")) is str, "no act")
            act_id, seen, on, opens = act.get("id"), act.get("seen"), act.get("on"), act["act"] == "ledger.open"
            self.want(fits(on, DAY) and attempt(datetime.date.fromisoformat, on), "BadEncoding", "on is no day")
            if self.want(fits(act_id, 16), "BadEncoding", "id is not 16 bytes"):
                same, self.ids[act_id] = self.ids.get(act_id, -WINDOW - 1), position
                self.want(position - same > WINDOW, "DuplicateId", f"the id of entry {same}")
            self.want(opens == (seen is None) == (position == 0), "WrongHistory", "ledger.open or seen, out of place")
            if "seen" in act and self.want(fits(seen, (POSITION, 32)), "BadEncoding", "no seen"):
                self.want(0 < position - seen[0] <= WINDOW and seen[1] == self.leaves.get(*seen), "WrongHistory", "seq")
            self.authority(position, act, *form.groups(), cosigned)
        except ValueError as error: self.want(False, "BadEncoding", error)
    def authority(self, position, act, alg, kid, payload_item, signature, cosigned):  # and effect
        name, role, by, person = (act.get(field) for field in ("act", "role", "by", "person"))
        start, opens, new, forms = self.faults, name == "ledger.open" and position == 0, [], FIELDS.get(name, {})
        if name == "key.enrol" and fits(role, ROLE): forms = {**forms, **ROLE_FIELDS.get(role, {})}
        for field, form in {"by": str, **forms}.items():
            check(fits(act[field], form) if field in act else field in ("by", "since"), f"the form of {field}")
        since, quorum = act.get("since") if "since" in forms else None, self.threshold
        check((name != "ledger.open" or 0 < act["threshold"] <= len(act["roots"])) and (since or 0) <= position, "form")
        if name == "key.enrol": self.enrolled[position], new = act["key"], [(act["key"], role)]
        if opens: quorum, new = act["threshold"], [(act["ledger-key"], "ledger"), *((k, "root") for k in act["roots"])]
        keys = {kid_of(k): argparse.Namespace(public=k, role=role, person=person, ended=False) for k, role in new}
        revoked = self.keys.get(act["kid"]) if name == "key.revoke" and not self.sparse else None
        right = name != "key.revoke" or self.sparse or revoked and not revoked.ended
        self.want(right, "KeyOutOfRange" if revoked else "UnknownKey", "the revoked key was not in force")
        last = revoked and revoked.role == "root" and not revoked.ended and self.live_roots <= quorum
        fresh = len(keys) == len(new) and self.keys.keys().isdisjoint(keys) and len(self.keys) + len(new) <= MAX_KEYS
        right = fresh and all(attempt(good_key, k) for k, _ in new) and not last and revoked is not self.ledger_key
        self.want(right, "BadKey", "twice, not good, too many, or not to be revoked")
        if not self.want(alg == b"\x27" and (name != "key.enrol" or "alg" not in act), "UnknownAlgorithm", "-8"): return
        known, roots, unsigned = keys if opens else self.keys, 0, self.faults
        for prefix, who, signed in [(b"statement", kid, signature)] + [(b"cosign", *pair) for pair in cosigned]:
            signer, aad = known.get(who), b"bmnn/%b/1" % prefix + (b"" if name == "ledger.open" else self.ledger_id)
            self.signers.add(who)
            if self.want(signer, "UnknownKey", f"{who.hex()} was never enrolled"):
                self.want(not signer.ended, "KeyOutOfRange", f"{who.hex()} had ended")
                self.want(valid(signer.public, signed, signed_bytes(who, aad, payload_item)), "BadSignature", who.hex())
                roots += signer.role == "root"
        if self.faults > unsigned: return
        key, by_roots = known[kid], name in ("ledger.open", "ledger.close") or name.startswith("key.")
        if by_roots: right = key.role == "root" and roots >= quorum and by is None
        elif name == "ledger.recover": right = key.role == "ledger" and by is None
        else: right = key.role == "actor" and by == key.person and (by in self.people or name in FIRST or self.withheld)
        self.want(right, "WrongSigner", f"a key of role {key.role}, {roots} roots of {quorum}, by {by!a}")
        if self.faults > start: return
        self.keys.update(keys)
        for key in keys.values():
            self.live_roots += key.role == "root"
            if key.role == "ledger": self.ledger_key.ended, self.ledger_key = True, key
        if opens: self.threshold, self.roots = quorum, set(act["roots"])
        if since is not None: self.want(False, "Doubtful", f"the key that entry {position} ends", f"entry {since}")
        if revoked: revoked.ended, self.live_roots = True, self.live_roots - (revoked.role == "root")
        if name == "person.enrol": self.people.add(person)
        self.closed |= name == "ledger.close"
    def note(self, note, keys):  # signed by one of these public keys?
        def named(public): return sha256(note.origin + b"\n\1" + public)[:4] == note.key
        keys, my = [key for key in keys if named(key)], [key.role for key in self.keys.values() if named(key.public)]
        kind = "BadSignature" if keys else "KeyOutOfRange" if "ledger" in my else "WrongSigner" if my else "UnknownKey"
        self.want(any(valid(key, note.sign, note.text) for key in keys), kind, "the note", f"checkpoint of {note.size}")
def read_record(data, at):  # (kind, bytes, end) of the record at `at`, None if there is no good one.
    length, crc, kind = struct.unpack_from("<IIB", data, at) if at + 9 <= len(data) else (len(data), 0, 0)
    end = at + 9 + length
    if length > MIB or end > len(data) or crc32c(data[at:at + 4] + data[at + 8:end]) != crc: return None
    return kind, data[at + 9:end], end
def read_tip(raw):  # (size, length, root), None if it cannot be read.
    match = re.fullmatch(rb"(%b %b ([0-9a-f]{64})) ([0-9a-f]{8})\n+" % (NUMBER, NUMBER), raw)
    good = len(raw) == 128 and match and int(match[5], 16) == crc32c(match[1])
    return (int(match[2]), int(match[3]), bytes.fromhex(match[4].decode())) if good else None
def verify_ledger(v, data, options):
    tip, old, at, stack, count, done = options.tip, options.old, 8, [], 0, 8
    roots, v.root = [sha256(b"")], sha256(b"")  # of the first 0, 1, ... entries; of the last checkpoint
    while record := read_record(data, at):
        (kind, body, end), v.place = record, f"byte {at}"
        if kind == 2:
            v.place, is_new, v.size, v.root, done = f"checkpoint of {count}", count > v.size, count, roots[-1], end
            note, lines = attempt(read_note, body), b"%b\n%d\n%b\n" % (v.origin, count, base64.b64encode(v.root))
            same = v.want(is_new and body.startswith(lines), "CheckpointMismatch", "other lines, or no new entry")
            if same and v.want(note, "BadEncoding", "not a note of five lines"): v.note(note, [v.ledger_key.public])
        elif kind == 1 or kind == 4 and len(body) == 32:
            v.entry(count, body, kind)
            roots.append(push_leaf(stack, v.leaves[count], count))
            count += 1
        else: v.want(False, "UnknownField" if kind > 127 else "BadEncoding", f"a record of kind {kind}")
        at = end
    damaged, borne_out, v.place = at < len(data), old == (v.size, v.root), "ledger"
    acknowledged = tip and tip[1] > done
    notes = [n for n in re.compile(b"\2" + NOTE).finditer(data, at + 8) if n[2].startswith(v.origin)]
    whole = [n for n in notes if read_record(data[n.start() - 8:n.end()], 0) == (2, n[0][1:], len(n[0]) + 8)]
    if damaged and (acknowledged or len(whole) > 1): v.want(False, "Damaged", "no good record", f"byte {at}")
    elif damaged or count > v.size: v.want(acknowledged and tip[0] > v.size, "TornTail", "uncommitted", f"byte {done}")
    v.want(count, "Truncated", "without any entry")
    for size, root, kind in ([(*tip[::2], "Truncated")] if tip else []) + ([(*old, "Fork")] if old else []):
        if size > v.size: v.want(damaged, "Truncated", f"{size} entries were acknowledged or known")
        else: v.want(roots[size] == root, kind, f"another root of the first {size}")
    named = options.ledger in (None, v.ledger_id) and (not options.key or set(options.key) == v.roots)
    v.want(named, "WrongHistory", f"this is {v.ledger_id.hex()}, or its roots are others")
    v.not_proven += [claim for proven, claim in (
        (options.ledger or options.key, "whose ledger it is"), (tip or borne_out, "that no accident cut off its end"),
        (borne_out, "that nothing was cut off at the end on purpose; order and completeness past what was kept"),
        (not damaged, f"what stands from byte {at} on"), (count <= WINDOW, "ids further back than the window"),
        (not v.withheld, "what the withheld entries are, and do"), (False, "the time")) if not proven]
def verify_proof(v, data, options):
    form = rb"(?s)(c2sp\.org/tlog-proof@v1\nindex|old) %b\n((?:%b\n){0,64})\n(.*)" % (NUMBER, HASH)
    proof = re.fullmatch(form, data)
    check(proof, "not a proof in its one form")
    number, path, note = int(proof[2]), map(base64.b64decode, proof[3].split()), read_note(proof[5])
    if not options.key or not (options.old if proof[1] == b"old" else options.entry): raise OSError("what to prove?")
    v.note(note, options.key)
    v.want(options.ledger in (None, bytes.fromhex(note.origin[5:].decode())), "WrongHistory", "another", "ledger")
    if proof[1] == b"old": right = options.old[0] == number and consistent(options.old, note.size, note.root, path)
    else: right = included(leaf_hash(options.entry.read_bytes()), number, note.size, note.root, path)
    v.want(right, "CheckpointMismatch", "the path does not lead there")
    v.not_proven.append("that the key was the ledger's at that size")
def verify_slip(v, data, options):
    slip, v.sparse, v.withheld, old = {"since": [0, []], **decode(data)}, True, True, options.old
    forms = dict(slip=ONE, about=POSITION, checkpoint=str, entries=[(POSITION, bytes, [32])], since=(POSITION, [32]))
    check(slip.keys() == forms.keys() and all(fits(slip[key], forms[key]) for key in forms), "no slip")
    positions, (since, path) = [entry[0] for entry in slip["entries"]], slip["since"]
    check(positions == sorted({0, slip["about"], *positions}) and len(path) <= 64, "entries missing, or a long path")
    note = read_note(slip["checkpoint"].encode(), rb"(?:\xe2\x80\x94 [^ \n]+ [A-Za-z0-9+/]{101}[AQgw]==\n)*")
    for position, entry, inclusion in slip["entries"]:
        v.entry(position, entry)
        v.want(included(v.leaves[position], position, note.size, note.root, inclusion), "CheckpointMismatch", "path")
    v.note(note, [v.ledger_key.public])
    for position in {*positions} - {0, slip["about"]}:
        key = v.enrolled.get(position, b"")
        right = key == v.ledger_key.public or kid_of(key) in v.signers
        v.want(right, "BadEncoding", "it enrols no key that signs here", f"entry {position}")
    v.want(note.origin == v.origin and options.ledger in (None, v.ledger_id), "WrongHistory", "another", "ledger")
    tried = old and old[0] in (since, note.size)
    v.want(tried or not old, "NoConsistency", "since does not begin at what was noted", "ledger")
    right = not tried or consistent(old, note.size, note.root, path if since == old[0] else [])
    kind = "Fork" if old and old[0] == note.size and old[1] != note.root else "CheckpointMismatch"
    v.want(right, kind, "it does not go on from what was noted", f"checkpoint of {note.size}")
    v.not_proven += [] if tried else ["that it goes on from what was noted before"]
    v.not_proven += ["that no key was revoked, nor the ledger key replaced, in between", "what follows the entry"]
KINDS = (rb"BMNNLDG1", verify_ledger), (rb"c2sp\.org/tlog-proof@v1|old ", verify_proof), (rb"[\xa0-\xbf]", verify_slip)
def hex32(text): return bytes.fromhex(re.fullmatch("[0-9a-f]{64}", text)[0])
def size_and_root(text): return int(re.fullmatch("([1-9][0-9]{0,15}):.*", text)[1]), hex32(text.partition(":")[2])
def run(arguments):
    parser, path = argparse.ArgumentParser(description=__doc__), pathlib.Path
    for name, form in {"--ledger": hex32, "--entry": path, "--old": size_and_root, "--tip": path, "file": path}.items():
        parser.add_argument(name, type=form)
    parser.add_argument("--key", type=hex32, action="append", default=[])
    parser.add_argument("--export", action="store_true")
    options = parser.parse_args(arguments)
    if options.file.is_dir() and (options.file / "tip").exists(): options.tip = options.tip or options.file / "tip"
    if options.file.is_dir(): options.file /= "ledger.bmnn"
    options.tip, data = options.tip and read_tip(options.tip.read_bytes()), options.file.read_bytes()
    v, verify = Verifier(options.export), next((kind[1] for kind in KINDS if re.match(kind[0], data)), None)
    if not verify or verify is verify_slip and len(data) > 16 * MIB: raise OSError("neither ledger nor proof nor slip")
    try: verify(v, data, options)
    except ValueError as error: v.want(False, "BadEncoding", error)
    return v
def main():
    try: v = run(sys.argv[1:])
    except Exception as error:
        print("could not be tried:", ascii(str(error)), file=sys.stderr)
        return 2
    for (kind, place), detail in v.findings.items():
        print(f"{v.weight[kind] + ': ' if kind in v.weight else ''}{kind} at {place}: {detail}")
    if v.root: print(v.size, v.root.hex())
    for sentence in v.not_proven: print("not proven:", sentence)
    return 0 if v.holds() else 1
if __name__ == "__main__": sys.exit(main())
