using System;

namespace Bmnn
{
    public sealed unsafe partial class Registry
    {
        /// <summary>The proof that an entry is in the ledger, under the checkpoint over the first entries (C2SP
        /// tlog-proof).</summary>
        /// <param name="position">The entry.</param>
        /// <param name="size">How many entries the checkpoint covers; null for the last one.</param>
        /// <exception cref="BmnnException"><see cref="BmnnCode.NotFound"/>: there is no such entry or checkpoint.</exception>
        public string Prove(long position, long? size = null)
        {
            var (at, under) = (Position(position, nameof(position)), Known(size));
            return AskText((registry, answer, error) => NativeMethods.bmnn_registry_prove(registry, at, under, answer, error));
        }

        /// <summary>The proof that a checkpoint only adds to an older one (C2SP tlog-witness).</summary>
        /// <param name="old">How many entries the older one covers.</param>
        /// <param name="size">How many the newer one does; null for the last one.</param>
        /// <exception cref="BmnnException"><see cref="BmnnCode.NotFound"/>: there is no such checkpoint.</exception>
        public string Consistency(long old, long? size = null)
        {
            var (from, to) = (Position(old, nameof(old)), Known(size));
            return AskText((registry, answer, error) => NativeMethods.bmnn_registry_consistency(registry, from, to, answer, error));
        }

        /// <summary>The receipt of an entry for those who read COSE (RFC 9942), newly signed by the ledger key.</summary>
        /// <exception cref="InvalidOperationException">The registry was opened to read.</exception>
        /// <exception cref="BmnnException"><see cref="BmnnCode.NotFound"/>: there is no such entry.</exception>
        public byte[] CoseReceipt(long position)
        {
            var at = Position(position, nameof(position));
            return AskBytes((registry, answer, error) => NativeMethods.bmnn_registry_cose_receipt(registry, at, answer, error));
        }

        /// <summary>The COSE receipt (RFC 9942) that the last checkpoint only adds to an older one.</summary>
        /// <param name="old">How many entries the older one covers.</param>
        /// <exception cref="InvalidOperationException">The registry was opened to read.</exception>
        public byte[] CoseConsistency(long old)
        {
            var from = Position(old, nameof(old));
            return AskBytes((registry, answer, error) => NativeMethods.bmnn_registry_cose_consistency(registry, from, answer, error));
        }

        /// <summary>The checkpoint over the first entries, as it was signed. There is one behind each commit, not behind each
        /// entry.</summary>
        /// <exception cref="BmnnException"><see cref="BmnnCode.NotFound"/>: there is none.</exception>
        public string CheckpointAt(long size)
        {
            var at = Position(size, nameof(size));
            return AskText((registry, answer, error) => NativeMethods.bmnn_registry_checkpoint_at(registry, at, answer, error));
        }

        /// <summary>The bytes of an entry as they stand in the ledger: what whoever checks a proof of it needs. Sealed values
        /// are not in them.</summary>
        /// <exception cref="BmnnException"><see cref="BmnnCode.NotFound"/>: there is none.</exception>
        public byte[] EntryBytes(long position)
        {
            var at = Position(position, nameof(position));
            return AskBytes((registry, answer, error) => NativeMethods.bmnn_registry_entry_bytes(registry, at, answer, error));
        }

        /// <summary>The key that signed a checkpoint (C2SP signed-note): give it to those who check proofs by another way than
        /// the proofs.</summary>
        /// <param name="size">How many entries the checkpoint covers; null for the last one.</param>
        public string VerifierKey(long? size = null)
        {
            var at = Known(size);
            return AskText((registry, answer, error) => NativeMethods.bmnn_registry_verifier_key(registry, at, answer, error));
        }

        /// <summary>The evidence that another ledger is no continuation of what this registry noted of it:
        /// <see cref="Proof.Check(string, string, byte[])"/> checks it with that ledger's keys alone.</summary>
        /// <param name="folder">The other ledger's folder.</param>
        /// <returns>Null if nothing contradicts what was noted. A ledger that was cut, and is still shorter than what was
        /// noted, can only be asked for the rest.</returns>
        public string? ForkEvidence(string folder)
        {
            var place = Utf8.Bytes(folder, nameof(folder));
            return Unless(() => AskText((registry, answer, error) =>
            {
                fixed (byte* start = place)
                {
                    return NativeMethods.bmnn_registry_fork_evidence(registry, start, (nuint)place.Length, answer, error);
                }
            }));
        }

