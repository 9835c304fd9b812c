using System;
using System.Text;

namespace Bmnn
{
    /// <summary>Texts on their way to the library and back.</summary>
    internal static unsafe class Utf8
    {
        // What has no UTF-8, a lone surrogate, is refused rather than replaced.
        private static readonly UTF8Encoding Strict = new UTF8Encoding(false, true);

        /// <summary>The bytes of a text.</summary>
        /// <exception cref="ArgumentException">A surrogate stands alone in it.</exception>
        internal static byte[] Bytes(string text, string parameter)
        {
            if (text is null)
                throw new ArgumentNullException(parameter);
            try
            {
                return Strict.GetBytes(text);
            }
            catch (EncoderFallbackException cause)
            {
                throw new ArgumentException("the text has no UTF-8: a surrogate stands alone", parameter, cause);
            }
        }

        /// <summary>A text that ends in NUL; null for a null pointer.</summary>
        internal static string? Text(byte* text)
        {
            if (text == null)
                return null;
            var length = 0;
            while (text[length] != 0)
                length = checked(length + 1);
            return Strict.GetString(text, length);
        }

        /// <summary>A text of so many bytes.</summary>
        internal static string Text(byte[] bytes, int start, int length) => Strict.GetString(bytes, start, length);
    }
}
