// What a ledger is made of: the encoding, sealed values, the tree.
using System.Collections.Generic;
using System.Linq;
using Bmnn;
using Bmnn.Pieces;
using Tasks = System.Collections.Generic.Dictionary<string, System.Func<Bmnn.JsonValue, Said>>;

internal static partial class Conform
{
    private static readonly Tasks OfPieces = new Tasks
    {
        ["cbor.decode"] = input => new Said { ["item"] = Failing(() => Cbor.ToJson(Bytes(input, "cbor")), "BadEncoding") },
        ["cbor.encode"] = input => new Said { ["cbor"] = Hex(Failing(() => Cbor.FromJson(input["item"]!.ToString()), "Question")) },
        ["sealed.commit"] = SealedCommit,
        ["sealed.places"] = input => new Said { ["places"] = Reading(() => Sealed.Places(input["act"]!.ToString(), Text(input, "corrected"))) },
        ["tree.root"] = input => new Said { ["root"] = Hex(MerkleTree.Root(Hashes(input, "leaves"))) },
        ["tree.inclusion"] = TreeInclusion,
        ["tree.consistency"] = TreeConsistency,
    };

    private static Said SealedCommit(JsonValue input)
    {
        var (salt, act, item) = (Bytes(input, "salt"), Bytes(input, "act-id"), input["item"]!.ToString());
        var made = Failing(() => Sealed.Commitment(salt, act, item), "Question");
        if (input["commitment"] != null)
            Failing(() => Sealed.Check(Bytes(input, "commitment"), salt, act, item), "SealMismatch");
        return new Said { ["commitment"] = Hex(made) };
    }

    private static Said TreeInclusion(JsonValue input)
    {
        var (index, size) = (Integer(input, "index"), Integer(input, "size"));
        Failing(() => MerkleTree.CheckInclusion(Bytes(input, "leaf"), index, size, Hashes(input, "path"), Bytes(input, "root")),
            "NotProven");
        return new Said { ["proven"] = true };
    }

    private static Said TreeConsistency(JsonValue input)
    {
        var (from, to) = (Integer(input, "old"), Integer(input, "new"));
        Failing(() => MerkleTree.CheckConsistency(from, Bytes(input, "old-root"), to, Bytes(input, "new-root"), Hashes(input, "path")),
            "NotProven");
        return new Said { ["proven"] = true };
    }

    private static IReadOnlyList<byte[]> Hashes(JsonValue input, string key) =>
        input[key]!.Items.Select(one => Bytes(one.AsText!)).ToList();
}
