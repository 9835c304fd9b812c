#if !NET
using System;
using System.ComponentModel;
using System.Reflection;
using System.Runtime.InteropServices;

namespace Bmnn
{
    /// <summary>Binds the imports where the assembly is that for netstandard2.0, on whatever runs it.</summary>
    internal static class ClassicBinding
    {
        private static IntPtr bound;

        internal static bool Bind(string path, out string reason)
        {
            // .NET Core 3 and later, which can run this assembly too.
            var library = Type.GetType("System.Runtime.InteropServices.NativeLibrary, System.Runtime.InteropServices");
            if (library != null)
                return Resolved(library, path, out reason);
            return RuntimeInformation.IsOSPlatform(OSPlatform.Windows)
                ? Loaded(path, out reason)
                : Mapped(path, out reason);
        }

        // What NativeLoader does on .NET 8, through reflection.
        private static bool Resolved(Type library, string path, out string reason)
        {
            try
            {
                var load = library.GetMethod("Load", new[] { typeof(string) })!;
                var first = bound == IntPtr.Zero;
                bound = (IntPtr)load.Invoke(null, new object[] { path })!;
                if (first)
                {
                    var set = library.GetMethod("SetDllImportResolver")!;
                    var type = set.GetParameters()[1].ParameterType;
                    var resolve = typeof(ClassicBinding).GetMethod(nameof(Resolve), BindingFlags.NonPublic | BindingFlags.Static)!;
                    set.Invoke(null, new object[] { typeof(ClassicBinding).Assembly, Delegate.CreateDelegate(type, resolve) });
                }
                reason = "";
                return true;
            }
            catch (TargetInvocationException cause)
            {
                reason = cause.InnerException?.Message ?? cause.Message;
                return false;
            }
        }

        private static IntPtr Resolve(string name, Assembly assembly, DllImportSearchPath? search) =>
            name == "bmnn" ? bound : IntPtr.Zero;

        // Windows finds a library that is loaded by its name alone. What it needs
        // itself is looked for beside it.
        private static bool Loaded(string path, out string reason)
        {
            const uint WithAlteredSearchPath = 8;
            bound = LoadLibraryEx(path, IntPtr.Zero, WithAlteredSearchPath);
            var failed = bound == IntPtr.Zero;
            reason = failed ? new Win32Exception(Marshal.GetLastWin32Error()).Message : "";
            return !failed;
        }

        // Mono has a table from names to paths.
        private static bool Mapped(string path, out string reason)
        {
            try
            {
                if (mono_dl_open(path) == IntPtr.Zero)
                {
                    reason = "the system does not load it";
                    return false;
                }
                mono_dllmap_insert(IntPtr.Zero, "bmnn", null, path, null);
                reason = "";
                return true;
            }
            catch (Exception cause) when (cause is EntryPointNotFoundException || cause is DllNotFoundException)
            {
                reason = cause.Message;
                return false;
            }
        }

        private static IntPtr mono_dl_open(string path)
        {
            const int Now = 2;
            return dlopen(path, Now);
        }

        [DllImport("kernel32", CharSet = CharSet.Unicode, ExactSpelling = true, EntryPoint = "LoadLibraryExW", SetLastError = true)]
        private static extern IntPtr LoadLibraryEx(string path, IntPtr file, uint flags);

        // Mono passes strings as UTF-8.
        [DllImport("__Internal", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        private static extern void mono_dllmap_insert(IntPtr assembly, string dll, string? function, string target, string? targetFunction);

        [DllImport("libdl.so.2", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        private static extern IntPtr dlopen(string path, int flags);
    }
}
#endif
