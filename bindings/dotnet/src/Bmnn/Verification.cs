using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using System.Threading;

namespace Bmnn
{
    /// <summary>How signatures are checked.</summary>
    public enum SignatureChecking
    {
        /// <summary>Many together; where these do not hold, singly.</summary>
        Together = (int)NativeMethods.BMNN_CHECKING_TOGETHER,

        /// <summary>Each singly.</summary>
        Singly = (int)NativeMethods.BMNN_CHECKING_SINGLY,

        /// <summary>Both ways; where they disagree is a finding.</summary>
        Both = (int)NativeMethods.BMNN_CHECKING_BOTH,
    }

    /// <summary>How a verification is done.</summary>
    public sealed class VerificationOptions
    {
        /// <summary>How signatures are checked.</summary>
        public SignatureChecking Checking { get; set; }

        /// <summary>How many threads at most; 0 for as many as the machine has. What is reported does not depend on
        /// it.</summary>
        public int Threads { get; set; }

        /// <summary>Whether the file is an export, in which entries may be withheld.</summary>
        public bool IsExport { get; set; }

        /// <summary>Whether the report is to have a bookmark, with which <see cref="Verification.Since"/> goes on.</summary>
        public bool KeepsBookmark { get; set; }

        /// <summary>The id of the ledger that is expected, 32 bytes; null if it is not known, and then the report says
        /// that it was not proven.</summary>
        public byte[]? LedgerId { get; set; }
    }

    /// <summary>How far a verification is.</summary>
    public readonly struct VerificationProgress
    {
        internal VerificationProgress(ulong done, ulong total, ulong entries)
        {
            Done = (long)done;
            Total = (long)total;
            Entries = (long)entries;
        }

        /// <summary>How many bytes were read. It may step back, where signatures are checked once more.</summary>
        public long Done { get; }

        /// <summary>Of how many.</summary>
        public long Total { get; }

        /// <summary>How many entries.</summary>
        public long Entries { get; }
    }

    /// <summary>Ledgers checked by themselves, as a stranger would.</summary>
    public static unsafe class Verification
    {
        /// <summary>Verifies the registry in a folder: ledger, and the acts replayed from nothing under the packs that
        /// they adopted. No lock is taken, and nothing is written.</summary>
        /// <param name="folder">The folder.</param>
        /// <param name="options">How; null leaves it to the library.</param>
        /// <param name="progress">Is told now and then how far it is, on this thread. What it throws becomes the inner
        /// exception of a <see cref="BmnnException"/>.</param>
        /// <param name="cancellationToken">Breaks it off.</param>
        /// <returns>What was found. That a ledger does not hold is no exception.</returns>
        /// <exception cref="OperationCanceledException">It was broken off.</exception>
        /// <exception cref="BmnnException"><see cref="BmnnCode.NoLedger"/>, <see cref="BmnnCode.Format"/>,
        /// <see cref="BmnnCode.Io"/>: it could not be tried.</exception>
        public static VerificationReport Folder(string folder, VerificationOptions? options = null,
            IProgress<VerificationProgress>? progress = null, CancellationToken cancellationToken = default) =>
            Run(folder, nameof(folder), (place, length, told, user, report, error) =>
                NativeMethods.bmnn_verify_folder(place, length, told, Pointers.Folder, user, report, error),
                options, progress, cancellationToken);

        /// <summary>Verifies the registry in a folder, with the key that opens its vault: each sealed value is compared with
        /// its commitment, and not only looked for.</summary>
        /// <param name="folder">The folder.</param>
        /// <param name="key">The key, 32 bytes (<see cref="Host.WithKey"/>).</param>
        /// <param name="options">How; null leaves it to the library.</param>
        /// <param name="progress">As with <see cref="Folder"/>.</param>
        /// <param name="cancellationToken">Breaks it off.</param>
        /// <exception cref="ArgumentException">The key has another length.</exception>
        /// <exception cref="BmnnException"><see cref="BmnnCode.Key"/>: the key does not open it. <see cref="BmnnCode.Vault"/>:
        /// none does any more. Others as with <see cref="Folder"/>.</exception>
        public static VerificationReport Unlocked(string folder, byte[] key, VerificationOptions? options = null,
            IProgress<VerificationProgress>? progress = null, CancellationToken cancellationToken = default)
        {
            Native.Sized(key, 32, nameof(key));
            return Run(folder, nameof(folder), (place, length, told, user, report, error) =>
            {
                fixed (byte* start = key)
                    return NativeMethods.bmnn_verify_unlocked(place, length, start, told, Pointers.Unlocked, user, report, error);
            }, options, progress, cancellationToken);
        }

