using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using Bmnn.Acts;
using Xunit;

namespace Bmnn.Tests
{
    public sealed class CallbackTests
    {
        private static readonly byte[] CardKey = Key(9);

        [Fact]
        public void ACardSigns()
        {
            var card = new Card(Office.Same(3));
            // It is the key that the library makes of the same seed.
            Assert.Equal(Hex.Text(Key(3)), Hex.Text(card.PublicKey));
            using (var signer = Signer.FromHost(card.PublicKey, card.Sign))
            using (var office = new Office(signer))
            {
                Assert.Equal(Hex.Text(card.PublicKey), Hex.Text(signer.PublicKey()));
                office.Registry.Perform(Office.Determination("doc-1"), signer);
                Assert.True(Verification.Folder(office.Folder).Holds);
            }
        }

        [Fact]
        public void WhatASignerThrowsIsInside()
        {
            using (var office = new Office())
            {
                var cause = new TimeoutException("thẻ không trả lời");
                var asked = 0;
                using (var card = Signer.FromHost(CardKey, message =>
                {
                    asked++;
                    Assert.True(message.Length > 0);
                    throw cause;
                }))
                {
                    var before = office.Registry.Size();
                    var thrown = Assert.Throws<BmnnException>(() => office.Registry.Perform(Office.Party("so-a"), office.Clerk, card));
                    Assert.Equal(BmnnCode.Callback, thrown.Code);
                    Assert.True(ReferenceEquals(cause, thrown.InnerException));
                    Assert.Equal(1, asked);
                    Assert.Equal(before, office.Registry.Size());
                    // The registry goes on, and the exception is not told twice.
                    office.Registry.Perform(Office.Party("so-a"), office.Clerk);
                    Assert.Null(Assert.Throws<BmnnException>(() => office.Registry.Entry(1000000)).InnerException);
                }
            }
        }

        [Fact]
        public void ASignerMayBreakOff()
        {
            using (var office = new Office())
            using (var card = Signer.FromHost(CardKey, _ => throw new OperationCanceledException("người dùng rút thẻ")))
            {
                var thrown = Assert.Throws<BmnnException>(() => office.Registry.Perform(Office.Party("so-a"), office.Clerk, card));
                Assert.Equal(BmnnCode.Cancelled, thrown.Code);
                Assert.True(thrown.InnerException is OperationCanceledException);
            }
        }

        [Fact]
        public void AWrongSignatureIsNotWritten()
        {
            using (var office = new Office())
            {
                var (key, size) = (office.Clerk.PublicKey(), office.Registry.Size());
                foreach (var length in new[] { 0, 63, 64 })
                {
                    using (var card = Signer.FromHost(key, _ => new byte[length]))
                        Assert.Equal(BmnnCode.Key, Assert.Throws<BmnnException>(() => office.Registry.Perform(Office.Party("so-a"), card)).Code);
                }
                foreach (var sign in new Func<byte[], byte[]>[] { _ => new byte[65], _ => null! })
                {
                    using (var card = Signer.FromHost(key, sign))
                    {
                        var thrown = Assert.Throws<BmnnException>(() => office.Registry.Perform(Office.Party("so-a"), card));
                        Assert.True(thrown.InnerException is InvalidOperationException);
                    }
                }
                Assert.Equal(size, office.Registry.Size());
            }
        }

        [Fact]
        public void ASignerMayNotUseTheRegistryThatCallsIt()
        {
            using (var office = new Office())
            {
                Exception? met = null;
                using (var card = Signer.FromHost(CardKey, _ =>
                {
                    met = Record(() => office.Registry.Size());
                    throw new NotSupportedException();
                }))
                    Assert.Throws<BmnnException>(() => office.Registry.Perform(Office.Party("so-a"), office.Clerk, card));
                Assert.Equal(BmnnCode.Reentrant, ((BmnnException)((InvalidOperationException)met!).InnerException!).Code);
                // It may ask for other things.
                using (var card = Signer.FromHost(CardKey, _ =>
                {
                    Assert.Throws<BmnnException>(() => LegalDate.Parse("không phải ngày"));
                    throw new TimeoutException();
                }))
                {
                    var thrown = Assert.Throws<BmnnException>(() => office.Registry.Perform(Office.Party("so-a"), office.Clerk, card));
                    Assert.True(thrown.InnerException is TimeoutException);
                }
            }
        }

        [Fact]
        public void DisposingTheRegistryInACallbackWaitsForTheCall()
        {
            var office = new Office();
            using (var card = Signer.FromHost(CardKey, _ =>
            {
                office.Registry.Dispose();
                throw new TimeoutException();
            }))
                Assert.True(Assert.Throws<BmnnException>(() => office.Registry.Perform(Office.Party("so-a"), office.Clerk, card)).InnerException is TimeoutException);
            Assert.Throws<ObjectDisposedException>(() => office.Registry.Size());
            office.Dispose();
        }

