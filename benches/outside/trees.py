"""A tree of pymerkle that makes and checks inclusion proofs as often as it is
asked to.

The argument is the number of leaves. When the tree stands its root is printed in
hex; from then on "make N" or "check N" on standard input is answered with the
seconds of CPU that this whole process took for it. What is not so asked ends the
program, as does a proof that does not hold.
"""

import gc
import itertools
import sys
import time

try:
    from pymerkle import InmemoryTree, verify_inclusion
except ImportError as reason:
    sys.exit(f"trees.py: {reason}")

# How many proofs are kept, to be checked over and over.
KEPT = 256


def entry(n):
    """An entry of 256 bytes, by its number."""
    return n.to_bytes(8, "big") + b"\x5a" * 248


def positions(size):
    """Positions in an order that no cache foresees."""
    state = 7
    while True:
        state = (state * 6364136223846793005 + 1442695040888963407) % (1 << 64)
        yield (state >> 33) % size


def make(indexes):
    # pymerkle counts leaves from one.
    for index in indexes:
        tree.prove_inclusion(index + 1, size)


def check(proofs):
    for index, data, proof in proofs:
        leaf = tree.hash_buff(data)
        verify_inclusion(leaf, root, proof, index=index + 1, size=size)


size = int(sys.argv[1])
tree = InmemoryTree(algorithm="sha256")
tree.append_entries(map(entry, range(size)))
root = tree.get_root()
order = positions(size)
kept = [
    (index, entry(index), tree.prove_inclusion(index + 1, size))
    for index in itertools.islice(order, KEPT)
]
# The tree stays: nothing in it is looked through for garbage again.
gc.freeze()
print(root.hex(), flush=True)

for line in sys.stdin:
    what, count = line.split()
    if what == "make":
        work, given = make, list(itertools.islice(order, int(count)))
    else:
        work, given = check, list(itertools.islice(itertools.cycle(kept), int(count)))
    began = time.process_time()
    work(given)
    print(time.process_time() - began, flush=True)
