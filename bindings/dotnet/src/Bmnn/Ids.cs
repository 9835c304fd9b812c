using System;

namespace Bmnn
{
    /// <summary>The ids that hosts choose: of documents, persons, parties, books.</summary>
    public static unsafe class Ids
    {
        /// <summary>Checks that a text can be an id, 1 to 64 of <c>A-Z a-z 0-9 . _ : -</c>, and says whether it is
        /// <c>self</c>, which in every registry is its own agency.</summary>
        /// <exception cref="ArgumentException">It cannot.</exception>
        public static bool IsOwnAgency(string id)
        {
            NativeLoader.Ready();
            var bytes = Utf8.Bytes(id, nameof(id));
            int own;
            bmnn_error* error;
            fixed (byte* start = bytes)
                Native.Check(NativeMethods.bmnn_id_check(start, (nuint)bytes.Length, &own, &error), error);
            return own != 0;
        }
    }
}
