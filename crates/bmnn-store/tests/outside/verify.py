#!/usr/bin/env python3
"""Verifies a bmnn ledger of format version 1; written from the format page alone.

Usage: verify.py ledger.bmnn [ledger-id]
Prints what it finds, one line each, then `size root` of the last checkpoint. Exit code: 0 it holds, 1 it does not,
2 it could not be tried. Needs the package `cryptography` (Debian: python3-cryptography)."""
import base64, calendar, collections, functools, hashlib, re, struct, sys
try:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
except ImportError:
    print("cannot be tried: install python3-cryptography", file=sys.stderr)
    sys.exit(2)

MAX_INT, WINDOW, MAX_ENTRY, MAX_KEYS = 2**53 - 1, 65535, 1 << 20, 65536
EARLY = ("pack.adopt", "person.enrol", "party.enrol")

class Bad(Exception):
    """A finding: its kind, and what is wrong."""
def want(condition, kind, detail):
    if not condition:
        raise Bad(kind, detail)
def is_a(value, kind, length=None):
    return type(value) is kind and (length is None or len(value) == length)
def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()

# The curve, to tell which keys are good.
P, L = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D, NEUTRAL = -121665 * pow(121666, -1, P) % P, (0, 1)

def point(data):
    """The point that 32 bytes encode canonically, or None."""
    n = int.from_bytes(data, "little")
    y, sign = n & (2**255 - 1), n >> 255
    x2 = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(x2, (P + 3) // 8, P)
    x = x if x * x % P == x2 else x * pow(2, (P - 1) // 4, P) % P
    if y >= P or x * x % P != x2 or (x == 0 and sign):
        return None
    return (x if x & 1 == sign else P - x, y)
def add(p, q):
    t, x, y = D * p[0] * q[0] * p[1] * q[1], p[0] * q[1] + q[0] * p[1], p[1] * q[1] + p[0] * q[0]
    return (x * pow(1 + t, -1, P) % P, y * pow(1 - t, -1, P) % P)
def is_good_key(data):
    """Canonical and of prime order, neither small nor mixed."""
    doubled, sum_, n = point(data), NEUTRAL, L
    if doubled in (None, NEUTRAL):
        return False
    while n:
        sum_, doubled, n = add(sum_, doubled) if n & 1 else sum_, add(doubled, doubled), n >> 1
    return sum_ == NEUTRAL
def is_signed(key, signature, message):
    try:
        return Ed25519PublicKey.from_public_bytes(key).verify(signature, message) is None
    except InvalidSignature:
        return False

# CBOR, the profile.
class Cbor:
    def __init__(self, data):
        self.data, self.at = data, 0
    def take(self, n):
        want(n <= len(self.data) - self.at, "BadEncoding", "the bytes end too soon")
        self.at += n
        return self.data[self.at - n:self.at]
    def head(self):
        first = self.take(1)[0]
        major, info = first >> 5, first & 31
        want(info <= 27 and major != 6 and (major < 7 or info in (20, 21)), "BadEncoding", "outside the profile")
        if info < 24:
            return major, info
        n = int.from_bytes(self.take(1 << info - 24), "big")
        want(n >= (24, 1 << 8, 1 << 16, 1 << 32)[info - 24], "BadEncoding", "a head not in its shortest form")
        return major, n
    def item(self, depth=0):
        want(depth <= 16, "BadEncoding", "nested too deep")
        major, n = self.head()
        if major in (0, 1, 7):
            want(n + major % 7 <= MAX_INT, "BadEncoding", "an integer beyond 2^53 - 1")
            return n == 21 if major == 7 else -1 - n if major else n
        if major in (2, 3):
            return self.take(n) if major == 2 else clean_text(self.take(n))
        want(n * (major - 3) <= len(self.data) - self.at, "BadEncoding", "a count beyond the bytes")
        if major == 4:
            return [self.item(depth + 1) for _ in range(n)]
        found, last = {}, b""
        for _ in range(n):
            start = self.at
            key = self.item(depth + 1)
            encoded = self.data[start:self.at]
            want(is_a(key, str) and encoded > last, "BadEncoding", "a map key that is no text, or out of order")
            found[key], last = self.item(depth + 1), encoded
        return found

def clean_text(data):
    """Text is well-formed UTF-8 (a lone surrogate does not match) without control characters."""
    found = data.decode("utf-8", "surrogateescape")
    want(not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff]", found), "BadEncoding", "text")
    return found

def decode(data, start=0, items=1):
    reader = Cbor(data[start:])
    found = [reader.item() for _ in range(items)]
    want(reader.at == len(reader.data), "BadEncoding", "bytes behind the item")
    return found[0] if items == 1 else found

def byte_string(data):
    n = len(data)
    size = 0 if n < 24 else 1 if n < 1 << 8 else 2 if n < 1 << 16 else 4
    return bytes([0x40 | (23 + size.bit_length() if size else n)]) + (n.to_bytes(size, "big") if size else b"") + data

# The ledger.
class Key:
    def __init__(self, public, role, first, person=None):
        want(is_a(public, bytes, 32) and is_good_key(public), "BadKey", "a key that is no good key")
        self.public, self.role, self.first, self.person, self.last = public, role, first, person, None
        self.kid = sha256(public)[:8]

class Ledger:
    def __init__(self):
        self.size, self.last, self.edge, self.id = 0, bytes(32), [], None
        self.threshold, self.keys, self.people, self.closed, self.withheld = 0, {}, set(), False, False
        self.committed, self.found = (0, sha256()), []
        self.leaves, self.ids = collections.deque(maxlen=WINDOW), collections.deque(maxlen=WINDOW)
    def attempt(self, place, step, *arguments):
        try:
            return step(*arguments)
        except Bad as bad:
            self.found.append((bad.args[0], place, bad.args[1]))
    def append(self, leaf, act_id=None):
        self.last, node, n = leaf, leaf, self.size
        while n & 1:
            node, n = sha256(b"\1", self.edge.pop(), node), n >> 1
        self.edge.append(node)
        self.size, self.id = self.size + 1, self.id or leaf
        self.leaves.append(leaf)
        self.ids.append(act_id)
    def root(self):
        return functools.reduce(lambda right, left: sha256(b"\1", left, right), self.edge[::-1])
    def entry(self, data):
        place = "entry %d" % self.size
        act = self.attempt(place, self.parts, data)
        if act:
            self.attempt(place, self.judge, *act)
            self.attempt(place, self.history, *act)
        self.append(sha256(b"\0", data), act and act[0].get("id"))
    def parts(self, data):
        """Act, statement's kid, signature and payload, cosignatures, and the link."""
        fields = decode(data)
        want(is_a(fields, list, 6) and fields[0] == 1, "BadEncoding", "not an entry of version 1")
        _, seq, prev, received, statement, cosigned = fields
        shape = [type(field) for field in fields[1:]] == [int, bytes, int, bytes, list]
        want(shape and is_a(prev, bytes, 32), "BadEncoding", "not an entry")
        header, outside = statement[3:16], statement[:5] + statement[6:8] + statement[16:17]
        want(outside == b"\xd2\x84\x4d\xa2\x01\x04\x48\xa0", "BadEncoding", "not a statement")
        want(header[2] == 0x27, "UnknownAlgorithm", "not Ed25519")
        payload, signature = decode(statement, 17, 2)
        want(is_a(payload, bytes) and is_a(signature, bytes, 64), "BadEncoding", "not a statement")
        kids = [c[0] for c in cosigned if is_a(c, list, 2) and is_a(c[0], bytes, 8) and is_a(c[1], bytes, 64)]
        ordered = len(kids) == len(cosigned) and kids == sorted(set(kids)) and header[5:] not in kids
        want(ordered, "BadEncoding", "cosignatures are not in their one order")
        act = decode(payload)
        want(is_a(act, dict) and is_a(act.get("act"), str), "BadEncoding", "not an act")
        return act, [(header[5:], signature)] + cosigned, payload, (seq, prev)
    def judge(self, act, signatures, payload, link):
        name, keys, scope = act["act"], self.keys, self.id or b""
        want((name == "ledger.open") == (self.size == 0), "WrongHistory", "a ledger begins with ledger.open, once")
        if self.size == 0:
            keys, self.threshold = self.opening(act), act["threshold"]
        signers = []
        for kid, signature in signatures:
            key, aad = keys.get(kid), (b"bmnn/cosign/1" if signers else b"bmnn/statement/1") + scope
            want(key, "UnknownKey", "key %s was never enrolled" % kid.hex())
            protected = b"\xa2\x01\x27\x04\x48" + kid
            message = b"\x84\x6aSignature1" + byte_string(protected) + byte_string(aad) + byte_string(payload)
            want(is_signed(key.public, signature, message), "BadSignature", "by key " + kid.hex())
            in_range = key.first <= self.size and (key.last is None or self.size <= key.last)
            want(in_range, "KeyOutOfRange", "key " + kid.hex())
            signers.append(key)
        roots, signer = name in ("ledger.open", "ledger.close") or name.startswith("key."), signers[0]
        role = "root" if roots else "ledger" if name == "ledger.recover" else "actor"
        want(signer.role == role, "WrongSigner", "%s is not for a %s key" % (name, signer.role))
        want(act.get("by") == signer.person, "WrongSigner", "`by` is not the person of the key")
        enough = not roots or sum(key.role == "root" for key in signers) >= self.threshold
        want(enough, "WrongSigner", "the threshold is not met")
        known = role != "actor" or signer.person in self.people or self.withheld or name in EARLY
        want(known, "WrongSigner", "the person is not enrolled yet")
        self.effect(name, act, keys)
    def opening(self, act):
        roots, threshold = act.get("roots"), act.get("threshold")
        want(is_a(roots, list) and is_a(act.get("agency"), str), "BadEncoding", "ledger.open")
        want(is_a(threshold, int) and 1 <= threshold <= len(roots), "BadEncoding", "threshold")
        keys = [Key(root, "root", 0) for root in roots] + [Key(act.get("ledger-key"), "ledger", 0)]
        want(len({key.kid for key in keys}) == len(keys), "BadKey", "a key twice")
        return {key.kid: key for key in keys}
    def effect(self, name, act, keys):
        person, role = act.get("person"), act.get("role")
        if name == "ledger.open":
            self.keys = keys
        elif name == "ledger.close":
            self.closed = True
        elif name == "person.enrol":
            want(is_a(person, str), "BadEncoding", "person")
            self.people.add(person)
        elif name == "key.enrol":
            want("alg" not in act, "UnknownAlgorithm", "key.enrol")
            named = {"actor": person, "witness": act.get("name")}.get(role, "")
            want(role in ("root", "ledger", "actor", "witness") and is_a(named, str), "BadEncoding", "key.enrol")
            key = Key(act.get("key"), role, self.size + 1, person if role == "actor" else None)
            want(key.kid not in keys and len(keys) < MAX_KEYS, "BadKey", "enrolled before, or too many")
            if role == "ledger":
                self.ledger_key().last = self.size
            keys[key.kid] = key
        elif name == "key.revoke":
            kid, left = act.get("kid"), sum(k.role == "root" and k.last is None for k in keys.values())
            key = keys.get(kid) if is_a(kid, bytes) else None
            want(key, "UnknownKey", "key.revoke")
            want(key.last is None, "KeyOutOfRange", "revoked before")
            spared = key.role != "ledger" and (key.role != "root" or left > self.threshold)
            want(spared, "BadKey", "this key cannot be revoked")
            key.last = self.size
    def history(self, act, signatures, payload, link):
        want(not self.closed or act["act"] == "ledger.close", "AfterClose", "the ledger was closed")
        want(link == (self.size, self.last), "BrokenLink", "it does not follow from the entry before")
        seen, on = act.get("seen"), act.get("on")
        if self.size or seen is not None:
            shape = is_a(seen, list, 2) and is_a(seen[0], int) and is_a(seen[1], bytes, 32)
            back = self.size - seen[0] if shape else 0
            there = 0 < back <= len(self.leaves) and self.leaves[-back] == seen[1]
            want(there, "WrongHistory", "`seen` names no such entry")
        want(is_a(act.get("id"), bytes, 16), "BadEncoding", "`id`")
        want(act["id"] not in self.ids, "DuplicateId", act["id"].hex())
        dated = is_a(on, str) and re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])-\d\d", on, re.ASCII)
        want(dated and 0 < int(on[8:]) <= calendar.monthrange(int(on[:4]), int(on[5:7]))[1], "BadEncoding", "`on`")
    def ledger_key(self):
        return next((k for k in self.keys.values() if k.role == "ledger" and k.last is None), None)
    def checkpoint(self, note):
        want(self.size > self.committed[0], "CheckpointMismatch", "the size does not rise")
        self.committed, key, origin = (self.size, self.root()), self.ledger_key(), "bmnn/" + self.id.hex()
        want(key, "UnknownKey", "no ledger key is known")
        said = "%s\n%d\n%s\n" % (origin, self.size, base64.b64encode(self.root()).decode())
        start = (said + "\n\u2014 %s " % origin).encode()
        want(note.startswith(start) and note.endswith(b"\n"), "CheckpointMismatch", "another text")
        line = note[len(start):-1]
        blob = base64.b64decode(line) if re.fullmatch(rb"[A-Za-z0-9+/]{91}=", line) else b""
        want(base64.b64encode(blob) == line != b"", "BadEncoding", "signature line")
        key_hash = sha256(origin.encode(), b"\n\x01", key.public)[:4]
        want(blob[:4] == key_hash, "UnknownKey", "the checkpoint is by another key")
        want(is_signed(key.public, blob[4:], said.encode()), "BadSignature", "of the checkpoint")
    def hold_back(self, leaf):
        want(is_a(leaf, bytes, 32) and self.size, "BadEncoding", "a withheld entry")
        self.withheld = True
        self.append(leaf)

