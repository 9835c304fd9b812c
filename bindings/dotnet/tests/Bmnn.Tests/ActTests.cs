using System;
using System.Linq;
using Bmnn.Acts;
using Xunit;

namespace Bmnn.Tests
{
    public sealed class ActTests
    {
        [Fact]
        public void AnActIsWrittenAsItsSchemaSays()
        {
            var act = new CopyTransfer
            {
                On = new LegalDate(2026, 3, 2),
                Copies = new[] { "doc-1#1", "doc-1#2" },
                To = "bo-a",
                Means = Means.Hand,
                Row = new Row { Book = "giao-2026" },
            };
            var written = JsonValue.Parse(act.ToJson());
            Assert.Equal("copy.transfer", written["act"]!.AsText);
            Assert.Equal("copy.transfer", act.ActName);
            Assert.Equal("2026-03-02", written["on"]!.AsText);
            Assert.Equal("[\"doc-1#1\",\"doc-1#2\"]", written["copies"]!.ToString());
            Assert.Equal("hand", written["means"]!.AsText);
            Assert.Equal("{\"book\":\"giao-2026\"}", written["row"]!.ToString());
            // What is null is not there.
            Assert.Equal(6, written.Members.Count);
            act.Means = (Means)99;
            Assert.Throws<ArgumentException>(() => act.ToJson());
        }

        [Fact]
        public void AnActKeyByKeyIsPutOnRecord()
        {
            using (var office = new Office())
            using (var draft = ActDraft.New("party.enrol"))
            {
                draft.Set("on", Office.Day).Set("party", "so-a").Set("kind", "agency");
                Assert.Equal(BmnnCode.Act, Assert.Throws<BmnnException>(() => office.Registry.Perform(draft, office.Clerk)).Code);
                draft.Set("name", "Sở A");
                var size = office.Registry.Size();
                Assert.Equal(size, office.Registry.Perform(draft, office.Clerk).Position);
                // It remains the caller's, and the act is refused the second time.
                Assert.Throws<BmnnRefusedException>(() => office.Registry.Perform(draft, office.Clerk));
                draft.Dispose();
                Assert.Throws<ObjectDisposedException>(() => office.Registry.Perform(draft, office.Clerk));
                Assert.Throws<ArgumentNullException>(() => office.Registry.Perform((ActDraft)null!, office.Clerk));
            }
        }

        [Fact]
        public void AnActKeyByKey()
        {
            using (var draft = ActDraft.New("copy.transfer"))
            {
                draft.Set("on", new LegalDate(2026, 3, 2)).Set("copies/0", "doc-1#1").Set("to", "bo-a").Set("means", "hand")
                    .Set("row/book", "giao-2026").Set("id", new byte[16]);
                var typed = new CopyTransfer
                {
                    On = new LegalDate(2026, 3, 2), Copies = new[] { "doc-1#1" }, To = "bo-a", Means = Means.Hand,
                    Row = new Row { Book = "giao-2026" }, Id = new string('0', 32),
                };
                using (var same = ActDraft.FromJson(typed.ToJson()))
                    Assert.Equal(Hex.Text(same.ToCbor()), Hex.Text(draft.ToCbor()));
                Assert.Equal(draft.ToJson(), ActDraft.JsonFromCbor(draft.ToCbor()));
                // What does not fit is refused when it is set, and changes nothing.
                var before = draft.ToJson();
                foreach (var wrong in new Action[]
                {
                    () => draft.Set("no/such", "x"), () => draft.Set("on", "02/03/2026"), () => draft.Set("on", 20260302L),
                    () => draft.Set("to", true), () => draft.Set("copies/9", "doc-1#1"),
                })
                {
                    var thrown = Assert.Throws<BmnnException>(wrong);
                    Assert.Equal(BmnnCode.Act, thrown.Code);
                    Assert.NotNull(thrown.Detail["path"]);
                }
                Assert.Equal(before, draft.ToJson());
                Assert.Throws<ArgumentException>(() => draft.Set("to", "\ud83d"));
                Assert.Throws<ArgumentNullException>(() => draft.Set("to", (string)null!));
                draft.Dispose();
                Assert.Throws<ObjectDisposedException>(() => draft.ToJson());
            }
            Assert.Equal(BmnnCode.Act, Assert.Throws<BmnnException>(() => ActDraft.New("no.such")).Code);
            Assert.Equal(BmnnCode.Act, Assert.Throws<BmnnException>(() => ActDraft.JsonFromCbor(new byte[] { 0xff })).Code);
            Assert.Contains("\"copy.transfer\"", ActDraft.Schema());
            using (var correction = ActDraft.Correction("party.enrol").Set("changes/name", "Bộ B"))
                Assert.Equal(BmnnCode.Act, Assert.Throws<BmnnException>(() => correction.ToJson()).Code);
        }

        [Fact]
        public void EveryActIsItsOwn()
        {
            var acts = typeof(Act).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Act)))
                .Select(type => (Act)Activator.CreateInstance(type)!).ToList();
            Assert.True(acts.Count > 40);
            Assert.Equal(acts.Count, acts.Select(act => act.ActName).Distinct().Count());
            foreach (var act in acts)
                Assert.Equal("{\"act\":\"" + act.ActName + "\"}", act.ToJson());
        }
    }
}
