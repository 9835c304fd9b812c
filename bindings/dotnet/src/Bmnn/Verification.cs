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
            Run(folder, nameof(folder), true, options, progress, cancellationToken);

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
            Run(file, nameof(file), false, options, progress, cancellationToken);

        private static VerificationReport Run(string path, string parameter, bool whole, VerificationOptions? options,
            IProgress<VerificationProgress>? progress, CancellationToken cancelled)
        {
            NativeLoader.Ready();
            var bytes = Utf8.Bytes(path, parameter);
            var told = Told(options ?? new VerificationOptions());
            cancelled.ThrowIfCancellationRequested();
            var watched = GCHandle.Alloc(new Watched(progress, cancelled));
            bmnn_report* report;
            try
            {
                bmnn_error* error;
                var user = (void*)GCHandle.ToIntPtr(watched);
                fixed (byte* start = bytes)
                {
                    var length = (nuint)bytes.Length;
                    var status = whole
                        ? NativeMethods.bmnn_verify_folder(start, length, &told, FolderThunkPointer, user, &report, &error)
                        : NativeMethods.bmnn_verify_file(start, length, &told, FileThunkPointer, user, &report, &error);
                    Native.Check(status, error, cancelled);
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

        private static readonly NativeMethods.bmnn_verify_folder_progress_delegate FolderThunk = Watch;
        private static readonly NativeMethods.bmnn_verify_file_progress_delegate FileThunk = Watch;
        private static readonly void* FolderThunkPointer = (void*)Marshal.GetFunctionPointerForDelegate(FolderThunk);
        private static readonly void* FileThunkPointer = (void*)Marshal.GetFunctionPointerForDelegate(FileThunk);

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

        /// <summary>All of it.</summary>
        public JsonValue Json { get; }

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
