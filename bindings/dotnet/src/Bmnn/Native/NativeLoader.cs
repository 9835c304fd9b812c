using System;
using System.Collections.Generic;
using System.IO;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Threading;

namespace Bmnn
{
    /// <summary>Finds the native library, loads it once, and asks for its ABI.</summary>
    /// <remarks>A library that was loaded stays loaded, and is never replaced by another.</remarks>
    internal static class NativeLoader
    {
        private static readonly object Lock = new object();
        private static volatile bool ready;
        private static string? explicitPath;
        private static string? loadedPath;
        private static BmnnLibraryException? refused;

        /// <summary>What was loaded, as it was found; null before that.</summary>
        internal static string? LoadedPath
        {
            get { lock (Lock) return loadedPath; }
        }

        /// <summary>Says where the library is, before it is loaded.</summary>
        internal static void SetPath(string path)
        {
            if (path is null)
                throw new ArgumentNullException(nameof(path));
            if (!Path.IsPathRooted(path))
                throw new ArgumentException("a library is named by its full path", nameof(path));
            lock (Lock)
            {
                if (loadedPath != null)
                    throw new InvalidOperationException("the library was already loaded from " + loadedPath);
                explicitPath = path;
            }
        }

        /// <summary>Loads the library unless that was done: to be called before any import is.</summary>
        /// <exception cref="BmnnLibraryException">None was found, or it is another version.</exception>
        internal static void Ready()
        {
            if (!ready)
                Load();
        }

        private static void Load()
        {
            lock (Lock)
            {
                if (ready)
                    return;
                // What was bound to our imports cannot be unbound.
                if (refused != null)
                    throw new BmnnLibraryException(refused.Message, refused.Probed, refused);
                var here = Surroundings.OfThisProcess(explicitPath);
                var probed = new List<string>();
                foreach (var candidate in Candidates(here))
                {
                    if (!candidate.ByName && !File.Exists(candidate.Path))
                    {
                        probed.Add(candidate.Path + ": not there");
                        continue;
                    }
                    if (!Bind(candidate.Path, out var reason))
                    {
                        probed.Add(candidate.Path + ": " + reason);
                        continue;
                    }
                    loadedPath = candidate.Path;
                    refused = WrongVersion(candidate.Path, probed);
                    if (refused != null)
                        throw refused;
                    ready = true;
                    return;
                }
                throw new BmnnLibraryException(
                    "the native library of bmnn was not loaded. Tried:\n  " + string.Join("\n  ", probed)
                    + "\nName it with BmnnNative.SetLibraryPath, or in the variable " + Surroundings.Name + ".",
                    probed, null);
            }
        }

        /// <summary>Where the library may be, in the order in which it is tried.</summary>
        internal static IEnumerable<Candidate> Candidates(Surroundings here)
        {
            // Who names a file means that file, and no other.
            if (!string.IsNullOrEmpty(here.Explicit))
            {
                yield return new Candidate(here.Explicit!, false);
                yield break;
            }
            if (!string.IsNullOrEmpty(here.Variable))
            {
                yield return new Candidate(here.Variable!, false);
                yield break;
            }
            var seen = new HashSet<string>(StringComparer.Ordinal);
            foreach (var folder in here.Folders)
            {
                if (string.IsNullOrEmpty(folder) || !Path.IsPathRooted(folder) || !seen.Add(folder!))
                    continue;
                foreach (var name in here.Names)
                    yield return new Candidate(Path.Combine(folder!, "runtimes", here.Rid, "native", name), false);
                foreach (var name in here.Names)
                    yield return new Candidate(Path.Combine(folder!, name), false);
            }
            // Where a distribution installs it. Windows has no such place, and what it
            // has instead includes the current folder.
            if (!here.IsWindows)
                yield return new Candidate(here.Names[0], true);
        }

        private static BmnnLibraryException? WrongVersion(string path, List<string> probed)
        {
            uint found;
            try
            {
                found = NativeMethods.bmnn_abi_version();
            }
            catch (Exception cause) when (cause is EntryPointNotFoundException || cause is DllNotFoundException)
            {
                probed.Add(path + ": " + cause.Message);
                return new BmnnLibraryException(path + " is not the library of bmnn", probed, cause);
            }
            var (major, minor) = (found >> 16, found & 0xFFFF);
            if (major == NativeMethods.BMNN_ABI_MAJOR && minor >= NativeMethods.BMNN_ABI_MINOR)
                return null;
            probed.Add(path + ": ABI " + major + "." + minor);
            return new BmnnLibraryException(
                path + " has ABI " + major + "." + minor + "; this assembly wants "
                + NativeMethods.BMNN_ABI_MAJOR + "." + NativeMethods.BMNN_ABI_MINOR + ", or a later minor version",
                probed, null);
        }

#if NET
        private static IntPtr bound;
        private static bool resolving;

        /// <summary>Lets every import go to the library at a path.</summary>
        private static bool Bind(string path, out string reason)
        {
            try
            {
                bound = NativeLibrary.Load(path);
            }
            catch (Exception cause) when (cause is DllNotFoundException || cause is BadImageFormatException)
            {
                reason = cause.Message;
                return false;
            }
            if (!resolving)
            {
                NativeLibrary.SetDllImportResolver(typeof(NativeLoader).Assembly,
                    (name, assembly, search) => name == "bmnn" ? bound : IntPtr.Zero);
                resolving = true;
            }
            reason = "";
            return true;
        }
#else
        /// <summary>Lets every import go to the library at a path.</summary>
        private static bool Bind(string path, out string reason) =>
            ClassicBinding.Bind(path, out reason);
#endif

        /// <summary>A file to try.</summary>
        internal readonly struct Candidate
        {
            internal Candidate(string path, bool byName)
            {
                Path = path;
                ByName = byName;
            }

            /// <summary>Its path; a name for the system's loader where ByName says so.</summary>
            internal string Path { get; }

            internal bool ByName { get; }
        }
    }
}
