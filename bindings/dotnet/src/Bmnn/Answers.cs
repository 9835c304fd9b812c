using System;
using System.Collections.Generic;
using System.Linq;

namespace Bmnn
{
    /// <summary>An answer of a registry: the most used of it by name, and all of it as JSON.</summary>
    public abstract class Answer
    {
        private protected Answer(JsonValue json) => Json = json;

        /// <summary>All of it. Later versions of the library add to it.</summary>
        public JsonValue Json { get; }

        private protected string Text(string name) => Json[name]?.AsText ?? "";

        private protected string? OptionalText(string name) => Json[name]?.AsText;

        private protected long Integer(string name) => Json[name]?.AsInteger ?? 0;

        private protected bool Truth(string name) => Json[name]?.AsBoolean ?? false;

        private protected LegalDate? Date(string name) =>
            Json[name]?.AsText is string text ? LegalDate.Parse(text) : (LegalDate?)null;

        private protected IReadOnlyList<T> All<T>(string name, Func<JsonValue, T> each) =>
            (Json[name]?.Items ?? Array.Empty<JsonValue>()).Select(each).ToList();
    }

    /// <summary>What the law says of an act.</summary>
    public sealed class Decision : Answer
    {
        internal Decision(JsonValue json) : base(json)
        {
            Allowed = Truth("allowed");
            Reasons = All("reasons", one => new Remark(one));
            Warnings = All("warnings", one => new Remark(one));
            Irregular = All("irregular", one => new Remark(one));
            Opens = All("opens", one => new Duty(one));
            Closes = All("closes", one => new Duty(one));
        }

        /// <summary>Whether it may stand.</summary>
        public bool Allowed { get; }

        /// <summary>Why not, each reason with its article.</summary>
        public IReadOnlyList<Remark> Reasons { get; }

        /// <summary>What is to be looked at.</summary>
        public IReadOnlyList<Remark> Warnings { get; }

        /// <summary>What is not as the law has it, and was recorded as such.</summary>
        public IReadOnlyList<Remark> Irregular { get; }

        /// <summary>The duties that it opens.</summary>
        public IReadOnlyList<Duty> Opens { get; }

        /// <summary>The duties that it closes.</summary>
        public IReadOnlyList<Duty> Closes { get; }
    }

    /// <summary>An act that was put on record.</summary>
    public sealed class Performed : Answer
    {
        internal Performed(JsonValue json) : base(json)
        {
            Position = Integer("seq");
            Id = Text("id");
            Act = Text("act");
            Leaf = Text("leaf");
            Repeated = Truth("repeated");
            Decision = new Decision(json["decision"] ?? JsonValue.EmptyObject);
            var row = json["row"];
            Row = row is null || row.IsNull ? null : new BookRow(row);
        }

        /// <summary>The entry's position, from 0.</summary>
        public long Position { get; }

        /// <summary>The act's id, 32 hexadecimal digits.</summary>
        public string Id { get; }

        /// <summary>The act's name: <c>copy.transfer</c>.</summary>
        public string Act { get; }

        /// <summary>The entry's hash, 64 hexadecimal digits.</summary>
        public string Leaf { get; }

        /// <summary>Whether it was on record already.</summary>
        public bool Repeated { get; }

        /// <summary>What the law said of it.</summary>
        public Decision Decision { get; }

        /// <summary>The row of a book that it took; null if none.</summary>
        public BookRow? Row { get; }
    }

    /// <summary>A row of a book.</summary>
    public sealed class BookRow : Answer
    {
        internal BookRow(JsonValue json) : base(json)
        {
            Book = Text("book");
            Number = Integer("number");
            Act = Text("act");
            Document = OptionalText("document");
        }

        /// <summary>The book's id.</summary>
        public string Book { get; }

        /// <summary>The row's number.</summary>
        public long Number { get; }

        /// <summary>The id of the act that took it.</summary>
        public string Act { get; }

        /// <summary>The document that it is about; null if none.</summary>
        public string? Document { get; }
    }

    /// <summary>An entry of the ledger.</summary>
    public sealed class Entry : Answer
    {
        internal Entry(JsonValue json) : base(json)
        {
            Position = Integer("seq");
            Leaf = Text("leaf");
            Signer = Text("signer");
            Cosigners = All("cosigners", one => one.AsText ?? "");
            Act = json["act"] ?? JsonValue.EmptyObject;
        }

        /// <summary>Its position, from 0.</summary>
        public long Position { get; }

