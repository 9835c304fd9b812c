using System;
using System.IO;
using System.Linq;
using Xunit;

namespace Bmnn.Tests
{
    public sealed class ProofTests : IDisposable
    {
        private readonly Office office = new Office();

        private Registry Registry => office.Registry;

        public void Dispose() => office.Dispose();

        [Fact]
        public void AProofIsCheckedWithoutTheLedger()
        {
            var done = Registry.Perform(Office.Party("so-a"), office.Clerk);
            var (proof, entry) = (Registry.Prove(done.Position), Registry.EntryBytes(done.Position));
            Assert.Equal(Registry.Receipt(done.Position), proof);
            var known = "{\"keys\":[\"" + Registry.VerifierKey() + "\"]}";
            Assert.Equal(true, Proof.Check(proof, known, entry)["holds"]!.AsBoolean);
            entry[entry.Length / 2] ^= 1;
            Assert.Equal(false, Proof.Check(proof, known, entry)["holds"]!.AsBoolean);
            Assert.Equal(BmnnCode.Proof, Assert.Throws<BmnnException>(() => Proof.Check("không phải bằng chứng")).Code);
            Assert.Equal(BmnnCode.Json, Assert.Throws<BmnnException>(() => Proof.Check(proof, "[")).Code);
            Assert.Throws<ArgumentNullException>(() => Proof.Check((byte[])null!));

            Assert.Equal(Registry.Checkpoint(), Registry.CheckpointAt(Registry.Size()));
            Assert.Contains(Registry.Checkpoint(), Registry.Consistency(done.Position));
            Assert.True(Registry.CoseReceipt(done.Position).Length > 64);
            Assert.True(Registry.CoseConsistency(done.Position).Length > 64);
            Assert.Equal(BmnnCode.NotFound, Assert.Throws<BmnnException>(() => Registry.Prove(1000000)).Code);
        }

        [Fact]
        public void ASlipGoesWithACopy()
        {
            Registry.Perform(Office.Determination("doc-1"), office.Clerk);
            var issued = Registry.Perform(Office.Issue("doc-1"), office.Clerk);
            var slip = Registry.Slip(issued.Position);
            Assert.NotNull(Proof.Check(slip)["form"]);
            // It is of this registry itself.
            Assert.Throws<InvalidOperationException>(() => Registry.ReadSlip(slip));
            Assert.Throws<InvalidOperationException>(() => Registry.AcceptSlip(slip, Office.Day));
            Assert.Equal(BmnnCode.Proof, Assert.Throws<BmnnException>(() => Registry.ReadSlip(new byte[] { 1 })).Code);
        }

        [Fact]
        public void AVerificationGoesOnAtItsBookmark()
        {
            Assert.Null(Verification.Folder(office.Folder).Bookmark);
            var first = Verification.Folder(office.Folder, new VerificationOptions { KeepsBookmark = true });
            Assert.NotNull(first.Bookmark);
            Registry.Perform(Office.Party("so-a"), office.Clerk);
            var second = Verification.Since(office.Folder, first.Bookmark!);
            Assert.True(second.Holds);
            Assert.Equal(first.Size + 1, second.Size);
            Assert.Equal(BmnnCode.Proof, Assert.Throws<BmnnException>(() => Verification.Since(office.Folder, new byte[9])).Code);

            var note = Registry.Checkpoint();
            var held = "{\"checkpoints\":[" + new JsonValue(JsonKind.Text, note, null, null) + "]}";
            Assert.True(Verification.Against(office.Folder, held).Holds);
            Assert.True(Verification.Format(office.Folder, held).Holds);
            Assert.True(Verification.Format(Path.Combine(office.Folder, "ledger.bmnn")).Holds);
            Assert.Equal(BmnnCode.Json, Assert.Throws<BmnnException>(() => Verification.Against(office.Folder, "[]")).Code);
        }

