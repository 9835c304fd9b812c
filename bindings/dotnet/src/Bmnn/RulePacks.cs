using System;

namespace Bmnn
{
    /// <summary>Rule packs in the order of their adoption: where several cover a day, the last one decides. They never
    /// change, and may be read on any thread.</summary>
    public sealed unsafe partial class RulePacks : IDisposable
    {
        private readonly PacksHandle handle = new PacksHandle();

        private RulePacks()
        {
        }

        /// <summary>The packs that come with the library, oldest law first.</summary>
        /// <exception cref="BmnnLibraryException">There is no library to load.</exception>
        public static RulePacks BuiltIn()
        {
            NativeLoader.Ready();
            var packs = new RulePacks();
            bmnn_packs* made;
            bmnn_error* error;
            Native.Check(NativeMethods.bmnn_packs_built_in(&made, &error), error);
            packs.handle.Own(made);
            return packs;
        }

        /// <summary>These packs and one more, as the latest. What it extends must be among them.</summary>
        /// <param name="name">What its errors call it.</param>
        /// <param name="toml">Its text.</param>
        /// <exception cref="ArgumentException">One of them has no UTF-8.</exception>
        /// <exception cref="BmnnException"><see cref="BmnnCode.Pack"/>, with line and reason: it is no pack.</exception>
        /// <exception cref="ObjectDisposedException">These were disposed of.</exception>
        public RulePacks With(string name, string toml)
        {
            var (nameBytes, tomlBytes) = (Utf8.Bytes(name, nameof(name)), Utf8.Bytes(toml, nameof(toml)));
            var packs = new RulePacks();
            using (var lent = Lend())
            {
                bmnn_packs* made;
                bmnn_error* error;
                fixed (byte* nameStart = nameBytes, tomlStart = tomlBytes)
                {
                    Native.Check(
                        NativeMethods.bmnn_packs_with((bmnn_packs*)lent.Pointer, nameStart, (nuint)nameBytes.Length,
                            tomlStart, (nuint)tomlBytes.Length, &made, &error), error);
                }
                packs.handle.Own(made);
            }
            return packs;
        }

        /// <summary>What the pack in force on a day provides under an id.</summary>
        /// <param name="on">The day.</param>
        /// <param name="id">The id: <c>extend.decide-before</c>.</param>
        /// <exception cref="ArgumentException">The id has no UTF-8.</exception>
        /// <exception cref="BmnnException"><see cref="BmnnCode.NotFound"/>: no pack covers the day, or it has no such
        /// provision. <see cref="BmnnCode.Date"/>: the date is no day.</exception>
        /// <exception cref="ObjectDisposedException">These were disposed of.</exception>
        public Provision Provision(LegalDate on, string id)
        {
            var bytes = Utf8.Bytes(id, nameof(id));
            using (var lent = Lend())
            {
                bmnn_buf* found;
                bmnn_error* error;
                fixed (byte* start = bytes)
                {
                    Native.Check(
                        NativeMethods.bmnn_packs_provision((bmnn_packs*)lent.Pointer, on.Number, start, (nuint)bytes.Length,
                            &found, &error), error);
                }
                return new Provision(new JsonReader(Native.Taken(found)).Read());
            }
        }

        /// <summary>The digest of a pack that comes with the library, as <c>pack.adopt</c> wants it: 64 hexadecimal
        /// digits.</summary>
        /// <param name="id">The pack: <c>vn-2025</c>.</param>
        /// <exception cref="ArgumentException">The id has no UTF-8.</exception>
        /// <exception cref="BmnnException"><see cref="BmnnCode.NotFound"/>: there is no such pack.</exception>
        public static string Digest(string id)
        {
            NativeLoader.Ready();
            var bytes = Utf8.Bytes(id, nameof(id));
            bmnn_buf* digest;
            bmnn_error* error;
            fixed (byte* start = bytes)
                Native.Check(NativeMethods.bmnn_pack_digest(start, (nuint)bytes.Length, &digest, &error), error);
            return Native.TakenText(digest);
        }

        /// <summary>Frees them, once no call uses them any more. Nothing happens the second time.</summary>
        public void Dispose() => handle.Dispose();

        private Lent Lend() => new Lent(handle, nameof(RulePacks));
    }

    /// <summary>What the law provides on a day.</summary>
    public sealed class Provision
    {
        internal Provision(JsonValue json)
        {
            Pack = json["pack"]?.AsText ?? "";
            Id = json["id"]?.AsText ?? "";
            Value = json["value"] ?? JsonValue.EmptyObject;
            Vi = json["vi"]?.AsText ?? "";
            En = json["en"]?.AsText ?? "";
            Article = new Citation(json["article"] ?? JsonValue.EmptyObject);
            Confidence = json["confidence"]?.AsText ?? "";
            Refuses = json["refuses"]?.AsBoolean ?? false;
        }

        /// <summary>The pack in force.</summary>
        public string Pack { get; }

        /// <summary>The id that was asked for.</summary>
        public string Id { get; }

        /// <summary>Its value: <c>{"days":60}</c>; <c>{"unknown":true}</c> if nobody has found it.</summary>
        public JsonValue Value { get; }

        /// <summary>What it says, in Vietnamese.</summary>
        public string Vi { get; }

        /// <summary>What it says, in English.</summary>
        public string En { get; }

        /// <summary>Where it stands.</summary>
        public Citation Article { get; }

        /// <summary>How sure that is: <c>read</c>, <c>unverified</c> and so on.</summary>
        public string Confidence { get; }

        /// <summary>Whether an act against it is refused rather than warned of.</summary>
        public bool Refuses { get; }
    }
}
