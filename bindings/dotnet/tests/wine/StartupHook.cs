// Called by .NET before a program's own code, as DOTNET_STARTUP_HOOKS says: loads
// what mends wine's list of handlers (frames.c). For tests, and never shipped.
using System.IO;
using System.Runtime.InteropServices;

internal static class StartupHook
{
    public static void Initialize()
    {
        var here = Path.GetDirectoryName(typeof(StartupHook).Assembly.Location)!;
        NativeLibrary.Load(Path.Combine(here, "frames.dll"));
    }
}
