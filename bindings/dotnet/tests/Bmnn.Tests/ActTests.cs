using System;
using System.Linq;
using Bmnn.Acts;
using Xunit;

namespace Bmnn.Tests
{
    public sealed class ActTests
    {
        [Fact]
        public void AnActIsWrittenAsItsSchemaSays()
        {
            var act = new CopyTransfer
            {
                On = new LegalDate(2026, 3, 2),
                Copies = new[] { "doc-1#1", "doc-1#2" },
                To = "bo-a",
                Means = Means.Hand,
                Row = new Row { Book = "giao-2026" },
            };
            var written = JsonValue.Parse(act.ToJson());
            Assert.Equal("copy.transfer", written["act"]!.AsText);
            Assert.Equal("copy.transfer", act.ActName);
            Assert.Equal("2026-03-02", written["on"]!.AsText);
            Assert.Equal("[\"doc-1#1\",\"doc-1#2\"]", written["copies"]!.ToString());
            Assert.Equal("hand", written["means"]!.AsText);
            Assert.Equal("{\"book\":\"giao-2026\"}", written["row"]!.ToString());
            // What is null is not there.
            Assert.Equal(6, written.Members.Count);
            act.Means = (Means)99;
            Assert.Throws<ArgumentException>(() => act.ToJson());
        }

        [Fact]
        public void EveryActIsItsOwn()
        {
            var acts = typeof(Act).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Act)))
                .Select(type => (Act)Activator.CreateInstance(type)!).ToList();
            Assert.True(acts.Count > 40);
            Assert.Equal(acts.Count, acts.Select(act => act.ActName).Distinct().Count());
            foreach (var act in acts)
                Assert.Equal("{\"act\":\"" + act.ActName + "\"}", act.ToJson());
        }
    }
}
