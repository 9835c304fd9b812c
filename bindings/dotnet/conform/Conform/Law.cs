// What the law says, and its packs.
using System;
using System.Collections.Generic;
using System.Linq;
using Bmnn;
using Tasks = System.Collections.Generic.Dictionary<string, System.Func<Bmnn.JsonValue, Said>>;

internal static partial class Conform
{
    private static readonly Tasks Law = new Tasks
    {
        ["pack.on"] = input => new Said { ["pack"] = Failing(() => Packs.InForce(Day(input, "date")), "NoPack")["id"] },
        ["pack.provision"] = PackProvision,
        ["mark.print"] = MarkPrint,
        ["term.of"] = TermOf,
        ["term.resolve"] = TermResolve,
        ["status.on"] = StatusOn,
        ["act.decide"] = ActDecide,
    };

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
}
