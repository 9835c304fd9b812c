using System;
using System.Collections.Generic;

namespace Bmnn.Pieces
{
    /// <summary>An entry as it stands in a ledger. Its form holds; no signature was checked.</summary>
    public sealed unsafe class StoredEntry : Answer
    {
        private StoredEntry(JsonValue json) : base(json)
        {
            Position = Integer("seq");
            Previous = Text("prev");
            Leaf = Text("leaf");
            Received = Integer("received");
            Signer = Text("signer");
            Cosigners = All("cosigners", one => one.AsText ?? "");
            Statement = Hex.Bytes(Text("statement"), Text("statement").Length / 2, "statement");
            Act = json["act"] is JsonValue act && !act.IsNull ? act : null;
        }

        /// <summary>Its position, from 0.</summary>
        public long Position { get; }

        /// <summary>The leaf hash of the entry before, 64 hexadecimal digits.</summary>
        public string Previous { get; }

        /// <summary>Its own leaf hash, 64 hexadecimal digits.</summary>
        public string Leaf { get; }

        /// <summary>When it was received: milliseconds since 1970, UTC.</summary>
        public long Received { get; }

        /// <summary>The id of the key that signed, 16 hexadecimal digits.</summary>
        public string Signer { get; }

        /// <summary>The ids of the keys that cosigned.</summary>
        public IReadOnlyList<string> Cosigners { get; }

        /// <summary>The statement's bytes, for <see cref="Pieces.Statement.Check"/>.</summary>
        public byte[] Statement { get; }

        /// <summary>The act; null if it is not in the ledger's encoding.</summary>
        public JsonValue? Act { get; }

        /// <summary>Reads an entry.</summary>
        /// <param name="entry">Its bytes, as <see cref="Registry.EntryBytes"/> gives them.</param>
        /// <exception cref="BmnnException"><see cref="BmnnCode.Encoding"/>: it is none; the detail has the fault's
        /// <c>kind</c>.</exception>
        public static StoredEntry Read(byte[] entry)
        {
            NativeLoader.Ready();
            Native.Given(entry, nameof(entry));
            return new StoredEntry(Native.AnswerJson((answer, error) =>
            {
                fixed (byte* start = entry)
                    return NativeMethods.bmnn_entry_json(start, (nuint)entry.Length, answer, error);
            }));
        }
    }
}