        /// <summary>The same with the passphrase that opens its vault (<see cref="Host.WithPassphrase"/>).</summary>
        /// <param name="folder">The folder.</param>
        /// <param name="passphrase">The passphrase.</param>
        /// <param name="options">How; null leaves it to the library.</param>
        /// <param name="progress">As with <see cref="Folder"/>.</param>
        /// <param name="cancellationToken">Breaks it off.</param>
        /// <exception cref="ArgumentException">A text has no UTF-8.</exception>
        /// <exception cref="BmnnException"><see cref="BmnnCode.Key"/>: it is no passphrase, or does not open it.
        /// <see cref="BmnnCode.Vault"/>: none does any more. Others as with <see cref="Folder"/>.</exception>
        public static VerificationReport Unlocked(string folder, string passphrase, VerificationOptions? options = null,
            IProgress<VerificationProgress>? progress = null, CancellationToken cancellationToken = default)
        {
            var secret = Utf8.Bytes(passphrase, nameof(passphrase));
            try
            {
                return Run(folder, nameof(folder), (place, length, told, user, report, error) =>
                {
                    fixed (byte* start = secret)
                    {
                        return NativeMethods.bmnn_verify_unlocked_by_passphrase(place, length, start, (nuint)secret.Length, told,
                            Pointers.UnlockedByPassphrase, user, report, error);
                    }
                }, options, progress, cancellationToken);
            }
            finally
            {
                Array.Clear(secret, 0, secret.Length);
            }
        }

        /// <summary>Verifies the registry in a folder from where an earlier verification ended. What stands before it is
        /// believed, and the report says so. If the ledger has not just that checkpoint any more, the verification begins at
        /// the start, and says what became of it.</summary>
        /// <param name="folder">The folder.</param>
        /// <param name="bookmark">What <see cref="VerificationReport.Bookmark"/> was: keep it where nobody else
        /// writes.</param>
        /// <param name="options">How; null leaves it to the library.</param>
        /// <param name="progress">As with <see cref="Folder"/>.</param>
        /// <param name="cancellationToken">Breaks it off.</param>
        /// <exception cref="BmnnException"><see cref="BmnnCode.Proof"/>: it is no bookmark. Others as with
        /// <see cref="Folder"/>.</exception>
        public static VerificationReport Since(string folder, byte[] bookmark, VerificationOptions? options = null,
            IProgress<VerificationProgress>? progress = null, CancellationToken cancellationToken = default)
        {
            if (bookmark is null)
                throw new ArgumentNullException(nameof(bookmark));
            return Run(folder, nameof(folder), (place, length, told, user, report, error) =>
            {
                fixed (byte* mark = bookmark)
                {
                    return NativeMethods.bmnn_verify_since(place, length, mark, (nuint)bookmark.Length, told, Pointers.Since, user,
                        report, error);
                }
            }, options, progress, cancellationToken);
        }

        /// <summary>Verifies the registry in a folder against what others hold of it. Whatever does not fit is a finding: that
        /// the ledger was cut or rewritten since.</summary>
        /// <param name="folder">The folder.</param>
        /// <param name="held">A JSON object with, each where there is one: <c>checkpoints</c>, notes that were kept elsewhere;
        /// <c>receipts</c>, tlog-proofs; <c>roots</c>, the public keys of all the roots that opened it.</param>
        /// <param name="options">How; null leaves it to the library.</param>
        /// <param name="progress">As with <see cref="Folder"/>.</param>
        /// <param name="cancellationToken">Breaks it off.</param>
        /// <exception cref="BmnnException"><see cref="BmnnCode.Json"/>: what is held is not as said. Others as with
        /// <see cref="Folder"/>.</exception>
        public static VerificationReport Against(string folder, string held, VerificationOptions? options = null,
            IProgress<VerificationProgress>? progress = null, CancellationToken cancellationToken = default)
        {
            var text = Utf8.Bytes(held, nameof(held));
            return Run(folder, nameof(folder), (place, length, told, user, report, error) =>
            {
                fixed (byte* start = text)
                {
                    return NativeMethods.bmnn_verify_against(place, length, start, (nuint)text.Length, told, Pointers.Against, user,
                        report, error);
                }
            }, options, progress, cancellationToken);
        }

