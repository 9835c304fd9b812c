using System;
using System.Collections.Generic;

namespace Bmnn
{
    /// <summary>What the law has to say of an act: a reason to refuse it, or a warning.</summary>
    public sealed class Remark
    {
        internal Remark(JsonValue json)
        {
            Code = json["code"]?.AsText ?? "";
            Vi = json["vi"]?.AsText ?? "";
            En = json["en"]?.AsText ?? "";
            var article = json["article"];
            Article = article is null || article.IsNull ? null : new Citation(article);
        }

        /// <summary>Its name for programs: <c>determine.no-list-ref</c>.</summary>
        public string Code { get; }

        /// <summary>What it says, in Vietnamese.</summary>
        public string Vi { get; }

        /// <summary>What it says, in English.</summary>
        public string En { get; }

        /// <summary>Where the law says so; null where it is a matter of fact.</summary>
        public Citation? Article { get; }
    }

    /// <summary>A place in the law.</summary>
    public sealed class Citation
    {
        internal Citation(JsonValue json)
        {
            Vi = json["vi"]?.AsText ?? "";
            En = json["en"]?.AsText ?? "";
            Pack = json["pack"]?.AsText;
            Provision = json["provision"]?.AsText;
            Confidence = json["confidence"]?.AsText;
        }

        /// <summary>Article and instrument, in Vietnamese.</summary>
        public string Vi { get; }

        /// <summary>Article and instrument, in English.</summary>
        public string En { get; }

        /// <summary>The pack that has it; null where none is named.</summary>
        public string? Pack { get; }

        /// <summary>The id under which the pack has it; null where none is named.</summary>
        public string? Provision { get; }

        /// <summary>How sure it is: <c>read</c>, <c>unverified</c> and so on; null where it is not said.</summary>
        public string? Confidence { get; }
    }
}
