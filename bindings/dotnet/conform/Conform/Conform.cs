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
using Bmnn.Acts;

internal static class Conform
{
    private static readonly RulePacks Packs = RulePacks.BuiltIn();

    private static readonly Dictionary<string, Func<JsonValue, Said>> Tasks = new Dictionary<string, Func<JsonValue, Said>>
    {
        ["level.read"] = LevelRead,
        ["level.print"] = LevelPrint,
        ["level.roll-up"] = LevelRollUp,
        ["date.read"] = DateRead,
        ["date.plus"] = DatePlus,
        ["copy.read"] = input => CopyRead(Text(input, "copy") ?? Text(input, "text")!),
        ["copy.duplicate"] = CopyDuplicate,
        ["until.roll-up"] = input => new Said { ["until"] = Failing(() => RulePacks.Latest(input["untils"]!.ToString()), "Question") },
        ["pack.on"] = input => new Said { ["pack"] = Failing(() => Packs.InForce(Day(input, "date")), "NoPack")["id"] },
        ["pack.provision"] = PackProvision,
        ["mark.print"] = MarkPrint,
        ["term.of"] = TermOf,
        ["term.resolve"] = TermResolve,
        ["status.on"] = StatusOn,
        ["act.decide"] = ActDecide,
        ["ledger.verify"] = LedgerVerify,
        ["act.to-cbor"] = ActToCbor,
        ["act.to-json"] = input => new Said { ["act"] = Reading(() => JsonValue.Parse(ActDraft.JsonFromCbor(Bytes(Text(input, "cbor")!)))) },
    };

    private static int Main()
    {
        var utf8 = new UTF8Encoding(false, true);
        using (var input = new StreamReader(Console.OpenStandardInput(), utf8))
        using (var output = new StreamWriter(Console.OpenStandardOutput(), utf8) { NewLine = "\n", AutoFlush = true })
        {
            for (var line = input.ReadLine(); line != null; line = input.ReadLine())
            {
                var question = JsonValue.Parse(line);
                output.WriteLine(Answer(Text(question, "do")!, question["input"]!));
            }
        }
        return 0;
    }

    private static string Answer(string task, JsonValue input)
    {
        if (!Tasks.TryGetValue(task, out var answer))
            return "null";
        try
        {
            return answer(input).ToString();
        }
        catch (Failure failure)
        {
            return failure.Said.ToString();
        }
    }

    private static Said LevelRead(JsonValue input)
    {
        var liberties = LevelLiberties.None;
        var level = Failing(() => SecrecyLevels.Parse(Text(input, "text")!, out liberties), "Level");
        var taken = Enum.GetValues(typeof(LevelLiberties)).Cast<LevelLiberties>()
            .Where(one => one != LevelLiberties.None && (liberties & one) == one);
        return new Said { ["level"] = level.ToString(), ["liberties"] = taken.Select(one => one.ToString().ToLowerInvariant()) };
    }

    private static Said LevelPrint(JsonValue input)
    {
        var level = Level(Text(input, "level")!);
        return new Said
        {
            ["name"] = level.ToText(LevelForm.Name),
            ["kebab"] = level.ToText(LevelForm.Id),
            ["vietnamese"] = level.ToText(LevelForm.Vietnamese),
            ["mark"] = level.ToText(LevelForm.Mark),
            ["letter"] = level.ToText(LevelForm.Letter),
        };
    }

    private static Said LevelRollUp(JsonValue input)
    {
        var levels = input["levels"]!.Items.Select(one => Level(one.AsText!)).ToArray();
        return new Said { ["level"] = Failing(() => SecrecyLevels.Highest(levels), "Level").ToString() };
    }

    private static Said DateRead(JsonValue input)
    {
        var day = Failing(() => LegalDate.Parse(Text(input, "text")!), "Date");
        return new Said { ["date"] = day.ToString(), ["vietnamese"] = day.ToVietnamese() };
    }

