using System;

namespace Bmnn
{
    /// <summary>A copy's name: <c>doc-17#3</c> is the copy numbered 3, <c>doc-17#u1</c> one without a number,
    /// <c>doc-17#3/2.1</c> duplicate 1 of occasion 2 made from copy 3.</summary>
    public sealed unsafe class CopyName : Answer
    {
        private CopyName(JsonValue json) : base(json)
        {
            Copy = Text("copy");
            Document = Text("document");
            Number = json["number"]?.AsInteger;
            Root = Text("root");
            Parent = OptionalText("parent");
        }

        /// <summary>The name.</summary>
        public string Copy { get; }

        /// <summary>The document's id.</summary>
        public string Document { get; }

        /// <summary>Its number in the series; null if it has none.</summary>
        public long? Number { get; }

        /// <summary>The copy that it goes back to.</summary>
        public string Root { get; }

        /// <summary>The copy that it was made from; null if it is no duplicate.</summary>
        public string? Parent { get; }

        /// <summary>Reads a copy's name.</summary>
        /// <exception cref="ArgumentException">It is none.</exception>
        public static CopyName Parse(string copy)
        {
            NativeLoader.Ready();
            var bytes = Utf8.Bytes(copy, nameof(copy));
            return new CopyName(Native.AnswerJson((answer, error) =>
            {
                fixed (byte* start = bytes)
                    return NativeMethods.bmnn_copy_parse(start, (nuint)bytes.Length, answer, error);
            }));
        }

        /// <summary>The name of a duplicate.</summary>
        /// <param name="copy">The copy that it is made from.</param>
        /// <param name="occasion">On which occasion, from 1.</param>
        /// <param name="number">Which one of those made then, from 1.</param>
        /// <exception cref="ArgumentException">The copy is none, a number is not positive, or it goes back through too many
        /// reproductions.</exception>
        public static string Duplicate(string copy, int occasion, int number)
        {
            NativeLoader.Ready();
            if (occasion < 0)
                throw new ArgumentOutOfRangeException(nameof(occasion));
            if (number < 0)
                throw new ArgumentOutOfRangeException(nameof(number));
            var bytes = Utf8.Bytes(copy, nameof(copy));
            return Native.AnswerText((answer, error) =>
            {
                fixed (byte* start = bytes)
                {
                    return NativeMethods.bmnn_copy_duplicate(start, (nuint)bytes.Length, (uint)occasion, (uint)number, answer,
                        error);
                }
            });
        }
    }
}
