using System;
using System.Collections.Generic;
using System.Globalization;

namespace Bmnn
{
    public sealed unsafe partial class Registry
    {
        /// <summary>How many entries the ledger has.</summary>
        public long Size()
        {
            using (var lent = Lend())
            {
                ulong size;
                bmnn_error* error;
                Native.Check(NativeMethods.bmnn_registry_size((bmnn_registry*)lent.Pointer, &size, &error), error);
                return checked((long)size);
            }
        }

        /// <summary>The ledger's id: 32 bytes.</summary>
        public byte[] LedgerId()
        {
            var id = new byte[32];
            using (var lent = Lend())
            {
                bmnn_error* error;
                fixed (byte* start = id)
                    Native.Check(NativeMethods.bmnn_registry_ledger_id((bmnn_registry*)lent.Pointer, start, &error), error);
            }
            return id;
        }

        /// <summary>The entry at a position, from 0.</summary>
        /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
        /// <exception cref="BmnnException"><see cref="BmnnCode.NotFound"/>: there is none.</exception>
        public Entry Entry(long position)
        {
            var at = Position(position, nameof(position));
            return new Entry(Ask((registry, answer, error) => NativeMethods.bmnn_registry_entry(registry, at, answer, error)));
        }

        /// <summary>The entries from a position on: how a host keeps tables of its own up to date. Each is read when it
        /// is asked for.</summary>
        /// <exception cref="ArgumentOutOfRangeException">The position is negative.</exception>
        public IEnumerable<Entry> Since(long position)
        {
            Position(position, nameof(position));
            return Following(position);
        }

        private IEnumerable<Entry> Following(long position)
        {
            for (; position < Size(); position++)
                yield return Entry(position);
        }

        /// <summary>What became of an act: a host that crashed while it waited asks so before it tries again.</summary>
        /// <param name="id">Its id, 32 hexadecimal digits.</param>
        /// <exception cref="ArgumentException">It is no such id.</exception>
        /// <exception cref="BmnnException"><see cref="BmnnCode.NotFound"/>: it is not on record.</exception>
        public Entry ById(string id)
        {
            var bytes = Hex.Bytes(id, 16, nameof(id));
            return new Entry(Ask((registry, answer, error) =>
            {
                fixed (byte* start = bytes)
                    return NativeMethods.bmnn_registry_by_id(registry, start, answer, error);
            }));
        }

        /// <summary>The acts on something, in order.</summary>
        /// <param name="about">The id of a document (with its copies), a copy, person, party, position, book or
        /// incident.</param>
        /// <param name="knownAt">The last entry to look at; null for all.</param>
        public IReadOnlyList<Entry> History(string about, long? knownAt = null)
        {
            var (text, last) = (Utf8.Bytes(about, nameof(about)), Known(knownAt));
            return Listed(Ask((registry, answer, error) =>
            {
                fixed (byte* start = text)
                    return NativeMethods.bmnn_registry_history(registry, start, (nuint)text.Length, last, answer, error);
            }), one => new Entry(one));
        }

        /// <summary>What a document's secrecy is on a day, and why.</summary>
        /// <param name="document">Its id.</param>
        /// <param name="on">The day.</param>
        /// <param name="knownAt">The last entry to look at; null for all.</param>
        public DocumentStatus Status(string document, LegalDate on, long? knownAt = null)
        {
            var (text, last) = (Utf8.Bytes(document, nameof(document)), Known(knownAt));
            return new DocumentStatus(Ask((registry, answer, error) =>
            {
                fixed (byte* start = text)
                {
                    return NativeMethods.bmnn_registry_status(registry, start, (nuint)text.Length, on.Number, last, answer,
                        error);
                }
            }));
        }

        /// <summary>The open duties, the most urgent first, seen from a day.</summary>
        public IReadOnlyList<Duty> Duties(LegalDate on) =>
            Listed(Ask((registry, answer, error) => NativeMethods.bmnn_registry_duties(registry, on.Number, answer, error)),
                one => new Duty(one));

        /// <summary>The receipt of an entry (C2SP tlog-proof): it proves to anyone, without the ledger, that the entry
        /// is in it.</summary>
        /// <exception cref="BmnnException"><see cref="BmnnCode.NotFound"/>: there is no such entry.</exception>
        public string Receipt(long position)
        {
            var at = Position(position, nameof(position));
            return AskText((registry, answer, error) => NativeMethods.bmnn_registry_receipt(registry, at, answer, error));
        }

        /// <summary>The last checkpoint, a signed note (C2SP). Whoever keeps it elsewhere can prove later that the ledger
        /// was cut back or rewritten.</summary>
        public string Checkpoint() =>
            AskText((registry, answer, error) => NativeMethods.bmnn_registry_checkpoint(registry, answer, error));

        private static ulong Position(long position, string parameter) =>
            position < 0 ? throw new ArgumentOutOfRangeException(parameter) : (ulong)position;

        private static ulong Known(long? knownAt) =>
            knownAt is long at ? Position(at, nameof(knownAt)) : ulong.MaxValue; // BMNN_NOW
    }

    /// <summary>Bytes as hexadecimal digits.</summary>
    internal static class Hex
    {
        internal static byte[] Bytes(string text, int length, string parameter)
        {
            if (text is null)
                throw new ArgumentNullException(parameter);
            var bytes = new byte[length];
            var right = text.Length == 2 * length;
            for (var i = 0; right && i < length; i++)
            {
                right = byte.TryParse(text.Substring(2 * i, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture,
                    out bytes[i]);
            }
            return right ? bytes : throw new ArgumentException(2 * length + " hexadecimal digits are wanted", parameter);
        }

        internal static string Text(byte[] bytes)
        {
            var text = new System.Text.StringBuilder(2 * bytes.Length);
            foreach (var one in bytes)
                text.Append(one.ToString("x2", CultureInfo.InvariantCulture));
            return text.ToString();
        }
    }
}
