using System;
using System.Runtime.InteropServices;

namespace Bmnn
{
    /// <summary>What the library calls back: kept alive as long as it may, and nothing thrown through it.</summary>
    internal static unsafe class Callbacks
    {
        // The delegates that the library is given pointers to are static: nobody collects
        // them. What belongs to one object goes through `user`.
        private static readonly NativeMethods.bmnn_signer_functions_destroy_delegate DestroyThunk = LetGo;

        /// <summary>What lets go of what <see cref="Kept"/> keeps.</summary>
        internal static readonly void* Destroy = (void*)Marshal.GetFunctionPointerForDelegate(DestroyThunk);

        /// <summary>Keeps an object for the library, until it calls <see cref="Destroy"/>.</summary>
        internal static void* Kept(object target) => (void*)GCHandle.ToIntPtr(GCHandle.Alloc(target));

        /// <summary>The object that is kept.</summary>
        internal static T Of<T>(void* user) where T : class => (T)GCHandle.FromIntPtr((IntPtr)user).Target!;

        /// <summary>Keeps what a callback threw for the call that called it back, and says what the library is told.</summary>
        internal static int Failed(Exception cause)
        {
            // An exception must not pass through the library: on some systems it would end
            // the process.
            Native.Keep(cause);
            return cause is OperationCanceledException ? (int)BmnnCode.Cancelled : (int)BmnnCode.Callback;
        }

        private static void LetGo(void* user) => GCHandle.FromIntPtr((IntPtr)user).Free();
    }
}
