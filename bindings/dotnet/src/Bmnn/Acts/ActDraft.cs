using System;

namespace Bmnn.Acts
{
    /// <summary>An act put together key by key: for acts that a later library knows and this assembly does not, and for
    /// forms that are data.</summary>
    /// <remarks>Each value is checked when it is set, by the act's schema; the whole when it is taken out. A path is keys
    /// and indexes joined by <c>/</c>: <c>decision/person</c>, <c>copies/0/to</c>. What is set again is replaced, and what
    /// is refused (<see cref="BmnnCode.Act"/>) changes nothing. One thread at a time may use it.</remarks>
    public sealed unsafe class ActDraft : IDisposable
    {
        private readonly ActHandle handle = new ActHandle();

        private ActDraft()
        {
        }

        /// <summary>Begins an act.</summary>
        /// <param name="name">Its name: <c>copy.transfer</c>.</param>
        /// <exception cref="BmnnException"><see cref="BmnnCode.Act"/>: there is none.</exception>
        public static ActDraft New(string name)
        {
            NativeLoader.Ready();
            var bytes = Utf8.Bytes(name, nameof(name));
            bmnn_act* made;
            bmnn_error* error;
            fixed (byte* start = bytes)
                Native.Check(NativeMethods.bmnn_act_new(start, (nuint)bytes.Length, &made, &error), error);
            return Owner(made);
        }

        /// <summary>Begins an <c>entry.correct</c>; the new values are set below <c>changes/</c>.</summary>
        /// <param name="corrected">The name of the act that is corrected.</param>
        /// <exception cref="BmnnException"><see cref="BmnnCode.Act"/>: there is none.</exception>
        public static ActDraft Correction(string corrected)
        {
            NativeLoader.Ready();
            var bytes = Utf8.Bytes(corrected, nameof(corrected));
            bmnn_act* made;
            bmnn_error* error;
            fixed (byte* start = bytes)
                Native.Check(NativeMethods.bmnn_act_correction(start, (nuint)bytes.Length, &made, &error), error);
            return Owner(made);
        }

        /// <summary>Takes an act that is whole, to go on with it, or to see whether it is one.</summary>
        /// <param name="json">A JSON object by its schema.</param>
        /// <param name="corrected">The name of the act that an <c>entry.correct</c> corrects; no other act looks at
        /// it.</param>
        /// <exception cref="BmnnException"><see cref="BmnnCode.Act"/> with the place, <see cref="BmnnCode.Json"/>: it is
        /// none.</exception>
        public static ActDraft FromJson(string json, string? corrected = null)
        {
            NativeLoader.Ready();
            var (text, name) = (Utf8.Bytes(json, nameof(json)), Utf8.Bytes(corrected ?? "", nameof(corrected)));
            bmnn_act* made;
            bmnn_error* error;
            fixed (byte* textStart = text, nameStart = name)
            {
                Native.Check(
                    NativeMethods.bmnn_act_from_json(textStart, (nuint)text.Length, nameStart, (nuint)name.Length, &made, &error),
                    error);
            }
            return Owner(made);
        }

        /// <summary>What the bytes of an act say: its JSON form.</summary>
        /// <param name="cbor">The bytes: as they are signed, or as <see cref="ToCbor"/> gives them.</param>
        /// <exception cref="BmnnException"><see cref="BmnnCode.Act"/>: they are none, or in another encoding than the
        /// ledger's.</exception>
        public static string JsonFromCbor(byte[] cbor)
        {
            NativeLoader.Ready();
            if (cbor is null)
                throw new ArgumentNullException(nameof(cbor));
            return Native.AnswerText((answer, error) =>
            {
                fixed (byte* start = cbor)
                    return NativeMethods.bmnn_act_json_from_cbor(start, (nuint)cbor.Length, answer, error);
            });
        }

        /// <summary>The schema of all acts that the library knows: JSON Schema (2020-12).</summary>
        public static string Schema()
        {
            NativeLoader.Ready();
            return Native.AnswerText((answer, error) => NativeMethods.bmnn_act_schema(answer, error));
        }

        /// <summary>Sets a text, or any value that JSON writes as text: ids, dates, levels, words of a list, bytes in
        /// hexadecimal digits.</summary>
        public ActDraft Set(string path, string value)
        {
            var text = Utf8.Bytes(value, nameof(value));
            return Put(path, (act, start, length, error) =>
            {
                fixed (byte* textStart = text)
                    return NativeMethods.bmnn_act_set_text(act, start, length, textStart, (nuint)text.Length, error);
            });
        }

        /// <summary>Sets a whole number.</summary>
        public ActDraft Set(string path, long value) =>
            Put(path, (act, start, length, error) => NativeMethods.bmnn_act_set_int(act, start, length, value, error));

        /// <summary>Sets a truth value.</summary>
        public ActDraft Set(string path, bool value) =>
            Put(path, (act, start, length, error) => NativeMethods.bmnn_act_set_bool(act, start, length, value ? 1 : 0, error));

        /// <summary>Sets a day.</summary>
        public ActDraft Set(string path, LegalDate value) => Set(path, value.ToString());

        /// <summary>Sets a byte string: a digest, a public key, an act's id.</summary>
        public ActDraft Set(string path, byte[] value)
        {
            if (value is null)
                throw new ArgumentNullException(nameof(value));
            return Put(path, (act, start, length, error) =>
            {
                fixed (byte* first = value)
                    return NativeMethods.bmnn_act_set_bytes(act, start, length, first, (nuint)value.Length, error);
            });
        }

        /// <summary>Sets an array or a map without anything in it.</summary>
        public ActDraft SetEmpty(string path) =>
            Put(path, (act, start, length, error) => NativeMethods.bmnn_act_set_empty(act, start, length, error));

        /// <summary>The whole act in its JSON form, as <see cref="Registry.Perform(string, Signer, Signer[])"/> takes
        /// it.</summary>
        /// <exception cref="BmnnException"><see cref="BmnnCode.Act"/>, with the first place that is missing or does not
        /// fit.</exception>
        public string ToJson()
        {
            using (var lent = Lend())
            {
                var act = (IntPtr)lent.Pointer;
                return Native.AnswerText((answer, error) => NativeMethods.bmnn_act_json((bmnn_act*)act, answer, error));
            }
        }

        /// <summary>The whole act as the ledger writes it, before anything is sealed.</summary>
        /// <exception cref="BmnnException"><see cref="BmnnCode.Act"/>, with the first place that is missing or does not
        /// fit.</exception>
        public byte[] ToCbor()
        {
            using (var lent = Lend())
            {
                var act = (IntPtr)lent.Pointer;
                return Native.Answer((answer, error) => NativeMethods.bmnn_act_cbor((bmnn_act*)act, answer, error));
            }
        }

        /// <summary>Frees it. Nothing happens the second time.</summary>
        public void Dispose() => handle.Dispose();

        internal Lent Lend() => new Lent(handle, nameof(ActDraft));

        private delegate int Puts(bmnn_act* act, byte* path, nuint length, bmnn_error** error);

        private ActDraft Put(string path, Puts put)
        {
            var bytes = Utf8.Bytes(path, nameof(path));
            using (var lent = Lend())
            {
                bmnn_error* error;
                fixed (byte* start = bytes)
                    Native.Check(put((bmnn_act*)lent.Pointer, start, (nuint)bytes.Length, &error), error);
            }
            return this;
        }

        private static ActDraft Owner(bmnn_act* made)
        {
            var draft = new ActDraft();
            draft.handle.Own(made);
            return draft;
        }
    }
}
