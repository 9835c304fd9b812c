using System.Collections.Generic;

namespace Bmnn
{
    /// <summary>What goes into a file for an inspector. What the law wants withheld, and from whom, is for the person who
    /// exports to know.</summary>
    public sealed class ExportSelection
    {
        /// <summary>The positions of entries of which only the hashes go with it.</summary>
        public IList<long> Withheld { get; } = new List<long>();

        /// <summary>The positions of entries whose sealed values go with it.</summary>
        public IList<long> Values { get; } = new List<long>();

        /// <summary>Whether the sealed values of every entry that is not withheld go with it. The file is as secret as the
        /// registry then.</summary>
        public bool AllValues { get; set; }

        internal string ToJson()
        {
            var writer = new JsonWriter();
            writer.BeginObject();
            writer.Name("withheld");
            Write(writer, Withheld);
            writer.Name("values");
            if (AllValues)
                writer.Text("all");
            else
                Write(writer, Values);
            writer.EndObject();
            return writer.ToString();
        }

        private static void Write(JsonWriter writer, IList<long> positions)
        {
            writer.BeginArray();
            foreach (var position in positions)
                writer.Integer(position);
            writer.EndArray();
        }
    }

    /// <summary>What a file for an inspector holds.</summary>
    public sealed class Exported : Answer
    {
        internal Exported(JsonValue json) : base(json)
        {
            LedgerId = Text("ledger");
            Root = Text("root");
            Entries = Integer("entries");
            Withheld = Integer("withheld");
            Values = Integer("values");
        }

        /// <summary>Which ledger it is of, 64 hexadecimal digits: tell it to the inspector by another way.</summary>
        public string LedgerId { get; }

        /// <summary>The root of the ledger's tree, 64 hexadecimal digits.</summary>
        public string Root { get; }

        /// <summary>How many entries it has.</summary>
        public long Entries { get; }

        /// <summary>How many of them are withheld.</summary>
        public long Withheld { get; }

        /// <summary>How many sealed values go with it.</summary>
        public long Values { get; }
    }
}
