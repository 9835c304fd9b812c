using System;

namespace Bmnn
{
    /// <summary>The native library behind this assembly: where it is, and what it can do.</summary>
    /// <remarks>
    /// It is loaded when it is first needed, from the first of these places:
    /// the path given to <see cref="SetLibraryPath"/>, and no other; the path in the
    /// variable <c>BMNN_LIBRARY</c>, and no other; <c>runtimes/RID/native</c> beside this
    /// assembly, then beside it; the same where the assembly was copied from (Office,
    /// IIS), in the program's folder, and in the packages that .NET knows; at last, but
    /// for Windows, where the system has its libraries. Never in the current folder.
    /// </remarks>
    public static unsafe class BmnnNative
    {
        /// <summary>Says where the library is. It must be called before anything else of this assembly.</summary>
        /// <param name="path">The full path of the file.</param>
        /// <exception cref="ArgumentException">The path is not a full one.</exception>
        /// <exception cref="InvalidOperationException">The library was loaded already.</exception>
        public static void SetLibraryPath(string path) => NativeLoader.SetPath(path);

        /// <summary>The path that the library was loaded from.</summary>
        /// <exception cref="BmnnLibraryException">There is none to load.</exception>
        public static string LibraryPath
        {
            get
            {
                NativeLoader.Ready();
                return NativeLoader.LoadedPath!;
            }
        }

        /// <summary>The library's version, <c>0.1.0</c>. It says nothing of the ABI.</summary>
        /// <exception cref="BmnnLibraryException">There is none to load.</exception>
        public static string Version
        {
            get
            {
                NativeLoader.Ready();
                return Utf8.Text(NativeMethods.bmnn_version())!;
            }
        }

        /// <summary>The version of the library's ABI: major, and minor.</summary>
        /// <exception cref="BmnnLibraryException">There is none to load.</exception>
        public static Version AbiVersion
        {
            get
            {
                NativeLoader.Ready();
                var version = NativeMethods.bmnn_abi_version();
                return new Version((int)(version >> 16), (int)(version & 0xFFFF));
            }
        }

        /// <summary>The version of the ledger's format that the library reads and writes.</summary>
        /// <exception cref="BmnnLibraryException">There is none to load.</exception>
        public static int FormatVersion
        {
            get
            {
                NativeLoader.Ready();
                return checked((int)NativeMethods.bmnn_format_version());
            }
        }

        /// <summary>Whether this build of the library can do something: <c>verify</c>.</summary>
        /// <param name="name">What it is to be able to do; false if it is unknown.</param>
        /// <exception cref="ArgumentException">The name has no UTF-8.</exception>
        /// <exception cref="BmnnLibraryException">There is none to load.</exception>
        public static bool HasFeature(string name)
        {
            NativeLoader.Ready();
            var bytes = Utf8.Bytes(name, nameof(name));
            fixed (byte* text = bytes)
                return NativeMethods.bmnn_has_feature(text, (nuint)bytes.Length) != 0;
        }
    }
}
