using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace Bmnn
{
    /// <summary>Writes JSON, without space.</summary>
    internal sealed class JsonWriter
    {
        private readonly StringBuilder text = new StringBuilder();
        private bool first = true;

        internal void BeginObject() => Begin('{');

        internal void EndObject() => End('}');

        internal void BeginArray() => Begin('[');

        internal void EndArray() => End(']');

        /// <summary>The name of the member that follows.</summary>
        internal void Name(string name)
        {
            Separate();
            Quote(name);
            text.Append(':');
            first = true;
        }

        internal void Text(string value)
        {
            Separate();
            Quote(value);
        }

        internal void Integer(long value) => Raw(value.ToString(CultureInfo.InvariantCulture));

        internal void Boolean(bool value) => Raw(value ? "true" : "false");

        internal void Value(JsonValue value)
        {
            switch (value.Kind)
            {
                case JsonKind.Object:
                    BeginObject();
                    foreach (var member in value.Members)
                    {
                        Name(member.Key);
                        Value(member.Value);
                    }
                    EndObject();
                    break;
                case JsonKind.Array:
                    BeginArray();
                    foreach (var item in value.Items)
                        Value(item);
                    EndArray();
                    break;
                case JsonKind.Text:
                    Text(value.AsText!);
                    break;
                case JsonKind.Number:
                    Raw(value.AsNumber!);
                    break;
                case JsonKind.Boolean:
                    Boolean(value.AsBoolean == true);
                    break;
                default:
                    Raw("null");
                    break;
            }
        }

        public override string ToString() => text.ToString();

        private void Begin(char bracket)
        {
            Separate();
            text.Append(bracket);
            first = true;
        }

        private void End(char bracket)
        {
            text.Append(bracket);
            first = false;
        }

        private void Raw(string value)
        {
            Separate();
            text.Append(value);
        }

        private void Separate()
        {
            if (!first)
                text.Append(',');
            first = false;
        }

        // Only what JSON does not let stand is escaped: letters stay letters.
        private void Quote(string value)
        {
            text.Append('"');
            foreach (var letter in value)
            {
                switch (letter)
                {
                    case '"':
                        text.Append("\\\"");
                        break;
                    case '\\':
                        text.Append("\\\\");
                        break;
                    default:
                        if (letter < ' ')
                            text.Append("\\u").Append(((int)letter).ToString("x4", CultureInfo.InvariantCulture));
                        else
                            text.Append(letter);
                        break;
                }
            }
            text.Append('"');
        }
    }
}