        /// <summary>Verifies the ledger in a folder, or a ledger's file, by its format alone: links, signatures, keys and
        /// checkpoints. The acts are not replayed under the law, and the report says so.</summary>
        /// <param name="place">The folder, or the file.</param>
        /// <param name="held">What others hold of it, as with <see cref="Against"/>; null for nothing.</param>
        /// <param name="options">How; null leaves it to the library.</param>
        /// <param name="progress">As with <see cref="Folder"/>.</param>
        /// <param name="cancellationToken">Breaks it off.</param>
        /// <exception cref="BmnnException">As with <see cref="Against"/>.</exception>
        public static VerificationReport Format(string place, string? held = null, VerificationOptions? options = null,
            IProgress<VerificationProgress>? progress = null, CancellationToken cancellationToken = default)
        {
            var text = Utf8.Bytes(held ?? "{}", nameof(held));
            return Run(place, nameof(place), (start, length, told, user, report, error) =>
            {
                fixed (byte* heldStart = text)
                {
                    return NativeMethods.bmnn_verify_format(start, length, heldStart, (nuint)text.Length, told, Pointers.Format,
                        user, report, error);
                }
            }, options, progress, cancellationToken);
        }

        /// <summary>Verifies a ledger's file by itself, with the texts of adopted packs that lie in <c>packs</c> beside
        /// it. What only a whole folder could show, the report says that it was not proven.</summary>
        /// <param name="file">The file.</param>
        /// <param name="options">How; null leaves it to the library.</param>
        /// <param name="progress">Is told now and then how far it is, on this thread. What it throws becomes the inner
        /// exception of a <see cref="BmnnException"/>.</param>
        /// <param name="cancellationToken">Breaks it off.</param>
        /// <returns>What was found. That a ledger does not hold is no exception.</returns>
        /// <exception cref="OperationCanceledException">It was broken off.</exception>
        /// <exception cref="BmnnException"><see cref="BmnnCode.NoLedger"/>, <see cref="BmnnCode.Format"/>,
        /// <see cref="BmnnCode.Io"/>: it could not be tried.</exception>
        public static VerificationReport File(string file, VerificationOptions? options = null,
            IProgress<VerificationProgress>? progress = null, CancellationToken cancellationToken = default) =>
            Run(file, nameof(file), (place, length, told, user, report, error) =>
                NativeMethods.bmnn_verify_file(place, length, told, Pointers.File, user, report, error),
                options, progress, cancellationToken);

        private delegate int Verifies(byte* place, nuint length, bmnn_verify_options* options, void* user, bmnn_report** report,
            bmnn_error** error);

        private static VerificationReport Run(string place, string parameter, Verifies verifies, VerificationOptions? options,
            IProgress<VerificationProgress>? progress, CancellationToken cancelled)
        {
            NativeLoader.Ready();
            var bytes = Utf8.Bytes(place, parameter);
            var told = Told(options ?? new VerificationOptions());
            cancelled.ThrowIfCancellationRequested();
            var watched = GCHandle.Alloc(new Watched(progress, cancelled));
            bmnn_report* report;
            try
            {
                bmnn_error* error;
                fixed (byte* start = bytes)
                {
                    var user = (void*)GCHandle.ToIntPtr(watched);
                    Native.Check(verifies(start, (nuint)bytes.Length, &told, user, &report, &error), error, cancelled);
                }
            }
            finally
            {
                watched.Free();
            }
            try
            {
                return new VerificationReport(report);
            }
            finally
            {
                NativeMethods.bmnn_report_free(report);
            }
        }

