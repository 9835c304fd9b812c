using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Bmnn.Acts;
using Xunit;

namespace Bmnn.Tests
{
    public sealed class RegistryTests : IDisposable
    {
        private readonly Office office = new Office();

        private Registry Registry => office.Registry;

        public void Dispose() => office.Dispose();

        [Fact]
        public void FiveCopiesAndOneOnItsWay()
        {
            var done = Registry.Perform(Office.Determination("doc-1"), office.Clerk);
            Assert.True(done.Decision.Allowed);
            Assert.Equal("document.determine", done.Act);
            var issued = Registry.Perform(Office.Issue("doc-1"), office.Clerk);
            Assert.Equal("di-2026", issued.Row!.Book);
            Assert.Equal(1L, issued.Row.Number);
            Registry.Perform(Office.Transfer("doc-1#1"), office.Clerk);

            var status = Registry.Status("doc-1", Office.Day);
            Assert.Equal(SecrecyLevel.ToiMat, status.Level!.Value);
            Assert.Equal("vn-2025", status.Pack);
            // Five, and the original, which is kept apart.
            Assert.Equal(6, status.Copies.Count);
            Assert.True(status.Copies.Any(copy => copy.Copy == "doc-1#1"));
            Assert.Equal(new[] { "receipt" }, Registry.Duties(Office.Day).Select(duty => duty.Kind));

            var found = Registry.ById(done.Id);
            Assert.Equal(done.Position, found.Position);
            Assert.Equal(done.Leaf, found.Leaf);
            Assert.Equal("Phương án bảo vệ kỳ họp \U0001F512", found.Act["subject"]!["value"]!.AsText);
            Assert.Equal(Registry.Size() - done.Position, (long)Registry.Since(done.Position).Count());
            Assert.Equal(3, Registry.History("doc-1").Count);
            Assert.Equal(1, Registry.History("doc-1", done.Position).Count);
            Assert.Contains("c2sp.org/tlog-proof@v1\n", Registry.Receipt(done.Position));
            Assert.Contains("bmnn/" + Hex.Text(Registry.LedgerId()) + "\n", Registry.Checkpoint());
        }

        [Fact]
        public void WhatARegistryHas()
        {
            Registry.Perform(Office.Determination("doc-1"), office.Clerk);
            Registry.Perform(Office.Issue("doc-1"), office.Clerk);
            Assert.Equal("ToiMat", Registry.Document("doc-1")["document"]!["level"]!.AsText);
            Assert.Equal("doc-1", Registry.Copy("doc-1#1").Document);
            Assert.Equal(2, Registry.Books().Count);
            Assert.Equal(new[] { "doc-1" }, Registry.Rows("di-2026").Select(row => row.Document!));
            Assert.Equal(2, Registry.All("person").Count);
            Assert.Equal("doc-1", Registry.Search("phuong an")[0]["document"]!.AsText);
            Assert.Equal(0, Registry.Search("không có ở đâu").Count);
            Assert.Throws<ArgumentException>(() => Registry.All("no-such"));
            Assert.Equal(BmnnCode.NotFound, Thrown(() => Registry.Document("doc-9")));
            // All of them, whether at once or some at a time.
            var all = Registry.Since(0).Select(entry => entry.Leaf).ToList();
            Assert.Equal(Registry.Size(), (long)all.Count);
            Assert.Equal(all.Skip(3).Take(2), Registry.Since(3, 2).Entries.Select(entry => entry.Leaf));
            Assert.Equal(5L, Registry.Since(3, 2).Next);
            Assert.Equal(0, Registry.Since(Registry.Size(), 5).Entries.Count);
            Assert.Throws<ArgumentException>(() => Registry.Since(1000000, 5));
            Assert.Throws<ArgumentException>(() => Registry.Since(0, 0));
            using (var reader = Registry.OpenToRead(office.Folder))
            {
                var before = reader.Size();
                Registry.Perform(Office.Party("so-h"), office.Clerk);
                Assert.Equal(before, reader.Size());
                reader.Refresh();
                Assert.Equal(before + 1, reader.Size());
            }
        }

        [Fact]
        public void ARefusalNamesItsArticle()
        {
            var unlisted = Office.Determination("doc-2", listed: false);
            var before = Registry.Size();
            var refused = Assert.Throws<BmnnRefusedException>(() => Registry.Perform(unlisted, office.Clerk));
            Assert.Equal(BmnnCode.Refused, refused.Code);
            Assert.Contains("117/2025/QH15", refused.ArticleVi);
            Assert.Contains("117/2025/QH15", refused.ArticleEn);
            Assert.Equal("determine.no-list-ref", refused.Reasons[0].Code);
            Assert.Equal(refused.ArticleVi, refused.Reasons[0].Article!.Vi);
            Assert.DoesNotContain("Phương án", refused.ToString());
            Assert.DoesNotContain("Phương án", refused.DetailJson);
            Assert.Equal(before, Registry.Size());

            var decision = Registry.Decide(unlisted, office.Clerk);
            Assert.False(decision.Allowed);
            Assert.Equal("determine.no-list-ref", decision.Reasons[0].Code);
            Assert.True(Registry.Decide(Office.Determination("doc-2"), office.Clerk).Allowed);
            // Of several, none is written, and it is told which one it was.
            var several = Assert.Throws<BmnnRefusedException>(() =>
                Registry.PerformAll(new Act[] { Office.Party("so-b"), unlisted }, office.Clerk));
            Assert.Equal(1L, several.Detail["index"]!.AsInteger);
            Assert.Equal(before, Registry.Size());
        }

