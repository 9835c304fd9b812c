using System;
using System.Collections.Generic;
using System.Globalization;

namespace Bmnn
{
    /// <summary>What a JSON value is.</summary>
    public enum JsonKind
    {
        /// <summary><c>null</c>.</summary>
        Null,

        /// <summary><c>true</c> or <c>false</c>.</summary>
        Boolean,

        /// <summary>A number.</summary>
        Number,

        /// <summary>A text.</summary>
        Text,

        /// <summary>An array.</summary>
        Array,

        /// <summary>An object.</summary>
        Object,
    }

    /// <summary>A JSON value as the library answers it. It never changes.</summary>
    /// <remarks>Later versions of the library add members to objects: pass over what you do not know.</remarks>
    public sealed class JsonValue
    {
        internal static readonly JsonValue Nothing = new JsonValue(JsonKind.Null, "null", null, null);
        internal static readonly JsonValue EmptyObject =
            new JsonValue(JsonKind.Object, null, null, new List<KeyValuePair<string, JsonValue>>());

        private readonly string? text;
        private readonly IReadOnlyList<JsonValue>? items;
        private readonly IReadOnlyList<KeyValuePair<string, JsonValue>>? members;

        internal JsonValue(JsonKind kind, string? text, IReadOnlyList<JsonValue>? items,
            IReadOnlyList<KeyValuePair<string, JsonValue>>? members)
        {
            Kind = kind;
            this.text = text;
            this.items = items;
            this.members = members;
        }

        /// <summary>Reads a text.</summary>
        /// <exception cref="ArgumentException">The text has no UTF-8.</exception>
        /// <exception cref="FormatException">It is no JSON (RFC 8259), a name stands twice in an object, or it is
        /// nested more than 128 deep.</exception>
        public static JsonValue Parse(string text) => new JsonReader(Utf8.Bytes(text, nameof(text))).Read();

        /// <summary>What this is.</summary>
        public JsonKind Kind { get; }

        /// <summary>Whether this is <c>null</c>.</summary>
        public bool IsNull => Kind == JsonKind.Null;

        /// <summary>The text; null if this is no text.</summary>
        public string? AsText => Kind == JsonKind.Text ? text : null;

        /// <summary>Whether it is true; null if this is no boolean.</summary>
        public bool? AsBoolean => Kind == JsonKind.Boolean ? text == "true" : (bool?)null;

        /// <summary>The number; null if this is no whole number of 64 bits.</summary>
        public long? AsInteger =>
            Kind == JsonKind.Number && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                ? number
                : (long?)null;

        /// <summary>The number as it stands; null if this is no number.</summary>
        public string? AsNumber => Kind == JsonKind.Number ? text : null;

        /// <summary>The items; none if this is no array.</summary>
        public IReadOnlyList<JsonValue> Items => items ?? System.Array.Empty<JsonValue>();

        /// <summary>The members in their order; none if this is no object.</summary>
        public IReadOnlyList<KeyValuePair<string, JsonValue>> Members =>
            members ?? System.Array.Empty<KeyValuePair<string, JsonValue>>();

        /// <summary>The member of a name; null if there is none, or this is no object.</summary>
        public JsonValue? this[string name]
        {
            get
            {
                foreach (var member in Members)
                {
                    if (member.Key == name)
                        return member.Value;
                }
                return null;
            }
        }

        /// <summary>The value as JSON, without space.</summary>
        public override string ToString()
        {
            var writer = new JsonWriter();
            writer.Value(this);
            return writer.ToString();
        }
    }
}
