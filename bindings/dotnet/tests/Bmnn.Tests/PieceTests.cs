using System;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using Bmnn.Pieces;
using Xunit;

namespace Bmnn.Tests
{
    /// <summary>A registry taken apart: what holds, and what does not.</summary>
    public sealed class PieceTests : IDisposable
    {
        private readonly Office office = new Office();

        private Registry Registry => office.Registry;

        public void Dispose() => office.Dispose();

        [Fact]
        public void WordsAreRead()
        {
            var date = PartDate.Parse("2024-02");
            Assert.Equal(new LegalDate(2024, 2, 1), date.Earliest);
            Assert.Equal(new LegalDate(2024, 2, 29), date.Latest);
            Assert.True(date == PartDate.Parse("2024-02") && date != PartDate.Parse("2024"));
            Assert.Equal(BmnnCode.Date, Assert.Throws<BmnnException>(() => PartDate.Parse("2024-13")).Code);
            Assert.Equal("14:05", TimeOfDay.Parse("14:05").ToString());
            Assert.True(TimeOfDay.Parse("14:05") != TimeOfDay.Parse("05:14"));
            Assert.Equal(BmnnCode.Date, Assert.Throws<BmnnException>(() => TimeOfDay.Parse("24:00")).Code);
            Assert.True(Ids.IsOwnAgency("self"));
            Assert.False(Ids.IsOwnAgency("bo-a"));
            Assert.Throws<ArgumentException>(() => Ids.IsOwnAgency("bộ-a"));
        }

        [Fact]
        public void TheEncodingGoesBothWays()
        {
            const string Item = "{\"map\":[[\"a\",[1,true,\"ă\"]],[\"bc\",{\"bytes\":\"00ff\"}]]}";
            Assert.Equal(Item, Cbor.ToJson(Cbor.FromJson(Item)).ToString());
            Fails(BmnnCode.Encoding, "NotShortest", () => Cbor.ToJson(new byte[] { 0x18, 0x01 }));
            Fails(BmnnCode.Encoding, "Truncated", () => Cbor.ToJson(new byte[0]));
            Fails(BmnnCode.Json, null, () => Cbor.FromJson("1.5"));
        }

        [Fact]
        public void AValueIsSealed()
        {
            var (salt, act) = (Office.Same(5), new byte[16]);
            var made = Sealed.Commitment(salt, act, "\"lý do\"");
            Sealed.Check(made, salt, act, "\"lý do\"");
            Fails(BmnnCode.Proof, "SealMismatch", () => Sealed.Check(made, salt, act, "\"lý do khác\""));
            Assert.Throws<ArgumentException>(() => Sealed.Commitment(new byte[31], act, "1"));
            Assert.Throws<ArgumentNullException>(() => Sealed.Check(null!, salt, act, "1"));
            const string Cancel = "{\"act\":\"document.cancel\",\"on\":\"2026-03-02\",\"document\":\"d\",\"reason\":\"r\","
                + "\"id\":\"00000000000000000000000000000001\"}";
            Assert.Equal("reason", Sealed.Places(Cancel).Single());
            Fails(BmnnCode.Act, null, () => Sealed.Places("{}"));
        }

        [Fact]
        public void AnEntryIsTakenApart()
        {
            using (var root = Office.Key(1))
            {
                var (key, bytes) = (root.PublicKey(), Registry.EntryBytes(0));
                var (entry, ledger) = (StoredEntry.Read(bytes), MerkleTree.Leaf(bytes));
                Assert.Equal(0L, entry.Position);
                Assert.Equal(Hex.Text(ledger), entry.Leaf);
                Assert.Equal(Hex.Text(new byte[32]), entry.Previous);
                Assert.Equal(Office.Morning, entry.Received);
                Assert.Equal(Hex.Text(PublicKey.Id(key)), entry.Signer);
                Assert.Equal(0, entry.Cosigners.Count);
                var statement = Statement.Check(entry.Statement, null, key);
                Assert.Equal("ledger.open", statement.Name);
                Assert.Equal(entry.Signer, statement.KeyId);
                Assert.Equal(entry.Act!.ToString(), statement.Act.ToString());
                Fails(BmnnCode.Key, "BadSignature", () => Statement.Check(entry.Statement, ledger, key));
                Fails(BmnnCode.Key, "UnknownKey", () => Statement.Check(entry.Statement, null, office.Clerk.PublicKey()));
                Fails(BmnnCode.Key, "BadSignature",
                    () => Statement.CheckCosignature(entry.Statement, null, PublicKey.Id(key), new byte[64], key));
                Fails(BmnnCode.Key, "BadSignature", () => PublicKey.CheckSignature(key, bytes, new byte[64]));
                Fails(BmnnCode.Key, "SmallOrder", () => PublicKey.Id(new byte[] { 1 }.Concat(new byte[31]).ToArray()));
                Fails(BmnnCode.Encoding, "BadEncoding", () => StoredEntry.Read(bytes.Skip(1).ToArray()));
                Assert.Throws<ArgumentException>(() => PublicKey.Id(new byte[31]));
            }
        }

