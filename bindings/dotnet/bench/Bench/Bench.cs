// What a call from C# costs: the C# side of the benches.
//
//     Bench REGISTRY LEDGER       (folders; the registry is the benches' own)
//
// Reads lines from standard input, `WORK MILLISECONDS`, does the work over and over
// for so long, and answers with a line `DONE NANOSECONDS`: how often, and in what time.
// WORK is `call`, `perform` or `verify`. The benches start it, and measure the same
// work in Rust in between; bindings/c/bench.c is its like in C.
using System;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using Bmnn;
using Bmnn.Acts;

internal static class Bench
{
    private static readonly LegalDate Day = new LegalDate(2026, 5, 4);
    private const long Morning = 1777860000000; // that day, 09:00 in Vietnam

    private static int Main(string[] arguments)
    {
        if (arguments.Length != 2)
        {
            Console.Error.WriteLine("Bench REGISTRY LEDGER");
            return 1;
        }
        var verification = new VerificationOptions { Threads = 1 };
        using (var clerk = Key(3))
        using (var ledger = Key(2))
        using (var host = Host.ForTests(Morning, Enumerable.Repeat((byte)13, 32).ToArray()))
        using (var registry = Registry.Open(arguments[0], ledger, host))
        {
            var turn = 0;
            string? order;
            while ((order = Console.ReadLine()) != null)
            {
                var words = order.Split(' ');
                var least = long.Parse(words[1], CultureInfo.InvariantCulture);
                switch (words[0])
                {
                    case "call":
                        Answer(least, Call);
                        break;
                    case "perform":
                        Answer(least, () => Perform(registry, clerk, ++turn));
                        break;
                    default:
                        Answer(least, () => Verify(arguments[1], verification));
                        break;
                }
            }
        }
        return 0;
    }

    /// <summary>A work over and over for so many milliseconds at least.</summary>
    private static void Answer(long least, Func<int> one)
    {
        long done = 0;
        var watch = Stopwatch.StartNew();
        do
        {
            done += one();
        }
        while (watch.ElapsedMilliseconds < least);
        var took = watch.Elapsed.Ticks * 100;
        Console.WriteLine(string.Format(CultureInfo.InvariantCulture, "{0} {1}", done, took));
        Console.Out.Flush();
    }

    /// <summary>A thousand levels parsed.</summary>
    private static int Call()
    {
        for (var i = 0; i < 1000; i++)
        {
            if (SecrecyLevels.Parse("Mat") != SecrecyLevel.Mat)
            {
                throw new InvalidOperationException("another level");
            }
        }
        return 1000;
    }

    /// <summary>The copy goes to the other unit, signed for on the spot.</summary>
    private static int Perform(Registry registry, Signer clerk, int turn)
    {
        registry.Perform(
            new CopyTransfer
            {
                On = Day,
                Copies = new[] { "d-0#1" },
                To = turn % 2 == 1 ? "unit-2" : "unit-1",
                Row = new Row { Book = "hand" },
                Received = new Hand { Person = "clerk", Date = Day },
            },
            clerk);
        return 1;
    }

    /// <summary>The folder of the ledger, verified whole on one thread.</summary>
    private static int Verify(string folder, VerificationOptions options)
    {
        if (!Verification.Folder(folder, options).Holds)
        {
            throw new InvalidOperationException("the ledger does not hold");
        }
        return 1;
    }

    private static Signer Key(byte seed) => Signer.FromSeed(Enumerable.Repeat(seed, 32).ToArray());
}
