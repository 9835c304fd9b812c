using System;
using System.Collections.Generic;

namespace Bmnn
{
    public sealed unsafe partial class RulePacks
    {
        /// <summary>The packs, in the order of their adoption.</summary>
        public IReadOnlyList<JsonValue> List() =>
            Ask((packs, answer, error) => NativeMethods.bmnn_packs_list(packs, answer, error)).Items;

        /// <summary>The pack in force on a day: its <c>id</c>, <c>vi</c>, <c>en</c>, <c>starts</c> and so on.</summary>
        /// <exception cref="BmnnException"><see cref="BmnnCode.NotFound"/>: none covers the day.</exception>
        public JsonValue InForce(LegalDate on) =>
            Ask((packs, answer, error) => NativeMethods.bmnn_packs_on(packs, on.Number, answer, error));

        /// <summary>A whole pack: what <see cref="InForce"/> says of it, its <c>provisions</c>, <c>posts</c> and
        /// <c>marks</c>.</summary>
        /// <exception cref="BmnnException"><see cref="BmnnCode.NotFound"/>: there is none.</exception>
        public JsonValue Pack(string id)
        {
            var bytes = Utf8.Bytes(id, nameof(id));
            return Ask((packs, answer, error) =>
            {
                fixed (byte* start = bytes)
                    return NativeMethods.bmnn_packs_pack(packs, start, (nuint)bytes.Length, answer, error);
            });
        }

        /// <summary>A mark of the pack in force on a day: the <c>text</c> of its <c>rows</c>, and as far as it was found its
        /// form. What is null was not found: it is not to be guessed.</summary>
        /// <param name="on">The day.</param>
        /// <param name="id">The mark: <c>toi-mat</c>.</param>
        /// <exception cref="BmnnException"><see cref="BmnnCode.NotFound"/>: no pack covers the day, or it has no such
        /// mark.</exception>
        public JsonValue Mark(LegalDate on, string id)
        {
            var bytes = Utf8.Bytes(id, nameof(id));
            return Ask((packs, answer, error) =>
            {
                fixed (byte* start = bytes)
                    return NativeMethods.bmnn_packs_mark(packs, on.Number, start, (nuint)bytes.Length, answer, error);
            });
        }

        /// <summary>The last protected day of a document of a level that was determined on a day, with nothing else
        /// stated.</summary>
        /// <exception cref="ArgumentException">The level is none.</exception>
        /// <exception cref="BmnnException"><see cref="BmnnCode.NotFound"/>: the packs give no end.</exception>
        public LegalDate TermEnd(SecrecyLevel level, LegalDate determined)
        {
            using (var lent = Lend())
            {
                int end;
                bmnn_error* error;
                Native.Check(
                    NativeMethods.bmnn_packs_term_end((bmnn_packs*)lent.Pointer, (int)level, determined.Number, &end, &error),
                    error);
                return LegalDate.FromNumber(end);
            }
        }

        /// <summary>The term of something protected, and why: <c>end</c>, <c>unknown</c>, <c>undecided</c>,
        /// <c>because</c>.</summary>
        /// <param name="protection">A JSON object: <c>carrier</c>, and as far as known <c>level</c>, <c>determined</c>,
        /// <c>protect</c>, <c>extended-to</c>, <c>listed</c>.</param>
        /// <exception cref="BmnnException"><see cref="BmnnCode.Json"/>: it is none.</exception>
        public JsonValue Term(string protection)
        {
            var bytes = Utf8.Bytes(protection, nameof(protection));
            return Ask((packs, answer, error) =>
            {
                fixed (byte* start = bytes)
                    return NativeMethods.bmnn_packs_term(packs, start, (nuint)bytes.Length, answer, error);
            });
        }

