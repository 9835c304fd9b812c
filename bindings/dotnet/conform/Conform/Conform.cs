// The C library as C# sees it, as a subject of the conformance vectors.
//
// Reads questions, a line each, and answers each with a line; `null` says that the
// library has no function for it. The form of questions and answers is in
// crates/bmnn-conformance/README.md. Nothing is decided here: answers are made of what
// the library says, put into the form of the vectors.
using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using Bmnn;
using Tasks = System.Collections.Generic.Dictionary<string, System.Func<Bmnn.JsonValue, Said>>;

internal static partial class Conform
{
    private static readonly RulePacks Packs = RulePacks.BuiltIn();

    private static int Main()
    {
        var utf8 = new UTF8Encoding(false, true);
        var all = new[] { Words, Law, OnActs, OfPieces, Signed, Proofs, Ledgers };
        var tasks = all.SelectMany(some => some).ToDictionary(one => one.Key, one => one.Value);
        using (var input = new StreamReader(Console.OpenStandardInput(), utf8))
        using (var output = new StreamWriter(Console.OpenStandardOutput(), utf8) { NewLine = "\n", AutoFlush = true })
        {
            for (var line = input.ReadLine(); line != null; line = input.ReadLine())
            {
                var question = JsonValue.Parse(line);
                var known = tasks.TryGetValue(Text(question, "do")!, out var task);
                output.WriteLine(known ? Answer(task!, question["input"]!) : "null");
            }
        }
        return 0;
    }

    private static string Answer(Func<JsonValue, Said> task, JsonValue input)
    {
        try
        {
            return task(input).ToString();
        }
        catch (Failure failure)
        {
            return failure.Said.ToString();
        }
    }

    // What a call gives, or the failure that it names, else this one.
    private static T Failing<T>(Func<T> call, string otherwise)
    {
        try
        {
            return call();
        }
        catch (Exception thrown) when (Ours(thrown) != null)
        {
            throw Fault(Ours(thrown)!, otherwise);
        }
    }

    private static void Failing(Action call, string otherwise) => Failing(() =>
    {
        call();
        return true;
    }, otherwise);

    // What a call gives that reads acts.
    private static T Reading<T>(Func<T> call)
    {
        try
        {
            return call();
        }
        catch (Exception thrown) when (Ours(thrown) != null)
        {
            var error = Ours(thrown)!;
            if (error.Code == BmnnCode.Refused)
                throw new Failure("Setting") { Said = { ["act"] = error.Detail["index"] } };
            if (error.Detail["kind"] != null)
                throw Fault(error, "");
            throw new Failure("Field") { Said = { ["path"] = error.Detail["path"] } };
        }
    }

    // The failure that an error names, with what it knows of the place, else this one.
    private static Failure Fault(BmnnException error, string otherwise)
    {
        if (!(error.Detail["kind"]?.AsText is string kind))
            return new Failure(otherwise);
        var failure = new Failure(kind);
        foreach (var key in new[] { "fault", "line" }.Where(key => error.Detail[key] != null))
            failure.Said[key] = error.Detail[key];
        if (error.Offset >= 0)
            failure.Said["offset"] = error.Offset;
        return failure;
    }

    private static BmnnException? Ours(Exception thrown) => thrown as BmnnException ?? thrown.InnerException as BmnnException;

    // What a report found.
    private static IEnumerable<Said> Findings(JsonValue report) => report["findings"]!.Items.Select(found => new Said
    {
        ["kind"] = found["kind"], ["place"] = found["position"], ["severity"] = found["severity"],
    });

    // What it says that is not proven.
    private static IEnumerable<JsonValue?> Unproven(JsonValue report) => report["not-proven"]!.Items.Select(one => one["kind"]);

    private static string? Text(JsonValue value, string key) => value[key]?.AsText;

    private static long Integer(JsonValue value, string key) => value[key]!.AsInteger!.Value;

    private static LegalDate Day(JsonValue value, string key) => LegalDate.Parse(Text(value, key)!);

    private static byte[] Bytes(JsonValue value, string key) => Bytes(Text(value, key)!);

    private static byte[] Bytes(string hex) =>
        Enumerable.Range(0, hex.Length / 2).Select(at => Convert.ToByte(hex.Substring(2 * at, 2), 16)).ToArray();

    private static string Hex(byte[] bytes) => string.Concat(bytes.Select(one => one.ToString("x2")));

    /// <summary>An answer that names a kind of failure.</summary>
    private sealed class Failure : Exception
    {
        internal Failure(string kind) => Said["failure"] = kind;

        internal Said Said { get; } = new Said();
    }
}
