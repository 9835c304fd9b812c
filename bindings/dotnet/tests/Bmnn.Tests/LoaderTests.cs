using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using Xunit;

namespace Bmnn.Tests
{
    public sealed class LoaderTests
    {
        private static readonly Dictionary<string, string?> Nothing = new Dictionary<string, string?>();

        private static readonly Surroundings Here = Surroundings.OfThisProcess(null);

        [Fact]
        public void TheOrderIsAsDocumented()
        {
            var root = Path.GetPathRoot(Path.GetFullPath("."))!;
            string At(params string[] parts) => Path.Combine(new[] { root }.Concat(parts).ToArray());
            var here = new Surroundings
            {
                Folders = new[] { At("copy"), null, "", "relative", At("original"), At("copy") },
                Names = new[] { "bmnn.dll" },
                Rid = "win-x86",
                IsWindows = true,
            };
            IEnumerable<string> Paths() => NativeLoader.Candidates(here).Select(one => (one.ByName ? "?" : "") + one.Path);
            Assert.Equal(new[]
            {
                At("copy", "runtimes", "win-x86", "native", "bmnn.dll"), At("copy", "bmnn.dll"),
                At("original", "runtimes", "win-x86", "native", "bmnn.dll"), At("original", "bmnn.dll"),
            }, Paths());
            here.Variable = "named";
            Assert.Equal(new[] { "named" }, Paths());
            here.Explicit = "given";
            Assert.Equal(new[] { "given" }, Paths());
            // Where a system has a place for libraries, it comes last.
            here = new Surroundings { Folders = new[] { At("copy") }, Names = new[] { "libbmnn.so.1" }, Rid = "linux-x64" };
            Assert.Equal("?libbmnn.so.1", Paths().Last());
        }

        [Fact]
        public void TheAssemblyIsNotNamedAsTheLibraryIs()
        {
            // Beside each other they would be one file to Windows, which reads `Bmnn.dll` as
            // `bmnn.dll`.
            var own = Path.GetFileName(typeof(BmnnNative).Assembly.Location);
            foreach (var name in new[] { "bmnn.dll", "libbmnn.so", "libbmnn.so.1" })
                Assert.False(string.Equals(own, name, StringComparison.OrdinalIgnoreCase));
        }

        [Fact]
        public void APathIsAFullOneAndGivenBefore()
        {
            Assert.Throws<ArgumentNullException>(() => BmnnNative.SetLibraryPath(null!));
            Assert.Throws<ArgumentException>(() => BmnnNative.SetLibraryPath("bmnn.dll"));
            _ = Place.Library;
            Assert.Throws<InvalidOperationException>(() => BmnnNative.SetLibraryPath(Place.Library));
        }

        [Fact]
        public void ItIsFoundInThePackagesFolder()
        {
            var folder = Child.Copied(Place.New());
            var native = Path.Combine(folder, "runtimes", Here.Rid, "native");
            Directory.CreateDirectory(native);
            var wanted = Path.Combine(native, Here.Names.Last());
            File.Copy(Place.Library, wanted);
            // This one comes later in the order.
            File.WriteAllText(Path.Combine(folder, Here.Names[0]), "not a library");
            Expect(0, wanted, Child.Start(folder, Nothing, "path"));
        }

        [Fact]
        public void ItIsFoundBesideTheAssembly()
        {
            var folder = Child.Copied(Place.New());
            var wanted = Path.Combine(folder, Here.Names[0]);
            File.Copy(Place.Library, wanted);
            Expect(0, wanted, Child.Start(folder, Nothing, "path"));
        }