        [Fact]
        public void TheSameActTwiceIsOneEntry()
        {
            var act = Office.Party("so-c");
            act.Id = "0123456789abcdef0123456789abcdef";
            var first = Registry.Perform(act, office.Clerk);
            var second = Registry.Perform(act, office.Clerk);
            Assert.False(first.Repeated);
            Assert.True(second.Repeated);
            Assert.Equal(first.Position, second.Position);
            act.Name = "Sở khác";
            Assert.Equal(BmnnCode.OtherContent, Assert.Throws<BmnnException>(() => Registry.Perform(act, office.Clerk)).Code);
        }

        [Fact]
        public void WhatIsWrongIsToldApart()
        {
            Assert.Equal(BmnnCode.Act, Thrown(() => Registry.Perform("{\"act\":\"no.such\"}", office.Clerk)));
            Assert.Equal(BmnnCode.Json, Thrown(() => Registry.Perform("{", office.Clerk)));
            Assert.Equal(BmnnCode.NotFound, Thrown(() => Registry.Entry(1000000)));
            Assert.Equal(BmnnCode.NotFound, Thrown(() => Registry.ById("0123456789abcdef0123456789abcdee")));
            Assert.Equal(BmnnCode.Exists, Thrown(() =>
                Registry.Create(office.Folder, new Opening(Host.AgencyForTests, "lan", Office.Same(1)), new[] { office.Ledger }, office.Ledger, office.Host)));
            Assert.Equal(BmnnCode.NoLedger, Thrown(() => Registry.OpenToRead(office.Folder + "x")));
            Assert.Throws<ArgumentException>(() => Registry.Status("Không phải mã", Office.Day));
            Assert.Throws<ArgumentException>(() => Registry.ById("xyz"));
            Assert.Throws<ArgumentOutOfRangeException>(() => Registry.Entry(-1));
            Assert.Throws<ArgumentNullException>(() => Registry.Perform((Act)null!, office.Clerk));
            Assert.Throws<ArgumentNullException>(() => Registry.Perform(Office.Party("a"), null!));
            Assert.Throws<ArgumentException>(() => Registry.Perform(Office.Party("a"), office.Clerk, new Signer[] { null! }));
            Assert.Throws<ArgumentException>(() => Signer.FromSeed(new byte[31]));
            // What has no UTF-8 does not get as far as the library.
            var half = Office.Determination("doc-3");
            half.Subject = "một nửa \ud83d";
            Assert.Throws<ArgumentException>(() => Registry.Perform(half, office.Clerk));
        }

        [Fact]
        public void WhoReadsDoesNotWrite()
        {
            using (var reader = Registry.OpenToRead(office.Folder))
            {
                Assert.Equal(Registry.Size(), reader.Size());
                Assert.Throws<InvalidOperationException>(() => reader.Perform(Office.Party("so-d"), office.Clerk));
            }
        }

        [Fact]
        public void ItIsOpenedAgain()
        {
            var size = Registry.Size();
            Registry.Dispose();
            using (var host = Host.ForTests(Office.Morning + 1000, Office.Same(8)))
            using (var again = Registry.Open(office.Folder, office.Ledger, host))
            {
                Assert.Equal(size, again.Size());
                again.Perform(Office.Party("so-e"), office.Clerk);
            }
            Assert.Equal(BmnnCode.Key, Thrown(() => Registry.Open(office.Folder, office.Clerk, office.Host)));
            Assert.Throws<ObjectDisposedException>(() => Registry.Size());
            Assert.Throws<ObjectDisposedException>(() => Registry.Perform(Office.Party("so-f"), office.Clerk));
        }

        [Fact]
        public void SignersAndHostsMayGoBeforeTheRegistry()
        {
            office.Ledger.Dispose();
            office.Host.Dispose();
            GC.Collect();
            Registry.Perform(Office.Party("so-g"), office.Clerk);
            Assert.Throws<InvalidOperationException>(() =>
            {
                using (var system = Host.WithKey(Office.Same(9)))
                    system.Advance(TimeSpan.FromHours(1));
            });
        }

        [Fact]
        public void EightThreadsOnOneRegistry()
        {
            var before = Registry.Size();
            var threads = Enumerable.Range(0, 8).Select(thread => new Thread(() =>
            {
                for (var i = 0; i < 3; i++)
                    Registry.Perform(Office.Party("so-" + thread + "-" + i), office.Clerk);
            })).ToList();
            threads.ForEach(one => one.Start());
            threads.ForEach(one => one.Join());
            Assert.Equal(before + 24, Registry.Size());
            Assert.True(Verification.Folder(office.Folder).Holds);
        }

        [Fact]
        public void DisposingWhileOthersWriteIsSafe()
        {
            var acknowledged = 0L;
            using (var begun = new CountdownEvent(3))
            {
                var writers = Enumerable.Range(0, 3).Select(thread => new Thread(() =>
                {
                    for (var i = 0; ; i++)
                    {
                        try
                        {
                            Registry.Perform(Office.Party("so-" + thread + "-" + i), office.Clerk);
                            Interlocked.Increment(ref acknowledged);
                        }
                        catch (ObjectDisposedException)
                        {
                            return;
                        }
                        finally
                        {
                            if (i == 0)
                                begun.Signal();
                        }
                    }
                })).ToList();
                var before = Registry.Size();
                writers.ForEach(one => one.Start());
                begun.Wait();
                Registry.Dispose();
                writers.ForEach(one => one.Join());
                // What was acknowledged is there.
                using (var reader = Registry.OpenToRead(office.Folder))
                    Assert.True(reader.Size() >= before + acknowledged);
            }
            Assert.True(Verification.Folder(office.Folder).Holds);
        }

        private static BmnnCode Thrown(Func<object?> action) => Assert.Throws<BmnnException>(action).Code;
    }
}