# The file.
CRC = list(range(256))
for _ in range(8):
    CRC = [n >> 1 ^ (0x82F63B78 if n & 1 else 0) for n in CRC]

def crc32c(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc = crc >> 8 ^ CRC[(crc ^ byte) & 0xFF]
    return crc ^ 0xFFFFFFFF

def verify(data):
    ledger, at = Ledger(), 8
    ledger.attempt("byte 0", want, data[:8] == b"BMNNLDG1", "Damaged", "not a ledger of format version 1")
    while at < len(data) and (at > 8 or not ledger.found):
        length, crc, kind = struct.unpack("<IIB", data[at:at + 9].ljust(9, b"\xff"))
        body, place = data[at + 9:at + 9 + length], "byte %d" % at
        if length > MAX_ENTRY or len(body) < length or crc32c(struct.pack("<IB", length, kind) + body) != crc:
            ledger.found.append(("Damaged", place, "no good record, or a torn tail"))
            break
        if kind == 1:
            ledger.entry(body)
        elif kind in (2, 4):
            ledger.attempt(place, ledger.checkpoint if kind == 2 else ledger.hold_back, body)
        else:
            ledger.attempt(place, want, kind >= 0x80, "BadEncoding", "a record of an unknown kind")
        at += 9 + length
    ledger.attempt("end", want, 0 < ledger.size == ledger.committed[0], "TornTail", "no checkpoint at the end")
    return ledger

def main():
    try:
        with open(sys.argv[1], "rb") as file:
            ledger = verify(file.read())
    except (IndexError, OSError) as fault:
        print("cannot be tried: %s" % fault, file=sys.stderr)
        return 2
    if sys.argv[2:] and sys.argv[2] != (ledger.id or b"").hex():
        ledger.found.append(("WrongHistory", "ledger", "another ledger than the one expected"))
    print("".join("%s at %s: %s\n" % finding for finding in ledger.found), end="")
    print(ledger.committed[0], ledger.committed[1].hex())
    return 1 if ledger.found else 0

if __name__ == "__main__":
    sys.exit(main())