        [Fact]
        public void AVariableAndAGivenPathWin()
        {
            var folder = Child.Copied(Place.New());
            File.WriteAllText(Path.Combine(folder, Here.Names[0]), "not a library");
            var elsewhere = Path.Combine(Directory.CreateDirectory(Place.New()).FullName, "của tôi #1 100%.dll");
            File.Copy(Place.Library, elsewhere);
            var variable = new Dictionary<string, string?> { ["BMNN_LIBRARY"] = elsewhere };
            Expect(0, elsewhere, Child.Start(folder, variable, "path"));
            Expect(0, elsewhere, Child.Start(folder, Nothing, "explicit", elsewhere));
            // Who names a file that is not there is told so, and gets no other.
            var missing = elsewhere + ".không có";
            variable["BMNN_LIBRARY"] = missing;
            var (code, said) = Child.Start(folder, variable, "path");
            Assert.Equal(3, code);
            Assert.Contains(missing + ": not there", said);
            Assert.DoesNotContain("native", said.Split('\n')[0]);
        }

        [Fact]
        public void EveryPathThatWasTriedIsTold()
        {
            var folder = Child.Copied(Place.New());
            var broken = Path.Combine(folder, Here.Names[0]);
            File.WriteAllText(broken, "not a library");
            var (code, said) = Child.Start(folder, Nothing, "path");
            Assert.Equal(3, code);
            Assert.Contains(Path.Combine(folder, "runtimes", Here.Rid, "native", Here.Names[0]) + ": not there", said);
            Assert.Contains(broken + ": ", said);
            Assert.DoesNotContain(broken + ": not there", said);
            Assert.Contains("BMNN_LIBRARY", said);
            // What was not found can be named afterwards.
            Expect(0, Place.Library, Child.Start(folder, Nothing, "twice", Place.Library));
        }

        [Fact]
        public void TheCurrentFolderIsNoPlaceToLook()
        {
            var folder = Child.Copied(Place.New());
            var current = Directory.CreateDirectory(Path.Combine(folder, "hiện tại")).FullName;
            foreach (var name in Here.Names.Concat(new[] { "bmnn", "bmnn.so" }))
                File.Copy(Place.Library, Path.Combine(current, name));
            var before = Environment.CurrentDirectory;
            Environment.CurrentDirectory = current;
            try
            {
                var (code, said) = Child.Start(folder, Nothing, "path");
                Assert.Equal(3, code);
                Assert.DoesNotContain("hiện tại", said);
            }
            finally
            {
                Environment.CurrentDirectory = before;
            }
        }

        [Fact]
        public void ALibraryOfAnotherAbiIsRefused()
        {
            var folder = Child.Copied(Place.New());
            foreach (var (wrong, found) in new[] { (Place.NewerAbi, "ABI 2.0"), (Place.NoAbi, "not the library of bmnn") })
            {
                if (wrong is null)
                    continue;
                var (code, said) = Child.Start(folder, Nothing, "explicit", wrong);
                Assert.Equal(3, code);
                Assert.Contains(wrong, said);
                Assert.Contains(found, said);
            }
        }

#if !NET
        [Fact]
        public void ACopyOfTheAssemblyFindsWhatLiesBesideTheOriginal()
        {
            var folder = Child.Copied(Place.New());
            var wanted = Path.Combine(folder, Here.Names[0]);
            File.Copy(Place.Library, wanted);
            var cache = Directory.CreateDirectory(Place.New()).FullName;
            var (code, said) = Child.Start(folder, Nothing, "shadow", cache);
            Assert.Equal(0, code);
            var lines = said.Split(new[] { '\r', '\n' }, StringSplitOptions.RemoveEmptyEntries);
            Assert.Contains(cache, lines[0]);
            Assert.Equal(wanted, lines[1]);
        }
#endif

        [Fact]
        public void TheLibrarySaysWhatItIs()
        {
            Assert.Equal(new Version(1, (int)NativeMethods.BMNN_ABI_MINOR), BmnnNative.AbiVersion);
            Assert.Equal(1, BmnnNative.FormatVersion);
            Assert.Equal(typeof(BmnnNative).Assembly.GetName().Version!.ToString(3), BmnnNative.Version);
            Assert.True(BmnnNative.HasFeature("verify"));
            Assert.False(BmnnNative.HasFeature("không có"));
        }

        private static void Expect(int code, string path, (int Code, string Said) answer)
        {
            Assert.Equal(path, answer.Said.Trim());
            Assert.Equal(code, answer.Code);
        }
    }
}
