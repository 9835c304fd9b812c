// A registry that several programs have open, on one system or on two: it was made by
// bindings/c/tests/shared/office.c, or by the example Clerk.
//
//     Together add FOLDER COUNT WHO     so many determinations, their numbers after WHO,
//                                     beside whoever else is adding
//     Together verify FOLDER            how many entries there are, if everything holds
//
// WHO is one small letter. Keys and clock are for tests.
using System;
using System.Globalization;
using System.Linq;
using Bmnn;
using Bmnn.Acts;

internal static class Together
{
    private static readonly LegalDate Day = new LegalDate(2026, 3, 2);
    private const long Morning = 1772413200000; // that day, 08:00 in Vietnam

    // Another is writing: ask again so often before giving up.
    private const int Tries = 2000000;

    private static int Main(string[] arguments)
    {
        if (arguments.Length == 2 && arguments[0] == "verify")
            return Verify(arguments[1]);
        if (arguments.Length == 4 && arguments[0] == "add" && arguments[3].Length == 1)
            return Add(arguments[1], int.Parse(arguments[2], CultureInfo.InvariantCulture), arguments[3]);
        Console.Error.WriteLine("Together add FOLDER COUNT WHO | verify FOLDER");
        return 1;
    }

    private static int Add(string folder, int count, string who)
    {
        // Each opening begins the bytes anew: another seed for each.
        var seed = new byte[32];
        (seed[0], seed[1]) = (7, (byte)who[0]);
        using (var clerk = Key(3))
        using (var ledger = Key(2))
        using (var host = Host.ForTests(Morning, seed))
        using (var registry = Registry.Open(folder, ledger, host))
        {
            for (var number = 0; number < count; number++)
                Record(registry, clerk, Determination("d-" + who + number, number));
        }
        return 0;
    }

    private static void Record(Registry registry, Signer clerk, Act act)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                registry.Perform(act, clerk);
                return;
            }
            catch (BmnnException cause) when (cause.Code == BmnnCode.Locked && tries < Tries)
            {
                // Somebody else's turn.
            }
        }
    }

    private static int Verify(string folder)
    {
        var report = Verification.Folder(folder);
        if (!report.Holds)
        {
            Console.Error.WriteLine("the registry does not hold");
            return 1;
        }
        Console.WriteLine(report.Size);
        return 0;
    }

    // Its subject is sealed in the vault.
    private static DocumentDetermine Determination(string document, int number) => new DocumentDetermine
    {
        On = Day,
        Document = document,
        Carrier = Carrier.Document,
        Level = SecrecyLevel.ToiMat,
        Copying = Copying.Allowed,
        Medium = Medium.Paper,
        Drafter = "an",
        CopiesPlanned = 5,
        Decision = new DecisionBy
        {
            Person = "an",
            Position = "chu-tich",
            Date = Day,
            Paper = new Paper { Kind = PaperKind.Decision, Symbol = number + "/QĐ-TN" },
        },
        ListRefs = new[] { new ListRef { List = "danh-muc", Article = 2, Clause = 1, Point = "a" } },
        Recipients = new[] { "bo-a" },
        Subject = "Phương án bảo vệ kỳ họp số " + number,
    };

    private static Signer Key(byte seed) => Signer.FromSeed(Enumerable.Repeat(seed, 32).ToArray());
}
