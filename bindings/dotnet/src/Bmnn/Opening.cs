using System;
using System.Collections.Generic;

namespace Bmnn
{
    /// <summary>Whose registry is made, and who keeps it.</summary>
    public sealed class Opening
    {
        /// <summary>An opening.</summary>
        /// <param name="agency">The agency's name.</param>
        /// <param name="clerk">The id of whoever keeps the registry.</param>
        /// <param name="clerkKey">The clerk's public key: 32 bytes.</param>
        /// <exception cref="ArgumentException">The key is not 32 bytes.</exception>
        public Opening(string agency, string clerk, byte[] clerkKey)
        {
            Agency = agency ?? throw new ArgumentNullException(nameof(agency));
            Clerk = clerk ?? throw new ArgumentNullException(nameof(clerk));
            ClerkKey = Native.Sized(clerkKey, 32, nameof(clerkKey));
        }

        /// <summary>The agency's name.</summary>
        public string Agency { get; }

        /// <summary>The id of whoever keeps the registry.</summary>
        public string Clerk { get; }

        /// <summary>The clerk's public key.</summary>
        public byte[] ClerkKey { get; }

        /// <summary>The legal date; that of the clock, if null.</summary>
        public LegalDate? On { get; set; }

        /// <summary>How many roots sign what roots sign; 1, if null.</summary>
        public int? Threshold { get; set; }

        /// <summary>The public keys of roots that do not sign now, 32 bytes each.</summary>
        public IList<byte[]> FurtherRoots { get; } = new List<byte[]>();

        /// <summary>The report on the closed ledger that this one succeeds, verified whole; null if there is none.</summary>
        public VerificationReport? After { get; set; }

        internal string ToJson()
        {
            var writer = new JsonWriter();
            writer.BeginObject();
            writer.Name("agency");
            writer.Text(Agency);
            writer.Name("clerk");
            writer.BeginObject();
            writer.Name("person");
            writer.Text(Clerk);
            writer.Name("key");
            writer.Text(Hex.Text(ClerkKey));
            writer.EndObject();
            if (On is LegalDate on)
            {
                writer.Name("on");
                writer.Text(on.ToString());
            }
            if (Threshold is int threshold)
            {
                writer.Name("threshold");
                writer.Integer(threshold);
            }
            if (FurtherRoots.Count > 0)
            {
                writer.Name("further-roots");
                writer.BeginArray();
                foreach (var root in FurtherRoots)
                    writer.Text(Hex.Text(Native.Sized(root, 32, nameof(FurtherRoots))));
                writer.EndArray();
            }
            if (After is VerificationReport before)
            {
                writer.Name("after");
                writer.BeginArray();
                writer.Text(before.Json["ledger"]?.AsText ?? "");
                writer.Integer(before.Size);
                writer.Text(Hex.Text(before.Root));
                writer.EndArray();
            }
            writer.EndObject();
            return writer.ToString();
        }
    }
}