        [Fact]
        public void TheRootIsThatOfTheCheckpoint()
        {
            var (size, key, note) = (Registry.Size(), office.Ledger.PublicKey(), Registry.Checkpoint());
            var leaves = Enumerable.Range(0, (int)size).Select(at => MerkleTree.Leaf(Registry.EntryBytes(at))).ToList();
            var (root, last) = (MerkleTree.Root(leaves), leaves.Count - 1);
            Assert.Equal(Hex.Text(root), Checkpoint.Read(note).Root);
            Assert.Equal(size, Checkpoint.Read(note).Size);
            Assert.Equal(Hex.Text(leaves[0]), Checkpoint.Read(note).Ledger);
            Checkpoint.Check(note, leaves[0], size, root, key);
            Fails(BmnnCode.Proof, "Mismatch", () => Checkpoint.Check(note, leaves[0], size + 1, root, key));
            Assert.Throws<ArgumentOutOfRangeException>(() => Checkpoint.Check(note, leaves[0], -1, root, key));
            Fails(BmnnCode.Encoding, "Malformed", () => Checkpoint.Read("x"));

            var two = MerkleTree.Root(leaves.Take(2).ToList());
            MerkleTree.CheckInclusion(leaves[1], 1, 2, leaves.Take(1).ToList(), two);
            Fails(BmnnCode.Proof, "NotProven", () => MerkleTree.CheckInclusion(leaves[1], 0, 2, leaves.Take(1).ToList(), two));
            MerkleTree.CheckConsistency(1, leaves[0], 2, two, new[] { leaves[1] });
            Fails(BmnnCode.Proof, "NotProven", () => MerkleTree.CheckConsistency(1, leaves[0], 2, two, new byte[0][]));
            Assert.Throws<ArgumentException>(() => MerkleTree.Root(new[] { new byte[33] }));
            Assert.Throws<ArgumentNullException>(() => MerkleTree.Root(null!));

            Assert.Equal(Hex.Text(root), Hex.Text(CoseReceipt.CheckInclusion(Registry.CoseReceipt(last), Registry.EntryBytes(last), key)));
            Fails(BmnnCode.Key, "BadSignature", () => CoseReceipt.CheckInclusion(Registry.CoseReceipt(last), new byte[1], key));
            Assert.Equal(Hex.Text(root), Hex.Text(CoseReceipt.CheckConsistency(Registry.CoseConsistency(2), two, key)));
            Fails(BmnnCode.Proof, "OtherKind", () => CoseReceipt.CheckConsistency(Registry.CoseReceipt(last), two, key));
        }

        [Fact]
        public void AWitnessIsReadOffTheNote()
        {
            var (key, note) = (Registry.VerifierKey(), Registry.Checkpoint());
            Assert.Equal(Hex.Text(office.Ledger.PublicKey()), Hex.Text(VerifierKey.Read(key).Key));
            Assert.Equal(1, VerifierKey.Read(key).Type);
            Assert.Equal(Checkpoint.Read(note).Ledger, VerifierKey.Read(key).Ledger);
            Fails(BmnnCode.Encoding, "Malformed", () => VerifierKey.Read("x"));
            using (var witness = Office.Key(40))
            {
                const string Name = "so-y-te.example";
                var cosigned = Witness.Cosign(Place.New(), Name, witness, key, note, Office.Morning / 1000);
                var his = OfWitness(Name, witness.PublicKey());
                var seen = Checkpoint.Witnessed(cosigned["note"]!.AsText!, his);
                Assert.Equal(Registry.Size(), seen.Size);
                Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(Office.Morning), seen.Time);
                Assert.Equal(Name, VerifierKey.Read(his).Name);
                Fails(BmnnCode.NotFound, "NotWitnessed", () => Checkpoint.Witnessed(note, his));
            }
        }

        [Fact]
        public void AFolderIsVerifiedWithItsVaultOpen()
        {
            var (key, passphrase) = (Office.Same(9), "bốn từ khó đoán nhé");
            var folder = Made(Host.WithKey(key));
            var report = Verification.Unlocked(folder, key);
            Assert.True(report.Holds);
            Assert.False(report.NotProven.Any(one => one.Kind == "seals"));
            Fails(BmnnCode.Key, null, () => Verification.Unlocked(folder, Office.Same(8)));
            Fails(BmnnCode.Key, null, () => Verification.Unlocked(folder, passphrase));
            Assert.Throws<ArgumentException>(() => Verification.Unlocked(folder, new byte[31]));

            folder = Made(Host.WithPassphrase(passphrase));
            Assert.False(Verification.Unlocked(folder, passphrase).NotProven.Any(one => one.Kind == "seals"));
            Assert.True(Verification.Folder(folder).NotProven.Any(one => one.Kind == "seals"));
            Fails(BmnnCode.Key, null, () => Verification.Unlocked(folder, passphrase + " nữa"));
        }

        // A registry whose vault is of this host.
        private static string Made(Host host)
        {
            var folder = Place.New();
            using (host)
            using (var root = Office.Key(1))
            using (var ledger = Office.Key(2))
            using (var clerk = Office.Key(3))
            {
                var opening = new Opening("Sở thử nghiệm", "lan", clerk.PublicKey());
                using (var registry = Registry.Create(folder, opening, new[] { root }, ledger, host))
                    Assert.Equal(2L, registry.Size());
            }
            return folder;
        }

        // As C2SP has them: name, hash and key, which begins with its type.
        private static string OfWitness(string name, byte[] publicKey)
        {
            var key = new byte[] { 4 }.Concat(publicKey).ToArray();
            using (var sha = SHA256.Create())
            {
                var hash = sha.ComputeHash(Encoding.UTF8.GetBytes(name + "\n").Concat(key).ToArray());
                return name + "+" + Hex.Text(hash.Take(4).ToArray()) + "+" + Convert.ToBase64String(key);
            }
        }

        private static void Fails(BmnnCode code, string? kind, Action call)
        {
            var thrown = Assert.Throws<BmnnException>(call);
            Assert.Equal(code, thrown.Code);
            Assert.Equal(kind, thrown.Detail["kind"]?.AsText);
        }
    }
}