    private static Said DatePlus(JsonValue input)
    {
        var (day, count) = (Day(input, "date"), input["count"]!.AsInteger!.Value);
        var months = (int)Math.Min(count * (Text(input, "unit") == "years" ? 12 : 1), int.MaxValue);
        var end = Text(input, "unit") == "days" ? day.AddDays(count) : day.AddMonths(months);
        return new Said { ["date"] = end.ToString() };
    }

    private static Said CopyRead(string copy) => new Said(Failing(() => CopyName.Parse(copy), "Malformed").Json);

    private static Said CopyDuplicate(JsonValue input)
    {
        var (occasion, number) = (input["occasion"]!.AsInteger!.Value, input["number"]!.AsInteger!.Value);
        return CopyRead(Failing(() => CopyName.Duplicate(Text(input, "copy")!, (int)occasion, (int)number), "Malformed"));
    }

    private static JsonValue OfPack(JsonValue input, string kind, string id, string failure)
    {
        var pack = Failing(() => Packs.Pack(Text(input, "pack")!), "NoPack");
        return pack[kind]!.Items.FirstOrDefault(one => Text(one, "id") == id) ?? throw new Failure(failure);
    }

    private static Said PackProvision(JsonValue input)
    {
        var found = OfPack(input, "provisions", Text(input, "provision")!, "NoProvision");
        object? value = found["value"];
        foreach (var (key, word) in new[] { ("at-once", "at-once"), ("unknown", "Unknown"), ("year-day", "YearDay") })
        {
            if (found["value"]![key] != null)
                value = word;
        }
        return new Said
        {
            ["value"] = value,
            ["article"] = found["article"]!["vi"],
            ["confidence"] = found["confidence"],
            ["refuses"] = found["refuses"],
        };
    }

    private static Said MarkPrint(JsonValue input)
    {
        var found = OfPack(input, "marks", Text(input, "mark")!, "NoMark");
        return new Said
        {
            ["level"] = found["level"],
            ["article"] = found["article"]!["vi"],
            ["can-be-drawn"] = found["can-be-drawn"],
            ["rows"] = found["rows"]!.Items.Select(row => new Said { ["text"] = row["text"], ["fill"] = row["fill"] }),
        };
    }

    private static Said TermOf(JsonValue input)
    {
        var term = Failing(() => Packs.Term(input.ToString()), "Level");
        return new Said
        {
            ["end"] = term["end"],
            ["unknown"] = term["unknown"],
            ["undecided"] = term["undecided"],
            ["because"] = term["because"]!.Items.Select(ground => Cited(ground["article"])),
        };
    }

    private static Said TermResolve(JsonValue input)
    {
        var level = Level(Text(input, "level")!);
        var resolved = Failing(
            () => Packs.Resolve(Text(input, "pack")!, input["until"]!.ToString(), Day(input, "start"), level), "NoPack");
        return new Said(resolved) { ["because"] = resolved["because"]!.Items.Select(provision => provision["id"]) };
    }

    private static Said StatusOn(JsonValue input)
    {
        var status = Reading(() => Packs.Status(input["acts"]!.ToString(), Day(input, "on"))).Json;
        var said = new Said { ["because"] = status["because"]!.Items.Select(ground => Cited(ground["article"])) };
        foreach (var key in new[] { "standing", "level", "ends", "pack" })
            said[key] = status[key];
        return said;
    }

    private static Said ActDecide(JsonValue input)
    {
        // Groups of acts, or single ones, in order.
        var before = input["after"]!.Items.SelectMany(one => one.Kind == JsonKind.Array ? one.Items : new[] { one });
        var array = "[" + string.Join(",", before.Select(one => one.ToString())) + "]";
        var recorded = input["recorded"] is null ? (LegalDate?)null : Day(input, "recorded");
        var decision = Reading(() => Packs.Decide(array, input["act"]!.ToString(), recorded));
        var json = decision.Json;
        if (!decision.Allowed)
        {
            return new Said
            {
                ["allowed"] = false, ["reasons"] = Remarks(json["reasons"]!), ["warnings"] = Remarks(json["warnings"]!),
            };
        }
        var row = json["row"]!;
        return new Said
        {
            ["allowed"] = true,
            ["warnings"] = Remarks(json["warnings"]!),
            ["irregular"] = Remarks(json["irregular"]!),
            ["opens"] = Duties(json["opens"]!),
            ["closes"] = Duties(json["closes"]!),
            ["row"] = row.IsNull ? null : new Said { ["book"] = row["book"], ["number"] = row["number"] },
        };
    }

