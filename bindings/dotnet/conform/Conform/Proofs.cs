// What travels between agencies: proofs, receipts, evidence of a fork, slips.
using System.Linq;
using System.Text;
using Bmnn;
using Bmnn.Pieces;
using Tasks = System.Collections.Generic.Dictionary<string, System.Func<Bmnn.JsonValue, Said>>;

internal static partial class Conform
{
    private static readonly Tasks Proofs = new Tasks
    {
        ["proof.check"] = ProofCheck,
        ["consistency.check"] = ConsistencyCheck,
        ["fork.check"] = ForkCheck,
        ["slip.verify"] = SlipVerify,
        ["receipt.inclusion"] = ReceiptInclusion,
        ["receipt.consistency"] = ReceiptConsistency,
    };

    // What the library says of a proof, with what is known by another way.
    private static JsonValue Checked(byte[] proof, byte[]? entry, params (string Key, object? Value)[] known)
    {
        var given = new Said();
        foreach (var (key, value) in known.Where(one => one.Value != null))
            given[key] = value;
        return Failing(() => Proof.Check(proof, given.ToString(), entry), "Malformed");
    }

    // Why one does not hold. One that nobody's key was given for is not signed by one that
    // is known.
    private static Failure DoesNotHold(JsonValue said)
    {
        var why = said["why"];
        if (why is null || why.IsNull)
            return new Failure("OtherKey");
        var failure = new Failure(Text(why, "kind")!);
        if (why["line"] is JsonValue line)
            failure.Said["line"] = line;
        return failure;
    }

    private static JsonValue Holding(JsonValue said) => said["holds"]?.AsBoolean == true ? said : throw DoesNotHold(said);

    private static byte[] Utf8(JsonValue input, string key) => Encoding.UTF8.GetBytes(Text(input, key)!);

    private static Said ProofCheck(JsonValue input)
    {
        var said = Holding(Checked(Utf8(input, "proof"), Bytes(input, "entry"), ("keys", new[] { input["key"] })));
        return new Said { ["index"] = said["entry"], ["ledger"] = said["ledger"], ["size"] = said["size"] };
    }

    private static Said ConsistencyCheck(JsonValue input)
    {
        var said = Holding(Checked(Utf8(input, "proof"), null, ("keys", new[] { input["key"] }), ("since", input["earlier"])));
        return new Said { ["old"] = said["since"], ["new"] = said["size"] };
    }

    private static Said ForkCheck(JsonValue input)
    {
        var said = Holding(Checked(Utf8(input, "evidence"), null, ("keys", input["keys"])));
        return new Said { ["ledger"] = said["ledger"], ["forked"] = true };
    }

    private static Said SlipVerify(JsonValue input)
    {
        var said = Checked(Bytes(input, "slip"), null, ("ledger", input["ledger"]), ("since", input["noted"]));
        var report = said["report"] ?? throw DoesNotHold(said);
        var answer = new Said { ["findings"] = Findings(report), ["not-proven"] = Unproven(report) };
        foreach (var key in new[] { "holds", "about", "size", "standing" })
            answer[key] = report[key];
        return answer;
    }

    private static Said ReceiptInclusion(JsonValue input)
    {
        var root = Failing(
            () => CoseReceipt.CheckInclusion(Bytes(input, "receipt"), Bytes(input, "entry"), Bytes(input, "key")), "Malformed");
        return new Said { ["root"] = Hex(root) };
    }

    private static Said ReceiptConsistency(JsonValue input)
    {
        var root = Failing(
            () => CoseReceipt.CheckConsistency(Bytes(input, "receipt"), Bytes(input, "old-root"), Bytes(input, "key")), "Malformed");
        return new Said { ["root"] = Hex(root) };
    }
}
