// Ledgers, verified.
using System;
using System.IO;
using System.Text;
using Bmnn;
using Tasks = System.Collections.Generic.Dictionary<string, System.Func<Bmnn.JsonValue, Said>>;

internal static partial class Conform
{
    private static readonly Tasks Ledgers = new Tasks
    {
        ["ledger.verify"] = LedgerVerify,
        ["registry.verify"] = RegistryVerify,
    };

    private static Said LedgerVerify(JsonValue input) => InFolder(input, folder =>
    {
        var place = input["tip"] is null ? Path.Combine(folder, "ledger.bmnn") : folder;
        var held = new Said();
        foreach (var key in new[] { "checkpoints", "roots" })
        {
            if (input["known"]?[key] is JsonValue value)
                held[key] = value;
        }
        return Reported(Failing(() => Verification.Format(place, held.ToString(), Expected(input)), "NoLedger"));
    });

    private static Said RegistryVerify(JsonValue input) => InFolder(input, folder =>
    {
        var report = Failing(() => input["vault"] is null
            ? Verification.Folder(folder, Expected(input))
            : Verification.Unlocked(folder, Bytes(input, "vault-key"), Expected(input)), "NoLedger");
        var said = Reported(report);
        said["hands"] = report.Json["hands"];
        said["replayed"] = report.Json["not-replayed"]!.IsNull;
        return said;
    });

    // What is made of a folder with what the question says; it is gone afterwards.
    private static Said InFolder(JsonValue input, Func<string, Said> made)
    {
        var folder = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        Directory.CreateDirectory(Path.Combine(folder, "packs"));
        try
        {
            File.WriteAllBytes(Path.Combine(folder, "ledger.bmnn"), Bytes(input, "ledger"));
            if (Text(input, "tip") is string tip)
                File.WriteAllBytes(Path.Combine(folder, "tip"), Encoding.UTF8.GetBytes(tip));
            if (input["vault"] != null)
                File.WriteAllBytes(Path.Combine(folder, "vault.db"), Bytes(input, "vault"));
            foreach (var pack in input["packs"]?.Members ?? JsonValue.Parse("{}").Members)
                File.WriteAllBytes(Path.Combine(folder, "packs", pack.Key), Encoding.UTF8.GetBytes(pack.Value.AsText!));
            return made(folder);
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    private static VerificationOptions Expected(JsonValue input) => new VerificationOptions
    {
        IsExport = input["known"]?["export"]?.AsBoolean ?? false,
        LedgerId = input["known"]?["ledger-id"] is null ? null : Bytes(input["known"]!, "ledger-id"),
    };

    private static Said Reported(VerificationReport report) => new Said
    {
        ["holds"] = report.Json["holds"],
        ["size"] = report.Json["size"],
        ["root"] = report.Json["root"],
        ["findings"] = Findings(report.Json),
        ["not-proven"] = Unproven(report.Json),
    };
}
