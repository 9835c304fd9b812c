using System;
using System.Collections.Generic;

namespace Bmnn.Pieces
{
    /// <summary>The tree over a ledger's entries (RFC 9162 §2.1). A hash is 32 bytes.</summary>
    public static unsafe class MerkleTree
    {
        /// <summary>The leaf hash of an entry, as <see cref="Registry.EntryBytes"/> gives it. The next entry begins with it
        /// as its link.</summary>
        public static byte[] Leaf(byte[] entry)
        {
            NativeLoader.Ready();
            Native.Given(entry, nameof(entry));
            var leaf = new byte[32];
            bmnn_error* error;
            fixed (byte* start = entry, to = leaf)
                Native.Check(NativeMethods.bmnn_tree_leaf(start, (nuint)entry.Length, to, &error), error);
            return leaf;
        }

        /// <summary>The root over leaf hashes; over none it is the hash of nothing.</summary>
        /// <exception cref="ArgumentException">One is not 32 bytes.</exception>
        public static byte[] Root(IReadOnlyList<byte[]> leaves)
        {
            NativeLoader.Ready();
            var (all, root) = (Flat(leaves, nameof(leaves)), new byte[32]);
            bmnn_error* error;
            fixed (byte* start = all, to = root)
                Native.Check(NativeMethods.bmnn_tree_root(start, (nuint)leaves.Count, to, &error), error);
            return root;
        }

        /// <summary>Returns if a leaf hash is at a position of a tree.</summary>
        /// <param name="leaf">The leaf hash.</param>
        /// <param name="index">Its position, from 0.</param>
        /// <param name="size">How many leaves the tree has.</param>
        /// <param name="path">The hashes from the leaf up.</param>
        /// <param name="root">The tree's root.</param>
        /// <exception cref="ArgumentException">A hash is not 32 bytes, or a number is negative.</exception>
        /// <exception cref="BmnnException"><see cref="BmnnCode.Proof"/>: the hashes do not lead there.</exception>
        public static void CheckInclusion(byte[] leaf, long index, long size, IReadOnlyList<byte[]> path, byte[] root)
        {
            NativeLoader.Ready();
            Native.Sized(leaf, 32, nameof(leaf));
            Native.Sized(root, 32, nameof(root));
            var (at, count) = (Native.Count(index, nameof(index)), Native.Count(size, nameof(size)));
            var hashes = Flat(path, nameof(path));
            bmnn_error* error;
            fixed (byte* leafStart = leaf, start = hashes, rootStart = root)
            {
                Native.Check(
                    NativeMethods.bmnn_tree_check_inclusion(leafStart, at, count, start, (nuint)path.Count, rootStart, &error),
                    error);
            }
        }

        /// <summary>Returns if one tree is the beginning of another.</summary>
        /// <param name="oldSize">How many leaves the one has.</param>
        /// <param name="oldRoot">Its root.</param>
        /// <param name="newSize">How many leaves the other has.</param>
        /// <param name="newRoot">Its root.</param>
        /// <param name="path">The hashes of the proof.</param>
        /// <exception cref="ArgumentException">A hash is not 32 bytes, or a number is negative.</exception>
        /// <exception cref="BmnnException"><see cref="BmnnCode.Proof"/>: the hashes do not lead there.</exception>
        public static void CheckConsistency(long oldSize, byte[] oldRoot, long newSize, byte[] newRoot, IReadOnlyList<byte[]> path)
        {
            NativeLoader.Ready();
            Native.Sized(oldRoot, 32, nameof(oldRoot));
            Native.Sized(newRoot, 32, nameof(newRoot));
            var (from, to) = (Native.Count(oldSize, nameof(oldSize)), Native.Count(newSize, nameof(newSize)));
            var hashes = Flat(path, nameof(path));
            bmnn_error* error;
            fixed (byte* oldStart = oldRoot, newStart = newRoot, start = hashes)
            {
                Native.Check(
                    NativeMethods.bmnn_tree_check_consistency(from, oldStart, to, newStart, start, (nuint)path.Count, &error),
                    error);
            }
        }

        // One behind the other, as the library takes them.
        private static byte[] Flat(IReadOnlyList<byte[]> hashes, string parameter)
        {
            if (hashes is null)
                throw new ArgumentNullException(parameter);
            var flat = new byte[checked(32 * hashes.Count)];
            for (var i = 0; i < hashes.Count; i++)
                Array.Copy(Native.Sized(hashes[i], 32, parameter), 0, flat, 32 * i, 32);
            return flat;
        }
    }
}