        private static bmnn_verify_options Told(VerificationOptions options)
        {
            if (options.Threads < 0)
                throw new ArgumentOutOfRangeException(nameof(options), "a number of threads is not negative");
            var told = new bmnn_verify_options
            {
                struct_size = (uint)sizeof(bmnn_verify_options),
                checking = (uint)options.Checking,
                threads = (uint)options.Threads,
                is_export = options.IsExport ? 1u : 0u,
                keeps_bookmark = options.KeepsBookmark ? 1u : 0u,
            };
            if (options.LedgerId is byte[] id)
            {
                Native.Sized(id, 32, nameof(options));
                told.has_ledger_id = 1;
                for (var i = 0; i < id.Length; i++)
                    told.ledger_id[i] = id[i];
            }
            return told;
        }

        private sealed class Watched
        {
            internal Watched(IProgress<VerificationProgress>? progress, CancellationToken cancelled)
            {
                Progress = progress;
                Cancelled = cancelled;
            }

            internal IProgress<VerificationProgress>? Progress { get; }

            internal CancellationToken Cancelled { get; }
        }

        // One function for all; each import has its own type, which must go on to fit.
        private static class Pointers
        {
            private static readonly NativeMethods.bmnn_verify_folder_progress_delegate FolderThunk = Watch;
            private static readonly NativeMethods.bmnn_verify_file_progress_delegate FileThunk = Watch;
            private static readonly NativeMethods.bmnn_verify_unlocked_progress_delegate UnlockedThunk = Watch;
            private static readonly NativeMethods.bmnn_verify_unlocked_by_passphrase_progress_delegate PassphraseThunk = Watch;
            private static readonly NativeMethods.bmnn_verify_since_progress_delegate SinceThunk = Watch;
            private static readonly NativeMethods.bmnn_verify_against_progress_delegate AgainstThunk = Watch;
            private static readonly NativeMethods.bmnn_verify_format_progress_delegate FormatThunk = Watch;

            internal static readonly void* Folder = (void*)Marshal.GetFunctionPointerForDelegate(FolderThunk);
            internal static readonly void* File = (void*)Marshal.GetFunctionPointerForDelegate(FileThunk);
            internal static readonly void* Unlocked = (void*)Marshal.GetFunctionPointerForDelegate(UnlockedThunk);
            internal static readonly void* UnlockedByPassphrase = (void*)Marshal.GetFunctionPointerForDelegate(PassphraseThunk);
            internal static readonly void* Since = (void*)Marshal.GetFunctionPointerForDelegate(SinceThunk);
            internal static readonly void* Against = (void*)Marshal.GetFunctionPointerForDelegate(AgainstThunk);
            internal static readonly void* Format = (void*)Marshal.GetFunctionPointerForDelegate(FormatThunk);
        }

        private static int Watch(void* user, ulong done, ulong total, ulong entries)
        {
            try
            {
                var watched = Callbacks.Of<Watched>(user);
                if (watched.Cancelled.IsCancellationRequested)
                    return (int)BmnnCode.Cancelled;
                watched.Progress?.Report(new VerificationProgress(done, total, entries));
                return NativeMethods.BMNN_OK;
            }
            catch (Exception cause)
            {
                return Callbacks.Failed(cause);
            }
        }
    }

    /// <summary>How much a finding weighs.</summary>
    public enum Severity
    {
        /// <summary>The ledger holds; worth knowing.</summary>
        Notice = NativeMethods.BMNN_SEVERITY_NOTICE,

        /// <summary>The ledger holds, and someone should look.</summary>
        Warning = NativeMethods.BMNN_SEVERITY_WARNING,

        /// <summary>The ledger does not hold.</summary>
        Error = NativeMethods.BMNN_SEVERITY_ERROR,
    }

    /// <summary>What a finding is about.</summary>
    public enum FindingAbout
    {
        /// <summary>The ledger as a whole.</summary>
        Ledger = NativeMethods.BMNN_POSITION_LEDGER,

        /// <summary>The entry at a position, from 0.</summary>
        Entry = NativeMethods.BMNN_POSITION_ENTRY,

        /// <summary>The checkpoint behind so many entries.</summary>
        Checkpoint = NativeMethods.BMNN_POSITION_CHECKPOINT,

