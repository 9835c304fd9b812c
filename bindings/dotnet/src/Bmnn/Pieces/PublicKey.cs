using System;

namespace Bmnn.Pieces
{
    /// <summary>Public keys, 32 bytes each, and what was signed with them.</summary>
    public static unsafe class PublicKey
    {
        /// <summary>The id by which statements name a key, its kid: the first 8 bytes of its SHA-256.</summary>
        /// <exception cref="ArgumentException">The key is not 32 bytes.</exception>
        /// <exception cref="BmnnException"><see cref="BmnnCode.Key"/>: no ledger takes such a key.</exception>
        public static byte[] Id(byte[] key)
        {
            NativeLoader.Ready();
            Native.Sized(key, 32, nameof(key));
            var kid = new byte[8];
            bmnn_error* error;
            fixed (byte* start = key, to = kid)
                Native.Check(NativeMethods.bmnn_key_id(start, to, &error), error);
            return kid;
        }

        /// <summary>Returns if an Ed25519 signature is of a key and over a message, as a ledger's are checked (RFC 8032
        /// §5.1.7 without the cofactor, in canonical form alone).</summary>
        /// <param name="key">The key.</param>
        /// <param name="message">The message.</param>
        /// <param name="signature">64 bytes.</param>
        /// <exception cref="ArgumentException">Key or signature have another length.</exception>
        /// <exception cref="BmnnException"><see cref="BmnnCode.Key"/>: it is not, or no ledger takes such a key.</exception>
        public static void CheckSignature(byte[] key, byte[] message, byte[] signature)
        {
            NativeLoader.Ready();
            Native.Sized(key, 32, nameof(key));
            Native.Given(message, nameof(message));
            Native.Sized(signature, 64, nameof(signature));
            bmnn_error* error;
            fixed (byte* keyStart = key, start = message, signatureStart = signature)
            {
                Native.Check(
                    NativeMethods.bmnn_key_check(keyStart, start, (nuint)message.Length, signatureStart, &error), error);
            }
        }
    }
}
