using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Reflection;

namespace Bmnn.Tests
{
    /// <summary>This program once more, in a process of its own: what is loaded once in a process is tried there.</summary>
    internal static class Child
    {
        internal const string Flag = "--child";

        /// <summary>What a child does; its output is what the test looks at.</summary>
        internal static int Run(string[] arguments)
        {
            try
            {
                switch (arguments[0])
                {
                    case "path":
                        Console.WriteLine(BmnnNative.LibraryPath);
                        return 0;
                    case "explicit":
                        BmnnNative.SetLibraryPath(arguments[1]);
                        Console.WriteLine(BmnnNative.LibraryPath);
                        return 0;
                    case "twice":
                        // The second failure is told as the first one was; and what was found
                        // wanting can be named after all.
                        return Twice(arguments[1]);
#if !NET
                    case "shadow":
                        return Shadow(arguments[1]);
#endif
                    default:
                        throw new ArgumentException(arguments[0]);
                }
            }
            catch (BmnnLibraryException cause)
            {
                foreach (var path in cause.Probed)
                    Console.WriteLine(path);
                Console.WriteLine(cause.Message);
                return 3;
            }
        }

        private static int Twice(string path)
        {
            try
            {
                SecrecyLevels.Parse("Mật");
                return 4;
            }
            catch (BmnnLibraryException)
            {
                BmnnNative.SetLibraryPath(path);
                Console.WriteLine(BmnnNative.LibraryPath);
                return 0;
            }
        }

#if !NET
        // As an office program runs its add-ins: a copy of the assembly, elsewhere.
        private static int Shadow(string cache)
        {
            var setup = new AppDomainSetup
            {
                ApplicationBase = AppDomain.CurrentDomain.BaseDirectory,
                ApplicationName = "shadow",
                ShadowCopyFiles = "true",
                CachePath = cache,
            };
            var domain = AppDomain.CreateDomain("shadow", null, setup);
            domain.DoCallBack(Shown);
            return 0;
        }

        private static void Shown()
        {
            Console.WriteLine(typeof(BmnnNative).Assembly.Location);
            Console.WriteLine(BmnnNative.LibraryPath);
        }
#endif

        /// <summary>Runs the copy of this program in a folder.</summary>
        internal static (int Code, string Said) Start(string folder, IDictionary<string, string?> environment, params string[] arguments)
        {
            var host = Process.GetCurrentProcess().MainModule!.FileName!;
            var program = Path.Combine(folder, Path.GetFileName(typeof(Child).Assembly.Location));
            var hosted = !host.EndsWith(Path.GetFileName(program), StringComparison.OrdinalIgnoreCase);
            var all = (hosted ? new[] { program, Flag } : new[] { Flag }).Concat(arguments);
            var start = new ProcessStartInfo(hosted ? host : program)
            {
                Arguments = string.Join(" ", all.Select(one => "\"" + one + "\"")),
                UseShellExecute = false,
                RedirectStandardOutput = true,
                StandardOutputEncoding = System.Text.Encoding.UTF8,
                WorkingDirectory = folder,
            };
            // Whoever started the tests may have told the system where the library is.
            foreach (var name in new[] { "BMNN_LIBRARY", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH" })
                start.EnvironmentVariables.Remove(name);
            foreach (var variable in environment)
                start.EnvironmentVariables[variable.Key] = variable.Value;
            using (var child = Process.Start(start)!)
            {
                var said = child.StandardOutput.ReadToEnd();
                child.WaitForExit();
                return (child.ExitCode, said);
            }
        }

        /// <summary>A folder with a copy of this program, and nothing of the library.</summary>
        internal static string Copied(string folder)
        {
            Directory.CreateDirectory(folder);
            var from = Path.GetDirectoryName(typeof(Child).Assembly.Location)!;
            foreach (var file in Directory.GetFiles(from))
                File.Copy(file, Path.Combine(folder, Path.GetFileName(file)), true);
            return folder;
        }
    }
}
