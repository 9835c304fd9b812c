"""bmnn in Python: the C library through ctypes.

    import bmnn
    host = bmnn.Host.for_tests(1_772_413_200_000, bytes(32))
    with bmnn.Registry.create(folder, opening, [root], ledger_key, host) as registry:
        done = registry.perform(act, clerk)
    assert bmnn.verify(folder)["holds"]

Acts and answers are dicts, in the form that `acts.schema.json` and the command's
`--json` have. What goes wrong is a `bmnn.Error`, a refusal a `bmnn.Refused` with its
article. The library is `libbmnn.so.1` (`bmnn.dll`), or what BMNN_LIBRARY names.
"""

from __future__ import annotations

import ctypes
import json
import os
import sys
import threading
from ctypes import POINTER, byref, c_char_p, c_int32, c_int64, c_size_t, c_uint8, c_uint32, c_uint64, c_void_p
from datetime import date
from typing import Any, Callable, Iterator, Optional, Sequence

ABI = 1 << 16
NOW = 2**64 - 1


def _load() -> ctypes.CDLL:
    name = "bmnn.dll" if sys.platform == "win32" else "libbmnn.so.1"
    library = ctypes.CDLL(os.environ.get("BMNN_LIBRARY", name))
    for name in (
        "bmnn_error_message_vi bmnn_error_message_en bmnn_error_article_vi bmnn_error_article_en "
        "bmnn_error_detail_json bmnn_status_name bmnn_version"
    ).split():
        getattr(library, name).restype = c_char_p
    library.bmnn_buf_data.restype = c_void_p
    library.bmnn_buf_len.restype = c_size_t
    library.bmnn_error_offset.restype = c_int64
    return library


_c = _load()


class Error(Exception):
    """What went wrong: `status` and its `name`, `vi` and `en`, `offset` into a text,
    `detail` for programs."""

    def __init__(self, error: c_void_p) -> None:
        self.status: int = _c.bmnn_error_status(error)
        self.name = _c.bmnn_status_name(self.status).decode()
        self.vi = _c.bmnn_error_message_vi(error).decode()
        self.en = _c.bmnn_error_message_en(error).decode()
        article = _c.bmnn_error_article_vi(error)
        self.article: Optional[str] = article.decode() if article else None
        self.offset: int = _c.bmnn_error_offset(error)
        self.detail: dict[str, Any] = json.loads(_c.bmnn_error_detail_json(error))
        super().__init__(f"{self.name}: {self.vi}")


class Refused(Error):
    """The law, or the facts, do not allow the act; nothing was written."""

    @property
    def reasons(self) -> list[dict[str, Any]]:
        """Every reason, each with its article."""
        return self.detail.get("decision", {}).get("reasons", [])


class Cancelled(Error):
    """The caller broke the work off."""


_KINDS = {"BMNN_E_REFUSED": Refused, "BMNN_E_CANCELLED": Cancelled}


def _call(function: str, *arguments: Any) -> None:
    """Makes a call whose last argument is the place of an error."""
    error = c_void_p()
    if getattr(_c, function)(*arguments, byref(error)) != 0:
        try:
            raised = _raised.__dict__.pop("error", None)
            if raised is not None:
                raise raised
            name = _c.bmnn_status_name(_c.bmnn_error_status(error)).decode()
            raise _KINDS.get(name, Error)(error)
        finally:
            _c.bmnn_error_free(error)


def _text(text: str) -> tuple[c_char_p, c_size_t]:
    # A lone surrogate has no UTF-8: that is an error here already.
    data = text.encode()
    return c_char_p(data), c_size_t(len(data))


def _some(text: Optional[str]) -> tuple[Optional[c_char_p], c_size_t]:
    return (None, c_size_t()) if text is None else _text(text)


def _data(data: bytes) -> tuple[c_char_p, c_size_t]:
    return c_char_p(data), c_size_t(len(data))


def _path(path: os.PathLike[str] | str) -> tuple[c_char_p, c_size_t]:
    return _text(os.fspath(path))


def _bytes(function: str, *arguments: Any) -> bytes:
    """Makes a call that gives a buffer, and takes its bytes."""
    out = c_void_p()
    _call(function, *arguments, byref(out))
    try:
        return ctypes.string_at(_c.bmnn_buf_data(out), _c.bmnn_buf_len(out))
    finally:
        _c.bmnn_buf_free(out)


