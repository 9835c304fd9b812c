using System;

namespace Bmnn.Pieces
{
    /// <summary>COSE receipts (RFC 9942). Neither size nor position are signed in one, nor is a ledger named.</summary>
    public static unsafe class CoseReceipt
    {
        /// <summary>The root under which a receipt proves an entry to be.</summary>
        /// <param name="receipt">The receipt, as <see cref="Registry.CoseReceipt"/> gives it.</param>
        /// <param name="entry">The entry.</param>
        /// <param name="key">The public key that signed the root, 32 bytes.</param>
        /// <returns>32 bytes.</returns>
        /// <exception cref="ArgumentException">The key has another length.</exception>
        /// <exception cref="BmnnException"><see cref="BmnnCode.Encoding"/>: it is no receipt. <see cref="BmnnCode.Proof"/>: it
        /// proves something else. <see cref="BmnnCode.Key"/>: the key did not sign it.</exception>
        public static byte[] CheckInclusion(byte[] receipt, byte[] entry, byte[] key)
        {
            NativeLoader.Ready();
            Native.Given(receipt, nameof(receipt));
            Native.Given(entry, nameof(entry));
            Native.Sized(key, 32, nameof(key));
            var root = new byte[32];
            bmnn_error* error;
            fixed (byte* start = receipt, entryStart = entry, keyStart = key, to = root)
            {
                Native.Check(
                    NativeMethods.bmnn_receipt_check_inclusion(start, (nuint)receipt.Length, entryStart, (nuint)entry.Length,
                        keyStart, to, &error), error);
            }
            return root;
        }

        /// <summary>The root of a tree that a receipt proves only to add to an earlier one.</summary>
        /// <param name="receipt">The receipt, as <see cref="Registry.CoseConsistency"/> gives it.</param>
        /// <param name="oldRoot">The root of the earlier one, 32 bytes.</param>
        /// <param name="key">The public key that signed the root, 32 bytes.</param>
        /// <returns>32 bytes.</returns>
        /// <exception cref="ArgumentException">Root or key have another length.</exception>
        /// <exception cref="BmnnException">As with <see cref="CheckInclusion"/>.</exception>
        public static byte[] CheckConsistency(byte[] receipt, byte[] oldRoot, byte[] key)
        {
            NativeLoader.Ready();
            Native.Given(receipt, nameof(receipt));
            Native.Sized(oldRoot, 32, nameof(oldRoot));
            Native.Sized(key, 32, nameof(key));
            var root = new byte[32];
            bmnn_error* error;
            fixed (byte* start = receipt, oldStart = oldRoot, keyStart = key, to = root)
            {
                Native.Check(
                    NativeMethods.bmnn_receipt_check_consistency(start, (nuint)receipt.Length, oldStart, keyStart, to, &error),
                    error);
            }
            return root;
        }
    }
}
