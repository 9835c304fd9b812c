"""What a ledger is made of, piece by piece, through the C library: for those who read
or write one with a program of their own and ask where the two differ.

    import bmnn_pieces
    entry = bmnn_pieces.read_entry(data)
    bmnn_pieces.check_statement(bytes.fromhex(entry["statement"]), ledger, key)

What does not hold is a `bmnn.Error`, with the `kind` of the fault in its `detail`. Keys,
hashes, ids and signatures are bytes.
"""

from __future__ import annotations

import json
from ctypes import byref, c_char_p, c_int32, c_size_t, c_uint8, c_uint64
from datetime import date
from typing import Any, Optional, Sequence

from bmnn import _answer, _bytes, _call, _data, _day, _some, _text


def part_date(text: str) -> tuple[date, date]:
    """The first and the last day that `2014`, `2014-05` or `2014-05-31` can mean."""
    earliest, latest = c_int32(), c_int32()
    _call("bmnn_part_date_parse", *_text(text), byref(earliest), byref(latest))
    return _day(earliest), _day(latest)


def time_of_day(text: str) -> tuple[int, int]:
    """Hour and minute of `14:05`."""
    hour, minute = c_int32(), c_int32()
    _call("bmnn_time_parse", *_text(text), byref(hour), byref(minute))
    return hour.value, minute.value


def check_id(text: str) -> bool:
    """Checks that a text can be an id, and says whether it is the ledger's own agency's."""
    own = c_int32()
    _call("bmnn_id_check", *_text(text), byref(own))
    return own.value == 1


def cbor_json(cbor: bytes) -> Any:
    """What bytes in the ledger's encoding say: `{"bytes": hex}`, `{"map": [[key, value], …]}`."""
    return json.loads(_answer("bmnn_cbor_json", *_data(cbor)))


def cbor_from_json(item: Any) -> bytes:
    """The bytes of a value in that form."""
    return _bytes("bmnn_cbor_from_json", *_text(json.dumps(item)))


def sealed_commitment(salt: bytes, act_id: bytes, value: Any) -> bytes:
    """The commitment to a value in the form of `cbor_json`; a text is itself."""
    return _into(32, "bmnn_sealed_commitment", _fixed(salt, 32), _fixed(act_id, 16), *_text(json.dumps(value)))


def check_sealed(commitment: bytes, salt: bytes, act_id: bytes, value: Any) -> None:
    """Checks that a value which was revealed is the one committed to."""
    _call(
        "bmnn_sealed_check", _fixed(commitment, 32), _fixed(salt, 32), _fixed(act_id, 16), *_text(json.dumps(value))
    )


def sealed_places(act: dict[str, Any], corrected: Optional[str] = None) -> list[str]:
    """The paths of an act's sealed places; `corrected` names what an `entry.correct` corrects."""
    return json.loads(_answer("bmnn_sealed_places", *_text(json.dumps(act)), *_some(corrected)))


def tree_leaf(entry: bytes) -> bytes:
    """The leaf hash of an entry."""
    return _into(32, "bmnn_tree_leaf", *_data(entry))


def tree_root(leaves: Sequence[bytes]) -> bytes:
    """The root over leaf hashes."""
    return _into(32, "bmnn_tree_root", *_hashes(leaves))


