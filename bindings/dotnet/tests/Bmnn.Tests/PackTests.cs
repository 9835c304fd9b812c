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
