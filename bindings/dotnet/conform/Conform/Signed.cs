// Keys, signatures, statements, entries, checkpoints, witnesses.
using Bmnn;
using Bmnn.Pieces;
using Tasks = System.Collections.Generic.Dictionary<string, System.Func<Bmnn.JsonValue, Said>>;

internal static partial class Conform
{
    private static readonly Tasks Signed = new Tasks
    {
        ["key.read"] = input => new Said { ["kid"] = Hex(Failing(() => PublicKey.Id(Bytes(input, "key")), "BadKey")) },
        ["signature.check"] = SignatureCheck,
        ["statement.check"] = StatementCheck,
        ["cosignature.check"] = CosignatureCheck,
        ["entry.read"] = EntryRead,
        ["checkpoint.read"] = CheckpointRead,
        ["checkpoint.check"] = CheckpointCheck,
        ["verifier-key.read"] = VerifierKeyRead,
        ["note.witnessed"] = NoteWitnessed,
    };

    private static Said SignatureCheck(JsonValue input)
    {
        Failing(() => PublicKey.CheckSignature(Bytes(input, "key"), Bytes(input, "message"), Bytes(input, "signature")),
            "BadSignature");
        return new Said { ["verifies"] = true };
    }

    // The ledger that a signature is for; null before it is opened.
    private static byte[]? Scope(JsonValue input) => input["ledger"] is null ? null : Bytes(input, "ledger");

    private static Said StatementCheck(JsonValue input)
    {
        var said = Failing(() => Statement.Check(Bytes(input, "statement"), Scope(input), Bytes(input, "key")), "BadSignature");
        return new Said { ["kid"] = said.KeyId, ["act"] = said.Name };
    }

    private static Said CosignatureCheck(JsonValue input)
    {
        Failing(() => Statement.CheckCosignature(Bytes(input, "statement"), Scope(input), Bytes(input, "kid"),
            Bytes(input, "signature"), Bytes(input, "key")), "BadSignature");
        return new Said { ["kid"] = input["kid"] };
    }

    private static Said EntryRead(JsonValue input)
    {
        var entry = Failing(() => StoredEntry.Read(Bytes(input, "entry")), "BadEncoding");
        return new Said
        {
            ["seq"] = entry.Position,
            ["prev"] = entry.Previous,
            ["leaf"] = entry.Leaf,
            ["received"] = entry.Received,
            ["kid"] = entry.Signer,
            ["cosigned"] = entry.Cosigners,
        };
    }

    private static Said CheckpointRead(JsonValue input)
    {
        var checkpoint = Failing(() => Checkpoint.Read(Text(input, "note")!), "Malformed");
        return new Said { ["ledger"] = checkpoint.Ledger, ["size"] = checkpoint.Size, ["root"] = checkpoint.Root };
    }

    private static Said CheckpointCheck(JsonValue input)
    {
        Failing(() => Checkpoint.Check(Text(input, "note")!, Bytes(input, "ledger"), Integer(input, "size"), Bytes(input, "root"),
            Bytes(input, "key")), "Malformed");
        return new Said { ["signed"] = true };
    }

    private static Said VerifierKeyRead(JsonValue input)
    {
        var key = Failing(() => VerifierKey.Read(Text(input, "text")!), "Malformed");
        return new Said { ["name"] = key.Name, ["type"] = key.Type, ["key"] = Hex(key.Key) };
    }

    private static Said NoteWitnessed(JsonValue input)
    {
        var seen = Failing(() => Checkpoint.Witnessed(Text(input, "note")!, Text(input, "witness")!), "NotWitnessed");
        return new Said { ["size"] = seen.Size };
    }
}
