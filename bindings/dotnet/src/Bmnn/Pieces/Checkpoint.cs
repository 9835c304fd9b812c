using System;

namespace Bmnn.Pieces
{
    /// <summary>What a checkpoint says. Its signature was not checked.</summary>
    public sealed unsafe class Checkpoint : Answer
    {
        private Checkpoint(JsonValue json) : base(json)
        {
            Ledger = Text("ledger");
            Size = Integer("size");
            Root = Text("root");
        }

        /// <summary>The ledger-id, 64 hexadecimal digits.</summary>
        public string Ledger { get; }

        /// <summary>How many entries it covers.</summary>
        public long Size { get; }

        /// <summary>The root over them, 64 hexadecimal digits.</summary>
        public string Root { get; }

        /// <summary>Reads a checkpoint's note.</summary>
        /// <exception cref="ArgumentException">The text has no UTF-8.</exception>
        /// <exception cref="BmnnException"><see cref="BmnnCode.Encoding"/>: it is no checkpoint of a ledger.</exception>
        public static Checkpoint Read(string note)
        {
            NativeLoader.Ready();
            var bytes = Utf8.Bytes(note, nameof(note));
            return new Checkpoint(Native.AnswerJson((answer, error) =>
            {
                fixed (byte* start = bytes)
                    return NativeMethods.bmnn_checkpoint_json(start, (nuint)bytes.Length, answer, error);
            }));
        }

        /// <summary>Returns if a note is the checkpoint of just this ledger, size and root, signed by a key.</summary>
        /// <param name="note">The note.</param>
        /// <param name="ledger">The ledger-id, 32 bytes.</param>
        /// <param name="size">How many entries it is to cover.</param>
        /// <param name="root">The root over them, 32 bytes.</param>
        /// <param name="key">The public key, 32 bytes.</param>
        /// <exception cref="ArgumentException">Something has another length, or the size is negative.</exception>
        /// <exception cref="BmnnException"><see cref="BmnnCode.Encoding"/>: it is no checkpoint.
        /// <see cref="BmnnCode.Proof"/>: it is another. <see cref="BmnnCode.Key"/>: the key did not sign it.</exception>
        public static void Check(string note, byte[] ledger, long size, byte[] root, byte[] key)
        {
            NativeLoader.Ready();
            var bytes = Utf8.Bytes(note, nameof(note));
            Native.Sized(ledger, 32, nameof(ledger));
            Native.Sized(root, 32, nameof(root));
            Native.Sized(key, 32, nameof(key));
            var count = Native.Count(size, nameof(size));
            bmnn_error* error;
            fixed (byte* start = bytes, ledgerStart = ledger, rootStart = root, keyStart = key)
            {
                Native.Check(
                    NativeMethods.bmnn_checkpoint_check(start, (nuint)bytes.Length, ledgerStart, count, rootStart, keyStart,
                        &error), error);
            }
        }

        /// <summary>The size of the checkpoint that a witness cosigned, and when he says that he did. The ledger's own
        /// signature is not checked.</summary>
        /// <param name="note">The checkpoint's note, with the cosignatures.</param>
        /// <param name="witness">The witness's verifier key.</param>
        /// <exception cref="ArgumentException">A text has no UTF-8.</exception>
        /// <exception cref="BmnnException"><see cref="BmnnCode.NotFound"/>: no line is of this witness.
        /// <see cref="BmnnCode.Key"/>: his signature is wrong. <see cref="BmnnCode.Encoding"/>: the note is no checkpoint, or
        /// the text no verifier key.</exception>
        public static (long Size, DateTimeOffset Time) Witnessed(string note, string witness)
        {
            NativeLoader.Ready();
            var (bytes, key) = (Utf8.Bytes(note, nameof(note)), Utf8.Bytes(witness, nameof(witness)));
            ulong size, time;
            bmnn_error* error;
            fixed (byte* start = bytes, keyStart = key)
            {
                Native.Check(
                    NativeMethods.bmnn_note_check_witness(start, (nuint)bytes.Length, keyStart, (nuint)key.Length, &size, &time,
                        &error), error);
            }
            // What a witness says of the time may be beyond any calendar.
            var seconds = Math.Min(time, (ulong)DateTimeOffset.MaxValue.ToUnixTimeSeconds());
            return (checked((long)size), DateTimeOffset.FromUnixTimeSeconds((long)seconds));
        }
    }
}
