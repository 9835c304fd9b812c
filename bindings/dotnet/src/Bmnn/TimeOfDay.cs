using System;
using System.Globalization;

namespace Bmnn
{
    /// <summary>A time of day in Vietnam, to the minute.</summary>
    public readonly unsafe struct TimeOfDay : IEquatable<TimeOfDay>
    {
        private TimeOfDay(int hour, int minute)
        {
            Hour = hour;
            Minute = minute;
        }

        /// <summary>The hour, 0 to 23.</summary>
        public int Hour { get; }

        /// <summary>The minute, 0 to 59.</summary>
        public int Minute { get; }

        /// <summary>Reads a time as acts write it: <c>14:05</c>.</summary>
        /// <exception cref="ArgumentException">The text has no UTF-8.</exception>
        /// <exception cref="BmnnException"><see cref="BmnnCode.Date"/>: the text is none.</exception>
        public static TimeOfDay Parse(string text)
        {
            NativeLoader.Ready();
            var bytes = Utf8.Bytes(text, nameof(text));
            int hour, minute;
            bmnn_error* error;
            fixed (byte* start = bytes)
                Native.Check(NativeMethods.bmnn_time_parse(start, (nuint)bytes.Length, &hour, &minute, &error), error);
            return new TimeOfDay(hour, minute);
        }

        /// <summary>As acts write it: <c>14:05</c>.</summary>
        public override string ToString() =>
            Hour.ToString("D2", CultureInfo.InvariantCulture) + ":" + Minute.ToString("D2", CultureInfo.InvariantCulture);

        /// <inheritdoc/>
        public bool Equals(TimeOfDay other) => Hour == other.Hour && Minute == other.Minute;

        /// <inheritdoc/>
        public override bool Equals(object? other) => other is TimeOfDay time && Equals(time);

        /// <inheritdoc/>
        public override int GetHashCode() => Hour * 60 + Minute;

        /// <summary>Whether they are the same time.</summary>
        public static bool operator ==(TimeOfDay left, TimeOfDay right) => left.Equals(right);

        /// <summary>Whether they are not.</summary>
        public static bool operator !=(TimeOfDay left, TimeOfDay right) => !left.Equals(right);
    }
}
