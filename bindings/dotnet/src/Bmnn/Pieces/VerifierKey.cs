using System;

namespace Bmnn.Pieces
{
    /// <summary>A verifier key (C2SP signed-note): the text by which those who check are told a key.</summary>
    public sealed unsafe class VerifierKey : Answer
    {
        private VerifierKey(JsonValue json) : base(json)
        {
            Name = Text("name");
            Type = checked((int)Integer("type"));
            Key = Hex.Bytes(Text("key"), 32, "key");
            Ledger = OptionalText("ledger");
        }

        /// <summary>The name under which it signs.</summary>
        public string Name { get; }

        /// <summary>1 for a ledger's key, 4 for a witness's.</summary>
        public int Type { get; }

        /// <summary>The public key, 32 bytes.</summary>
        public byte[] Key { get; }

        /// <summary>The ledger-id that the name holds, 64 hexadecimal digits; null if none.</summary>
        public string? Ledger { get; }

        /// <summary>Reads a verifier key, as <see cref="Registry.VerifierKey"/> gives a ledger's.</summary>
        /// <exception cref="ArgumentException">The text has no UTF-8.</exception>
        /// <exception cref="BmnnException"><see cref="BmnnCode.Encoding"/>: it is none. <see cref="BmnnCode.Key"/>: no ledger
        /// takes such a key.</exception>
        public static VerifierKey Read(string text)
        {
            NativeLoader.Ready();
            var bytes = Utf8.Bytes(text, nameof(text));
            return new VerifierKey(Native.AnswerJson((answer, error) =>
            {
                fixed (byte* start = bytes)
                    return NativeMethods.bmnn_verifier_key_json(start, (nuint)bytes.Length, answer, error);
            }));
        }
    }
}
