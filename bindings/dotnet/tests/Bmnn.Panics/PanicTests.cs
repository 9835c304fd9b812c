// What a panic inside the native library leaves behind, as C# sees it. It is run with
// a library that has one function more than the shipped one (feature `inject`).
using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using Xunit;

namespace Bmnn.Tests
{
    public sealed class PanicTests
    {
        static PanicTests()
        {
#if NET
            // Where the imports of Bmnn.Dotnet.dll go. On mono a name is bound for all assemblies.
            NativeLibrary.SetDllImportResolver(typeof(PanicTests).Assembly,
                (name, assembly, search) => name == "bmnn" ? NativeLibrary.Load(BmnnNative.LibraryPath) : IntPtr.Zero);
#else
            Assert.NotNull(BmnnNative.LibraryPath);
#endif
        }

        // As crates/bmnn-capi/src/inject.rs numbers them.
        private enum In
        {
            Call = 1,
            Clock = 2,
            Randomness = 3,
            Recorded = 4,
        }

        [Fact]
        public void AtTheBeginningOfACall() => Panics(In.Call, recorded: false);

        [Fact]
        public void InTheClock() => Panics(In.Clock, recorded: false);

        [Fact]
        public void InTheSourceOfRandomness() => Panics(In.Randomness, recorded: false);

        [Fact]
        public void BehindTheRecord() => Panics(In.Recorded, recorded: true);

        [Fact]
        public void InOneRegistryAlone()
        {
            using (var one = new Office())
            using (var other = new Office())
            {
                bmnn_inject_panic((int)In.Call);
                Assert.Throws<BmnnInternalErrorException>(() => one.Registry.Size());
                Poisoned(() => one.Registry.Size());
                other.Registry.Perform(Office.Party("so-a"), other.Clerk);
            }
        }

        private static void Panics(In place, bool recorded)
        {
            using (var office = new Office(services: Services))
            {
                var before = office.Registry.Size();
                bmnn_inject_panic((int)place);
                var thrown = Assert.Throws<BmnnInternalErrorException>(() => office.Registry.Perform(Office.Party("so-a"), office.Clerk));
                Assert.Equal(BmnnCode.Panic, thrown.Code);
                Assert.Equal("BMNN_E_PANIC", thrown.CodeName);
                Assert.Contains("bmnn", thrown.MessageVi);
                Assert.Contains("bmnn", thrown.MessageEn);
                Assert.Null(thrown.InnerException);
                // Of an act with names nothing is told.
                Assert.DoesNotContain("so-a", thrown + thrown.DetailJson);

                // Whatever is asked of it, and however often.
                for (var i = 0; i < 2; i++)
                {
                    Poisoned(() => office.Registry.Perform(Office.Party("so-a"), office.Clerk));
                    Poisoned(() => office.Registry.Size());
                    Poisoned(() => office.Registry.Entry(0));
                    Poisoned(() => office.Registry.Books());
                    Poisoned(() => office.Registry.ConfirmClock());
                }
                office.Registry.Dispose();
                Assert.Throws<ObjectDisposedException>(() => office.Registry.Size());

                // What is in the folder is as it was, or has the act whole.
                var after = before + (recorded ? 1 : 0);
                var report = Verification.Folder(office.Folder);
                Assert.True(report.Holds);
                Assert.Equal(after, report.Size);
                // Nothing holds the lock, and nothing has to be mended.
                using (var again = Registry.Open(office.Folder, office.Ledger, office.Host))
                {
                    Assert.Equal(after, again.Size());
                    if (recorded)
                        Assert.Throws<BmnnRefusedException>(() => again.Perform(Office.Party("so-a"), office.Clerk));
                    else
                        again.Perform(Office.Party("so-a"), office.Clerk);
                    Assert.Equal(before + 1, again.Size());
                    again.Close();
                }
                Assert.True(Verification.Folder(office.Folder).Holds);
            }
        }

        private static void Poisoned(Func<object?> call)
        {
            var thrown = Assert.Throws<InvalidOperationException>(call);
            Assert.Equal(BmnnCode.Poisoned, ((BmnnException)thrown.InnerException!).Code);
        }

        private static void Poisoned(Action call) => Poisoned(() =>
        {
            call();
            return null;
        });

        // Each registry that is opened draws on.
        private static Host Services(Host plain)
        {
            var random = new Random(7);
            return plain.WithServices(() => DateTimeOffset.FromUnixTimeMilliseconds(Office.Morning), random.NextBytes);
        }

        /// <summary>The next call that comes to this place panics there, once.</summary>
        [DllImport("bmnn", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        private static extern void bmnn_inject_panic(int place);
    }
}
