using System;
using System.IO;
using System.Linq;
using System.Text;

#if !BMNN_RUNNER
// One test changes the current folder, and others start this program again.
[assembly: Xunit.CollectionBehavior(DisableTestParallelization = true)]
#endif

namespace Bmnn.Tests
{
    internal static class Program
    {
        private static int Main(string[] arguments)
        {
            // What is told has paths with Vietnamese letters, which a code page of Windows
            // may lack.
            Console.SetOut(new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false)) { AutoFlush = true });
            if (arguments.Length > 0 && arguments[0] == Child.Flag)
                return Child.Run(arguments.Skip(1).ToArray());
#if BMNN_RUNNER
            return Runner.Run(arguments);
#else
            Console.Error.WriteLine("dotnet test");
            return 1;
#endif
        }
    }
}
