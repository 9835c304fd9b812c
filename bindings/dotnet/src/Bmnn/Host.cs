using System;
using System.Runtime.InteropServices;

namespace Bmnn
{
    /// <summary>How much a line of a registry's log weighs.</summary>
    public enum LogLevel
    {
        /// <summary>It wants somebody's attention.</summary>
        Error = NativeMethods.BMNN_LOG_ERROR,

        /// <summary>Something was refused, or not found.</summary>
        Warning = NativeMethods.BMNN_LOG_WARNING,

        /// <summary>What was done.</summary>
        Info = NativeMethods.BMNN_LOG_INFO,
    }

    /// <summary>What a registry works with beside its folder: a clock, randomness, and what opens its vault. It may be
    /// used for several registries, and disposed of while they are open.</summary>
    public sealed unsafe class Host : IDisposable
    {
        private readonly HostHandle handle = new HostHandle();

        private Host()
        {
        }

        /// <summary>The agency whose registries are for tests, and no agency's records.</summary>
        public const string AgencyForTests = "CƠ QUAN THỬ NGHIỆM";

        /// <summary>The system's clock and randomness, and a vault that a passphrase opens.</summary>
        /// <param name="passphrase">The passphrase, as it was typed.</param>
        /// <exception cref="ArgumentException">It has no UTF-8, or holds a NUL.</exception>
        /// <exception cref="BmnnException"><see cref="BmnnCode.Key"/>: it is no passphrase.</exception>
        public static Host WithPassphrase(string passphrase)
        {
            NativeLoader.Ready();
            var secret = Utf8.Bytes(passphrase, nameof(passphrase));
            bmnn_host* made;
            bmnn_error* error;
            try
            {
                fixed (byte* start = secret)
                    Native.Check(NativeMethods.bmnn_host_with_passphrase(start, (nuint)secret.Length, &made, &error), error);
            }
            finally
            {
                Array.Clear(secret, 0, secret.Length);
            }
            return Owner(made);
        }

        /// <summary>The system's clock and randomness, and a vault that 32 bytes open which the host keeps: in the
        /// system's key store, in a card.</summary>
        /// <param name="key">32 bytes, which are copied into memory that is wiped; wipe yours.</param>
        /// <exception cref="ArgumentException">They are not 32.</exception>
        public static Host WithKey(byte[] key)
        {
            NativeLoader.Ready();
            Native.Sized(key, 32, nameof(key));
            bmnn_host* made;
            bmnn_error* error;
            fixed (byte* start = key)
                Native.Check(NativeMethods.bmnn_host_with_key(start, &made, &error), error);
            return Owner(made);
        }

        /// <summary>For tests alone: a clock that stands until it is moved, bytes that follow from a seed, and a vault
        /// whose key everybody knows. It makes registries of the agency <see cref="AgencyForTests"/> alone, and
        /// opens none that was made with another host. Each opening begins the bytes anew: open a registry again with
        /// another seed.</summary>
        /// <param name="unixMillis">What the clock shows: milliseconds since 1970, UTC.</param>
        /// <param name="seed">32 bytes.</param>
        /// <exception cref="ArgumentException">They are not 32.</exception>
        public static Host ForTests(long unixMillis, byte[] seed)
        {
            NativeLoader.Ready();
            Native.Sized(seed, 32, nameof(seed));
            bmnn_host* made;
            bmnn_error* error;
            fixed (byte* start = seed)
                Native.Check(NativeMethods.bmnn_host_for_tests(unixMillis, start, &made, &error), error);
            return Owner(made);
        }

