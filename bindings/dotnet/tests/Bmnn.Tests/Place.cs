using System;
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
                ?? Path.Combine(Path.GetTempPath(), "bmnn " + System.Diagnostics.Process.GetCurrentProcess().Id);
            return Path.Combine(root, "văn thư số " + System.Threading.Interlocked.Increment(ref count));
        }

        /// <summary>The native library that the tests run with.</summary>
        internal static string Library => BmnnNative.LibraryPath;

        /// <summary>Something that the chore made for the tests.</summary>
        internal static string Given(string variable) =>
            Environment.GetEnvironmentVariable(variable)
            ?? throw new InvalidOperationException(variable + " is not set: run the tests with `cargo xtask dotnet`");
    }
}
