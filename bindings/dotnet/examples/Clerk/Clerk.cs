// A clerk's morning: a registry is made, a document is determined and issued in five
// copies, one of them is handed over, one act is refused with its article, and in the
// end everything is verified.
//
//     Clerk FOLDER        FOLDER is made, and must not be there
//
// Keys and clock are for tests. A real host takes keys from the key ring
// (Signer.FromRing) or from a card (Signer.FromHost), and the system's clock
// (Host.WithPassphrase).
using System;
using System.Collections.Generic;
using System.Linq;
using Bmnn;
using Bmnn.Acts;

internal static class Clerk
{
    private static readonly LegalDate Day = new LegalDate(2026, 3, 2);
    private const long Morning = 1772413200000; // that day, 08:00 in Vietnam

    private static int Main(string[] arguments)
    {
        if (arguments.Length != 1)
        {
            Console.Error.WriteLine("Clerk FOLDER");
            return 1;
        }
        var folder = arguments[0];

        using (var clerk = Key(3))
        using (var ledger = Key(2))
        using (var host = Host.ForTests(Morning, Same(7)))
        using (var registry = Opened(folder, clerk, ledger, host))
        {
            registry.PerformAll(Beginning(), clerk);

            // The document, five copies of it, and one of them on its way.
            var determination = Determination("doc-1", "3/QĐ-TN");
            determination.ListRefs = new[] { new ListRef { List = "danh-muc", Article = 2, Clause = 1, Point = "a" } };
            Record(registry, clerk, determination);
            Record(registry, clerk, new DocumentIssue
            {
                On = Day,
                Document = "doc-1",
                Symbol = "01/TM-TN",
                Date = Day,
                Signer = "an",
                KeptBy = "phong-1",
                Original = Original.Apart,
                Row = new Row { Book = "di-2026" },
                Copies = Enumerable.Range(1, 5)
                    .Select(number => new IssuedCopy { Number = number, To = number == 1 ? "bo-a" : "phong-1" })
                    .ToList(),
            });
            Record(registry, clerk, new CopyTransfer
            {
                On = Day,
                Copies = new[] { "doc-1#1" },
                To = "bo-a",
                Means = Means.Hand,
                Row = new Row { Book = "giao-2026" },
            });

            // No list of state secrets has this one: the law says so, and where.
            try
            {
                registry.Perform(Determination("doc-2", "4/QĐ-TN"), clerk);
                Console.Error.WriteLine("what no list has was not refused");
                return 1;
            }
            catch (BmnnRefusedException refused)
            {
                Console.WriteLine(refused.MessageVi);
                Console.WriteLine("  " + refused.ArticleVi);
            }
        }

        // What stands in the folder is checked by itself, as a stranger would.
        var report = Verification.Folder(folder);
        Console.WriteLine(report.Size + " entries: " + (report.Holds ? "the registry holds" : "THE REGISTRY DOES NOT HOLD"));
        return report.Holds ? 0 : 1;
    }

    private static Registry Opened(string folder, Signer clerk, Signer ledger, Host host)
    {
        using (var root = Key(1))
        {
            var opening = new Opening(Host.AgencyForTests, "lan", clerk.PublicKey());
            return Registry.Create(folder, opening, new[] { root }, ledger, host);
        }
    }

    // The rules, people, parties and books with which an office begins.
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

    private static DocumentDetermine Determination(string document, string decision) => new DocumentDetermine
    {
        On = Day,
        Document = document,
        Carrier = Carrier.Document,
        Level = SecrecyLevel.ToiMat,
        Copying = Copying.Allowed,
        Medium = Medium.Paper,
        Drafter = "an",
        CopiesPlanned = 5,
        Decision = Decided(decision),
        Recipients = new[] { "bo-a", "phong-1" },
        Subject = "Phương án bảo vệ kỳ họp",
    };

    private static DecisionBy Decided(string symbol) => new DecisionBy
    {
        Person = "an",
        Position = "chu-tich",
        Date = Day,
        Paper = new Paper { Kind = PaperKind.Decision, Symbol = symbol },
    };

    // Puts an act on record, and shows what the registry answers.
    private static void Record(Registry registry, Signer clerk, Act act)
    {
        var done = registry.Perform(act, clerk);
        Console.WriteLine(done.Position + " " + done.Act + " " + done.Id);
        foreach (var duty in done.Decision.Opens)
            Console.WriteLine("  " + duty.Vi + (duty.Due is LegalDate due ? ", " + due : ""));
    }

    private static Signer Key(byte seed) => Signer.FromSeed(Same(seed));

    private static byte[] Same(byte value) => Enumerable.Repeat(value, 32).ToArray();
}