def check_inclusion(leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> None:
    """Checks that a leaf hash is at a position of the tree with this size and root."""
    _call(
        "bmnn_tree_check_inclusion", _fixed(leaf, 32), c_uint64(index), c_uint64(size), *_hashes(path), _fixed(root, 32)
    )


def check_consistency(
    old_size: int, old_root: bytes, new_size: int, new_root: bytes, path: Sequence[bytes]
) -> None:
    """Checks that one tree is the beginning of another."""
    _call(
        "bmnn_tree_check_consistency", c_uint64(old_size), _fixed(old_root, 32), c_uint64(new_size),
        _fixed(new_root, 32), *_hashes(path),
    )


def key_id(key: bytes) -> bytes:
    """The kid of a public key."""
    return _into(8, "bmnn_key_id", _fixed(key, 32))


def check_signature(key: bytes, message: bytes, signature: bytes) -> None:
    """Checks an Ed25519 signature as a ledger's are checked."""
    _call("bmnn_key_check", _fixed(key, 32), *_data(message), _fixed(signature, 64))


def check_statement(statement: bytes, ledger: Optional[bytes], key: bytes) -> dict[str, Any]:
    """Checks a statement and reads it: `kid`, `name`, `act`. `ledger` is None for the act
    that opens one."""
    return json.loads(_answer("bmnn_statement_check", *_data(statement), _scope(ledger), _fixed(key, 32)))


def check_cosignature(statement: bytes, ledger: Optional[bytes], kid: bytes, signature: bytes, key: bytes) -> None:
    """Checks a cosignature over the act of a statement."""
    _call(
        "bmnn_cosignature_check", *_data(statement), _scope(ledger), _fixed(kid, 8), _fixed(signature, 64),
        _fixed(key, 32),
    )


def read_entry(entry: bytes) -> dict[str, Any]:
    """What an entry says: `seq`, `prev`, `received`, `signer`, `act`…; no signature is checked."""
    return json.loads(_answer("bmnn_entry_json", *_data(entry)))


def read_checkpoint(note: str) -> dict[str, Any]:
    """What a checkpoint says: `ledger`, `size`, `root`; its signature is not checked."""
    return json.loads(_answer("bmnn_checkpoint_json", *_text(note)))


def check_checkpoint(note: str, ledger: bytes, size: int, root: bytes, key: bytes) -> None:
    """Checks that a note is just this checkpoint, signed by this key."""
    _call(
        "bmnn_checkpoint_check", *_text(note), _fixed(ledger, 32), c_uint64(size), _fixed(root, 32), _fixed(key, 32)
    )


def read_verifier_key(text: str) -> dict[str, Any]:
    """What a verifier key says: `name`, `type`, `key`, `ledger`."""
    return json.loads(_answer("bmnn_verifier_key_json", *_text(text)))


def check_witness(note: str, witness: str) -> tuple[int, int]:
    """Checks that a witness cosigned a checkpoint; its size, and when, in Unix seconds."""
    size, time = c_uint64(), c_uint64()
    _call("bmnn_note_check_witness", *_text(note), *_text(witness), byref(size), byref(time))
    return size.value, time.value


def check_receipt_of_inclusion(receipt: bytes, entry: bytes, key: bytes) -> bytes:
    """The root that a COSE receipt proves an entry to be under."""
    return _into(32, "bmnn_receipt_check_inclusion", *_data(receipt), *_data(entry), _fixed(key, 32))


def check_receipt_of_consistency(receipt: bytes, old_root: bytes, key: bytes) -> bytes:
    """The root that a COSE receipt proves to add to an earlier one."""
    return _into(32, "bmnn_receipt_check_consistency", *_data(receipt), _fixed(old_root, 32), _fixed(key, 32))


def _fixed(data: bytes, length: int) -> c_char_p:
    # The library reads so many bytes, whatever there is.
    if len(data) != length:
        raise ValueError(f"expected {length} bytes")
    return c_char_p(data)


def _scope(ledger: Optional[bytes]) -> Optional[c_char_p]:
    return None if ledger is None else _fixed(ledger, 32)


def _hashes(hashes: Sequence[bytes]) -> tuple[c_char_p, c_size_t]:
    if any(len(one) != 32 for one in hashes):
        raise ValueError("expected 32 bytes each")
    return c_char_p(b"".join(hashes)), c_size_t(len(hashes))


def _into(length: int, function: str, *arguments: Any) -> bytes:
    """Makes a call that writes so many bytes."""
    out = (c_uint8 * length)()
    _call(function, *arguments, out)
    return bytes(out)
