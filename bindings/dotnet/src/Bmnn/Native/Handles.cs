using System;
using System.Runtime.InteropServices;

namespace Bmnn
{
    /// <summary>An object of the library, freed once, when nobody uses it any more.</summary>
    internal abstract class NativeHandle : SafeHandle
    {
        private volatile bool isDisposed;

        protected NativeHandle() : base(IntPtr.Zero, true)
        {
        }

        /// <summary>Whether its owner gave it up; calls that have begun may still be using it.</summary>
        internal bool IsDisposed => isDisposed;

        protected override void Dispose(bool disposing)
        {
            isDisposed = true;
            base.Dispose(disposing);
        }

        public override bool IsInvalid => handle == IntPtr.Zero;

        /// <summary>Takes an object over.</summary>
        internal unsafe void Own(void* made) => SetHandle((IntPtr)made);
    }

    internal sealed unsafe class PacksHandle : NativeHandle
    {
        public PacksHandle()
        {
        }

        protected override bool ReleaseHandle()
        {
            NativeMethods.bmnn_packs_free((bmnn_packs*)handle);
            return true;
        }
    }

    internal sealed unsafe class HostHandle : NativeHandle
    {
        public HostHandle()
        {
        }

        protected override bool ReleaseHandle()
        {
            NativeMethods.bmnn_host_free((bmnn_host*)handle);
            return true;
        }
    }

    internal sealed unsafe class SignerHandle : NativeHandle
    {
        public SignerHandle()
        {
        }

        protected override bool ReleaseHandle()
        {
            NativeMethods.bmnn_signer_free((bmnn_signer*)handle);
            return true;
        }
    }

    internal sealed unsafe class RegistryHandle : NativeHandle
    {
        private volatile bool isToAnswer;

        public RegistryHandle()
        {
        }

        /// <summary>What its end came to, if somebody asked.</summary>
        internal Exception? Failure { get; private set; }

        /// <summary>Disposes of it, and keeps what its end comes to.</summary>
        internal void CloseWithAnswer()
        {
            isToAnswer = true;
            Dispose();
        }

        protected override bool ReleaseHandle()
        {
            var registry = (bmnn_registry*)handle;
            if (!isToAnswer)
            {
                NativeMethods.bmnn_registry_free(registry);
                return true;
            }
            bmnn_error* error;
            var status = NativeMethods.bmnn_registry_close(registry, &error);
            try
            {
                Native.Check(status, error);
            }
            catch (Exception cause)
            {
                Failure = cause;
            }
            return true;
        }
    }

    internal sealed unsafe class RingHandle : NativeHandle
    {
        public RingHandle()
        {
        }

        protected override bool ReleaseHandle()
        {
            NativeMethods.bmnn_ring_free((bmnn_ring*)handle);
            return true;
        }
    }

    internal sealed unsafe class ActHandle : NativeHandle
    {
        public ActHandle()
        {
        }

        protected override bool ReleaseHandle()
        {
            NativeMethods.bmnn_act_free((bmnn_act*)handle);
            return true;
        }
    }

    /// <summary>An object lent to one call: it is not freed before the call has ended, though
    /// another thread disposes of it.</summary>
    internal readonly unsafe struct Lent : IDisposable
    {
        private readonly NativeHandle handle;

        /// <exception cref="ObjectDisposedException">It was disposed of.</exception>
        internal Lent(NativeHandle handle, string name)
        {
            // A handle that others are using counts as open though it was disposed of: as
            // long as they overlap, new calls would be let in.
            if (handle.IsDisposed)
                throw new ObjectDisposedException(name);
            var held = false;
            try
            {
                handle.DangerousAddRef(ref held);
            }
            catch (ObjectDisposedException)
            {
                throw new ObjectDisposedException(name);
            }
            this.handle = handle;
        }

        internal void* Pointer => (void*)handle.DangerousGetHandle();

        public void Dispose() => handle.DangerousRelease();
    }
}
