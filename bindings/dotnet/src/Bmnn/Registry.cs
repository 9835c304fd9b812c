using System;
using System.Collections.Generic;
using Bmnn.Acts;

namespace Bmnn
{
    /// <summary>An agency's registry: ledger, index, vault and packs in one folder.</summary>
    /// <remarks>It may be used on any thread; calls on one registry come one after the other. Several processes may have
    /// the same folder open. Every method throws <see cref="ObjectDisposedException"/> once it was disposed of,
    /// <see cref="InvalidOperationException"/> if a callback uses the registry that is calling it or an earlier call
    /// failed inside, and <see cref="BmnnException"/> for what else goes wrong: its
    /// <see cref="BmnnException.Code"/> says what.</remarks>
    public sealed unsafe partial class Registry : IDisposable
    {
        private readonly RegistryHandle handle = new RegistryHandle();

        private Registry()
        {
        }

        /// <summary>Makes a registry where nothing of one is.</summary>
        /// <param name="folder">The folder to make.</param>
        /// <param name="opening">Whose it is.</param>
        /// <param name="roots">Who signs its beginning; at least one.</param>
        /// <param name="ledgerKey">Who signs its checkpoints.</param>
        /// <param name="host">What it works with.</param>
        /// <exception cref="BmnnException"><see cref="BmnnCode.Exists"/> and others.</exception>
        public static Registry Create(string folder, Opening opening, IEnumerable<Signer> roots, Signer ledgerKey, Host host)
        {
            NativeLoader.Ready();
            Wanted(opening, nameof(opening));
            Wanted(roots, nameof(roots));
            Wanted(ledgerKey, nameof(ledgerKey));
            Wanted(host, nameof(host));
            var (path, text) = (Utf8.Bytes(folder, nameof(folder)), Utf8.Bytes(opening.ToJson(), nameof(opening)));
            using (var lentRoots = new LentSigners(roots))
            using (var lentKey = ledgerKey.Lend())
            using (var lentHost = host.Lend())
            {
                bmnn_registry* made;
                bmnn_error* error;
                fixed (byte* pathStart = path, textStart = text)
                fixed (IntPtr* rootStart = lentRoots.Pointers)
                {
                    Native.Check(
                        NativeMethods.bmnn_registry_create(pathStart, (nuint)path.Length, textStart, (nuint)text.Length,
                            (bmnn_signer**)rootStart, (nuint)lentRoots.Pointers.Length, (bmnn_signer*)lentKey.Pointer,
                            (bmnn_host*)lentHost.Pointer, &made, &error), error);
                }
                return Owner(made);
            }
        }

        /// <summary>Opens a registry, to put acts on record.</summary>
        /// <param name="folder">Its folder.</param>
        /// <param name="ledgerKey">Who signs its checkpoints.</param>
        /// <param name="host">What it works with.</param>
        /// <exception cref="BmnnException"><see cref="BmnnCode.NoLedger"/>, <see cref="BmnnCode.Key"/>,
        /// <see cref="BmnnCode.Locked"/>, <see cref="BmnnCode.Damaged"/> and others.</exception>
        public static Registry Open(string folder, Signer ledgerKey, Host host)
        {
            NativeLoader.Ready();
            Wanted(ledgerKey, nameof(ledgerKey));
            Wanted(host, nameof(host));
            var path = Utf8.Bytes(folder, nameof(folder));
            using (var lentKey = ledgerKey.Lend())
            using (var lentHost = host.Lend())
            {
                bmnn_registry* made;
                bmnn_error* error;
                fixed (byte* pathStart = path)
                {
                    Native.Check(
                        NativeMethods.bmnn_registry_open(pathStart, (nuint)path.Length, (bmnn_signer*)lentKey.Pointer,
                            (bmnn_host*)lentHost.Pointer, &made, &error), error);
                }
                return Owner(made);
            }
        }

        /// <summary>Opens a registry for reading: without key, lock or vault, also from a disk that takes no
        /// writing.</summary>
        /// <param name="folder">Its folder.</param>
        /// <exception cref="BmnnException"><see cref="BmnnCode.NoLedger"/>, <see cref="BmnnCode.Damaged"/> and
        /// others.</exception>
        public static Registry OpenToRead(string folder)
        {
            NativeLoader.Ready();
            var path = Utf8.Bytes(folder, nameof(folder));
            bmnn_registry* made;
            bmnn_error* error;
            fixed (byte* pathStart = path)
                Native.Check(NativeMethods.bmnn_registry_open_to_read(pathStart, (nuint)path.Length, &made, &error), error);
            return Owner(made);
        }

        /// <summary>Puts an act on record, if it may stand.</summary>
        /// <param name="act">The act. One whose id is on record with the same content is answered with what is
        /// there.</param>
        /// <param name="signer">Who signs it.</param>
        /// <param name="cosigners">Who signs it too.</param>
        /// <exception cref="BmnnRefusedException">It may not; nothing was written.</exception>
        /// <exception cref="BmnnException"><see cref="BmnnCode.Act"/>, <see cref="BmnnCode.Clock"/> and others; nothing
        /// was written.</exception>
        public Performed Perform(Act act, Signer signer, params Signer[] cosigners) => Perform(Json(act), signer, cosigners);

