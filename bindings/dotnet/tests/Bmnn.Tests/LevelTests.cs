using System;
using System.Text;
using Xunit;

namespace Bmnn.Tests
{
    public sealed class LevelTests
    {
        [Fact]
        public void EveryFormIsReadBack()
        {
            foreach (SecrecyLevel level in Enum.GetValues(typeof(SecrecyLevel)))
            {
                foreach (var form in new[] { LevelForm.Name, LevelForm.Vietnamese, LevelForm.Mark, LevelForm.Letter })
                    Assert.Equal(level, SecrecyLevels.Parse(level.ToText(form)));
            }
            Assert.Equal("TỐI MẬT", SecrecyLevel.ToiMat.ToText(LevelForm.Mark));
            Assert.Equal("Top Secret", SecrecyLevel.TuyetMat.ToText(LevelForm.English));
        }

        [Fact]
        public void LibertiesAreTold()
        {
            Assert.Equal(SecrecyLevel.ToiMat, SecrecyLevels.Parse("Tối mật", out var none));
            Assert.Equal(LevelLiberties.None, none);
            Assert.Equal(SecrecyLevel.ToiMat, SecrecyLevels.Parse("  TOI mat", out var several));
            Assert.Equal(LevelLiberties.Space | LevelLiberties.Case | LevelLiberties.Diacritics, several);
            // The same letters, taken apart.
            Assert.Equal(SecrecyLevel.Mat, SecrecyLevels.Parse("Ma\u0323\u0302t", out var apart));
            Assert.Equal(LevelLiberties.Decomposed, apart);
        }

        [Fact]
        public void WhatIsNoLevelIsRefused()
        {
            foreach (var text in new[] { "", "Secret", "Mắt", "\U0001F512", "𝐌ật\U0001F512" })
            {
                var thrown = Assert.Throws<BmnnException>(() => SecrecyLevels.Parse(text));
                Assert.Equal(BmnnCode.Level, thrown.Code);
                Assert.Equal("BMNN_E_LEVEL", thrown.CodeName);
            }
            Assert.Throws<ArgumentException>(() => ((SecrecyLevel)4).ToText(LevelForm.Name));
            Assert.Throws<ArgumentException>(() => SecrecyLevel.Mat.ToText((LevelForm)99));
        }

        [Fact]
        public void TheHighestWins()
        {
            Assert.Equal(SecrecyLevel.TuyetMat, SecrecyLevels.Highest(SecrecyLevel.Mat, SecrecyLevel.TuyetMat, SecrecyLevel.ToiMat));
            Assert.Throws<ArgumentException>(() => SecrecyLevels.Highest());
            Assert.Throws<ArgumentException>(() => SecrecyLevels.Highest(SecrecyLevel.Mat, 0));
            Assert.Throws<ArgumentNullException>(() => SecrecyLevels.Highest(null!));
        }
    }
}
