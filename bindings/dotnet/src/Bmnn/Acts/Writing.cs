using System;
using System.Collections.Generic;

namespace Bmnn.Acts
{
    public abstract partial class Act
    {
        private protected Act()
        {
        }

        /// <summary>Its name: <c>copy.transfer</c>.</summary>
        public abstract string ActName { get; }

        /// <summary>The act as JSON, by its schema.</summary>
        /// <exception cref="ArgumentException">A value is none of its enum.</exception>
        public string ToJson()
        {
            var writer = new JsonWriter();
            Write(writer);
            return writer.ToString();
        }

        private protected abstract void WriteOwn(JsonWriter writer);

        internal void Write(JsonWriter writer)
        {
            writer.BeginObject();
            writer.Member("act", ActName);
            WriteCommon(writer);
            WriteOwn(writer);
            writer.EndObject();
        }
    }

    /// <summary>An object within an act.</summary>
    public abstract class ActPart
    {
        private protected ActPart()
        {
        }

        private protected abstract void WriteOwn(JsonWriter writer);

        internal void Write(JsonWriter writer)
        {
            writer.BeginObject();
            WriteOwn(writer);
            writer.EndObject();
        }
    }

    /// <summary>Members as acts write them: none where there is no value.</summary>
    internal static partial class Writing
    {
        internal static void Member(this JsonWriter writer, string name, string? value)
        {
            if (value is null)
                return;
            writer.Name(name);
            writer.Text(value);
        }

        internal static void Member(this JsonWriter writer, string name, LegalDate? value) =>
            writer.Member(name, value?.ToString());

        // The members of the enum have the names that acts write.
        internal static void Member(this JsonWriter writer, string name, SecrecyLevel? value) =>
            writer.Member(name, value?.ToString());

        internal static void Member(this JsonWriter writer, string name, long? value)
        {
            if (!(value is long number))
                return;
            writer.Name(name);
            writer.Integer(number);
        }

        internal static void Member(this JsonWriter writer, string name, bool? value)
        {
            if (!(value is bool truth))
                return;
            writer.Name(name);
            writer.Boolean(truth);
        }

        internal static void Member(this JsonWriter writer, string name, ActPart? value)
        {
            if (value is null)
                return;
            writer.Name(name);
            value.Write(writer);
        }

        internal static void Member(this JsonWriter writer, string name, JsonValue? value)
        {
            if (value is null)
                return;
            writer.Name(name);
            writer.Value(value);
        }

        internal static void Member<T>(this JsonWriter writer, string name, IEnumerable<T>? values, Action<T> each)
        {
            if (values is null)
                return;
            writer.Name(name);
            writer.BeginArray();
            foreach (var value in values)
                each(value);
            writer.EndArray();
        }
    }
}
