using System;
using System.Collections.Generic;

namespace Bmnn
{
    /// <summary>Keys in a folder, behind one passphrase.</summary>
    public sealed unsafe class KeyRing : IDisposable
    {
        private readonly RingHandle handle = new RingHandle();

        private KeyRing()
        {
        }

        /// <summary>Makes the folder of a new ring, or takes an empty one.</summary>
        /// <exception cref="ArgumentException">One of them has no UTF-8, or holds a NUL.</exception>
        /// <exception cref="BmnnException"><see cref="BmnnCode.Exists"/>: there are keys in the folder.
        /// <see cref="BmnnCode.Key"/>: it is no passphrase.</exception>
        public static KeyRing Create(string folder, string passphrase) => Made(folder, passphrase, NativeMethods.bmnn_ring_create);

        /// <summary>Opens the ring in a folder. The passphrase is tried when the first key is asked for.</summary>
        /// <exception cref="ArgumentException">One of them has no UTF-8, or holds a NUL.</exception>
        /// <exception cref="BmnnException"><see cref="BmnnCode.NotFound"/>: there is no such folder.
        /// <see cref="BmnnCode.Key"/>: it is no passphrase.</exception>
        public static KeyRing Open(string folder, string passphrase) => Made(folder, passphrase, NativeMethods.bmnn_ring_open);

        /// <summary>Makes a new key from the system's random bytes, and keeps it: on the disk when this returns. It signs
        /// nothing before it is enrolled.</summary>
        /// <param name="name"><c>ledger</c>, <c>root-1</c>, <c>actor-</c> and a person's id, or <c>witness</c>.</param>
        /// <returns>An object with <c>name</c>, <c>kid</c> and <c>public-key</c>.</returns>
        /// <exception cref="BmnnException"><see cref="BmnnCode.Exists"/>: there is a key of that name.
        /// <see cref="BmnnCode.Key"/>: it is no name of a key, or the passphrase is another.</exception>
        public JsonValue Generate(string name)
        {
            var bytes = Utf8.Bytes(name, nameof(name));
            using (var lent = Lend())
            {
                var ring = (IntPtr)lent.Pointer;
                return Native.AnswerJson((answer, error) =>
                {
                    fixed (byte* start = bytes)
                        return NativeMethods.bmnn_ring_generate((bmnn_ring*)ring, start, (nuint)bytes.Length, answer, error);
                });
            }
        }

        /// <summary>The keys that are there: objects with <c>name</c> and <c>kid</c>. No passphrase is tried.</summary>
        public IReadOnlyList<JsonValue> List()
        {
            using (var lent = Lend())
            {
                var ring = (IntPtr)lent.Pointer;
                return Native.AnswerJson((answer, error) => NativeMethods.bmnn_ring_list((bmnn_ring*)ring, answer, error)).Items;
            }
        }

        /// <summary>Opens a key of the ring.</summary>
        /// <exception cref="BmnnException"><see cref="BmnnCode.Key"/>: there is none of that name, or the passphrase is
        /// another.</exception>
        public Signer Signer(string name)
        {
            var bytes = Utf8.Bytes(name, nameof(name));
            using (var lent = Lend())
            {
                bmnn_signer* made;
                bmnn_error* error;
                fixed (byte* start = bytes)
                {
                    Native.Check(
                        NativeMethods.bmnn_ring_signer((bmnn_ring*)lent.Pointer, start, (nuint)bytes.Length, &made, &error), error);
                }
                return Bmnn.Signer.Owner(made);
            }
        }

        /// <summary>Lets it go. Signers that were opened go on. Nothing happens the second time.</summary>
        public void Dispose() => handle.Dispose();

        private Lent Lend() => new Lent(handle, nameof(KeyRing));

        private delegate int Makes(byte* folder, nuint folderLength, byte* passphrase, nuint passphraseLength, bmnn_ring** ring,
            bmnn_error** error);

        private static KeyRing Made(string folder, string passphrase, Makes makes)
        {
            NativeLoader.Ready();
            var (path, secret) = (Utf8.Bytes(folder, nameof(folder)), Utf8.Bytes(passphrase, nameof(passphrase)));
            var ring = new KeyRing();
            bmnn_ring* made;
            bmnn_error* error;
            try
            {
                fixed (byte* pathStart = path, secretStart = secret)
                {
                    Native.Check(
                        makes(pathStart, (nuint)path.Length, secretStart, (nuint)secret.Length, &made, &error), error);
                }
            }
            finally
            {
                Array.Clear(secret, 0, secret.Length);
            }
            ring.handle.Own(made);
            return ring;
        }
    }
}
