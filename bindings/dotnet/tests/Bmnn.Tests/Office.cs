using System;
using System.Collections.Generic;
using System.Linq;
using Bmnn.Acts;

namespace Bmnn.Tests
{
    /// <summary>An office on its first morning.</summary>
    internal sealed class Office : IDisposable
    {
        internal static readonly LegalDate Day = new LegalDate(2026, 3, 2);
        internal const long Morning = 1772413200000;

        internal Office(Signer? clerk = null, Func<Host, Host>? services = null)
        {
            Folder = Place.New();
            Clerk = clerk ?? Key(3);
            using (var plain = Host.ForTests(Morning, Same(7)))
                Host = services is null ? Host.ForTests(Morning, Same(7)) : services(plain);
            using (var root = Key(1))
            {
                var opening = new Opening(Host.AgencyForTests, "lan", Clerk.PublicKey());
                Registry = Registry.Create(Folder, opening, new[] { root }, Ledger, Host);
            }
            Begun = Registry.PerformAll(Beginning(), Clerk);
        }

        internal string Folder { get; }

        internal Signer Clerk { get; }

        internal Signer Ledger { get; } = Key(2);

        internal Host Host { get; }

        internal Registry Registry { get; }

        internal IReadOnlyList<Performed> Begun { get; }

        public void Dispose()
        {
            Registry.Dispose();
            Clerk.Dispose();
            Ledger.Dispose();
            Host.Dispose();
        }

        internal static DocumentDetermine Determination(string document, bool listed = true) => new DocumentDetermine
        {
            On = Day,
            Document = document,
            Carrier = Carrier.Document,
            Level = SecrecyLevel.ToiMat,
            Copying = Copying.Allowed,
            Medium = Medium.Paper,
            Drafter = "an",
            CopiesPlanned = 5,
            Decision = Decided("3/QĐ-TN"),
            Recipients = new[] { "bo-a", "phong-1" },
            Subject = "Phương án bảo vệ kỳ họp \U0001F512",
            ListRefs = listed ? new[] { new ListRef { List = "danh-muc", Article = 2, Clause = 1, Point = "a" } } : null,
        };

        internal static DocumentIssue Issue(string document) => new DocumentIssue
        {
            On = Day,
            Document = document,
            Symbol = "01/TM-TN",
            Date = Day,
            Signer = "an",
            KeptBy = "phong-1",
            Original = Original.Apart,
            Row = new Row { Book = "di-2026" },
            Copies = Enumerable.Range(1, 5)
                .Select(number => new IssuedCopy { Number = number, To = number == 1 ? "bo-a" : "phong-1" }).ToList(),
        };

        internal static CopyTransfer Transfer(string copy) => new CopyTransfer
        {
            On = Day,
            Copies = new[] { copy },
            To = "bo-a",
            Means = Means.Hand,
            Row = new Row { Book = "giao-2026" },
        };

        internal static PartyEnrol Party(string id) => new PartyEnrol { On = Day, Party = id, Kind = PartyKind.Agency, Name = "Sở " + id };

        internal static Signer Key(byte seed) => Signer.FromSeed(Same(seed));

        internal static byte[] Same(byte value) => Enumerable.Repeat(value, 32).ToArray();

        private static DecisionBy Decided(string symbol) => new DecisionBy
        {
            Person = "an",
            Position = "chu-tich",
            Date = Day,
            Paper = new Paper { Kind = PaperKind.Decision, Symbol = symbol },
        };

        private static IEnumerable<Act> Beginning() => new Act[]
        {
            new PackAdopt { On = Day, Adopted = "vn-2025", Digest = RulePacks.Digest("vn-2025"), Decision = Decided("2/QĐ-TN") },
            new PersonEnrol { On = Day, Person = "lan", Name = "Trần Thị Lan", Party = "self" },
            new PersonEnrol { On = Day, Person = "an", Name = "Lê Văn An", Party = "self" },
            new PartyEnrol { On = Day, Party = "bo-a", Kind = PartyKind.Agency, Name = "Bộ A" },
            new PartyEnrol { On = Day, Party = "phong-1", Kind = PartyKind.Unit, Name = "Phòng 1" },
            new PositionAssign
            {
                On = Day, Position = "chu-tich", Person = "an", Post = "province-committee-chair", Party = "self", Starts = Day,
                Paper = new Paper { Kind = PaperKind.Assignment, Symbol = "1/QĐ-TN" },
            },
            new ListAdopt
            {
                On = Day, List = "danh-muc", Symbol = "531/QĐ-TTg", Date = new LegalDate(2020, 1, 2), Starts = new LegalDate(2020, 1, 2),
            },
            new BookOpen { On = Day, Book = "di-2026", Kind = BookKind.Outgoing, Year = 2026, Volume = 1, Party = "self" },
            new BookOpen { On = Day, Book = "giao-2026", Kind = BookKind.Handover, Year = 2026, Volume = 1, Party = "self" },
        };
    }
}
