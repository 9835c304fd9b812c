using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using System.Threading;

namespace Bmnn
{
    /// <summary>How a call ends: with what it gives, or with an exception.</summary>
    internal static unsafe class Native
    {
        /// <summary>What a callback threw on this thread, until the call that called it back ends.</summary>
        [ThreadStatic]
        private static Exception? thrown;

        /// <summary>Keeps what a callback threw: it must not pass through the library.</summary>
        internal static void Keep(Exception exception) => thrown = exception;

        /// <summary>Throws what a call failed with, and frees its error object.</summary>
        internal static void Check(int status, bmnn_error* error, CancellationToken cancelled = default)
        {
            var inner = thrown;
            thrown = null;
            if (status == NativeMethods.BMNN_OK)
                return;
            throw Failure(status, error, inner, cancelled);
        }

        private static Exception Failure(int status, bmnn_error* error, Exception? inner, CancellationToken cancelled)
        {
            BmnnException failure;
            string? argument;
            try
            {
                var detail = Utf8.Text(NativeMethods.bmnn_error_detail_json(error)) ?? "{}";
                var parsed = Details(detail);
                argument = parsed["argument"]?.AsText;
                var facts = new ErrorFacts
                {
                    Code = (BmnnCode)status,
                    CodeName = Utf8.Text(NativeMethods.bmnn_status_name(status)) ?? "",
                    MessageVi = Utf8.Text(NativeMethods.bmnn_error_message_vi(error)) ?? "",
                    MessageEn = Utf8.Text(NativeMethods.bmnn_error_message_en(error)) ?? "",
                    ArticleVi = Utf8.Text(NativeMethods.bmnn_error_article_vi(error)),
                    ArticleEn = Utf8.Text(NativeMethods.bmnn_error_article_en(error)),
                    Offset = NativeMethods.bmnn_error_offset(error),
                    DetailJson = detail,
                    Detail = parsed,
                };
                failure = ByCode(facts, inner);
            }
            finally
            {
                NativeMethods.bmnn_error_free(error);
            }
            return AsUsual(failure, argument, inner, cancelled);
        }

        /// <summary>The exception of ours for a code; the general one for a code that is not known.</summary>
        internal static BmnnException ByCode(ErrorFacts facts, Exception? inner)
        {
            switch (facts.Code)
            {
                case BmnnCode.Refused:
                    return new BmnnRefusedException(facts, inner);
                case BmnnCode.Panic:
                    return new BmnnInternalErrorException(facts, inner);
                default:
                    return new BmnnException(facts, inner);
            }
        }

        /// <summary>Where .NET has an exception of its own for what went wrong, that one, with ours inside.</summary>
        internal static Exception AsUsual(BmnnException failure, string? argument, Exception? inner, CancellationToken cancelled)
        {
            switch (failure.Code)
            {
                case BmnnCode.Null:
                case BmnnCode.Handle:
                case BmnnCode.Utf8:
                case BmnnCode.Length:
                case BmnnCode.Range:
                    return new ArgumentException(failure.Message, argument, failure);
                case BmnnCode.Unsupported:
                    return new NotSupportedException(failure.Message, failure);
                case BmnnCode.State:
                case BmnnCode.Poisoned:
                case BmnnCode.Reentrant:
                case BmnnCode.Closed:
                    return new InvalidOperationException(failure.Message, failure);
                // What broke it off may be an exception of the host's rather than its wish.
                case BmnnCode.Cancelled when inner is null:
                    return new OperationCanceledException(failure.Message, failure, cancelled);
                default:
                    return failure;
            }
        }

        private static JsonValue Details(string detail)
        {
            try
            {
                return JsonValue.Parse(detail);
            }
            catch (FormatException)
            {
                // A later version may write what this one cannot read; the text is there.
                return JsonValue.EmptyObject;
            }
        }

        /// <summary>A call that gives a buffer.</summary>
        internal delegate int Gives(bmnn_buf** answer, bmnn_error** error);

        /// <summary>The bytes that a call gives.</summary>
        internal static byte[] Answer(Gives call)
        {
            bmnn_buf* answer;
            bmnn_error* error;
            Check(call(&answer, &error), error);
            return Taken(answer);
        }

        /// <summary>The text that a call gives.</summary>
        internal static string AnswerText(Gives call)
        {
            var bytes = Answer(call);
            return Utf8.Text(bytes, 0, bytes.Length);
        }

        /// <summary>The JSON that a call gives.</summary>
        internal static JsonValue AnswerJson(Gives call) => new JsonReader(Answer(call)).Read();

        /// <summary>The bytes of a buffer, which is freed.</summary>
        internal static byte[] Taken(bmnn_buf* buffer)
        {
            try
            {
                var bytes = new byte[checked((int)NativeMethods.bmnn_buf_len(buffer))];
                Marshal.Copy((IntPtr)NativeMethods.bmnn_buf_data(buffer), bytes, 0, bytes.Length);
                return bytes;
            }
            finally
            {
                NativeMethods.bmnn_buf_free(buffer);
            }
        }

        /// <summary>The text of a buffer, which is freed.</summary>
        internal static string TakenText(bmnn_buf* buffer)
        {
            var bytes = Taken(buffer);
            return Utf8.Text(bytes, 0, bytes.Length);
        }

        /// <summary>A number that is not negative.</summary>
        internal static ulong Count(long number, string parameter) =>
            number < 0 ? throw new ArgumentOutOfRangeException(parameter) : (ulong)number;

        /// <summary>Refuses nothing in place of bytes.</summary>
        internal static void Given(byte[] bytes, string parameter)
        {
            if (bytes is null)
                throw new ArgumentNullException(parameter);
        }

        /// <summary>Exactly so many bytes.</summary>
        internal static byte[] Sized(byte[] bytes, int length, string parameter)
        {
            if (bytes is null)
                throw new ArgumentNullException(parameter);
            if (bytes.Length != length)
                throw new ArgumentException(length + " bytes are wanted, and these are " + bytes.Length, parameter);
            return bytes;
        }
    }
}
