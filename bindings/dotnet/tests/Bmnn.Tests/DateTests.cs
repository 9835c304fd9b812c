using System;
using Xunit;

namespace Bmnn.Tests
{
    public sealed class DateTests
    {
        [Fact]
        public void DaysAreReadAndWritten()
        {
            var day = LegalDate.Parse("2026-03-01");
            Assert.Equal(new LegalDate(2026, 3, 1), day);
            Assert.Equal("2026-03-01", day.ToString());
            Assert.Equal(20260301, day.Number);
            Assert.Equal(day, LegalDate.FromDateTime(new DateTime(2026, 3, 1, 23, 59, 59)));
            Assert.Equal(new DateTime(2026, 3, 1), day.ToDateTime());
            Assert.True(day < day.AddDays(1) && day >= LegalDate.Parse("1900-01-01"));
        }

        [Fact]
        public void TermsEndAsTheLawCounts()
        {
            // Of a month that has no 31st, the last day.
            Assert.Equal(new LegalDate(2026, 2, 28), new LegalDate(2026, 1, 31).AddMonths(1));
            Assert.Equal(new LegalDate(2056, 2, 29), new LegalDate(2026, 2, 28).AddDays(1).AddDays(-1).AddMonths(360).AddDays(1));
            Assert.Equal(366L, new LegalDate(2024, 1, 1).DaysUntil(new LegalDate(2025, 1, 1)));
            Assert.Equal(-1L, new LegalDate(2024, 1, 1).DaysUntil(new LegalDate(2023, 12, 31)));
        }

        [Fact]
        public void WhatIsNoDayIsRefused()
        {
            foreach (var text in new[] { "", "2026-02-29", "1899-12-31", "2026-3-1", "01/03/2026", "2026-03-01 " })
                Assert.Equal(BmnnCode.Date, Assert.Throws<BmnnException>(() => LegalDate.Parse(text)).Code);
            Assert.Equal(BmnnCode.Date, Assert.Throws<BmnnException>(() => new LegalDate(2026, 13, 1)).Code);
            Assert.Equal(BmnnCode.Date, Assert.Throws<BmnnException>(() => new LegalDate(-1, 1, 1)).Code);
            Assert.Equal(BmnnCode.Date, Assert.Throws<BmnnException>(() => default(LegalDate).AddDays(1)).Code);
            Assert.Throws<ArgumentOutOfRangeException>(() => new LegalDate(2026, 1, 1).AddMonths(-1));
        }
    }
}