        /// <summary>A host like this one, with services of the program's own in place of those that are given. They are
        /// called on the thread that uses the registry, one call at a time for each registry, must not use that registry,
        /// and are kept until the host, and every registry that uses it, are disposed of.</summary>
        /// <param name="clock">What time it is. What it throws becomes the inner exception of what the registry's method
        /// throws, and nothing is written.</param>
        /// <param name="randomness">Fills an array with bytes that nobody can guess. What it throws, likewise.</param>
        /// <param name="log">Is told what the registry does: a line in English, without secret text or keys. What it
        /// throws is passed over.</param>
        /// <exception cref="ObjectDisposedException">This was disposed of.</exception>
        public Host WithServices(Func<DateTimeOffset>? clock = null, Action<byte[]>? randomness = null,
            Action<LogLevel, string>? log = null)
        {
            using (var lent = Lend())
            {
                bmnn_clock_functions ofClock;
                bmnn_randomness_functions ofRandomness;
                bmnn_log_functions ofLog;
                if (clock != null)
                {
                    ofClock = new bmnn_clock_functions
                    {
                        struct_size = (uint)sizeof(bmnn_clock_functions),
                        user = Callbacks.Kept(clock),
                        destroy = Callbacks.Destroy,
                        now = Telling,
                    };
                }
                if (randomness != null)
                {
                    ofRandomness = new bmnn_randomness_functions
                    {
                        struct_size = (uint)sizeof(bmnn_randomness_functions),
                        user = Callbacks.Kept(randomness),
                        destroy = Callbacks.Destroy,
                        fill = Filling,
                    };
                }
                if (log != null)
                {
                    ofLog = new bmnn_log_functions
                    {
                        struct_size = (uint)sizeof(bmnn_log_functions),
                        user = Callbacks.Kept(log),
                        destroy = Callbacks.Destroy,
                        line = Logging,
                    };
                }
                bmnn_host* made;
                bmnn_error* error;
                // The library lets go of each `user`, also where it refuses.
                Native.Check(
                    NativeMethods.bmnn_host_with_services((bmnn_host*)lent.Pointer, clock is null ? null : &ofClock,
                        randomness is null ? null : &ofRandomness, log is null ? null : &ofLog, &made, &error), error);
                return Owner(made);
            }
        }

        /// <summary>Moves the clock of a host for tests, and with it that of every registry that was opened with
        /// it.</summary>
        /// <exception cref="InvalidOperationException">It has the system's clock.</exception>
        /// <exception cref="ObjectDisposedException">It was disposed of.</exception>
        public void Advance(TimeSpan time)
        {
            using (var lent = Lend())
            {
                bmnn_error* error;
                var millis = time.Ticks / TimeSpan.TicksPerMillisecond;
                Native.Check(NativeMethods.bmnn_host_advance((bmnn_host*)lent.Pointer, millis, &error), error);
            }
        }

        /// <summary>Lets it go, once no call uses it any more. Registries that were opened with it go on. Nothing
        /// happens the second time.</summary>
        public void Dispose() => handle.Dispose();

        internal Lent Lend() => new Lent(handle, nameof(Host));

        private static readonly NativeMethods.bmnn_clock_functions_now_delegate NowThunk = Now;
        private static readonly NativeMethods.bmnn_randomness_functions_fill_delegate FillThunk = Fill;
        private static readonly NativeMethods.bmnn_log_functions_line_delegate LineThunk = Line;
        private static readonly void* Telling = (void*)Marshal.GetFunctionPointerForDelegate(NowThunk);
        private static readonly void* Filling = (void*)Marshal.GetFunctionPointerForDelegate(FillThunk);
        private static readonly void* Logging = (void*)Marshal.GetFunctionPointerForDelegate(LineThunk);

        private static int Now(void* user, long* millis)
        {
            try
            {
                *millis = Callbacks.Of<Func<DateTimeOffset>>(user)().ToUnixTimeMilliseconds();
                return NativeMethods.BMNN_OK;
            }
            catch (Exception cause)
            {
                return Callbacks.Failed(cause);
            }
        }

        private static int Fill(void* user, byte* bytes, nuint length, nuint* filled)
        {
            try
            {
                var random = new byte[checked((int)length)];
                Callbacks.Of<Action<byte[]>>(user)(random);
                Marshal.Copy(random, 0, (IntPtr)bytes, random.Length);
                Array.Clear(random, 0, random.Length);
                *filled = length;
                return NativeMethods.BMNN_OK;
            }
            catch (Exception cause)
            {
                return Callbacks.Failed(cause);
            }
        }

        private static void Line(void* user, int level, byte* text, nuint length)
        {
            try
            {
                var bytes = new byte[checked((int)length)];
                Marshal.Copy((IntPtr)text, bytes, 0, bytes.Length);
                Callbacks.Of<Action<LogLevel, string>>(user)((LogLevel)level, Utf8.Text(bytes, 0, bytes.Length));
            }
            catch (Exception)
            {
                // A log that fails stops no act; and nothing may be thrown from here.
            }
        }

        private static Host Owner(bmnn_host* made)
        {
            var host = new Host();
            host.handle.Own(made);
            return host;
        }
    }
}
