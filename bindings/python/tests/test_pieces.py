"""The pieces of a ledger, taken from one that is made here: what holds, and what does not."""

import tempfile
import unittest

import bmnn
import bmnn_pieces as pieces

AGENCY = "CƠ QUAN THỬ NGHIỆM"
KEY = bytes(32)


class Pieces(unittest.TestCase):
    def setUp(self):
        self.root, self.ledger, self.clerk = (bmnn.Signer.from_seed(bytes([n]) * 32) for n in (1, 2, 3))
        self.folder = tempfile.mkdtemp()
        opening = {"agency": AGENCY, "clerk": {"person": "clerk", "key": self.clerk.public_key.hex()}}
        host = bmnn.Host.for_tests(1_772_413_200_000, KEY)
        self.registry = bmnn.Registry.create(self.folder, opening, [self.root], self.ledger, host)
        self.addCleanup(self.registry.close)

    def failing(self, name, kind, call):
        with self.assertRaises(bmnn.Error) as caught:
            call()
        self.assertEqual((caught.exception.name, caught.exception.detail.get("kind")), (name, kind))

    def test_an_entry_is_taken_apart(self):
        data = self.registry.entry_bytes(0)
        entry = pieces.read_entry(data)
        self.assertEqual((entry["seq"], entry["prev"]), (0, "00" * 32))
        self.assertEqual(entry["leaf"], pieces.tree_leaf(data).hex())
        self.assertEqual(entry["signer"], pieces.key_id(self.root.public_key).hex())
        statement = bytes.fromhex(entry["statement"])
        said = pieces.check_statement(statement, None, self.root.public_key)
        self.assertEqual((said["name"], said["act"]["agency"]), ("ledger.open", AGENCY))
        ledger = bytes.fromhex(entry["leaf"])
        self.failing(
            "BMNN_E_KEY", "BadSignature", lambda: pieces.check_statement(statement, ledger, self.root.public_key)
        )
        self.failing(
            "BMNN_E_KEY", "UnknownKey", lambda: pieces.check_statement(statement, None, self.clerk.public_key)
        )
        self.failing("BMNN_E_ENCODING", "BadEncoding", lambda: pieces.read_entry(data[:-1]))

    def test_the_root_is_that_of_the_checkpoint(self):
        leaves = [pieces.tree_leaf(self.registry.entry_bytes(seq)) for seq in range(len(self.registry))]
        note = self.registry.checkpoint()
        said = pieces.read_checkpoint(note)
        root = pieces.tree_root(leaves)
        self.assertEqual((said["size"], said["root"]), (len(leaves), root.hex()))
        ledger, key = leaves[0], self.ledger.public_key
        pieces.check_checkpoint(note, ledger, len(leaves), root, key)
        self.failing(
            "BMNN_E_PROOF", "Mismatch", lambda: pieces.check_checkpoint(note, ledger, len(leaves) + 1, root, key)
        )
        self.assertEqual(pieces.read_verifier_key(self.registry.verifier_key())["key"], key.hex())
        receipt = self.registry.cose_receipt(1)
        self.assertEqual(pieces.check_receipt_of_inclusion(receipt, self.registry.entry_bytes(1), key), root)

    def test_a_folder_is_verified_with_its_vault_open(self):
        self.registry.close()
        with self.assertRaises(bmnn.Error) as caught:
            bmnn.verify_unlocked(self.folder, b"\1" * 32)
        self.assertEqual(caught.exception.name, "BMNN_E_KEY")

    def test_as_many_bytes_as_the_library_reads(self):
        for call in (
            lambda: pieces.key_id(bytes(31)),
            lambda: pieces.tree_root([bytes(33)]),
            lambda: pieces.check_signature(bytes(32), b"", bytes(63)),
        ):
            with self.assertRaises(ValueError):
                call()


if __name__ == "__main__":
    unittest.main()
