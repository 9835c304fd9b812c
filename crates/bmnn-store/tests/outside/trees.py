"""Judges roots and inclusion proofs by pymerkle.

A case is a line of JSON on standard input; the answer is a line, "holds" or
"refused: " and the reason. What is no case at all ends the program.

pymerkle cuts consistency proofs in another way than RFC 9162, so that ours are
not its own. It judges what they lead from and to: that the two roots are those
of the two trees, between which it finds a proof of its own.
"""

import json
import sys

from pymerkle import InmemoryTree, InvalidProof, verify_consistency
from pymerkle.core import _inclusion_path_layout
from pymerkle.hasher import MerkleHasher
from pymerkle.proof import InclusionProof


def tree_of(entries):
    tree = InmemoryTree(algorithm="sha256")
    for entry in entries:
        tree.append_entry(bytes.fromhex(entry))
    return tree


def root(case):
    if tree_of(case["entries"]).get_root() != bytes.fromhex(case["root"]):
        raise InvalidProof("the leaves have another root")


def inclusion(case):
    index, size = case["index"] + 1, case["size"]
    leaf = MerkleHasher("sha256").hash_buff(bytes.fromhex(case["entry"]))
    if not 0 < index <= size:
        raise InvalidProof("no such leaf")
    rule, _ = _inclusion_path_layout(index, size)
    path = [leaf] + [bytes.fromhex(hash) for hash in case["path"]]
    proof = InclusionProof("sha256", True, size, index, rule, path)
    proof.verify(leaf, bytes.fromhex(case["root"]), index=index, size=size)


def grown(case):
    tree = tree_of(case["entries"])
    old, new = bytes.fromhex(case["old-root"]), bytes.fromhex(case["root"])
    proof = tree.prove_consistency(case["old"], case["size"])
    verify_consistency(old, new, proof, prior_size=case["old"], later_size=case["size"])


KINDS = {"root": root, "inclusion": inclusion, "grown": grown}

for line in sys.stdin:
    case = json.loads(line)
    check = KINDS[case["kind"]]
    try:
        check(case)
        print("holds")
    except InvalidProof as reason:
        print("refused:", reason)
