using System;
using System.Diagnostics;
using System.IO;

namespace Bmnn.Tests
{
    /// <summary>Where the tests write, and what they are given.</summary>
    internal static class Place
    {
        private static int count;

        /// <summary>A folder that is not there yet, with spaces and Vietnamese letters in its path.</summary>
        internal static string New()
        {
            var root = Environment.GetEnvironmentVariable("BMNN_TESTS")
                ?? Path.Combine(Path.GetTempPath(), "bmnn " + Process.GetCurrentProcess().Id);
            return Path.Combine(root, "văn thư số " + System.Threading.Interlocked.Increment(ref count));
        }

        /// <summary>The native library that the tests run with.</summary>
        internal static string Library => BmnnNative.LibraryPath;

        /// <summary>A library of a later ABI; null where no compiler made one.</summary>
        internal static string? NewerAbi
        {
            get
            {
                var made = Environment.GetEnvironmentVariable("BMNN_NEWER_ABI");
#if BMNN_RUNNER
                return made ?? throw new InvalidOperationException("BMNN_NEWER_ABI is not set");
#else
                return made;
#endif
            }
        }

        /// <summary>A library that says nothing of an ABI: one that every process has.</summary>
        internal static string NoAbi
        {
            get
            {
                if (Environment.OSVersion.Platform == PlatformID.Win32NT)
                    return Path.Combine(Environment.SystemDirectory, "kernel32.dll");
                foreach (var line in File.ReadAllLines("/proc/self/maps"))
                {
                    var file = line.Substring(line.LastIndexOf(' ') + 1);
                    if (Path.GetFileName(file).StartsWith("libc.so", StringComparison.Ordinal))
                        return file;
                }
                throw new InvalidOperationException("no library of the system is in this process");
            }
        }

        /// <summary>Where the members of structs lie: a file of the repository, above this program.</summary>
        internal static string Layout
        {
            get
            {
                var folder = new DirectoryInfo(AppDomain.CurrentDomain.BaseDirectory);
                for (; folder != null; folder = folder.Parent)
                {
                    var file = Path.Combine(folder.FullName, "crates", "bmnn-capi", "abi", "layout.json");
                    if (File.Exists(file))
                        return file;
                }
                throw new FileNotFoundException("layout.json");
            }
        }
    }
}