        [Fact]
        public void DelegatesLiveAsLongAsTheyAreCalled()
        {
            var told = new List<string>();
            var (asked, filled) = (0, 0);
            using (var office = new Office(services: plain => Services(plain, () => asked++, () => filled++, told)))
            {
                // Nobody here holds the delegates any more, nor the host.
                office.Host.Dispose();
                for (var i = 0; i < 20; i++)
                {
                    Churn();
                    office.Registry.Perform(Office.Party("so-" + i), office.Clerk);
                }
            }
            Assert.True(asked >= 20 && filled >= 20);
            Assert.True(told.Count > 0);
            // Then they are let go.
            var gone = Collected();
            for (var i = 0; i < 10 && gone.Any(one => one.IsAlive); i++)
                Churn();
            Assert.True(gone.Count(one => one.IsAlive) < 3);
        }

        [Fact]
        public void WhatAClockThrowsIsInside()
        {
            var broken = false;
            Func<DateTimeOffset> clock = () => broken
                ? throw new TimeZoneNotFoundException("đồng hồ hỏng")
                : DateTimeOffset.FromUnixTimeMilliseconds(Office.Morning);
            using (var office = new Office(services: plain => plain.WithServices(clock)))
            {
                broken = true;
                var thrown = Assert.Throws<BmnnException>(() => office.Registry.Perform(Office.Party("so-a"), office.Clerk));
                Assert.Equal(BmnnCode.Callback, thrown.Code);
                Assert.True(thrown.InnerException is TimeZoneNotFoundException);
                broken = false;
                office.Registry.Perform(Office.Party("so-a"), office.Clerk);
            }
        }

        [Fact]
        public void WhatRandomnessThrowsIsInside()
        {
            var broken = false;
            var random = new Random(7);
            Action<byte[]> fill = bytes =>
            {
                if (broken)
                    throw new UnauthorizedAccessException("không có số ngẫu nhiên");
                random.NextBytes(bytes);
            };
            using (var office = new Office(services: plain => plain.WithServices(randomness: fill)))
            {
                broken = true;
                var thrown = Assert.Throws<BmnnException>(() => office.Registry.Perform(Office.Party("so-a"), office.Clerk));
                Assert.Equal(BmnnCode.Callback, thrown.Code);
                Assert.True(thrown.InnerException is UnauthorizedAccessException);
            }
        }

        [Fact]
        public void ALogThatFailsStopsNothing()
        {
            var lines = 0;
            using (var office = new Office(services: plain => plain.WithServices(log: (level, line) =>
            {
                lines++;
                Assert.DoesNotContain("Phương án", line);
                throw new InvalidOperationException("đĩa đầy");
            })))
                office.Registry.Perform(Office.Determination("doc-1"), office.Clerk);
            Assert.True(lines > 0);
        }

        [Fact]
        public void SignersOnManyThreadsWhileTheCollectorRuns()
        {
            using (var office = new Office())
            {
                var threads = Enumerable.Range(0, 4).Select(thread => new Thread(() =>
                {
                    for (var i = 0; i < 25; i++)
                    {
                        using (var card = Signer.FromHost(CardKey, _ => throw new TimeoutException(thread + "-" + i)))
                        {
                            var thrown = Assert.Throws<BmnnException>(() => office.Registry.Perform(Office.Party("so-a"), office.Clerk, card));
                            Assert.Equal(thread + "-" + i, thrown.InnerException!.Message);
                        }
                    }
                })).ToList();
                threads.ForEach(one => one.Start());
                while (threads.Any(one => one.IsAlive))
                    Churn();
                threads.ForEach(one => one.Join());
            }
        }

        private static readonly List<WeakReference> Kept = new List<WeakReference>();

        [MethodImpl(MethodImplOptions.NoInlining)]
        private static Host Services(Host plain, Action asked, Action filled, List<string> told)
        {
            var random = new Random(7);
            Func<DateTimeOffset> clock = () =>
            {
                asked();
                return DateTimeOffset.FromUnixTimeMilliseconds(Office.Morning);
            };
            Action<byte[]> fill = bytes =>
            {
                filled();
                random.NextBytes(bytes);
            };
            Action<LogLevel, string> log = (level, line) => told.Add(level + " " + line);
            Kept.AddRange(new object[] { clock, fill, log }.Select(one => new WeakReference(one)));
            return plain.WithServices(clock, fill, log);
        }

        [MethodImpl(MethodImplOptions.NoInlining)]
        private static List<WeakReference> Collected() => Kept.ToList();

        private static void Churn()
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        private static Exception? Record(Func<object> action)
        {
            try
            {
                action();
                return null;
            }
            catch (Exception thrown)
            {
                return thrown;
            }
        }

        private static byte[] Key(byte seed)
        {
            using (var signer = Office.Key(seed))
                return signer.PublicKey();
        }
    }
}