        /// <summary>What a stated protection comes to under one pack: <c>end</c>, <c>at-event</c>, <c>cut</c>,
        /// <c>because</c>.</summary>
        /// <param name="pack">The pack's id.</param>
        /// <param name="until">What was stated, as JSON: <c>{"years": 5}</c>, <c>"unstated"</c>.</param>
        /// <param name="start">The day from which it counts.</param>
        /// <param name="level">The level.</param>
        /// <exception cref="BmnnException"><see cref="BmnnCode.NotFound"/>: there is no such pack.
        /// <see cref="BmnnCode.Json"/>: nothing can be stated so.</exception>
        public JsonValue Resolve(string pack, string until, LegalDate start, SecrecyLevel level)
        {
            var (packBytes, untilBytes) = (Utf8.Bytes(pack, nameof(pack)), Utf8.Bytes(until, nameof(until)));
            return Ask((packs, answer, error) =>
            {
                fixed (byte* packStart = packBytes, untilStart = untilBytes)
                {
                    return NativeMethods.bmnn_packs_resolve(packs, packStart, (nuint)packBytes.Length, untilStart,
                        (nuint)untilBytes.Length, start.Number, (int)level, answer, error);
                }
            });
        }

        /// <summary>What a document's secrecy is on a day, from the acts on it alone.</summary>
        /// <param name="acts">The acts in their order: a JSON array.</param>
        /// <param name="on">The day.</param>
        /// <exception cref="BmnnException"><see cref="BmnnCode.Act"/>, <see cref="BmnnCode.Json"/>: they are
        /// none.</exception>
        public DocumentStatus Status(string acts, LegalDate on)
        {
            var bytes = Utf8.Bytes(acts, nameof(acts));
            return new DocumentStatus(Ask((packs, answer, error) =>
            {
                fixed (byte* start = bytes)
                    return NativeMethods.bmnn_packs_status(packs, start, (nuint)bytes.Length, on.Number, answer, error);
            }));
        }

        /// <summary>What the law says of an act after others, without a registry. A refusal of the act is an
        /// answer.</summary>
        /// <param name="before">The acts before it, all allowed: a JSON array, each with its <c>id</c>, <c>by</c> and
        /// <c>pack</c>.</param>
        /// <param name="act">The act, likewise.</param>
        /// <param name="recorded">The day on which it is put on record; null for its own.</param>
        /// <exception cref="BmnnRefusedException">One of the acts before it is not allowed.</exception>
        /// <exception cref="BmnnException"><see cref="BmnnCode.Act"/>, <see cref="BmnnCode.Json"/>: they are
        /// none.</exception>
        public Decision Decide(string before, string act, LegalDate? recorded = null)
        {
            var (beforeBytes, actBytes) = (Utf8.Bytes(before, nameof(before)), Utf8.Bytes(act, nameof(act)));
            var day = recorded?.Number ?? 0;
            return new Decision(Ask((packs, answer, error) =>
            {
                fixed (byte* beforeStart = beforeBytes, actStart = actBytes)
                {
                    return NativeMethods.bmnn_packs_decide(packs, beforeStart, (nuint)beforeBytes.Length, actStart,
                        (nuint)actBytes.Length, day, answer, error);
                }
            }));
        }

        /// <summary>The protection of a whole whose parts have these: never less than any of them.</summary>
        /// <param name="untils">A JSON array of at least one, each as <see cref="Resolve"/> takes it.</param>
        /// <exception cref="BmnnException"><see cref="BmnnCode.Json"/>: they are none.</exception>
        public static JsonValue Latest(string untils)
        {
            NativeLoader.Ready();
            var bytes = Utf8.Bytes(untils, nameof(untils));
            return Native.AnswerJson((answer, error) =>
            {
                fixed (byte* start = bytes)
                    return NativeMethods.bmnn_until_latest(start, (nuint)bytes.Length, answer, error);
            });
        }

        private delegate int Asked(bmnn_packs* packs, bmnn_buf** answer, bmnn_error** error);

        private JsonValue Ask(Asked asked)
        {
            using (var lent = Lend())
            {
                var packs = (IntPtr)lent.Pointer;
                return Native.AnswerJson((answer, error) => asked((bmnn_packs*)packs, answer, error));
            }
        }
    }
}
