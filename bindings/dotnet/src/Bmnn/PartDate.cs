using System;

namespace Bmnn
{
    /// <summary>A date as old papers have it: a day, a month or a year, and the days between which it lies. A term
    /// reckoned from the latest one protects no less than the true one.</summary>
    public readonly unsafe struct PartDate : IEquatable<PartDate>
    {
        private PartDate(LegalDate earliest, LegalDate latest)
        {
            Earliest = earliest;
            Latest = latest;
        }

        /// <summary>The first day that it can be.</summary>
        public LegalDate Earliest { get; }

        /// <summary>The last day that it can be.</summary>
        public LegalDate Latest { get; }

        /// <summary>Reads <c>2014-05-31</c>, <c>2014-05</c> or <c>2014</c>.</summary>
        /// <exception cref="ArgumentException">The text has no UTF-8.</exception>
        /// <exception cref="BmnnException"><see cref="BmnnCode.Date"/>: the text is none.</exception>
        public static PartDate Parse(string text)
        {
            NativeLoader.Ready();
            var bytes = Utf8.Bytes(text, nameof(text));
            int earliest, latest;
            bmnn_error* error;
            fixed (byte* start = bytes)
                Native.Check(NativeMethods.bmnn_part_date_parse(start, (nuint)bytes.Length, &earliest, &latest, &error), error);
            return new PartDate(LegalDate.FromNumber(earliest), LegalDate.FromNumber(latest));
        }

        /// <inheritdoc/>
        public bool Equals(PartDate other) => Earliest == other.Earliest && Latest == other.Latest;

        /// <inheritdoc/>
        public override bool Equals(object? other) => other is PartDate date && Equals(date);

        /// <inheritdoc/>
        public override int GetHashCode() => Earliest.Number * 31 + Latest.Number;

        /// <summary>Whether they lie between the same days.</summary>
        public static bool operator ==(PartDate left, PartDate right) => left.Equals(right);

        /// <summary>Whether they do not.</summary>
        public static bool operator !=(PartDate left, PartDate right) => !left.Equals(right);
    }
}