        /// <summary>Its hash, 64 hexadecimal digits.</summary>
        public string Leaf { get; }

        /// <summary>The id of the key that signed it.</summary>
        public string Signer { get; }

        /// <summary>The ids of the keys that signed it too.</summary>
        public IReadOnlyList<string> Cosigners { get; }

        /// <summary>The act. What is sealed is an object: its commitment, and its <c>value</c> where the vault is
        /// open.</summary>
        public JsonValue Act { get; }
    }

    /// <summary>Some entries of the ledger, and from where to ask next.</summary>
    public sealed class EntryPage : Answer
    {
        internal EntryPage(JsonValue json) : base(json)
        {
            Entries = All("entries", one => new Entry(one));
            Next = Integer("next");
            Size = Integer("size");
        }

        /// <summary>The entries, in order.</summary>
        public IReadOnlyList<Entry> Entries { get; }

        /// <summary>The position to ask from next; where it is <see cref="Size"/>, there is nothing more yet.</summary>
        public long Next { get; }

        /// <summary>How many entries there are.</summary>
        public long Size { get; }
    }

    /// <summary>What a document's secrecy is on a day.</summary>
    public sealed class DocumentStatus : Answer
    {
        internal DocumentStatus(JsonValue json) : base(json)
        {
            Document = Text("document");
            Standing = Text("standing");
            var level = OptionalText("level");
            Level = level is null ? (SecrecyLevel?)null : SecrecyLevels.Parse(level);
            Ends = Date("ends");
            Pack = OptionalText("pack");
            Unverified = Truth("unverified");
            Copies = All("copies", one => new CopyState(one));
            Duties = All("duties", one => new Duty(one));
        }

        /// <summary>The document's id.</summary>
        public string Document { get; }

        /// <summary>Whether it is secret, and how far that is settled.</summary>
        public string Standing { get; }

        /// <summary>Its level; null if it has none that day.</summary>
        public SecrecyLevel? Level { get; }

        /// <summary>The day on which its protection ends; null if that is open.</summary>
        public LegalDate? Ends { get; }

        /// <summary>The pack that decides; null if none covers the day.</summary>
        public string? Pack { get; }

        /// <summary>Whether it rests on law that nobody has read.</summary>
        public bool Unverified { get; }

        /// <summary>Its copies.</summary>
        public IReadOnlyList<CopyState> Copies { get; }

        /// <summary>What is still to be done about it.</summary>
        public IReadOnlyList<Duty> Duties { get; }
    }

    /// <summary>Where a copy is.</summary>
    public sealed class CopyState : Answer
    {
        internal CopyState(JsonValue json) : base(json)
        {
            Copy = Text("copy");
            Document = Text("document");
            State = Text("state");
            Holder = OptionalText("holder");
            ReturnBy = Date("return-by");
        }

        /// <summary>The copy's id: <c>doc-1#3</c>.</summary>
        public string Copy { get; }

        /// <summary>The document's id.</summary>
        public string Document { get; }

        /// <summary>Whether it is held, on its way, destroyed and so on.</summary>
        public string State { get; }

        /// <summary>The party that holds it; null if none does.</summary>
        public string? Holder { get; }

        /// <summary>When it is to be back; null if it need not be.</summary>
        public LegalDate? ReturnBy { get; }
    }

    /// <summary>Something that the law wants done.</summary>
    public sealed class Duty : Answer
    {
        internal Duty(JsonValue json) : base(json)
        {
            Kind = Text("kind");
            Document = OptionalText("document");
            Due = Date("due");
            DaysLeft = json["days-left"]?.AsInteger;
            Overdue = Truth("overdue");
            Provision = OptionalText("provision");
            Vi = Text("vi");
            En = Text("en");
        }

        /// <summary>What kind: <c>receipt</c>, <c>notice</c> and so on.</summary>
        public string Kind { get; }

        /// <summary>The document that it is about; null if none.</summary>
        public string? Document { get; }

        /// <summary>When; null if the law sets no day.</summary>
        public LegalDate? Due { get; }

        /// <summary>Days left, seen from the day that was asked for; null if none was, or the law sets no day.</summary>
        public long? DaysLeft { get; }

        /// <summary>Whether the day has passed.</summary>
        public bool Overdue { get; }

        /// <summary>The provision that wants it; null if none does.</summary>
        public string? Provision { get; }

        /// <summary>What is to be done, in Vietnamese.</summary>
        public string Vi { get; }

        /// <summary>What is to be done, in English.</summary>
        public string En { get; }
    }
}