        /// <summary>The same, where not the other ledger is at hand, but a consistency proof of it from the size that was
        /// noted.</summary>
        /// <param name="way">The proof, as <see cref="Consistency"/> gives it.</param>
        /// <exception cref="BmnnException"><see cref="BmnnCode.Proof"/>: it is none.</exception>
        public string? ForkEvidenceBy(string way)
        {
            var text = Utf8.Bytes(way, nameof(way));
            return Unless(() => AskText((registry, answer, error) =>
            {
                fixed (byte* start = text)
                {
                    return NativeMethods.bmnn_registry_fork_evidence_by(registry, start, (nuint)text.Length, answer, error);
                }
            }));
        }

        private static string? Unless(Func<string> found)
        {
            try
            {
                return found();
            }
            catch (BmnnException none) when (none.Code == BmnnCode.NotFound)
            {
                return null;
            }
        }

        /// <summary>Makes one file for an inspector: a ZIP with the ledger, the packs that were adopted, and the sealed values
        /// chosen. <see cref="Verification.File"/> verifies it as it is. Where it fails, no file is left.</summary>
        /// <param name="file">The file to make; one that is there is not overwritten.</param>
        /// <param name="selection">What goes with it; null for everything, and no values.</param>
        /// <exception cref="BmnnException"><see cref="BmnnCode.Exists"/>, <see cref="BmnnCode.NotFound"/>,
        /// <see cref="BmnnCode.Vault"/>, <see cref="BmnnCode.Io"/>.</exception>
        /// <exception cref="InvalidOperationException">An entry may not be withheld: without it no signature could be
        /// checked.</exception>
        public Exported Export(string file, ExportSelection? selection = null)
        {
            var place = Utf8.Bytes(file, nameof(file));
            var chosen = Utf8.Bytes((selection ?? new ExportSelection()).ToJson(), nameof(selection));
            return new Exported(Ask((registry, answer, error) =>
            {
                fixed (byte* placeStart = place, chosenStart = chosen)
                {
                    return NativeMethods.bmnn_registry_export(registry, placeStart, (nuint)place.Length, chosenStart,
                        (nuint)chosen.Length, answer, error);
                }
            }));
        }

        /// <summary>The slip of an entry, which goes with a copy to another agency. It is kept in the registry's folder, so
        /// that the answer is known for one. What is sealed does not travel in it.</summary>
        /// <param name="position">The entry.</param>
        /// <param name="since">How many entries of this ledger the receiver noted last; 0 if none.</param>
        /// <exception cref="InvalidOperationException">The entry is of no use outside.</exception>
        public byte[] Slip(long position, long since = 0)
        {
            var (at, from) = (Position(position, nameof(position)), Position(since, nameof(since)));
            return AskBytes((registry, answer, error) => NativeMethods.bmnn_registry_slip(registry, at, from, answer, error));
        }

        /// <summary>What a slip from another agency proves, held against what this registry knows. A slip that does not hold
        /// is an answer: <c>holds</c> says so. Nothing is recorded.</summary>
        /// <param name="slip">The slip.</param>
        /// <param name="from">The party that sent it; null for whichever has that ledger.</param>
        /// <param name="witnesses">A JSON array of the verifier keys of witnesses whose cosignatures are to be checked.</param>
        /// <exception cref="BmnnException"><see cref="BmnnCode.Proof"/>: it is no slip.</exception>
        public JsonValue ReadSlip(byte[] slip, string? from = null, string witnesses = "[]")
        {
            var (party, keys) = (Utf8.Bytes(from ?? "", nameof(from)), Utf8.Bytes(witnesses, nameof(witnesses)));
            Wanted(slip, nameof(slip));
            return Ask((registry, answer, error) =>
            {
                fixed (byte* slipStart = slip, partyStart = party, keysStart = keys)
                {
                    return NativeMethods.bmnn_registry_slip_read(registry, slipStart, (nuint)slip.Length, partyStart,
                        (nuint)party.Length, keysStart, (nuint)keys.Length, answer, error);
                }
            });
        }

