using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using Xunit;

namespace Bmnn.Tests
{
    public sealed class VerificationTests : IDisposable
    {
        private readonly Office office = new Office();

        public void Dispose() => office.Dispose();

        [Fact]
        public void ItHolds()
        {
            var report = Verification.Folder(office.Folder);
            Assert.True(report.Holds);
            Assert.Equal(office.Registry.Size(), report.Size);
            Assert.False(report.Findings.Any(one => one.Severity == Severity.Error));
            Assert.Equal(Hex.Text(report.Root), report.Json["root"]!.AsText);
            Assert.True(report.NotProven.All(one => one.Vi != "" && one.En != ""));
            // Who knows which ledger it must be, says so.
            var known = Verification.Folder(office.Folder, new VerificationOptions { LedgerId = office.Registry.LedgerId() });
            Assert.True(known.NotProven.Count < report.NotProven.Count);
            var other = Verification.Folder(office.Folder, new VerificationOptions { LedgerId = new byte[32] });
            Assert.False(other.Holds);
            Assert.Throws<ArgumentException>(() => Verification.Folder(office.Folder, new VerificationOptions { LedgerId = new byte[31] }));
            Assert.Throws<ArgumentOutOfRangeException>(() => Verification.Folder(office.Folder, new VerificationOptions { Threads = -1 }));
            Assert.Throws<ArgumentException>(() => Verification.Folder(office.Folder, new VerificationOptions { Checking = (SignatureChecking)9 }));
        }

        [Fact]
        public void WhatWasAlteredIsFound()
        {
            office.Registry.Dispose();
            var file = Path.Combine(office.Folder, "ledger.bmnn");
            var bytes = File.ReadAllBytes(file);
            bytes[bytes.Length / 2] ^= 1;
            File.WriteAllBytes(file, bytes);
            foreach (SignatureChecking checking in Enum.GetValues(typeof(SignatureChecking)))
            {
                var report = Verification.File(file, new VerificationOptions { Checking = checking, Threads = 1 });
                Assert.False(report.Holds);
                var finding = report.Findings.First(one => one.Severity == Severity.Error);
                Assert.NotEqual("", finding.Kind);
                Assert.NotEqual("", finding.Detail);
            }
        }

        [Fact]
        public void OneFileForAnInspector()
        {
            var file = office.Folder + " bản xuất.zip";
            var selection = new ExportSelection { AllValues = true, Withheld = { office.Begun[2].Position } };
            var exported = office.Registry.Export(file, selection);
            Assert.Equal(office.Registry.Size(), exported.Entries);
            Assert.Equal(1L, exported.Withheld);
            Assert.True(exported.Values > 0);
            Assert.Equal(Hex.Text(office.Registry.LedgerId()), exported.LedgerId);
            var report = Verification.File(file);
            Assert.True(report.Holds);
            Assert.Equal(exported.Root, Hex.Text(report.Root));
            Assert.Equal(BmnnCode.Exists, Assert.Throws<BmnnException>(() => office.Registry.Export(file)).Code);
            selection.Withheld[0] = 0;
            Assert.Throws<InvalidOperationException>(() => office.Registry.Export(file + "-", selection));
            Assert.False(File.Exists(file + "-"));
            Assert.Equal(0L, office.Registry.Export(file + "-", new ExportSelection { Values = { 0 } }).Values);
        }

        [Fact]
        public void WhatCannotBeTriedIsAnException()
        {
            Assert.Equal(BmnnCode.NoLedger, Assert.Throws<BmnnException>(() => Verification.Folder(office.Folder + "x")).Code);
            Assert.Throws<ArgumentException>(() => Verification.Folder("\ud83d"));
            Assert.Throws<ArgumentException>(() => Verification.File("a\0b"));
        }

        [Fact]
        public void ItIsWatched()
        {
            var told = new Told(_ => { });
            Verification.Folder(office.Folder, null, told);
            Assert.True(told.All.Count > 0);
            var last = told.All.Last();
            Assert.Equal(last.Total, last.Done);
            Assert.True(last.Total > 0 && last.Entries > 0);
        }

        [Fact]
        public void ItIsBrokenOff()
        {
            using (var source = new CancellationTokenSource())
            {
                var told = new Told(_ => source.Cancel());
                var thrown = Assert.Throws<OperationCanceledException>(() =>
                    Verification.Folder(office.Folder, null, told, source.Token));
                Assert.Equal(source.Token, thrown.CancellationToken);
                Assert.Equal(1, told.All.Count);
                // Before it began.
                Assert.Throws<OperationCanceledException>(() => Verification.File(office.Folder, null, told, source.Token));
                Assert.Equal(1, told.All.Count);
            }
        }

        [Fact]
        public void WhatTheWatcherThrowsIsInside()
        {
            var cause = new DivideByZeroException();
            var thrown = Assert.Throws<BmnnException>(() => Verification.Folder(office.Folder, null, new Told(_ => throw cause)));
            Assert.Equal(BmnnCode.Callback, thrown.Code);
            Assert.True(ReferenceEquals(cause, thrown.InnerException));
            Assert.True(Verification.Folder(office.Folder).Holds);
        }

        [Fact]
        public void TheWatcherMayVerifySomethingElse()
        {
            var inner = 0;
            var told = new Told(_ =>
            {
                GC.Collect();
                if (inner++ == 0)
                    Assert.True(Verification.Folder(office.Folder).Holds);
            });
            Assert.True(Verification.Folder(office.Folder, null, told).Holds);
            Assert.True(inner > 0);
        }

        private sealed class Told : IProgress<VerificationProgress>
        {
            private readonly Action<VerificationProgress> each;

            internal Told(Action<VerificationProgress> each) => this.each = each;

            internal List<VerificationProgress> All { get; } = new List<VerificationProgress>();

            public void Report(VerificationProgress value)
            {
                All.Add(value);
                each(value);
            }
        }
    }
}
