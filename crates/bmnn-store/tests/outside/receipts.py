"""Judges COSE receipts by scitt-cose.

A case is a line of JSON on standard input; the answer is a line, "holds" or
"refused: " and the reason. What is no case at all ends the program.

scitt-cose verifies whole receipts of inclusion. Of consistency it knows the
proof and the signature, which are put together here.
"""

import json
import sys

import cbor2
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from scitt_cose import merkle
from scitt_cose.cose_sign1 import CoseError, strict_decode, verify_sign1
from scitt_cose.receipt import verify_receipt

ALG, KID, VDS, VDP = 1, 4, 395, 396


def pem(key):
    key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(key))
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def inclusion(case):
    result = verify_receipt(
        bytes.fromhex(case["receipt"]),
        leaf_entry_hex=case["entry"],
        log_public_key_pem=pem(case["key"]),
    )
    if not result.ok:
        raise CoseError("; ".join(result.errors))
    if result.root != case["root"]:
        raise CoseError("the receipt is of another root")


def consistency(case):
    receipt = bytes.fromhex(case["receipt"])
    verify_sign1(
        receipt,
        public_key_pem=pem(case["key"]),
        detached_payload=bytes.fromhex(case["root"]),
        understood_labels=frozenset({ALG, VDS}),
    )
    protected, unprotected, payload, _ = strict_decode(receipt).value
    if payload is not None:
        raise CoseError("the payload is attached")
    if cbor2.loads(protected)[VDS] != 1:
        raise CoseError("another data structure")
    [proof] = unprotected[VDP][-2]
    old, new, path = cbor2.loads(proof)
    path = [hash.hex() for hash in path]
    if (old, new) != (case["old"], case["size"]):
        raise CoseError("other sizes")
    if not merkle.verify_consistency(case["old-root"], case["root"], old, new, path):
        raise CoseError("the path does not lead from one root to the other")


KINDS = {"inclusion": inclusion, "consistency": consistency}

for line in sys.stdin:
    case = json.loads(line)
    check = KINDS[case["kind"]]
    try:
        check(case)
        print("holds")
    except (CoseError, KeyError, ValueError, TypeError) as reason:
        print("refused:", " ".join(str(reason).split()))
