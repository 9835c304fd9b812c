using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace Bmnn.Tests
{
    public sealed class HandleTests
    {
        private static readonly LegalDate Day = new LegalDate(2026, 3, 2);

        [Fact]
        public void WhatWasDisposedOfIsRefused()
        {
            var packs = RulePacks.BuiltIn();
            packs.Dispose();
            packs.Dispose();
            var thrown = Assert.Throws<ObjectDisposedException>(() => packs.Provision(Day, "extend.decide-before"));
            Assert.Equal(nameof(RulePacks), thrown.ObjectName);
            Assert.Throws<ObjectDisposedException>(() => packs.With("a", ""));
        }

        [Fact]
        public void ManyTasksReadOneObject()
        {
            using (var packs = RulePacks.BuiltIn())
            {
                var tasks = Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
                {
                    for (var i = 0; i < 50; i++)
                        Assert.Equal("vn-2018", packs.Provision(new LegalDate(2021, 5, 4), "extend.decide-before").Pack);
                })).ToArray();
                Task.WaitAll(tasks);
            }
        }

        [Fact]
        public void DisposingWhileOthersReadIsSafe()
        {
            for (var round = 0; round < 20; round++)
            {
                var packs = RulePacks.BuiltIn();
                using (var begun = new CountdownEvent(4))
                {
                    // Threads of their own: a pool would let the readers wait for one another.
                    var readers = Enumerable.Range(0, 4).Select(_ => new Thread(() =>
                    {
                        begun.Signal();
                        try
                        {
                            while (true)
                                packs.Provision(Day, "extend.decide-before");
                        }
                        catch (ObjectDisposedException)
                        {
                            // The only way out.
                        }
                    }));
                    var disposers = Enumerable.Range(0, 2).Select(_ => new Thread(() =>
                    {
                        begun.Wait();
                        packs.Dispose();
                    }));
                    var all = readers.Concat(disposers).ToList();
                    all.ForEach(one => one.Start());
                    all.ForEach(one => one.Join());
                }
            }
        }

        [Fact]
        public void WhatNobodyKeepsIsCollected()
        {
            var kept = new List<WeakReference>();
            for (var i = 0; i < 50; i++)
                Drop(kept);
            for (var i = 0; i < 10 && kept.Any(one => one.IsAlive); i++)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }
            // A collector that looks at the stack may keep one or two.
            Assert.True(kept.Count(one => one.IsAlive) < 5);
        }

        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
        private static void Drop(List<WeakReference> kept) => kept.Add(new WeakReference(RulePacks.BuiltIn()));
    }
}
