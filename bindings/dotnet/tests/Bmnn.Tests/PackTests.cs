using System;
using Xunit;

namespace Bmnn.Tests
{
    public sealed class PackTests
    {
        [Fact]
        public void TheLawOfADay()
        {
            using (var packs = RulePacks.BuiltIn())
            {
                var found = packs.Provision(new LegalDate(2021, 5, 4), "extend.decide-before");
                Assert.Equal("vn-2018", found.Pack);
                Assert.Equal("{\"days\":60}", found.Value.ToString());
                Assert.Equal(60L, found.Value["days"]!.AsInteger);
                Assert.Contains("khoản 2 Điều 20", found.Article.Vi);
                Assert.NotEqual("", found.Confidence);
                Assert.Equal(BmnnCode.NotFound,
                    Assert.Throws<BmnnException>(() => packs.Provision(new LegalDate(2021, 5, 4), "no.such")).Code);
                Assert.Equal(BmnnCode.Date, Assert.Throws<BmnnException>(() => packs.Provision(default, "extend.decide-before")).Code);
            }
        }

        [Fact]
        public void TheLawWithoutARegistry()
        {
            using (var packs = RulePacks.BuiltIn())
            {
                Assert.Equal("vn-2018", packs.InForce(new LegalDate(2021, 5, 4))["id"]!.AsText);
                Assert.Equal(3, packs.List().Count);
                Assert.True(packs.Pack("vn-2025")["provisions"]!.Items.Count > 10);
                Assert.True(packs.Mark(new LegalDate(2021, 5, 4), "toi-mat")["rows"]!.Items.Count > 0);
                var end = packs.TermEnd(SecrecyLevel.Mat, new LegalDate(2021, 5, 4));
                Assert.Equal(new LegalDate(2031, 5, 4), end);
                Assert.Equal("04/05/2031", end.ToVietnamese());
                Assert.Equal(BmnnCode.Json, Assert.Throws<BmnnException>(() => packs.Term("[]")).Code);
                Assert.Equal(BmnnCode.NotFound, Assert.Throws<BmnnException>(() => packs.Pack("vn-1900")).Code);
                Assert.Equal(BmnnCode.Json, Assert.Throws<BmnnException>(() => packs.Decide("{", "{}")).Code);
            }
        }

        [Fact]
        public void CopiesHaveNames()
        {
            var copy = CopyName.Parse("doc-17#3/2.1");
            Assert.Equal("doc-17", copy.Document);
            Assert.Equal("doc-17#3", copy.Root);
            Assert.Equal("doc-17#3", copy.Parent);
            Assert.Equal("doc-17#3/2.1", CopyName.Duplicate("doc-17#3", 2, 1));
            Assert.Throws<ArgumentException>(() => CopyName.Parse("doc-17"));
            Assert.Throws<ArgumentException>(() => CopyName.Duplicate("doc-17#3", 0, 1));
            Assert.Throws<ArgumentOutOfRangeException>(() => CopyName.Duplicate("doc-17#3", -1, 1));
        }

        [Fact]
        public void APackOfAnAgency()
        {
            using (var packs = RulePacks.BuiltIn())
            {
                var thrown = Assert.Throws<BmnnException>(() => packs.With("quy định nội bộ", "không phải TOML"));
                Assert.Equal(BmnnCode.Pack, thrown.Code);
                Assert.Contains("quy định nội bộ", thrown.MessageVi);
            }
        }

        [Fact]
        public void DigestsAreAsActsWantThem()
        {
            Assert.Equal(64, RulePacks.Digest("vn-2025").Length);
            Assert.Equal(BmnnCode.NotFound, Assert.Throws<BmnnException>(() => RulePacks.Digest("vn-1900")).Code);
        }
    }
}
