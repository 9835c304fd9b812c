using System;

namespace Bmnn.Pieces
{
    /// <summary>A statement whose signature holds: an act as it was signed.</summary>
    public sealed unsafe class Statement : Answer
    {
        private Statement(JsonValue json) : base(json)
        {
            KeyId = Text("kid");
            Name = OptionalText("name");
            Act = json["act"] ?? JsonValue.EmptyObject;
        }

        /// <summary>The id of the key that signed, 16 hexadecimal digits.</summary>
        public string KeyId { get; }

        /// <summary>The act's name; null if it has none.</summary>
        public string? Name { get; }

        /// <summary>The act.</summary>
        public JsonValue Act { get; }

        /// <summary>Reads a statement if a key signed it for a ledger. Whether that key may sign such an act is the ledger's
        /// to say.</summary>
        /// <param name="statement">Its bytes.</param>
        /// <param name="ledger">The ledger-id, 32 bytes; null for the act that opens one.</param>
        /// <param name="key">The public key, 32 bytes.</param>
        /// <exception cref="ArgumentException">Id or key have another length.</exception>
        /// <exception cref="BmnnException"><see cref="BmnnCode.Encoding"/>: it is no statement.
        /// <see cref="BmnnCode.Key"/>: the key did not sign it. The detail has the fault's <c>kind</c>.</exception>
        public static Statement Check(byte[] statement, byte[]? ledger, byte[] key)
        {
            NativeLoader.Ready();
            Native.Given(statement, nameof(statement));
            var scope = Scope(ledger, nameof(ledger));
            Native.Sized(key, 32, nameof(key));
            return new Statement(Native.AnswerJson((answer, error) =>
            {
                fixed (byte* start = statement, ledgerStart = scope, keyStart = key)
                {
                    return NativeMethods.bmnn_statement_check(start, (nuint)statement.Length, ledgerStart, keyStart, answer,
                        error);
                }
            }));
        }

        /// <summary>Returns if a cosignature is of a key, over the act of a statement and for a ledger.</summary>
        /// <param name="statement">The statement's bytes.</param>
        /// <param name="ledger">As with <see cref="Check"/>.</param>
        /// <param name="keyId">The id under which it stands, 8 bytes.</param>
        /// <param name="signature">64 bytes.</param>
        /// <param name="key">The public key, 32 bytes.</param>
        /// <exception cref="ArgumentException">Something has another length.</exception>
        /// <exception cref="BmnnException">As with <see cref="Check"/>.</exception>
        public static void CheckCosignature(byte[] statement, byte[]? ledger, byte[] keyId, byte[] signature, byte[] key)
        {
            NativeLoader.Ready();
            Native.Given(statement, nameof(statement));
            var scope = Scope(ledger, nameof(ledger));
            Native.Sized(keyId, 8, nameof(keyId));
            Native.Sized(signature, 64, nameof(signature));
            Native.Sized(key, 32, nameof(key));
            bmnn_error* error;
            fixed (byte* start = statement, ledgerStart = scope, idStart = keyId, signatureStart = signature, keyStart = key)
            {
                Native.Check(
                    NativeMethods.bmnn_cosignature_check(start, (nuint)statement.Length, ledgerStart, idStart, signatureStart,
                        keyStart, &error), error);
            }
        }

        // Nothing is the null that the library takes for an opening.
        private static byte[] Scope(byte[]? ledger, string parameter) =>
            ledger is null ? Array.Empty<byte>() : Native.Sized(ledger, 32, parameter);
    }
}