        /// <summary>What follows from a slip that holds: <c>note</c>, the draft of <c>witness.note</c>, null if its checkpoint
        /// was noted before; <c>act</c>, the draft of what is to be recorded, null if the slip tells of something else; and
        /// <c>wanted</c>, what the clerk reads off the document. Both are put on record together, the note first.</summary>
        /// <param name="slip">The slip.</param>
        /// <param name="on">The legal date.</param>
        /// <param name="from">The party that sent it; null for whichever has that ledger.</param>
        /// <param name="witnesses">A JSON array of the verifier keys of witnesses.</param>
        /// <exception cref="BmnnRefusedException">It does not hold, or answers nothing.</exception>
        /// <exception cref="BmnnException"><see cref="BmnnCode.Proof"/>: it is no slip.</exception>
        public JsonValue AcceptSlip(byte[] slip, LegalDate on, string? from = null, string witnesses = "[]")
        {
            var (party, keys) = (Utf8.Bytes(from ?? "", nameof(from)), Utf8.Bytes(witnesses, nameof(witnesses)));
            Wanted(slip, nameof(slip));
            return Ask((registry, answer, error) =>
            {
                fixed (byte* slipStart = slip, partyStart = party, keysStart = keys)
                {
                    return NativeMethods.bmnn_registry_slip_accept(registry, slipStart, (nuint)slip.Length, partyStart,
                        (nuint)party.Length, keysStart, (nuint)keys.Length, on.Number, answer, error);
                }
            });
        }
    }

    /// <summary>Proofs that came from elsewhere, checked without the ledger.</summary>
    public static unsafe class Proof
    {
        /// <summary>Whether a proof holds: a tlog-proof, a consistency proof, a COSE receipt, a slip, or evidence of a
        /// fork.</summary>
        /// <param name="proof">Its bytes; their beginning tells what it is.</param>
        /// <param name="known">What is known by another way, as JSON: <c>keys</c>, the ledger's; <c>ledger</c>, its id;
        /// <c>since</c>, the checkpoint noted earlier.</param>
        /// <param name="entry">The entry that is proven, as <see cref="Registry.EntryBytes"/> gives it; null if it is not at
        /// hand.</param>
        /// <returns>An object with <c>form</c>, <c>holds</c> (null where that takes what was not given), <c>why</c>,
        /// <c>not-proven</c> and others. A proof that does not hold is an answer.</returns>
        /// <exception cref="BmnnException"><see cref="BmnnCode.Proof"/>: it is none of these. <see cref="BmnnCode.Json"/>: what
        /// is known is not as said.</exception>
        public static JsonValue Check(byte[] proof, string known = "{}", byte[]? entry = null)
        {
            NativeLoader.Ready();
            if (proof is null)
                throw new ArgumentNullException(nameof(proof));
            var (text, proven) = (Utf8.Bytes(known, nameof(known)), entry ?? Array.Empty<byte>());
            return Native.AnswerJson((answer, error) =>
            {
                fixed (byte* proofStart = proof, textStart = text, entryStart = proven)
                {
                    return NativeMethods.bmnn_proof_check(proofStart, (nuint)proof.Length, textStart, (nuint)text.Length, entryStart,
                        (nuint)proven.Length, answer, error);
                }
            });
        }

        /// <summary>Whether a proof that is a text holds.</summary>
        /// <param name="proof">The text.</param>
        /// <param name="known">What is known by another way, as JSON.</param>
        /// <param name="entry">The entry that is proven; null if it is not at hand.</param>
        /// <exception cref="ArgumentException">It has no UTF-8.</exception>
        /// <exception cref="BmnnException"><see cref="BmnnCode.Proof"/>: it is no proof.</exception>
        public static JsonValue Check(string proof, string known = "{}", byte[]? entry = null) =>
            Check(Utf8.Bytes(proof, nameof(proof)), known, entry);
    }
}
