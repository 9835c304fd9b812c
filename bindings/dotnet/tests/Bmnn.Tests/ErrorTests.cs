using System;
using System.Linq;
using System.Threading;
using Xunit;

namespace Bmnn.Tests
{
    public sealed unsafe class ErrorTests
    {
        public ErrorTests() => _ = Place.Library;

        [Fact]
        public void TextsThatHaveNoUtf8AreRefusedHere()
        {
            foreach (var half in new[] { "\ud800", "a\udc00b", "\udd12\ud83d", "Mật\ud83d" })
            {
                var thrown = Assert.Throws<ArgumentException>(() => SecrecyLevels.Parse(half));
                Assert.Equal("text", thrown.ParamName);
                Assert.Throws<ArgumentException>(() => RulePacks.Digest(half));
                Assert.Throws<ArgumentException>(() => LegalDate.Parse(half));
                Assert.Throws<ArgumentException>(() => BmnnNative.HasFeature(half));
            }
            Assert.Throws<ArgumentNullException>(() => SecrecyLevels.Parse(null!));
        }

        [Fact]
        public void ANulWithinATextIsRefusedThere()
        {
            var thrown = Assert.Throws<ArgumentException>(() => RulePacks.Digest("vn\02025"));
            var inner = (BmnnException)thrown.InnerException!;
            Assert.Equal(BmnnCode.Utf8, inner.Code);
            Assert.Equal("BMNN_E_UTF8", inner.CodeName);
            Assert.NotEqual(inner.MessageVi, inner.MessageEn);
            Assert.Contains(inner.MessageVi, inner.Message);
        }

        [Fact]
        public void EveryCodeHasItsException()
        {
            foreach (BmnnCode code in Enum.GetValues(typeof(BmnnCode)))
            {
                var name = Utf8.Text(NativeMethods.bmnn_status_name((int)code));
                var ours = Native.ByCode(new ErrorFacts { Code = code, CodeName = name! }, null);
                var usual = Native.AsUsual(ours, "argument", null, default);
                Assert.Equal(code, ours.Code);
                Assert.NotEqual("BMNN_E_UNKNOWN", name);
                Assert.True(ReferenceEquals(usual, ours) || ReferenceEquals(usual.InnerException, ours), name);
            }
            Assert.True(Mapped(BmnnCode.Refused) is BmnnRefusedException);
            Assert.True(Mapped(BmnnCode.Panic) is BmnnInternalErrorException);
            Assert.True(Mapped(BmnnCode.Range) is ArgumentException);
            Assert.True(Mapped(BmnnCode.Unsupported) is NotSupportedException);
            Assert.True(Mapped(BmnnCode.Closed) is InvalidOperationException);
            Assert.True(Mapped(BmnnCode.Cancelled) is OperationCanceledException);
        }

        [Fact]
        public void ACodeOfALaterVersionIsAnExceptionToo()
        {
            foreach (var code in new[] { -1, -199, -4242, int.MinValue, 7 })
            {
                Assert.Equal("BMNN_E_UNKNOWN", Utf8.Text(NativeMethods.bmnn_status_name(code)));
                var thrown = Assert.Throws<BmnnException>(() => Native.Check(code, null));
                Assert.Equal((BmnnCode)code, thrown.Code);
                Assert.Equal("{}", thrown.DetailJson);
            }
        }

        [Fact]
        public void WhatACallbackThrewIsInside()
        {
            var cause = new TimeoutException("thẻ không trả lời");
            Native.Keep(cause);
            Assert.True(ReferenceEquals(cause, Assert.Throws<BmnnException>(() => Native.Check((int)BmnnCode.Callback, null)).InnerException));
            // It belongs to one call.
            Assert.Null(Assert.Throws<BmnnException>(() => Native.Check((int)BmnnCode.Callback, null)).InnerException);
            Native.Keep(cause);
            Native.Check(0, null);
            Assert.Null(Assert.Throws<BmnnException>(() => Native.Check((int)BmnnCode.Callback, null)).InnerException);
        }

        [Fact]
        public void ACodeNeverHasASecondMeaning()
        {
            var all = Enum.GetValues(typeof(BmnnCode)).Cast<int>().ToList();
            Assert.Equal(all.Count, all.Distinct().Count());
            Assert.True(all.All(code => code <= 0));
        }

        private static Exception Mapped(BmnnCode code) =>
            Native.AsUsual(Native.ByCode(new ErrorFacts { Code = code }, null), null, null, new CancellationToken(true));
    }
}
