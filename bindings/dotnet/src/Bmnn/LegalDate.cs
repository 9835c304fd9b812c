using System;
using System.Globalization;

namespace Bmnn
{
    /// <summary>A day of the calendar, 1900 to 9999, without time and place: the dates of acts and terms.</summary>
    /// <remarks>The default value is no day, and is refused wherever one is wanted.</remarks>
    public readonly unsafe struct LegalDate : IEquatable<LegalDate>, IComparable<LegalDate>
    {
        private LegalDate(int number) => Number = number;

        /// <summary>A day.</summary>
        /// <exception cref="BmnnException"><see cref="BmnnCode.Date"/>: there is no such day.</exception>
        public LegalDate(int year, int month, int day)
        {
            // The calendar is the library's.
            var fields = new[] { Digits(year, 4), Digits(month, 2), Digits(day, 2) };
            Number = Parse(string.Join("-", fields)).Number;
        }

        /// <summary>Year × 10 000 + month × 100 + day: 20260301. 0 for no day.</summary>
        public int Number { get; }

        /// <summary>The year.</summary>
        public int Year => Number / 10000;

        /// <summary>The month, from 1.</summary>
        public int Month => Number / 100 % 100;

        /// <summary>The day of the month, from 1.</summary>
        public int Day => Number % 100;

        /// <summary>Reads a day as acts write it: <c>2026-03-01</c>.</summary>
        /// <exception cref="ArgumentException">The text has no UTF-8.</exception>
        /// <exception cref="BmnnException"><see cref="BmnnCode.Date"/>: the text is no day.</exception>
        public static LegalDate Parse(string text)
        {
            NativeLoader.Ready();
            var bytes = Utf8.Bytes(text, nameof(text));
            int date;
            bmnn_error* error;
            fixed (byte* start = bytes)
                Native.Check(NativeMethods.bmnn_date_parse(start, (nuint)bytes.Length, &date, &error), error);
            return new LegalDate(date);
        }

        internal static LegalDate FromNumber(int number) => new LegalDate(number);

        /// <summary>The day that a time of .NET shows, without its time.</summary>
        /// <exception cref="BmnnException"><see cref="BmnnCode.Date"/>: it is before 1900.</exception>
        public static LegalDate FromDateTime(DateTime time) => new LegalDate(time.Year, time.Month, time.Day);

        /// <summary>Midnight of the day, of no time zone.</summary>
        /// <exception cref="ArgumentOutOfRangeException">This is no day.</exception>
        public DateTime ToDateTime() => new DateTime(Year, Month, Day, 0, 0, 0, DateTimeKind.Unspecified);

        /// <summary>The day so many days later; earlier if negative. It stops at the calendar's ends.</summary>
        /// <exception cref="BmnnException"><see cref="BmnnCode.Date"/>: this is no day.</exception>
        public LegalDate AddDays(long days)
        {
            NativeLoader.Ready();
            int date;
            bmnn_error* error;
            Native.Check(NativeMethods.bmnn_date_plus_days(Number, days, &date, &error), error);
            return new LegalDate(date);
        }

        /// <summary>The last day of a period of so many months that begins with an event on this day (Civil Code 2015
        /// Art. 147(2), 148): the same day of the month, or the month's last one where there is none.</summary>
        /// <param name="months">How many; a year is twelve.</param>
        /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
        /// <exception cref="BmnnException"><see cref="BmnnCode.Date"/>: this is no day.</exception>
        public LegalDate AddMonths(int months)
        {
            if (months < 0)
                throw new ArgumentOutOfRangeException(nameof(months));
            NativeLoader.Ready();
            int date;
            bmnn_error* error;
            Native.Check(NativeMethods.bmnn_date_plus_months(Number, (uint)months, &date, &error), error);
            return new LegalDate(date);
        }

        /// <summary>Days from this day to another; negative if that is earlier.</summary>
        /// <exception cref="BmnnException"><see cref="BmnnCode.Date"/>: one is no day.</exception>
        public long DaysUntil(LegalDate to)
        {
            NativeLoader.Ready();
            long days;
            bmnn_error* error;
            Native.Check(NativeMethods.bmnn_date_days_until(Number, to.Number, &days, &error), error);
            return days;
        }

        /// <summary>As acts write it: <c>2026-03-01</c>.</summary>
        public override string ToString() => Digits(Year, 4) + "-" + Digits(Month, 2) + "-" + Digits(Day, 2);

        /// <summary>As it is written in Vietnamese: <c>01/03/2026</c>.</summary>
        /// <exception cref="BmnnException"><see cref="BmnnCode.Date"/>: this is no day.</exception>
        public string ToVietnamese()
        {
            NativeLoader.Ready();
            var number = Number;
            return Native.AnswerText((answer, error) => NativeMethods.bmnn_date_vi(number, answer, error));
        }

        /// <inheritdoc/>
        public bool Equals(LegalDate other) => Number == other.Number;

        /// <inheritdoc/>
        public override bool Equals(object? other) => other is LegalDate date && Equals(date);

        /// <inheritdoc/>
        public override int GetHashCode() => Number;

        /// <inheritdoc/>
        public int CompareTo(LegalDate other) => Number.CompareTo(other.Number);

        /// <summary>Whether they are the same day.</summary>
        public static bool operator ==(LegalDate left, LegalDate right) => left.Number == right.Number;

        /// <summary>Whether they are different days.</summary>
        public static bool operator !=(LegalDate left, LegalDate right) => left.Number != right.Number;

        /// <summary>Whether the first is earlier.</summary>
        public static bool operator <(LegalDate left, LegalDate right) => left.Number < right.Number;

        /// <summary>Whether the first is later.</summary>
        public static bool operator >(LegalDate left, LegalDate right) => left.Number > right.Number;

        /// <summary>Whether the first is not later.</summary>
        public static bool operator <=(LegalDate left, LegalDate right) => left.Number <= right.Number;

        /// <summary>Whether the first is not earlier.</summary>
        public static bool operator >=(LegalDate left, LegalDate right) => left.Number >= right.Number;

        private static string Digits(int number, int width) => number.ToString("D" + width, CultureInfo.InvariantCulture);
    }
}