        [Fact]
        public void ARingHasKeys()
        {
            var folder = Place.New();
            using (var ring = KeyRing.Create(folder, "bốn từ khó đoán nhé"))
            {
                var made = ring.Generate("ledger");
                using (var signer = ring.Signer("ledger"))
                    Assert.Equal(made["public-key"]!.AsText, Hex.Text(signer.PublicKey()));
                Assert.Equal(new[] { "ledger" }, ring.List().Select(key => key["name"]!.AsText!));
                Assert.Equal(BmnnCode.Exists, Assert.Throws<BmnnException>(() => ring.Generate("ledger")).Code);
                Assert.Equal(BmnnCode.Key, Assert.Throws<BmnnException>(() => ring.Signer("witness")).Code);
            }
            using (var signer = Signer.FromRing(folder, "ledger", "bốn từ khó đoán nhé"))
                Assert.Equal(32, signer.PublicKey().Length);
            Assert.Equal(BmnnCode.Key, Assert.Throws<BmnnException>(() => Signer.FromRing(folder, "ledger", "cụm mật khẩu khác")).Code);
            Assert.Equal(BmnnCode.NotFound, Assert.Throws<BmnnException>(() => KeyRing.Open(folder + "x", "bốn từ khó đoán nhé")).Code);
        }

        [Fact]
        public void ACheckpointIsCosigned()
        {
            var (folder, key, note) = (Place.New(), Registry.VerifierKey(), Registry.Checkpoint());
            const long When = Office.Morning / 1000;
            using (var witness = Office.Key(40))
            {
                var cosigned = Witness.Cosign(folder, "so-y-te.example", witness, key, note, When);
                Assert.Equal(Registry.Size(), cosigned["size"]!.AsInteger);
                Assert.True(cosigned["note"]!.AsText!.StartsWith(note, StringComparison.Ordinal));
                var size = Registry.Size();
                Registry.Perform(Office.Party("so-c"), office.Clerk);
                var grown = Registry.Checkpoint();
                Assert.Throws<BmnnRefusedException>(() => Witness.Cosign(folder, "so-y-te.example", witness, key, grown, When));
                var way = Registry.Consistency(size);
                Assert.Equal(Registry.Size(), Witness.Cosign(folder, "so-y-te.example", witness, key, way, When)["size"]!.AsInteger);
                Assert.Equal(BmnnCode.Key,
                    Assert.Throws<BmnnException>(() => Witness.Cosign(folder, "x", witness, "x", grown, When)).Code);
            }
            Assert.True(Registry.ForkEvidence(office.Folder) is null);
            Assert.Equal(BmnnCode.Proof, Assert.Throws<BmnnException>(() => Registry.ForkEvidenceBy(note)).Code);
        }

        [Fact]
        public void AnotherLedgerKeyAndALedgerAfterIt()
        {
            var key = Registry.VerifierKey();
            using (var root = Office.Key(1))
            using (var successor = Office.Key(41))
            {
                Assert.Equal(BmnnCode.Key,
                    Assert.Throws<BmnnException>(() => Registry.RotateLedgerKey(successor, new Signer[0])).Code);
                Assert.Equal("key.enrol", Registry.RotateLedgerKey(successor, new[] { root }, Office.Day).Act);
                Assert.NotEqual(key, Registry.VerifierKey());
                Registry.Close();
                var before = Verification.Folder(office.Folder);
                Assert.True(before.Holds);
                var opening = new Opening(Host.AgencyForTests, "lan", office.Clerk.PublicKey()) { After = before };
                using (var next = Registry.Create(Place.New(), opening, new[] { root }, successor, office.Host))
                    Assert.True(next.Entry(0).Json.ToString().Contains(Hex.Text(before.Root)));
            }
        }

        [Fact]
        public void AnEndIsAnswered()
        {
            Registry.Close();
            Assert.Throws<ObjectDisposedException>(() => Registry.Size());
            Assert.Throws<ObjectDisposedException>(() => Registry.Close());
            Assert.True(Verification.Folder(office.Folder).Holds);
        }
    }
}
