using System;

namespace Bmnn.Tests
{
    internal static class Program
    {
        private static int Main(string[] arguments)
        {
#if BMNN_RUNNER
            return Runner.Run(arguments);
#else
            Console.Error.WriteLine("dotnet test, with BMNN_LIBRARY naming a library that was built with `inject`");
            return 1;
#endif
        }
    }
}