    private static Said LedgerVerify(JsonValue input)
    {
        var folder = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        Directory.CreateDirectory(folder);
        try
        {
            var file = Path.Combine(folder, "ledger.bmnn");
            File.WriteAllBytes(file, Bytes(Text(input, "ledger")!));
            var tip = Text(input, "tip");
            if (tip != null)
                File.WriteAllBytes(Path.Combine(folder, "tip"), Encoding.UTF8.GetBytes(tip));
            var known = input["known"] ?? JsonValue.Parse("{}");
            var options = new VerificationOptions
            {
                IsExport = known["export"]?.AsBoolean ?? false,
                LedgerId = Text(known, "ledger-id") is string id ? Bytes(id) : null,
            };
            var held = new Said();
            foreach (var key in new[] { "checkpoints", "receipts", "roots" })
            {
                if (known[key] is JsonValue value)
                    held[key] = value;
            }
            var report = Failing(() => Verification.Format(tip is null ? file : folder, held.ToString(), options), "NoLedger").Json;
            return new Said
            {
                ["holds"] = report["holds"],
                ["size"] = report["size"],
                ["root"] = report["root"],
                ["findings"] = report["findings"]!.Items.Select(found => new Said
                {
                    ["kind"] = found["kind"], ["place"] = found["position"], ["severity"] = found["severity"],
                }),
                ["not-proven"] = report["not-proven"]!.Items.Select(thing => thing["kind"]),
            };
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    private static Said ActToCbor(JsonValue input)
    {
        var (act, corrected) = (input["act"]!, Text(input, "corrected"));
        var cbor = Reading(() =>
        {
            using (var draft = ActDraft.FromJson(act.ToString(), corrected))
                return draft.ToCbor();
        });
        if (!ByPaths(act, corrected).SequenceEqual(cbor))
            throw new Failure("Paths");
        return new Said { ["cbor"] = string.Concat(cbor.Select(one => one.ToString("x2"))) };
    }

    // The same act key by key.
    private static byte[] ByPaths(JsonValue act, string? corrected)
    {
        var name = Text(act, "act")!;
        using (var draft = name == "entry.correct" ? ActDraft.Correction(corrected!) : ActDraft.New(name))
        {
            foreach (var member in act.Members.Where(one => one.Key != "act"))
                Put(draft, member.Key, member.Value);
            return draft.ToCbor();
        }
    }

    private static void Put(ActDraft draft, string path, JsonValue value)
    {
        switch (value.Kind)
        {
            case JsonKind.Object when value.Members.Count > 0:
                foreach (var member in value.Members)
                    Put(draft, path + "/" + member.Key, member.Value);
                break;
            case JsonKind.Array when value.Items.Count > 0:
                for (var i = 0; i < value.Items.Count; i++)
                    Put(draft, path + "/" + i, value.Items[i]);
                break;
            case JsonKind.Text:
                draft.Set(path, value.AsText!);
                break;
            case JsonKind.Number:
                draft.Set(path, value.AsInteger!.Value);
                break;
            case JsonKind.Boolean:
                draft.Set(path, value.AsBoolean!.Value);
                break;
            default:
                draft.SetEmpty(path);
                break;
        }
    }

    private static Said? Cited(JsonValue? article) => article is null || article.IsNull ? null : new Said
    {
        ["pack"] = article["pack"], ["provision"] = article["provision"], ["article"] = article["vi"],
    };

    private static IEnumerable<Said> Remarks(JsonValue all) => all.Items
        .Select(one => (Code: Text(one, "code")!, Said: new Said { ["code"] = one["code"], ["cited"] = Cited(one["article"]) }))
        .OrderBy(one => one.Code, StringComparer.Ordinal).ThenBy(one => one.Said.ToString(), Utf8Order.Instance)
        .Select(one => one.Said);

    private static IEnumerable<Said> Duties(JsonValue all) => all.Items
        .Select(one => new Said { ["kind"] = one["kind"], ["about"] = one["about"], ["due"] = one["due"] })
        .OrderBy(one => one.ToString(), Utf8Order.Instance);

    // What a call gives, or the failure that it names, else this one.
    private static T Failing<T>(Func<T> call, string otherwise)
    {
        try
        {
            return call();
        }
        catch (Exception thrown) when (Ours(thrown) != null)
        {
            throw new Failure(Ours(thrown)!.Detail["kind"]?.AsText ?? otherwise);
        }
    }

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
            if (error.Detail["kind"]?.AsText is string kind)
                throw new Failure(kind) { Said = { ["offset"] = error.Offset } };
            throw new Failure("Field") { Said = { ["path"] = error.Detail["path"] } };
        }
    }