        /// <summary>The byte at an offset of the file.</summary>
        Byte = NativeMethods.BMNN_POSITION_BYTE,
    }

    /// <summary>Something that a verification found.</summary>
    public sealed class Finding
    {
        internal Finding(string kind, int severity, int about, ulong position, string detail)
        {
            Kind = kind;
            Severity = (Severity)severity;
            About = (FindingAbout)about;
            Position = (long)position;
            Detail = detail;
        }

        /// <summary>Its kind: <c>BadSignature</c>.</summary>
        public string Kind { get; }

        /// <summary>How much it weighs.</summary>
        public Severity Severity { get; }

        /// <summary>What it is about.</summary>
        public FindingAbout About { get; }

        /// <summary>Where that is.</summary>
        public long Position { get; }

        /// <summary>The facts, in English. For a user, translate the kind.</summary>
        public string Detail { get; }
    }

    /// <summary>Something that a verification did not prove.</summary>
    public sealed class NotProven
    {
        internal NotProven(JsonValue json)
        {
            Kind = json["kind"]?.AsText ?? "";
            Vi = json["vi"]?.AsText ?? "";
            En = json["en"]?.AsText ?? "";
        }

        /// <summary>Its kind, for programs.</summary>
        public string Kind { get; }

        /// <summary>What was not proven, in Vietnamese.</summary>
        public string Vi { get; }

        /// <summary>What was not proven, in English.</summary>
        public string En { get; }
    }

    /// <summary>What a verification found, and what it did not prove.</summary>
    public sealed unsafe class VerificationReport
    {
        internal VerificationReport(bmnn_report* report)
        {
            Holds = NativeMethods.bmnn_report_holds(report) != 0;
            Size = checked((long)NativeMethods.bmnn_report_size(report));
            Root = new byte[32];
            Marshal.Copy((IntPtr)NativeMethods.bmnn_report_root(report), Root, 0, Root.Length);
            var findings = new List<Finding>();
            var count = NativeMethods.bmnn_report_findings(report);
            for (nuint i = 0; i < count; i++)
                findings.Add(At(report, i));
            Findings = findings;
            bmnn_buf* json;
            bmnn_error* error;
            Native.Check(NativeMethods.bmnn_report_json(report, &json, &error), error);
            Json = new JsonReader(Native.Taken(json)).Read();
            Bookmark = Marked(report);
            NotProven = (Json["not-proven"]?.Items ?? Array.Empty<JsonValue>()).Select(one => new NotProven(one)).ToList();
        }

        /// <summary>Whether ledger and acts hold: no finding is an error.</summary>
        public bool Holds { get; }

        /// <summary>How many entries the last checkpoint covers.</summary>
        public long Size { get; }

        /// <summary>The root over these entries: 32 bytes.</summary>
        public byte[] Root { get; }

        /// <summary>What was found, in the order of the ledger: a thousand of each kind at most.</summary>
        public IReadOnlyList<Finding> Findings { get; }

        /// <summary>What was not proven.</summary>
        public IReadOnlyList<NotProven> NotProven { get; }

        /// <summary>Where the next verification can begin: for <see cref="Verification.Since"/>; null if the options did not ask
        /// for it, or it does not hold.</summary>
        public byte[]? Bookmark { get; }

        /// <summary>All of it.</summary>
        public JsonValue Json { get; }

        private static byte[]? Marked(bmnn_report* report)
        {
            bmnn_buf* bookmark;
            bmnn_error* error;
            var status = NativeMethods.bmnn_report_bookmark(report, &bookmark, &error);
            if (status == (int)BmnnCode.NotFound)
            {
                NativeMethods.bmnn_error_free(error);
                return null;
            }
            Native.Check(status, error);
            return Native.Taken(bookmark);
        }

        private static Finding At(bmnn_report* report, nuint index)
        {
            byte* kind, detail;
            int severity, about;
            ulong position;
            bmnn_error* error;
            Native.Check(
                NativeMethods.bmnn_report_finding(report, index, &kind, &severity, &about, &position, &detail, &error), error);
            return new Finding(Utf8.Text(kind)!, severity, about, position, Utf8.Text(detail)!);
        }
    }
}