        /// <summary>Puts an act on record, if it may stand: a JSON object by its schema.</summary>
        /// <param name="act">The act, with plain values where the schema says sealed.</param>
        /// <param name="signer">Who signs it.</param>
        /// <param name="cosigners">Who signs it too.</param>
        /// <exception cref="BmnnRefusedException">It may not; nothing was written.</exception>
        /// <exception cref="BmnnException"><see cref="BmnnCode.Act"/>, <see cref="BmnnCode.Clock"/> and others; nothing
        /// was written.</exception>
        public Performed Perform(string act, Signer signer, params Signer[] cosigners)
        {
            var text = Utf8.Bytes(act, nameof(act));
            return Performing(signer, cosigners, (registry, with, also, count, answer, error) =>
            {
                fixed (byte* start = text)
                    return NativeMethods.bmnn_registry_perform(registry, start, (nuint)text.Length, with, also, count, answer, error);
            });
        }

        /// <summary>Puts an act on record that was put together key by key, if it may stand.</summary>
        /// <param name="act">The act, which remains the caller's.</param>
        /// <param name="signer">Who signs it.</param>
        /// <param name="cosigners">Who signs it too.</param>
        /// <exception cref="BmnnRefusedException">It may not; nothing was written.</exception>
        /// <exception cref="BmnnException"><see cref="BmnnCode.Act"/>: something is missing. <see cref="BmnnCode.Clock"/> and
        /// others; nothing was written.</exception>
        public Performed Perform(ActDraft act, Signer signer, params Signer[] cosigners)
        {
            Wanted(act, nameof(act));
            using (var lent = act.Lend())
            {
                var draft = (IntPtr)lent.Pointer;
                return Performing(signer, cosigners, (registry, with, also, count, answer, error) =>
                    NativeMethods.bmnn_registry_perform_act(registry, (bmnn_act*)draft, with, also, count, answer, error));
            }
        }

        private delegate int Performs(bmnn_registry* registry, bmnn_signer* signer, bmnn_signer** cosigners, nuint count,
            bmnn_buf** answer, bmnn_error** error);

        private Performed Performing(Signer signer, Signer[] cosigners, Performs performs)
        {
            Wanted(signer, nameof(signer));
            Wanted(cosigners, nameof(cosigners));
            using (var lentSigner = signer.Lend())
            using (var lentCosigners = new LentSigners(cosigners))
            {
                var with = (IntPtr)lentSigner.Pointer;
                var also = lentCosigners.Pointers;
                return new Performed(Ask((registry, answer, error) =>
                {
                    fixed (IntPtr* first = also)
                        return performs(registry, (bmnn_signer*)with, (bmnn_signer**)first, (nuint)also.Length, answer, error);
                }));
            }
        }

        /// <summary>Puts several acts on record in one commit, all or nothing, each decided on the state after the one
        /// before.</summary>
        /// <param name="acts">The acts.</param>
        /// <param name="signer">Who signs them.</param>
        /// <exception cref="BmnnRefusedException">One may not stand; its <c>index</c> is in the detail. Nothing was
        /// written.</exception>
        public IReadOnlyList<Performed> PerformAll(IEnumerable<Act> acts, Signer signer)
        {
            Wanted(acts, nameof(acts));
            var writer = new JsonWriter();
            writer.BeginArray();
            foreach (var act in acts)
                Wanted(act, nameof(acts)).Write(writer);
            writer.EndArray();
            return PerformAll(writer.ToString(), signer);
        }

        /// <summary>Puts several acts on record in one commit, all or nothing: a JSON array.</summary>
        /// <param name="acts">The acts.</param>
        /// <param name="signer">Who signs them.</param>
        /// <exception cref="BmnnRefusedException">One may not stand; its <c>index</c> is in the detail. Nothing was
        /// written.</exception>
        public IReadOnlyList<Performed> PerformAll(string acts, Signer signer)
        {
            var text = Utf8.Bytes(acts, nameof(acts));
            Wanted(signer, nameof(signer));
            using (var lentSigner = signer.Lend())
            {
                var with = (IntPtr)lentSigner.Pointer;
                return Listed(Ask((registry, answer, error) =>
                {
                    fixed (byte* start = text)
                    {
                        return NativeMethods.bmnn_registry_perform_all(registry, start, (nuint)text.Length, (bmnn_signer*)with,
                            answer, error);
                    }
                }), one => new Performed(one));
            }
        }

