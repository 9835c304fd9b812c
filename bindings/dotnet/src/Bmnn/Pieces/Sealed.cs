using System;
using System.Collections.Generic;
using System.Linq;

namespace Bmnn.Pieces
{
    /// <summary>Sealed values: what stands in an act in their place.</summary>
    public static unsafe class Sealed
    {
        /// <summary>The commitment to a value.</summary>
        /// <param name="salt">32 bytes that nobody can guess.</param>
        /// <param name="actId">The act's id, 16 bytes.</param>
        /// <param name="value">The value, JSON in the form of <see cref="Cbor.ToJson"/>: a text is a JSON string.</param>
        /// <returns>32 bytes.</returns>
        /// <exception cref="ArgumentException">Salt or id have another length.</exception>
        /// <exception cref="BmnnException"><see cref="BmnnCode.Json"/>: the value is not in that form.
        /// <see cref="BmnnCode.Encoding"/>: it has no encoding.</exception>
        public static byte[] Commitment(byte[] salt, byte[] actId, string value)
        {
            NativeLoader.Ready();
            Native.Sized(salt, 32, nameof(salt));
            Native.Sized(actId, 16, nameof(actId));
            var (text, made) = (Utf8.Bytes(value, nameof(value)), new byte[32]);
            bmnn_error* error;
            fixed (byte* saltStart = salt, idStart = actId, start = text, to = made)
            {
                Native.Check(
                    NativeMethods.bmnn_sealed_commitment(saltStart, idStart, start, (nuint)text.Length, to, &error), error);
            }
            return made;
        }

        /// <summary>Returns if a value which was revealed is the one that was committed to.</summary>
        /// <param name="commitment">What stands in the act: 32 bytes.</param>
        /// <param name="salt">As with <see cref="Commitment"/>.</param>
        /// <param name="actId">As with <see cref="Commitment"/>.</param>
        /// <param name="value">As with <see cref="Commitment"/>.</param>
        /// <exception cref="BmnnException"><see cref="BmnnCode.Proof"/>: it is another. Others as with
        /// <see cref="Commitment"/>.</exception>
        public static void Check(byte[] commitment, byte[] salt, byte[] actId, string value)
        {
            NativeLoader.Ready();
            Native.Sized(commitment, 32, nameof(commitment));
            Native.Sized(salt, 32, nameof(salt));
            Native.Sized(actId, 16, nameof(actId));
            var text = Utf8.Bytes(value, nameof(value));
            bmnn_error* error;
            fixed (byte* known = commitment, saltStart = salt, idStart = actId, start = text)
            {
                Native.Check(
                    NativeMethods.bmnn_sealed_check(known, saltStart, idStart, start, (nuint)text.Length, &error), error);
            }
        }

        /// <summary>The paths of an act's sealed places, such as <c>decision/paper/volume</c>, in the order of the
        /// ledger.</summary>
        /// <param name="act">The act's JSON, with plain values or with commitments there.</param>
        /// <param name="corrected">The name of the act that an <c>entry.correct</c> corrects; else null.</param>
        /// <exception cref="BmnnException"><see cref="BmnnCode.Act"/>: it is none; <see cref="BmnnCode.Json"/>: it is no
        /// JSON.</exception>
        public static IReadOnlyList<string> Places(string act, string? corrected = null)
        {
            NativeLoader.Ready();
            var (text, name) = (Utf8.Bytes(act, nameof(act)), Utf8.Bytes(corrected ?? "", nameof(corrected)));
            var places = Native.AnswerJson((answer, error) =>
            {
                fixed (byte* start = text, nameStart = name)
                {
                    return NativeMethods.bmnn_sealed_places(start, (nuint)text.Length, nameStart, (nuint)name.Length, answer,
                        error);
                }
            });
            return places.Items.Select(one => one.AsText!).ToList();
        }
    }
}
