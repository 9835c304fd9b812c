// Levels, days, copies, ids and protections: what is read and written by itself.
using System;
using System.Linq;
using Bmnn;
using Tasks = System.Collections.Generic.Dictionary<string, System.Func<Bmnn.JsonValue, Said>>;

internal static partial class Conform
{
    private static readonly Tasks Words = new Tasks
    {
        ["level.read"] = LevelRead,
        ["level.print"] = LevelPrint,
        ["level.roll-up"] = LevelRollUp,
        ["date.read"] = DateRead,
        ["part-date.read"] = PartDateRead,
        ["time.read"] = TimeRead,
        ["date.plus"] = DatePlus,
        ["until.roll-up"] = input => new Said { ["until"] = Failing(() => RulePacks.Latest(input["untils"]!.ToString()), "Question") },
        ["copy.read"] = input => CopyRead(Text(input, "text")!),
        ["copy.duplicate"] = CopyDuplicate,
        ["id.read"] = IdRead,
    };

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

    private static Said PartDateRead(JsonValue input)
    {
        var date = Failing(() => PartDate.Parse(Text(input, "text")!), "PartDate");
        return new Said { ["earliest"] = date.Earliest.ToString(), ["latest"] = date.Latest.ToString() };
    }

    private static Said TimeRead(JsonValue input)
    {
        var time = Failing(() => TimeOfDay.Parse(Text(input, "text")!), "Time");
        return new Said { ["hour"] = time.Hour, ["minute"] = time.Minute };
    }

    private static Said IdRead(JsonValue input)
    {
        var id = Text(input, "text")!;
        return new Said { ["id"] = id, ["own-agency"] = Failing(() => Ids.IsOwnAgency(id), "Id") };
    }

    // A level by its name, and by no other spelling.
    private static SecrecyLevel Level(string name)
    {
        var level = Failing(() => SecrecyLevels.Parse(name), "Level");
        return level.ToText(LevelForm.Name) == name ? level : throw new Failure("Level");
    }
}