        /// <summary>Enrols another ledger key, and goes on with it: <see cref="Open"/> wants it from then on.</summary>
        /// <param name="successor">The key.</param>
        /// <param name="roots">As many roots as the registry's threshold wants.</param>
        /// <param name="on">The legal date; that of the clock, if null.</param>
        /// <param name="since">After a compromise, the position from which on checkpoints of the key before are doubtful; else
        /// null.</param>
        /// <exception cref="BmnnRefusedException">It may not be; the key before stays.</exception>
        /// <exception cref="BmnnException"><see cref="BmnnCode.Key"/>: there is no root.</exception>
        public Performed RotateLedgerKey(Signer successor, IEnumerable<Signer> roots, LegalDate? on = null, long? since = null)
        {
            Wanted(successor, nameof(successor));
            Wanted(roots, nameof(roots));
            var from = since is long position ? Position(position, nameof(since)) : ulong.MaxValue;
            using (var lentKey = successor.Lend())
            using (var lentRoots = new LentSigners(roots))
            {
                var with = (IntPtr)lentKey.Pointer;
                var by = lentRoots.Pointers;
                return new Performed(Ask((registry, answer, error) =>
                {
                    fixed (IntPtr* first = by)
                    {
                        return NativeMethods.bmnn_registry_rotate_ledger_key(registry, (bmnn_signer*)with, (bmnn_signer**)first,
                            (nuint)by.Length, on?.Number ?? 0, from, answer, error);
                    }
                }));
            }
        }

        /// <summary>What the law says of an act, without putting it on record. A refusal is an answer here.</summary>
        /// <param name="act">The act.</param>
        /// <param name="signer">Who would sign it.</param>
        public Decision Decide(Act act, Signer signer) => Decide(Json(act), signer);

        /// <summary>What the law says of an act, without putting it on record: a JSON object by its schema.</summary>
        /// <param name="act">The act.</param>
        /// <param name="signer">Who would sign it.</param>
        public Decision Decide(string act, Signer signer)
        {
            var text = Utf8.Bytes(act, nameof(act));
            Wanted(signer, nameof(signer));
            using (var lentSigner = signer.Lend())
            {
                var with = (IntPtr)lentSigner.Pointer;
                return new Decision(Ask((registry, answer, error) =>
                {
                    fixed (byte* start = text)
                    {
                        return NativeMethods.bmnn_registry_decide(registry, start, (nuint)text.Length, (bmnn_signer*)with,
                            answer, error);
                    }
                }));
            }
        }

        /// <summary>Says that the clock is right though it is far ahead of the last entry: what
        /// <see cref="BmnnCode.Clock"/> asks for. It holds for the next call that puts acts on record.</summary>
        public void ConfirmClock()
        {
            using (var lent = Lend())
            {
                bmnn_error* error;
                Native.Check(NativeMethods.bmnn_registry_confirm_clock((bmnn_registry*)lent.Pointer, &error), error);
            }
        }

        /// <summary>Closes the registry as <see cref="Dispose"/> does, and says whether its end went well: what stands in the
        /// logs of vault and index is brought into their files, so that each is whole by itself. Where a call of another
        /// thread still uses it, it is closed at that call's end, and nothing is said.</summary>
        /// <exception cref="BmnnException"><see cref="BmnnCode.Io"/> and others: it is closed all the same.</exception>
        public void Close()
        {
            if (handle.IsDisposed)
                throw new ObjectDisposedException(nameof(Registry));
            handle.CloseWithAnswer();
            if (handle.Failure is Exception failure)
                System.Runtime.ExceptionServices.ExceptionDispatchInfo.Capture(failure).Throw();
        }

        /// <summary>Closes the registry, once no call uses it any more. What was acknowledged is on the disk already.
        /// Nothing happens the second time.</summary>
        public void Dispose() => handle.Dispose();

        private Lent Lend() => new Lent(handle, nameof(Registry));

        private static Registry Owner(bmnn_registry* made)
        {
            var registry = new Registry();
            registry.handle.Own(made);
            return registry;
        }

        private delegate int Asked(bmnn_registry* registry, bmnn_buf** answer, bmnn_error** error);

        private byte[] AskBytes(Asked asked)
        {
            using (var lent = Lend())
            {
                bmnn_buf* answer;
                bmnn_error* error;
                Native.Check(asked((bmnn_registry*)lent.Pointer, &answer, &error), error);
                return Native.Taken(answer);
            }
        }

        private JsonValue Ask(Asked asked) => new JsonReader(AskBytes(asked)).Read();

        private string AskText(Asked asked)
        {
            var bytes = AskBytes(asked);
            return Utf8.Text(bytes, 0, bytes.Length);
        }

        private static IReadOnlyList<T> Listed<T>(JsonValue array, Func<JsonValue, T> each)
        {
            var all = new List<T>(array.Items.Count);
            foreach (var item in array.Items)
                all.Add(each(item));
            return all;
        }

        private static string Json(Act act)
        {
            var writer = new JsonWriter();
            Wanted(act, nameof(act)).Write(writer);
            return writer.ToString();
        }

        private static T Wanted<T>(T value, string parameter) where T : class =>
            value ?? throw new ArgumentNullException(parameter);
    }
}