    private static BmnnException? Ours(Exception thrown) => thrown as BmnnException ?? thrown.InnerException as BmnnException;

    // A level by its name, and by no other spelling.
    private static SecrecyLevel Level(string name)
    {
        var level = Failing(() => SecrecyLevels.Parse(name), "Level");
        return level.ToText(LevelForm.Name) == name ? level : throw new Failure("Level");
    }

    private static string? Text(JsonValue value, string key) => value[key]?.AsText;

    private static LegalDate Day(JsonValue value, string key) => LegalDate.Parse(Text(value, key)!);

    private static byte[] Bytes(string hex) =>
        Enumerable.Range(0, hex.Length / 2).Select(at => Convert.ToByte(hex.Substring(2 * at, 2), 16)).ToArray();

    /// <summary>An answer that names a kind of failure.</summary>
    private sealed class Failure : Exception
    {
        internal Failure(string kind) => Said["failure"] = kind;

        internal Said Said { get; } = new Said();
    }

    /// <summary>As the library's texts are ordered: by their UTF-8.</summary>
    private sealed class Utf8Order : IComparer<string>
    {
        internal static readonly Utf8Order Instance = new Utf8Order();

        public int Compare(string? left, string? right)
        {
            var (a, b) = (Encoding.UTF8.GetBytes(left!), Encoding.UTF8.GetBytes(right!));
            for (var i = 0; i < Math.Min(a.Length, b.Length); i++)
            {
                if (a[i] != b[i])
                    return a[i].CompareTo(b[i]);
            }
            return a.Length.CompareTo(b.Length);
        }
    }

    /// <summary>An object that is said: as the library writes JSON, keys in order, no spaces.</summary>
    private sealed class Said
    {
        private readonly SortedDictionary<string, object?> members = new SortedDictionary<string, object?>(StringComparer.Ordinal);

        internal Said()
        {
        }

        internal Said(JsonValue json)
        {
            foreach (var member in json.Members)
                members[member.Key] = member.Value;
        }

        internal object? this[string key]
        {
            set => members[key] = value;
        }

        public override string ToString() => "{" + string.Join(",", members.Select(one => Quoted(one.Key) + ":" + Written(one.Value))) + "}";

        private static string Written(object? value)
        {
            switch (value)
            {
                case null:
                    return "null";
                case bool truth:
                    return truth ? "true" : "false";
                case string text:
                    return Quoted(text);
                case IEnumerable<object?> items:
                    return "[" + string.Join(",", items.Select(Written)) + "]";
                default:
                    return value.ToString()!;
            }
        }

        private static string Quoted(string text) => "\"" + text.Replace("\\", "\\\\").Replace("\"", "\\\"") + "\"";
    }
}
