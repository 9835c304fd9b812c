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

        /// <summary>The entries from a position on: how a host keeps tables of its own up to date. They are read as they
        /// are asked for, some hundreds at once.</summary>
        /// <exception cref="ArgumentOutOfRangeException">The position is negative. (One beyond the entries is an
        /// <see cref="ArgumentException"/> when they are asked for.)</exception>
        public IEnumerable<Entry> Since(long position)
        {
            Position(position, nameof(position));
            return Following(position);
        }

        private IEnumerable<Entry> Following(long position)
        {
            while (true)
            {
                var page = Since(position, 256);
                foreach (var entry in page.Entries)
                    yield return entry;
                if (page.Next >= page.Size)
                    yield break;
                position = page.Next;
            }
        }

        /// <summary>The entries from a position on, and from where to ask next.</summary>
        /// <param name="position">The first one's, from 0; not beyond the entries.</param>
        /// <param name="most">How many at most: 1 to 10 000.</param>
        /// <exception cref="ArgumentException">One of them is out of its range.</exception>
        public EntryPage Since(long position, int most)
        {
            var (at, limit) = (Position(position, nameof(position)), (uint)Position(most, nameof(most)));
            return new EntryPage(Ask((registry, answer, error) =>
                NativeMethods.bmnn_registry_since(registry, at, limit, answer, error)));
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

        /// <summary>A document: its record, its subject line while the vault is open, its copies and open
        /// duties.</summary>
        /// <exception cref="BmnnException"><see cref="BmnnCode.NotFound"/>: there is none.</exception>
        public JsonValue Document(string document) => AskOf(document, nameof(document), NativeMethods.bmnn_registry_document);

        /// <summary>Where a copy is.</summary>
        /// <param name="copy">Its name: <c>doc-17#3</c>.</param>
        /// <exception cref="BmnnException"><see cref="BmnnCode.NotFound"/>: there is none.</exception>
        public CopyState Copy(string copy) => new CopyState(AskOf(copy, nameof(copy), NativeMethods.bmnn_registry_copy));

        /// <summary>The books.</summary>
        public IReadOnlyList<JsonValue> Books() =>
            Ask((registry, answer, error) => NativeMethods.bmnn_registry_books(registry, answer, error)).Items;

        /// <summary>The rows of a book, in the order of their numbers; voided and cancelled ones are among them.</summary>
        /// <exception cref="BmnnException"><see cref="BmnnCode.NotFound"/>: there is no such book.</exception>
        public IReadOnlyList<BookRow> Rows(string book) =>
            Listed(AskOf(book, nameof(book), NativeMethods.bmnn_registry_rows), one => new BookRow(one));

        /// <summary>Everything of a kind, as it stands now.</summary>
        /// <param name="kind"><c>party</c>, <c>person</c>, <c>position</c>, <c>delegation</c>, <c>pack</c>, <c>list</c>,
        /// <c>book</c>, <c>row</c>, <c>document</c>, <c>copy</c>, <c>duty</c> (closed ones too), <c>incident</c>,
        /// <c>notice</c>, <c>noted</c>, <c>erasure</c>; later versions know more.</param>
        /// <exception cref="ArgumentException">There is no such kind.</exception>
        public IReadOnlyList<JsonValue> All(string kind) => AskOf(kind, nameof(kind), NativeMethods.bmnn_registry_all).Items;

        /// <summary>The subject lines that hold every word, case and diacritics aside: each with its <c>document</c>,
        /// <c>act</c>, <c>entry</c>, <c>field</c> and <c>text</c>.</summary>
        /// <exception cref="BmnnException"><see cref="BmnnCode.Vault"/>: the vault is not open.</exception>
        public IReadOnlyList<JsonValue> Search(string words) =>
            AskOf(words, nameof(words), NativeMethods.bmnn_registry_search).Items;

        /// <summary>Looks for what other processes have put on record since: a registry that is only read stays as it was
        /// until then.</summary>
        public void Refresh()
        {
            using (var lent = Lend())
            {
                bmnn_error* error;
                Native.Check(NativeMethods.bmnn_registry_refresh((bmnn_registry*)lent.Pointer, &error), error);
            }
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

        private delegate int AskedOf(bmnn_registry* registry, byte* text, nuint length, bmnn_buf** answer, bmnn_error** error);

        private JsonValue AskOf(string text, string parameter, AskedOf asked)
        {
            var bytes = Utf8.Bytes(text, parameter);
            return Ask((registry, answer, error) =>
            {
                fixed (byte* start = bytes)
                    return asked(registry, start, (nuint)bytes.Length, answer, error);
            });
        }

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
