using System;
using System.Collections.Generic;

namespace Bmnn
{
    /// <summary>What an error of the library is made of.</summary>
    internal sealed class ErrorFacts
    {
        internal BmnnCode Code;
        internal string CodeName = "";
        internal string MessageVi = "";
        internal string MessageEn = "";
        internal string? ArticleVi;
        internal string? ArticleEn;
        internal long Offset = -1;
        internal string DetailJson = "{}";
        internal JsonValue Detail = JsonValue.EmptyObject;
    }

    /// <summary>What went wrong in the library: a code, a sentence in each language, and where the law is at
    /// issue its article. It never has the text of a secret.</summary>
    /// <remarks>
    /// Where .NET has an exception of its own, that one is thrown, and this one is its
    /// <see cref="Exception.InnerException"/>: <see cref="ArgumentException"/> for an argument,
    /// <see cref="InvalidOperationException"/> for an object that cannot do it,
    /// <see cref="NotSupportedException"/> where the library is too old,
    /// <see cref="OperationCanceledException"/> for work broken off.
    /// What a callback threw is the inner exception of this one.
    /// </remarks>
    public class BmnnException : Exception
    {
        internal BmnnException(ErrorFacts facts, Exception? inner)
            : base(facts.CodeName + ": " + facts.MessageVi, inner)
        {
            Code = facts.Code;
            CodeName = facts.CodeName;
            MessageVi = facts.MessageVi;
            MessageEn = facts.MessageEn;
            ArticleVi = facts.ArticleVi;
            ArticleEn = facts.ArticleEn;
            Offset = facts.Offset;
            DetailJson = facts.DetailJson;
            Detail = facts.Detail;
        }

        /// <summary>What went wrong, by number: one that this assembly does not know, too.</summary>
        public BmnnCode Code { get; }

        /// <summary>The number's name, <c>BMNN_E_REFUSED</c>; <c>BMNN_E_UNKNOWN</c> if the library knows none.</summary>
        public string CodeName { get; }

        /// <summary>What went wrong, in Vietnamese.</summary>
        public string MessageVi { get; }

        /// <summary>What went wrong, in English.</summary>
        public string MessageEn { get; }

        /// <summary>Where the law says so, in Vietnamese; null where no law is at issue.</summary>
        public string? ArticleVi { get; }

        /// <summary>Where the law says so, in English; null where no law is at issue.</summary>
        public string? ArticleEn { get; }

        /// <summary>The byte of the given text, in UTF-8, at which it is wrong; −1 if there is no such place.</summary>
        public long Offset { get; }

        /// <summary>Details for programs: a JSON object.</summary>
        public string DetailJson { get; }

        /// <summary>The same, read.</summary>
        public JsonValue Detail { get; }
    }

    /// <summary>The law, or the facts, do not allow an act. Nothing was written.</summary>
    public sealed class BmnnRefusedException : BmnnException
    {
        internal BmnnRefusedException(ErrorFacts facts, Exception? inner) : base(facts, inner)
        {
            var reasons = new List<Remark>();
            foreach (var reason in facts.Detail["decision"]?["reasons"]?.Items ?? Array.Empty<JsonValue>())
                reasons.Add(new Remark(reason));
            Reasons = reasons;
        }

        /// <summary>Every reason, each with its article.</summary>
        public IReadOnlyList<Remark> Reasons { get; }
    }

    /// <summary>The library failed inside: a fault of bmnn. The object that was used is to be disposed of, and opened
    /// anew.</summary>
    public sealed class BmnnInternalErrorException : BmnnException
    {
        internal BmnnInternalErrorException(ErrorFacts facts, Exception? inner) : base(facts, inner)
        {
        }
    }

    /// <summary>The native library was not found, or is not the one that this assembly wants.</summary>
    public sealed class BmnnLibraryException : Exception
    {
        internal BmnnLibraryException(string message, IReadOnlyList<string> probed, Exception? inner) : base(message, inner)
        {
            Probed = probed;
        }

        /// <summary>Every path that was tried, in order, with what came of it.</summary>
        public IReadOnlyList<string> Probed { get; }
    }
}
