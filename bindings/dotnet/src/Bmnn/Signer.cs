using System;
using System.Runtime.InteropServices;

namespace Bmnn
{
    /// <summary>Whoever signs with one key (Ed25519, RFC 8032). It may sign for several registries, and be disposed of
    /// while they are open. What it signs is checked before anything is written.</summary>
    public sealed unsafe class Signer : IDisposable
    {
        private readonly SignerHandle handle = new SignerHandle();

        private Signer()
        {
        }

        /// <summary>The signer whose secret key is a seed (RFC 8032 §5.1.5): for tests, and for hosts that keep their
        /// keys themselves.</summary>
        /// <param name="seed">32 bytes, which are copied into memory that is wiped; wipe yours.</param>
        /// <exception cref="ArgumentException">They are not 32.</exception>
        public static Signer FromSeed(byte[] seed)
        {
            NativeLoader.Ready();
            Native.Sized(seed, 32, nameof(seed));
            var signer = new Signer();
            bmnn_signer* made;
            bmnn_error* error;
            fixed (byte* start = seed)
                Native.Check(NativeMethods.bmnn_signer_from_seed(start, &made, &error), error);
            signer.handle.Own(made);
            return signer;
        }

        /// <summary>A key of the ring in a folder, <c>keys</c> beside the ledger.</summary>
        /// <param name="folder">The ring's folder.</param>
        /// <param name="name"><c>ledger</c>, <c>root-1</c>, <c>actor-</c> and a person's id, or <c>witness</c>.</param>
        /// <param name="passphrase">What opens it. It takes a second or so, by intent.</param>
        /// <exception cref="ArgumentException">One of them has no UTF-8, or holds a NUL.</exception>
        /// <exception cref="BmnnException"><see cref="BmnnCode.Key"/>: there is no such key, or the passphrase is
        /// another.</exception>
        public static Signer FromRing(string folder, string name, string passphrase)
        {
            NativeLoader.Ready();
            var (inFolder, called) = (Utf8.Bytes(folder, nameof(folder)), Utf8.Bytes(name, nameof(name)));
            var secret = Utf8.Bytes(passphrase, nameof(passphrase));
            var signer = new Signer();
            bmnn_signer* made;
            bmnn_error* error;
            try
            {
                fixed (byte* folderStart = inFolder, nameStart = called, secretStart = secret)
                {
                    Native.Check(
                        NativeMethods.bmnn_signer_from_ring(folderStart, (nuint)inFolder.Length, nameStart,
                            (nuint)called.Length, secretStart, (nuint)secret.Length, &made, &error), error);
                }
            }
            finally
            {
                Array.Clear(secret, 0, secret.Length);
            }
            signer.handle.Own(made);
            return signer;
        }

        /// <summary>A signer of the host's own: a card, a module, a service.</summary>
        /// <param name="publicKey">Its public key, 32 bytes.</param>
        /// <param name="sign">Signs a message: gives 64 bytes. It is called on the thread that uses the registry, one
        /// call at a time for each registry, and must not use that registry. What it throws becomes the inner exception
        /// of what the registry's method throws; an <see cref="OperationCanceledException"/> breaks the act off. It is
        /// kept until the signer, and every registry that uses it, are disposed of.</param>
        /// <exception cref="ArgumentException">The key is not 32 bytes.</exception>
        public static Signer FromHost(byte[] publicKey, Func<byte[], byte[]> sign)
        {
            NativeLoader.Ready();
            Native.Sized(publicKey, 32, nameof(publicKey));
            if (sign is null)
                throw new ArgumentNullException(nameof(sign));
            var signer = new Signer();
            var functions = new bmnn_signer_functions
            {
                struct_size = (uint)sizeof(bmnn_signer_functions),
                user = Callbacks.Kept(sign),
                destroy = Callbacks.Destroy,
                sign = Signing,
            };
            for (var i = 0; i < publicKey.Length; i++)
                functions.public_key[i] = publicKey[i];
            bmnn_signer* made;
            bmnn_error* error;
            // The library lets go of `user`, also where it refuses.
            Native.Check(NativeMethods.bmnn_signer_of_host(&functions, &made, &error), error);
            signer.handle.Own(made);
            return signer;
        }

        /// <summary>The public key: 32 bytes.</summary>
        /// <exception cref="ObjectDisposedException">It was disposed of.</exception>
        public byte[] PublicKey()
        {
            var key = new byte[32];
            using (var lent = Lend())
            {
                bmnn_error* error;
                fixed (byte* start = key)
                    Native.Check(NativeMethods.bmnn_signer_public_key((bmnn_signer*)lent.Pointer, start, &error), error);
            }
            return key;
        }

        /// <summary>Lets it go, once no call uses it any more. Registries that sign with it go on. Nothing happens the
        /// second time.</summary>
        public void Dispose() => handle.Dispose();

        internal Lent Lend() => new Lent(handle, nameof(Signer));

        internal static Signer Owner(bmnn_signer* made)
        {
            var signer = new Signer();
            signer.handle.Own(made);
            return signer;
        }

        private static readonly NativeMethods.bmnn_signer_functions_sign_delegate SignThunk = Sign;
        private static readonly void* Signing = (void*)Marshal.GetFunctionPointerForDelegate(SignThunk);

        private static int Sign(void* user, byte* message, nuint length, byte* signature, nuint capacity, nuint* signatureLength)
        {
            try
            {
                var bytes = new byte[checked((int)length)];
                Marshal.Copy((IntPtr)message, bytes, 0, bytes.Length);
                var signed = Callbacks.Of<Func<byte[], byte[]>>(user)(bytes);
                if (signed is null)
                    throw new InvalidOperationException("the signer gave no signature");
                if ((nuint)signed.Length > capacity)
                    throw new InvalidOperationException("a signature is 64 bytes, and this one " + signed.Length);
                Marshal.Copy(signed, 0, (IntPtr)signature, signed.Length);
                *signatureLength = (nuint)signed.Length;
                return NativeMethods.BMNN_OK;
            }
            catch (Exception cause)
            {
                return Callbacks.Failed(cause);
            }
        }
    }
}