def _answer(function: str, *arguments: Any) -> str:
    return _bytes(function, *arguments).decode()


def _number(day: date) -> c_int32:
    return c_int32(day.year * 10_000 + day.month * 100 + day.day)


def _day(number: c_int32) -> date:
    return date(number.value // 10_000, number.value // 100 % 100, number.value % 100)


class _Object:
    """Something that the library owns until it is freed."""

    _free: str

    def __init__(self, handle: c_void_p) -> None:
        self._handle = handle

    def close(self) -> None:
        """Frees it; nothing happens the second time."""
        handle, self._handle = self._handle, c_void_p()
        getattr(_c, self._free)(handle)

    def __enter__(self):
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __del__(self) -> None:
        if getattr(self, "_handle", None):
            self.close()

    @classmethod
    def _made(cls, function: str, *arguments: Any):
        out = c_void_p()
        _call(function, *arguments, byref(out))
        return cls(out)


_DESTROY = ctypes.CFUNCTYPE(None, c_void_p)
_SIGN = ctypes.CFUNCTYPE(c_int32, c_void_p, POINTER(c_uint8), c_size_t, POINTER(c_uint8), c_size_t, POINTER(c_size_t))
_CLOCK = ctypes.CFUNCTYPE(c_int32, c_void_p, POINTER(c_int64))
_RANDOMNESS = ctypes.CFUNCTYPE(c_int32, c_void_p, POINTER(c_uint8), c_size_t, POINTER(c_size_t))
_LOG = ctypes.CFUNCTYPE(None, c_void_p, c_int32, POINTER(c_uint8), c_size_t)


class _SignerFunctions(ctypes.Structure):
    _fields_ = [
        ("struct_size", c_uint32), ("reserved", c_uint32), ("user", c_void_p), ("destroy", _DESTROY),
        ("sign", _SIGN), ("public_key", c_uint8 * 32),
    ]


def _service(function: type) -> type:
    """The struct of a service that has one function."""
    fields = [
        ("struct_size", c_uint32), ("reserved", c_uint32), ("user", c_void_p), ("destroy", _DESTROY),
        ("function", function),
    ]
    return type("_Functions", (ctypes.Structure,), {"_fields_": fields})


_ClockFunctions, _RandomnessFunctions, _LogFunctions = map(_service, (_CLOCK, _RANDOMNESS, _LOG))

# What the library may call, until it says that it will not any more.
_lent: dict[int, tuple[Any, ...]] = {}
# What one of them raised first, in the call that this thread is making.
_raised = threading.local()


def _no_more(user: Any) -> None:
    _lent.pop(user, None)


_no_more_of = _DESTROY(_no_more)


def _lend(struct: type, kind: type, function: Callable[..., None], **members: Any) -> Any:
    """Functions for the library, of one that must not raise through it: what it
    raises comes out of the call that is being made."""

    def caught(_: Any, *arguments: Any) -> int:
        try:
            function(*arguments)
            return 0
        except BaseException as error:
            _raised.__dict__.setdefault("error", error)
            return -1

    def dropped(_: Any, *arguments: Any) -> None:
        try:
            function(*arguments)
        except Exception:  # A log that fails stops nothing.
            pass

    called = kind(dropped if kind is _LOG else caught)
    functions = struct(ctypes.sizeof(struct), 0, None, _no_more_of, called, **members)
    functions.user = ctypes.addressof(functions)
    _lent[functions.user] = (functions, called)
    return functions


class Signer(_Object):
    """Whoever signs with one key."""

    _free = "bmnn_signer_free"

    @classmethod
    def from_seed(cls, seed: bytes) -> Signer:
        """A key in memory, of 32 secret bytes: for tests."""
        return cls._made("bmnn_signer_from_seed", _thirty_two(seed))

    @classmethod
    def from_ring(cls, folder: str, name: str, passphrase: str) -> Signer:
        """A key of the ring in `folder`: `ledger`, `root-1`, `actor-…`, `witness`."""
        return cls._made("bmnn_signer_from_ring", *_path(folder), *_text(name), *_text(passphrase))

    @classmethod
    def of_host(cls, public_key: bytes, sign: Callable[[bytes], bytes]) -> Signer:
        """A signer of the program's own: a card, a module."""

        def signed(message: Any, length: int, signature: Any, capacity: int, written: Any) -> None:
            made = sign(ctypes.string_at(message, length))
            ctypes.memmove(signature, made[:capacity], min(len(made), capacity))
            written[0] = len(made)

        functions = _lend(_SignerFunctions, _SIGN, signed, public_key=_thirty_two(public_key))
        return cls._made("bmnn_signer_of_host", byref(functions))

    @property
    def public_key(self) -> bytes:
        """The 32 bytes of the public key."""
        key = (c_uint8 * 32)()
        _call("bmnn_signer_public_key", self._handle, key)
        return bytes(key)


class Host(_Object):
    """A clock, randomness, and what opens a registry's vault."""

    _free = "bmnn_host_free"

    @classmethod
    def with_passphrase(cls, passphrase: str) -> Host:
        """The system's clock and randomness, and a passphrase."""
        return cls._made("bmnn_host_with_passphrase", *_text(passphrase))

    @classmethod
    def with_key(cls, key: bytes) -> Host:
        """The system's clock and randomness, and 32 bytes that the host keeps."""
        return cls._made("bmnn_host_with_key", _thirty_two(key))

    @classmethod
    def for_tests(cls, unix_millis: int, seed: bytes) -> Host:
        """A clock that stands, and bytes that follow from a seed: for tests alone."""
        return cls._made("bmnn_host_for_tests", c_int64(unix_millis), _thirty_two(seed))

    def with_services(
        self,
        clock: Optional[Callable[[], int]] = None,
        randomness: Optional[Callable[[int], bytes]] = None,
        log: Optional[Callable[[int, str], None]] = None,
    ) -> Host:
        """A host like this one with services of the program's own: milliseconds since
        1970 (UTC), so many bytes that nobody can guess, and where the registry's log goes."""

        def now(millis: Any) -> None:
            millis[0] = clock()

        def fill(place: Any, length: int, filled: Any) -> None:
            made = randomness(length)[:length]
            ctypes.memmove(place, made, len(made))
            filled[0] = len(made)

        def line(level: int, text: Any, length: int) -> None:
            log(level, ctypes.string_at(text, length).decode())

        return self._made(
            "bmnn_host_with_services", self._handle,
            byref(_lend(_ClockFunctions, _CLOCK, now)) if clock else None,
            byref(_lend(_RandomnessFunctions, _RANDOMNESS, fill)) if randomness else None,
            byref(_lend(_LogFunctions, _LOG, line)) if log else None,
        )

    def advance(self, millis: int) -> None:
        """Moves the clock of a host for tests."""
        _call("bmnn_host_advance", self._handle, c_int64(millis))


class Act(_Object):
    """An act put together key by key: `act["copies/0/to"] = "bo-a"`. Texts, ids, dates and
    levels are texts, a day may be a `date`; `[]` and `{}` set what is empty."""

    _free = "bmnn_act_free"

    def __init__(self, name: str) -> None:
        out = c_void_p()
        _call("bmnn_act_new", *_text(name), byref(out))
        super().__init__(out)

    @classmethod
    def _made(cls, function: str, *arguments: Any) -> Act:
        act = cls.__new__(cls)
        act._handle = c_void_p()
        _call(function, *arguments, byref(act._handle))
        return act

    @classmethod
    def correction(cls, corrected: str) -> Act:
        """An `entry.correct` of an act of this name; new values go below `changes/`."""
        return cls._made("bmnn_act_correction", *_text(corrected))

    @classmethod
    def from_dict(cls, act: dict[str, Any], corrected: Optional[str] = None) -> Act:
        """An act that is whole; `corrected` as above, for an `entry.correct` alone."""
        name = (None, c_size_t(0)) if corrected is None else _text(corrected)
        return cls._made("bmnn_act_from_json", *_text(json.dumps(act)), *name)

    def __setitem__(self, path: str, value: str | int | bool | bytes | date | list | dict) -> None:
        if isinstance(value, date):
            value = value.isoformat()
        if isinstance(value, str):
            _call("bmnn_act_set_text", self._handle, *_text(path), *_text(value))
        elif isinstance(value, bool):
            _call("bmnn_act_set_bool", self._handle, *_text(path), c_int32(value))
        elif isinstance(value, int):
            if not -(2**63) <= value < 2**63:
                raise OverflowError("no act holds so great a number")
            _call("bmnn_act_set_int", self._handle, *_text(path), c_int64(value))
        elif isinstance(value, bytes):
            _call("bmnn_act_set_bytes", self._handle, *_text(path), c_char_p(value), c_size_t(len(value)))
        elif isinstance(value, (list, dict)) and not value:
            _call("bmnn_act_set_empty", self._handle, *_text(path))
        else:
            raise TypeError(f"`{path}`: set one value after the other")

    def to_dict(self) -> dict[str, Any]:
        """The whole act, in its JSON form."""
        return json.loads(_answer("bmnn_act_json", self._handle))

    def cbor(self) -> bytes:
        """The whole act as the ledger writes it, before anything is sealed."""
        return _bytes("bmnn_act_cbor", self._handle)


def act_from_cbor(cbor: bytes) -> dict[str, Any]:
    """What the bytes of an act say, in the JSON form."""
    return json.loads(_answer("bmnn_act_json_from_cbor", c_char_p(cbor), c_size_t(len(cbor))))


def act_schema() -> dict[str, Any]:
    """The JSON Schema of all acts that the library knows."""
    return json.loads(_answer("bmnn_act_schema"))


class Registry(_Object):
    """An agency's registry in one folder."""

    _free = "bmnn_registry_free"

    @classmethod
    def create(
        cls, folder: str, opening: dict[str, Any], roots: Sequence[Signer], ledger_key: Signer, host: Host
    ) -> Registry:
        """Makes one where nothing of one is."""
        handles = (c_void_p * len(roots))(*[root._handle for root in roots])
        return cls._made(
            "bmnn_registry_create", *_path(folder), *_text(json.dumps(opening)), handles, c_size_t(len(roots)),
            ledger_key._handle, host._handle,
        )

    @classmethod
    def open(cls, folder: str, ledger_key: Signer, host: Host) -> Registry:
        """Opens it, to put acts on record."""
        return cls._made("bmnn_registry_open", *_path(folder), ledger_key._handle, host._handle)

    @classmethod
    def open_to_read(cls, folder: str) -> Registry:
        """Opens it without key, lock or vault."""
        return cls._made("bmnn_registry_open_to_read", *_path(folder))

    def perform(self, act: dict[str, Any] | Act, signer: Signer, cosigners: Sequence[Signer] = ()) -> dict[str, Any]:
        """Puts an act on record, if it may stand."""
        handles = (c_void_p * len(cosigners))(*[one._handle for one in cosigners])
        if isinstance(act, Act):
            return json.loads(
                _answer(
                    "bmnn_registry_perform_act", self._handle, act._handle, signer._handle, handles,
                    c_size_t(len(cosigners)),
                )
            )
        return json.loads(
            _answer(
                "bmnn_registry_perform", self._handle, *_text(json.dumps(act)), signer._handle, handles,
                c_size_t(len(cosigners)),
            )
        )

    def perform_all(self, acts: Sequence[dict[str, Any]], signer: Signer) -> list[dict[str, Any]]:
        """Puts several acts on record, all or nothing."""
        return json.loads(
            _answer("bmnn_registry_perform_all", self._handle, *_text(json.dumps(list(acts))), signer._handle)
        )

    def decide(self, act: dict[str, Any], signer: Signer) -> dict[str, Any]:
        """What the law says of an act, without putting it on record."""
        return json.loads(_answer("bmnn_registry_decide", self._handle, *_text(json.dumps(act)), signer._handle))

    def confirm_clock(self) -> None:
        """Says that the clock is right though it is far ahead."""
        _call("bmnn_registry_confirm_clock", self._handle)

    def __len__(self) -> int:
        size = c_uint64()
        _call("bmnn_registry_size", self._handle, byref(size))
        return size.value

    def entry(self, seq: int) -> dict[str, Any]:
        """The entry at a position, from 0."""
        return json.loads(_answer("bmnn_registry_entry", self._handle, c_uint64(seq)))

    def since(self, seq: int) -> Iterator[dict[str, Any]]:
        """The entries from a position on, fetched a page at a time."""
        while True:
            page = json.loads(_answer("bmnn_registry_since", self._handle, c_uint64(seq), c_uint32(500)))
            yield from page["entries"]
            seq = page["next"]
            if seq == page["size"]:
                return

    def by_id(self, act: str) -> dict[str, Any]:
        """What became of the act with this id, 32 hexadecimal digits."""
        return json.loads(_answer("bmnn_registry_by_id", self._handle, (c_uint8 * 16)(*bytes.fromhex(act))))

    def history(self, about: str, known_at: int = NOW) -> list[dict[str, Any]]:
        """The acts on something, in order."""
        return json.loads(_answer("bmnn_registry_history", self._handle, *_text(about), c_uint64(known_at)))

    def status(self, document: str, on: date, known_at: int = NOW) -> dict[str, Any]:
        """What a document's secrecy is on a day, and why."""
        return json.loads(
            _answer("bmnn_registry_status", self._handle, *_text(document), _number(on), c_uint64(known_at))
        )

    def document(self, document: str) -> dict[str, Any]:
        """A document with its subject line, its copies and open duties."""
        return json.loads(_answer("bmnn_registry_document", self._handle, *_text(document)))

    def copy(self, copy: str) -> dict[str, Any]:
        """A copy, `doc-17#3`: where it is and who has it."""
        return json.loads(_answer("bmnn_registry_copy", self._handle, *_text(copy)))

    def books(self) -> list[dict[str, Any]]:
        """The books."""
        return json.loads(_answer("bmnn_registry_books", self._handle))

    def rows(self, book: str) -> list[dict[str, Any]]:
        """The rows of a book, voided and cancelled ones too."""
        return json.loads(_answer("bmnn_registry_rows", self._handle, *_text(book)))

    def all(self, kind: str) -> list[dict[str, Any]]:
        """Everything of a kind: `party`, `person`, `position`, `document`, `copy`, `incident`…"""
        return json.loads(_answer("bmnn_registry_all", self._handle, *_text(kind)))

    def search(self, words: str) -> list[dict[str, Any]]:
        """The subject lines that hold every word, case and diacritics aside."""
        return json.loads(_answer("bmnn_registry_search", self._handle, *_text(words)))

    def refresh(self) -> None:
        """Looks for what other processes have put on record since."""
        _call("bmnn_registry_refresh", self._handle)

    def duties(self, on: date) -> list[dict[str, Any]]:
        """The open duties, the most urgent first."""
        return json.loads(_answer("bmnn_registry_duties", self._handle, _number(on)))

    def receipt(self, seq: int) -> str:
        """The proof that an entry is in the ledger, checkable without it."""
        return _answer("bmnn_registry_receipt", self._handle, c_uint64(seq))

    def checkpoint(self) -> str:
        """The last checkpoint, a signed note."""
        return _answer("bmnn_registry_checkpoint", self._handle)

    def checkpoint_at(self, size: int) -> str:
        """The checkpoint over the first `size` entries."""
        return _answer("bmnn_registry_checkpoint_at", self._handle, c_uint64(size))

    def verifier_key(self, size: int = NOW) -> str:
        """The key that signed a checkpoint, as those who check proofs take it."""
        return _answer("bmnn_registry_verifier_key", self._handle, c_uint64(size))

    def entry_bytes(self, seq: int) -> bytes:
        """An entry as it stands in the ledger."""
        return _bytes("bmnn_registry_entry_bytes", self._handle, c_uint64(seq))

    def prove(self, seq: int, size: int = NOW) -> str:
        """The proof that an entry is in the ledger, under a checkpoint."""
        return _answer("bmnn_registry_prove", self._handle, c_uint64(seq), c_uint64(size))

    def consistency(self, old: int, size: int = NOW) -> str:
        """The proof that one checkpoint only adds to an earlier one."""
        return _answer("bmnn_registry_consistency", self._handle, c_uint64(old), c_uint64(size))

    def cose_receipt(self, seq: int) -> bytes:
        """The receipt of an entry for those who read COSE."""
        return _bytes("bmnn_registry_cose_receipt", self._handle, c_uint64(seq))

    def rotate_ledger_key(
        self, successor: Signer, roots: Sequence[Signer], on: Optional[date] = None, since: Optional[int] = None
    ) -> dict[str, Any]:
        """Goes on with another ledger key; `since` is the first doubtful position after a compromise."""
        handles = (c_void_p * len(roots))(*[root._handle for root in roots])
        return json.loads(
            _answer(
                "bmnn_registry_rotate_ledger_key", self._handle, successor._handle, handles, c_size_t(len(roots)),
                c_int32(0) if on is None else _number(on), c_uint64(2**64 - 1 if since is None else since),
            )
        )

    def fork_evidence(self, other: os.PathLike[str] | str) -> str:
        """That the ledger in another folder has two histories; `Error` BMNN_E_NOT_FOUND if nothing shows so."""
        return _answer("bmnn_registry_fork_evidence", self._handle, *_path(other))

    def fork_evidence_by(self, way: str) -> str:
        """The same from a consistency proof of the other ledger, from the size that was noted."""
        return _answer("bmnn_registry_fork_evidence_by", self._handle, *_text(way))

    def export(
        self, file: os.PathLike[str] | str, values: Sequence[int] | str = "none", withheld: Sequence[int] = ()
    ) -> dict[str, Any]:
        """Makes one file for an inspector, which `verify` takes as it is; `values` is "none", "all" or positions."""
        chosen = values if isinstance(values, str) else list(values)
        selection = json.dumps({"values": chosen, "withheld": list(withheld)})
        return json.loads(_answer("bmnn_registry_export", self._handle, *_path(file), *_text(selection)))

    def slip(self, seq: int, since: int = 0) -> bytes:
        """The slip of an entry, for a receiver who noted `since` entries last."""
        return _bytes("bmnn_registry_slip", self._handle, c_uint64(seq), c_uint64(since))

    def read_slip(self, slip: bytes, sender: Optional[str] = None) -> dict[str, Any]:
        """What a slip from another agency proves, held against what is known here."""
        return json.loads(_answer("bmnn_registry_slip_read", self._handle, *_data(slip), *_some(sender), None, c_size_t()))

    def accept_slip(self, slip: bytes, on: date, sender: Optional[str] = None) -> dict[str, Any]:
        """The drafts that follow from a slip: `note`, `act`, and the fields `wanted` of it."""
        return json.loads(
            _answer(
                "bmnn_registry_slip_accept", self._handle, *_data(slip), *_some(sender), None, c_size_t(), _number(on)
            )
        )


def check_proof(proof: str | bytes, entry: Optional[bytes] = None, **known: Any) -> dict[str, Any]:
    """Whether a proof that came from elsewhere holds. What is known: `keys`, `ledger`, `since`."""
    data = proof.encode() if isinstance(proof, str) else proof
    given = (None, c_size_t()) if entry is None else _data(entry)
    return json.loads(_answer("bmnn_proof_check", *_data(data), *_text(json.dumps(known)), *given))


_PROGRESS = ctypes.CFUNCTYPE(c_int32, c_void_p, c_uint64, c_uint64, c_uint64)


_Progress = Optional[Callable[[int, int, int], bool]]


def verify(place: os.PathLike[str] | str, progress: _Progress = None) -> dict[str, Any]:
    """Verifies the registry in a folder, or a file: a ledger by itself, or an export. Tells what
    was found, and what was not proven.

    `progress` is told how many bytes of how many were read, and how many entries; if it
    answers False, the work is broken off with `Cancelled`. What it raises comes out of here.
    """
    function = "bmnn_verify_file" if os.path.isfile(place) else "bmnn_verify_folder"
    return _watched(progress, function, *_path(place), None)


def verify_unlocked(folder: os.PathLike[str] | str, key: bytes | str, progress: _Progress = None) -> dict[str, Any]:
    """Verifies the registry in a folder with what opens its vault, 32 bytes or a passphrase:
    sealed values are compared too."""
    if isinstance(key, str):
        return _watched(progress, "bmnn_verify_unlocked_by_passphrase", *_path(folder), *_text(key), None)
    return _watched(progress, "bmnn_verify_unlocked", *_path(folder), _thirty_two(key), None)


def _watched(progress: _Progress, function: str, *arguments: Any) -> dict[str, Any]:
    """Makes a verification that the caller may watch."""
    raised: list[BaseException] = []

    def watch(_: Any, done: int, total: int, entries: int) -> int:
        try:
            return 0 if progress is None or progress(done, total, entries) is not False else -702
        except BaseException as error:  # It must not pass through the library.
            raised.append(error)
            return -702

    out = c_void_p()
    try:
        _call(function, *arguments, _PROGRESS(watch), None, byref(out))
    except Cancelled:
        if raised:
            raise raised[0]
        raise
    try:
        return json.loads(_answer("bmnn_report_json", out))
    finally:
        _c.bmnn_report_free(out)


class Packs(_Object):
    """Rule packs in the order of their adoption; where several cover a day, the last decides."""

    _free = "bmnn_packs_free"

    @classmethod
    def built_in(cls) -> Packs:
        """Those that come with the library."""
        return cls._made("bmnn_packs_built_in")

    def and_one(self, name: str, toml: str) -> Packs:
        """These and one more, read from its TOML."""
        return self._made("bmnn_packs_with", self._handle, *_text(name), *_text(toml))

    def list(self) -> list[dict[str, Any]]:
        """What they are called, and when they are in force."""
        return json.loads(_answer("bmnn_packs_list", self._handle))

    def on(self, on: date) -> dict[str, Any]:
        """The one in force on a day."""
        return json.loads(_answer("bmnn_packs_on", self._handle, _number(on)))

    def pack(self, pack: str) -> dict[str, Any]:
        """A whole one: provisions, posts, marks."""
        return json.loads(_answer("bmnn_packs_pack", self._handle, *_text(pack)))

    def provision(self, on: date, provision: str) -> dict[str, Any]:
        """What is provided on a day under an id: value, article, confidence."""
        return json.loads(_answer("bmnn_packs_provision", self._handle, _number(on), *_text(provision)))

    def mark(self, on: date, mark: str) -> dict[str, Any]:
        """A mark as it is on a day: words, sizes as far as they were found, article."""
        return json.loads(_answer("bmnn_packs_mark", self._handle, _number(on), *_text(mark)))

    def term(self, protection: dict[str, Any]) -> dict[str, Any]:
        """The end of a protection, and why: `carrier`, `level`, `determined`…"""
        return json.loads(_answer("bmnn_packs_term", self._handle, *_text(json.dumps(protection))))

    def term_end(self, level: int, determined: date) -> date:
        """The last protected day of a document, with nothing but its level stated."""
        end = c_int32()
        _call("bmnn_packs_term_end", self._handle, c_int32(level), _number(determined), byref(end))
        return _day(end)

    def resolve(self, pack: str, until: Any, start: date, level: int) -> dict[str, Any]:
        """What a stated protection, `{"years": 5}`, comes to under one pack."""
        return json.loads(
            _answer(
                "bmnn_packs_resolve", self._handle, *_text(pack), *_text(json.dumps(until)), _number(start),
                c_int32(level),
            )
        )

    def status(self, acts: Sequence[dict[str, Any]], on: date) -> dict[str, Any]:
        """What a document's secrecy is on a day, from the acts on it alone."""
        return json.loads(_answer("bmnn_packs_status", self._handle, *_text(json.dumps(list(acts))), _number(on)))

    def decide(
        self, before: Sequence[dict[str, Any]], act: dict[str, Any], recorded: Optional[date] = None
    ) -> dict[str, Any]:
        """What the law says of an act after others, without a registry."""
        day = c_int32(0) if recorded is None else _number(recorded)
        return json.loads(
            _answer("bmnn_packs_decide", self._handle, *_text(json.dumps(list(before))), *_text(json.dumps(act)), day)
        )


class _VerifyOptions(ctypes.Structure):
    _fields_ = [
        (name, c_uint32)
        for name in "struct_size reserved checking threads is_export keeps_bookmark has_ledger_id".split()
    ] + [("ledger_id", c_uint8 * 32)]


def witness_cosign(
    folder: os.PathLike[str] | str, name: str, signer: Signer, ledger_key: str, shown: str, unix_seconds: int
) -> dict[str, Any]:
    """Cosigns another ledger's checkpoint, if it only adds to the one cosigned last."""
    return json.loads(
        _answer(
            "bmnn_witness_cosign", *_path(folder), *_text(name), signer._handle, *_text(ledger_key), *_text(shown),
            c_uint64(unix_seconds),
        )
    )


def verify_format(
    place: os.PathLike[str] | str, ledger_id: Optional[str] = None, export: bool = False, **held: Sequence[str]
) -> dict[str, Any]:
    """Verifies a registry's folder, or a ledger's file, by its format alone: the acts are not
    replayed. `checkpoints`, `receipts` and `roots` are what others hold of it."""
    options = _VerifyOptions(struct_size=ctypes.sizeof(_VerifyOptions), is_export=export)
    if ledger_id is not None:
        options.has_ledger_id, options.ledger_id = 1, _thirty_two(bytes.fromhex(ledger_id))
    out = c_void_p()
    _call("bmnn_verify_format", *_path(place), *_text(json.dumps(held)), byref(options), None, None, byref(out))
    try:
        return json.loads(_answer("bmnn_report_json", out))
    finally:
        _c.bmnn_report_free(out)


def provision(on: date, provision: str) -> dict[str, Any]:
    """What the law provides on a day under an id: value, article, confidence."""
    with Packs.built_in() as packs:
        return packs.provision(on, provision)


LIBERTIES = ("space", "decomposed", "case", "diacritics", "letter")
LEVEL_FORMS = ("name", "vi", "en", "mark", "letter", "id")


def level(text: str) -> tuple[int, list[str]]:
    """The level that people mean, 1 to 3, and which liberties they took in writing it."""
    found, taken = c_int32(), c_uint32()
    _call("bmnn_level_parse", *_text(text), byref(found), byref(taken))
    return found.value, [word for bit, word in enumerate(LIBERTIES) if taken.value >> bit & 1]


def level_text(level: int, form: str = "name") -> str:
    """How a level is written: as `name`, `vi`, `en`, `mark`, `letter` or `id`."""
    out = c_char_p()
    _call("bmnn_level_text", c_int32(level), c_int32(LEVEL_FORMS.index(form)), byref(out))
    return out.value.decode()


def highest(levels: Sequence[int]) -> int:
    """The highest level: the one that wins where they meet."""
    found = c_int32()
    _call("bmnn_level_highest", (c_int32 * len(levels))(*levels), c_size_t(len(levels)), byref(found))
    return found.value


def day(text: str) -> date:
    """The day that acts write as `2026-03-01`."""
    found = c_int32()
    _call("bmnn_date_parse", *_text(text), byref(found))
    return _day(found)


def day_vi(on: date) -> str:
    """A day as it is written in Vietnamese: `01/03/2026`."""
    return _answer("bmnn_date_vi", _number(on))


def plus_days(on: date, days: int) -> date:
    """The day so many days later."""
    found = c_int32()
    _call("bmnn_date_plus_days", _number(on), c_int64(days), byref(found))
    return _day(found)


def plus_months(on: date, months: int) -> date:
    """The last day of a period of months, as the Civil Code counts."""
    found = c_int32()
    _call("bmnn_date_plus_months", _number(on), c_uint32(min(months, 2**32 - 1)), byref(found))
    return _day(found)


def latest(untils: Sequence[Any]) -> Any:
    """The protection of a whole whose parts have these."""
    return json.loads(_answer("bmnn_until_latest", *_text(json.dumps(list(untils)))))


def copy_name(copy: str) -> dict[str, Any]:
    """What a copy's name, `doc-17#3/2.1`, says."""
    return json.loads(_answer("bmnn_copy_parse", *_text(copy)))


def copy_duplicate(copy: str, occasion: int, number: int) -> str:
    """The name of a duplicate made from a copy."""
    few = (c_uint32(min(n, 2**32 - 1)) for n in (occasion, number))
    return _answer("bmnn_copy_duplicate", *_text(copy), *few)


def pack_digest(pack: str) -> str:
    """The digest of a pack that comes with the library, as `pack.adopt` wants it."""
    return _answer("bmnn_pack_digest", *_text(pack))


def _thirty_two(data: bytes) -> Any:
    if len(data) != 32:
        raise ValueError("expected 32 bytes")
    return (c_uint8 * 32)(*data)


_call("bmnn_abi_check", c_uint32(ABI))
