using System;
using System.Linq;
using Xunit;

namespace Bmnn.Tests
{
    public sealed class JsonTests
    {
        [Fact]
        public void WhatIsReadIsWrittenAgain()
        {
            foreach (var text in new[]
            {
                "null", "true", "false", "0", "-1.5e+3", "\"\"", "[]", "{}", "[1,[2,{\"a\":null}]]",
                "{\"số\":\"01/TM-TN\",\"khóa\":\"\U0001F512\"}", "\"\\\"\\\\\\u0001\"", "18446744073709551615",
            })
                Assert.Equal(text, JsonValue.Parse(" " + text + "\r\n\t").ToString());
            Assert.Equal("[1,2]", JsonValue.Parse("[ 1 , 2 ]").ToString());
            Assert.Equal("\U0001F512/\b\f\n\r\t", JsonValue.Parse("\"\\ud83d\\udd12\\/\\b\\f\\n\\r\\t\"").AsText);
        }

        [Fact]
        public void WhatIsNoJsonIsRefused()
        {
            foreach (var text in new[]
            {
                "", " ", "nul", "truE", "01", "1.", ".5", "+1", "-", "1e", "[1,]", "[1 2]", "[", "{", "{\"a\"}", "{\"a\":1,}",
                "{a:1}", "{\"a\":1,\"a\":2}", "\"", "\"\\x\"", "\"\\u12\"", "\"\\ud83d\"", "\"\\udd12\\ud83d\"", "\"\n\"", "1 1",
                "'a'", "NaN", "\ufeff1",
            })
                Assert.Throws<FormatException>(() => JsonValue.Parse(text));
        }

        [Fact]
        public void NestingHasAnEnd()
        {
            var deep = string.Concat(Enumerable.Repeat("[", 128)) + string.Concat(Enumerable.Repeat("]", 128));
            Assert.Equal(deep, JsonValue.Parse(deep).ToString());
            Assert.Throws<FormatException>(() => JsonValue.Parse("[[" + deep + "]]"));
            Assert.Throws<FormatException>(() => JsonValue.Parse(string.Concat(Enumerable.Repeat("[", 1000000))));
        }

        [Fact]
        public void EachKindHasItsOwnAnswer()
        {
            var value = JsonValue.Parse("{\"a\":1,\"b\":\"x\",\"c\":true,\"d\":null,\"e\":[3],\"f\":1.5}");
            Assert.Equal(1L, value["a"]!.AsInteger);
            Assert.Equal("x", value["b"]!.AsText);
            Assert.Equal(true, value["c"]!.AsBoolean);
            Assert.True(value["d"]!.IsNull);
            Assert.Equal(3L, value["e"]!.Items.Single().AsInteger);
            Assert.Null(value["f"]!.AsInteger);
            Assert.Equal("1.5", value["f"]!.AsNumber);
            Assert.Null(value["g"]);
            Assert.Null(value["a"]!["b"]);
            Assert.Null(value["a"]!.AsText);
            Assert.Equal(6, value.Members.Count);
        }

        [Fact]
        public void HalfACharacterIsNoText()
        {
            Assert.Throws<ArgumentException>(() => JsonValue.Parse("\"\ud83d\""));
            Assert.Throws<ArgumentNullException>(() => JsonValue.Parse(null!));
        }
    }
}
