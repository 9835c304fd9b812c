using System;

namespace Bmnn.Pieces
{
    /// <summary>The ledger's encoding: deterministic CBOR (RFC 8949 §4.2.1) with nothing but integers, texts, byte
    /// strings, arrays, maps with text keys and truth values.</summary>
    public static unsafe class Cbor
    {
        /// <summary>What bytes say: integers, texts and truth values as themselves, a byte string
        /// <c>{"bytes": hex}</c>, a map <c>{"map": [[key, value], …]}</c>.</summary>
        /// <exception cref="BmnnException"><see cref="BmnnCode.Encoding"/>: they are not in the encoding;
        /// <see cref="BmnnException.Offset"/> is where, and the detail has the fault's <c>kind</c>.</exception>
        public static JsonValue ToJson(byte[] cbor)
        {
            NativeLoader.Ready();
            Native.Given(cbor, nameof(cbor));
            return Native.AnswerJson((answer, error) =>
            {
                fixed (byte* start = cbor)
                    return NativeMethods.bmnn_cbor_json(start, (nuint)cbor.Length, answer, error);
            });
        }

        /// <summary>The bytes of a value in that form. The pairs of a map may stand in any order.</summary>
        /// <exception cref="ArgumentException">The text has no UTF-8.</exception>
        /// <exception cref="BmnnException"><see cref="BmnnCode.Json"/>: it is not in that form.
        /// <see cref="BmnnCode.Encoding"/>: the value has no encoding.</exception>
        public static byte[] FromJson(string item)
        {
            NativeLoader.Ready();
            var bytes = Utf8.Bytes(item, nameof(item));
            return Native.Answer((answer, error) =>
            {
                fixed (byte* start = bytes)
                    return NativeMethods.bmnn_cbor_from_json(start, (nuint)bytes.Length, answer, error);
            });
        }
    }
}
