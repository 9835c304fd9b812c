using System;
using System.Collections.Generic;

namespace Bmnn
{
    /// <summary>Several signers lent to one call.</summary>
    internal sealed unsafe class LentSigners : IDisposable
    {
        private readonly List<Lent> lent = new List<Lent>();

        internal LentSigners(IEnumerable<Signer> signers)
        {
            try
            {
                foreach (var signer in signers)
                    lent.Add((signer ?? throw new ArgumentException("a signer is null", nameof(signers))).Lend());
            }
            catch
            {
                Dispose();
                throw;
            }
            Pointers = new IntPtr[lent.Count];
            for (var i = 0; i < lent.Count; i++)
                Pointers[i] = (IntPtr)lent[i].Pointer;
        }

        internal IntPtr[] Pointers { get; }

        public void Dispose()
        {
            foreach (var one in lent)
                one.Dispose();
            lent.Clear();
        }
    }
}
