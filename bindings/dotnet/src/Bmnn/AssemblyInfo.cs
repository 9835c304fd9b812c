using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

// The version is that of the native library, with which it is released.
[assembly: AssemblyVersion("0.1.0.0")]
[assembly: AssemblyTitle("Bmnn.Dotnet")]

// Nothing is looked for but in the system's folder: never in the current one, where
// somebody else may have put a library. Where ours is, NativeLoader knows.
[assembly: DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
#if NET
// Every import is blittable; nothing is to be translated.
[assembly: DisableRuntimeMarshalling]
#endif
[assembly: InternalsVisibleTo("Bmnn.Tests, PublicKey=002400000480000014010000060200000024000052534131000800000100010033074484f11c72573b3f61a16787f05ae6a2f6a3ba0b8015793a3aa18738fcb61592c99be7b78e4f32a20bdceb305a5816079a7b7d95a07161819ce5ec977823aca2097dcdf4b6c63ba140e1659a7741a7ef35fb63a0281a64fba9e9ff66a4b5810709caf437b9bfd78daac678a9318cd1b709fdcc7ed0edf24ea9367852d65cdc7a77e1a2fb7de74011f0670e3b0bd202dd7a01fa7bacd5892e61ba354a0335e01deddfefaaad6eac14f6ad81efa1536cd464049af83fc0514c93b4985ba9cd1e640914d07b26f280cfeb8938ed29c529609f031fe903632a3b9d77fbe87a83eb649130acc5160066d522b6046dc4b55eeab145a26d990b0f29a97e0c0633f3")]
