using System;

namespace Bmnn
{
    /// <summary>Another agency's checkpoints, cosigned.</summary>
    public static unsafe class Witness
    {
        /// <summary>Cosigns a checkpoint of another ledger (C2SP tlog-cosignature), if it is the first of that ledger that is
        /// shown, or only adds to the one cosigned last.</summary>
        /// <param name="folder">Where the witness keeps what it cosigned last; made if it is not there.</param>
        /// <param name="name">The name that it signs under, without spaces and <c>+</c>.</param>
        /// <param name="signer">Its key.</param>
        /// <param name="ledgerKey">The ledger's verifier key, known by another way.</param>
        /// <param name="shown">The checkpoint, or a consistency proof that leads to it from the one cosigned last.</param>
        /// <param name="unixSeconds">When it says that it signed.</param>
        /// <returns>An object with <c>cosignature</c>, the line; <c>note</c>, the checkpoint with it; <c>ledger</c>,
        /// <c>size</c>, <c>root</c> and <c>time</c>.</returns>
        /// <exception cref="BmnnRefusedException">It does not add to what was cosigned, or the ledger's key did not sign
        /// it.</exception>
        /// <exception cref="BmnnException"><see cref="BmnnCode.Proof"/>, <see cref="BmnnCode.Key"/>,
        /// <see cref="BmnnCode.Damaged"/>, <see cref="BmnnCode.Io"/>.</exception>
        public static JsonValue Cosign(string folder, string name, Signer signer, string ledgerKey, string shown, long unixSeconds)
        {
            NativeLoader.Ready();
            if (signer is null)
                throw new ArgumentNullException(nameof(signer));
            if (unixSeconds < 0)
                throw new ArgumentOutOfRangeException(nameof(unixSeconds));
            var (place, called) = (Utf8.Bytes(folder, nameof(folder)), Utf8.Bytes(name, nameof(name)));
            var (key, text) = (Utf8.Bytes(ledgerKey, nameof(ledgerKey)), Utf8.Bytes(shown, nameof(shown)));
            using (var lent = signer.Lend())
            {
                var with = (IntPtr)lent.Pointer;
                return Native.AnswerJson((answer, error) =>
                {
                    fixed (byte* placeStart = place, calledStart = called, keyStart = key, textStart = text)
                    {
                        return NativeMethods.bmnn_witness_cosign(placeStart, (nuint)place.Length, calledStart,
                            (nuint)called.Length, (bmnn_signer*)with, keyStart, (nuint)key.Length, textStart,
                            (nuint)text.Length, (ulong)unixSeconds, answer, error);
                    }
                });
            }
        }
    }
}
