using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.InteropServices;

namespace Bmnn
{
    /// <summary>What the loader goes by: where this assembly is, and on what system.</summary>
    internal sealed class Surroundings
    {
        /// <summary>The variable that may name the library.</summary>
        internal const string Name = "BMNN_LIBRARY";

        /// <summary>The path that the program gave.</summary>
        internal string? Explicit { get; set; }

        /// <summary>What the variable says.</summary>
        internal string? Variable { get; set; }

        /// <summary>The folders to look in, the best first.</summary>
        internal IReadOnlyList<string?> Folders { get; set; } = Array.Empty<string?>();

        /// <summary>The names that the library may have.</summary>
        internal IReadOnlyList<string> Names { get; set; } = Array.Empty<string>();

        /// <summary>NuGet's name of the system: win-x86.</summary>
        internal string Rid { get; set; } = "";

        internal bool IsWindows { get; set; }

        internal static Surroundings OfThisProcess(string? explicitPath)
        {
            var windows = RuntimeInformation.IsOSPlatform(OSPlatform.Windows);
            var mac = RuntimeInformation.IsOSPlatform(OSPlatform.OSX);
            return new Surroundings
            {
                Explicit = explicitPath,
                Variable = Environment.GetEnvironmentVariable(Name),
                Folders = AllFolders(typeof(Surroundings).Assembly).ToList(),
                Names = windows ? new[] { "bmnn.dll" }
                    : mac ? new[] { "libbmnn.1.dylib", "libbmnn.dylib" }
                    : new[] { "libbmnn.so.1", "libbmnn.so" },
                Rid = (windows ? "win" : mac ? "osx" : IsMusl() ? "linux-musl" : "linux") + "-"
                    + RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant(),
                IsWindows = windows,
            };
        }

        private static IEnumerable<string?> AllFolders(Assembly assembly)
        {
#if NET
            // Empty where all is one file; the program's own folder is then the place.
            yield return FolderOf(Location(assembly));
            yield return AppContext.BaseDirectory;
            // Packages that were not copied into the program's folder.
            var searched = AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string ?? "";
            foreach (var folder in searched.Split(Path.PathSeparator))
                yield return folder;
#else
            yield return FolderOf(assembly.Location);
            // Office add-ins and web servers run a copy of the assembly, without what
            // lies beside it; this is where it was copied from.
            yield return FolderOf(Original(assembly));
            yield return AppDomain.CurrentDomain.BaseDirectory;
#endif
        }

#if NET
        [System.Diagnostics.CodeAnalysis.UnconditionalSuppressMessage("SingleFile", "IL3000",
            Justification = "empty in a single file, and then passed over")]
        private static string Location(Assembly assembly) => assembly.Location;
#else
        private static string? Original(Assembly assembly)
        {
            // CodeBase leaves `#` and `%` as they are, and does not come back as a path.
            var from = assembly.EscapedCodeBase;
            return from != null && Uri.TryCreate(from, UriKind.Absolute, out var uri) && uri.IsFile ? uri.LocalPath : null;
        }
#endif

        private static string? FolderOf(string? file) =>
            string.IsNullOrEmpty(file) ? null : Path.GetDirectoryName(file);

        // Debian can have musl beside its own library; Alpine has nothing else.
        private static bool IsMusl() =>
            Directory.Exists("/lib") && Directory.GetFiles("/lib", "ld-musl-*").Length > 0
            && !File.Exists("/lib64/ld-linux-x86-64.so.2") && Directory.GetFiles("/lib", "ld-linux-*").Length == 0;
    }
}
