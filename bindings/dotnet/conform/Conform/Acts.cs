// Acts as JSON, key by key, and as bytes.
using System.Linq;
using Bmnn;
using Bmnn.Acts;
using Tasks = System.Collections.Generic.Dictionary<string, System.Func<Bmnn.JsonValue, Said>>;

internal static partial class Conform
{
    private static readonly Tasks OnActs = new Tasks
    {
        ["act.to-cbor"] = ActToCbor,
        ["act.to-json"] = input => new Said { ["act"] = Reading(() => JsonValue.Parse(ActDraft.JsonFromCbor(Bytes(input, "cbor")))) },
    };

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
        return new Said { ["cbor"] = Hex(cbor) };
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
}
