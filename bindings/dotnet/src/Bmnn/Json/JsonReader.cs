using System;
using System.Collections.Generic;
using System.Text;

namespace Bmnn
{
    /// <summary>Reads JSON (RFC 8259) out of UTF-8.</summary>
    internal sealed class JsonReader
    {
        private const int Deepest = 128;
        private readonly byte[] bytes;
        private int at;

        internal JsonReader(byte[] bytes) => this.bytes = bytes;

        /// <exception cref="FormatException">It is no JSON.</exception>
        internal JsonValue Read()
        {
            var value = Value(0);
            Space();
            return at == bytes.Length ? value : throw Wrong("the end");
        }

        private JsonValue Value(int depth)
        {
            if (depth > Deepest)
                throw Wrong("no deeper nesting");
            Space();
            switch (Next())
            {
                case (byte)'{':
                    return Object(depth);
                case (byte)'[':
                    return Array(depth);
                case (byte)'"':
                    return new JsonValue(JsonKind.Text, Text(), null, null);
                case (byte)'t':
                    return Word("true", JsonKind.Boolean);
                case (byte)'f':
                    return Word("false", JsonKind.Boolean);
                case (byte)'n':
                    return Word("null", JsonKind.Null);
                default:
                    return new JsonValue(JsonKind.Number, Number(), null, null);
            }
        }

        private JsonValue Object(int depth)
        {
            var members = new List<KeyValuePair<string, JsonValue>>();
            var names = new HashSet<string>(StringComparer.Ordinal);
            at++;
            Space();
            if (!Taken('}'))
            {
                do
                {
                    Space();
                    if (Next() != '"')
                        throw Wrong("a name");
                    var name = Text();
                    if (!names.Add(name))
                        throw Wrong("each name once");
                    Space();
                    Expect(':');
                    members.Add(new KeyValuePair<string, JsonValue>(name, Value(depth + 1)));
                    Space();
                }
                while (Taken(','));
                Expect('}');
            }
            return new JsonValue(JsonKind.Object, null, null, members);
        }

        private JsonValue Array(int depth)
        {
            var items = new List<JsonValue>();
            at++;
            Space();
            if (!Taken(']'))
            {
                do
                {
                    items.Add(Value(depth + 1));
                    Space();
                }
                while (Taken(','));
                Expect(']');
            }
            return new JsonValue(JsonKind.Array, null, items, null);
        }

        private JsonValue Word(string word, JsonKind kind)
        {
            foreach (var letter in word)
                Expect(letter);
            return new JsonValue(kind, word, null, null);
        }

        private string Number()
        {
            var start = at;
            Taken('-');
            if (!Taken('0'))
                Digits();
            if (Taken('.'))
                Digits();
            if (Taken('e') || Taken('E'))
            {
                if (!Taken('+'))
                    Taken('-');
                Digits();
            }
            return Encoding.ASCII.GetString(bytes, start, at - start);
        }

        private void Digits()
        {
            var start = at;
            while (at < bytes.Length && bytes[at] >= '0' && bytes[at] <= '9')
                at++;
            if (at == start)
                throw Wrong("a value");
        }

        private string Text()
        {
            at++;
            var start = at;
            StringBuilder? text = null;
            while (true)
            {
                var next = Next();
                if (next < ' ')
                    throw Wrong("a text without control characters");
                if (next != '"' && next != '\\')
                {
                    at++;
                    continue;
                }
                var plain = Plain(start, at - start);
                at++;
                if (next == '"')
                    return Whole(text is null ? plain : text.Append(plain).ToString());
                text = (text ?? new StringBuilder()).Append(plain);
                text.Append(Escaped());
                start = at;
            }
        }

        private string Plain(int start, int length)
        {
            try
            {
                return Utf8.Text(bytes, start, length);
            }
            catch (DecoderFallbackException)
            {
                throw Wrong("UTF-8");
            }
        }

        // Escapes can write half a character.
        private string Whole(string text)
        {
            for (var i = 0; i < text.Length; i++)
            {
                if (!char.IsSurrogate(text[i]))
                    continue;
                if (!char.IsHighSurrogate(text[i]) || i + 1 == text.Length || !char.IsLowSurrogate(text[i + 1]))
                    throw Wrong("both halves of a character");
                i++;
            }
            return text;
        }

        private char Escaped()
        {
            var letter = (char)Next();
            at++;
            switch (letter)
            {
                case '"':
                case '\\':
                case '/':
                    return letter;
                case 'b':
                    return '\b';
                case 'f':
                    return '\f';
                case 'n':
                    return '\n';
                case 'r':
                    return '\r';
                case 't':
                    return '\t';
                case 'u':
                    var code = 0;
                    for (var i = 0; i < 4; i++)
                    {
                        code = (code << 4) | Hexadecimal(Next());
                        at++;
                    }
                    return (char)code;
                default:
                    throw Wrong("an escape");
            }
        }

        private int Hexadecimal(byte digit)
        {
            if (digit >= '0' && digit <= '9')
                return digit - '0';
            var lower = digit | 0x20;
            return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : throw Wrong("a hexadecimal digit");
        }

        private void Space()
        {
            while (at < bytes.Length && (bytes[at] == ' ' || bytes[at] == '\t' || bytes[at] == '\n' || bytes[at] == '\r'))
                at++;
        }

        private byte Next() => at < bytes.Length ? bytes[at] : throw Wrong("more");

        private bool Taken(char wanted)
        {
            if (at >= bytes.Length || bytes[at] != wanted)
                return false;
            at++;
            return true;
        }

        private void Expect(char wanted)
        {
            if (!Taken(wanted))
                throw Wrong("`" + wanted + "`");
        }

        // What stands there is not said: it may be a secret.
        private FormatException Wrong(string wanted) => new FormatException("no JSON at byte " + at + ": expected " + wanted);
    }
}
