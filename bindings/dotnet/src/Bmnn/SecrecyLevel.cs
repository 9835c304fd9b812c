using System;

namespace Bmnn
{
    /// <summary>How closely something is held. A greater value is a higher level.</summary>
    public enum SecrecyLevel
    {
        /// <summary>Mật.</summary>
        Mat = NativeMethods.BMNN_LEVEL_MAT,

        /// <summary>Tối mật.</summary>
        ToiMat = NativeMethods.BMNN_LEVEL_TOI_MAT,

        /// <summary>Tuyệt mật.</summary>
        TuyetMat = NativeMethods.BMNN_LEVEL_TUYET_MAT,
    }

    /// <summary>Liberties that the writer of a level took; none for the printed spelling.</summary>
    [Flags]
    public enum LevelLiberties
    {
        /// <summary>As it is printed.</summary>
        None = 0,

        /// <summary>Space around the words, or more than one between them.</summary>
        Space = (int)NativeMethods.BMNN_LIBERTY_SPACE,

        /// <summary>Diacritics as separate characters (NFD).</summary>
        Decomposed = (int)NativeMethods.BMNN_LIBERTY_DECOMPOSED,

        /// <summary>Capitals where the printed spelling has none, or the reverse.</summary>
        Case = (int)NativeMethods.BMNN_LIBERTY_CASE,

        /// <summary>Some diacritics are missing.</summary>
        Diacritics = (int)NativeMethods.BMNN_LIBERTY_DIACRITICS,

        /// <summary>The letter of the envelope stands for the level.</summary>
        Letter = (int)NativeMethods.BMNN_LIBERTY_LETTER,
    }

    /// <summary>How a level is written.</summary>
    public enum LevelForm
    {
        /// <summary>As acts write it: <c>ToiMat</c>.</summary>
        Name = NativeMethods.BMNN_LEVEL_AS_NAME,

        /// <summary>In Vietnamese: <c>Tối mật</c>.</summary>
        Vietnamese = NativeMethods.BMNN_LEVEL_AS_VI,

        /// <summary>A label in English, which is never read back: <c>Secret</c>.</summary>
        English = NativeMethods.BMNN_LEVEL_AS_EN,

        /// <summary>The words of its mark: <c>TỐI MẬT</c>.</summary>
        Mark = NativeMethods.BMNN_LEVEL_AS_MARK,

        /// <summary>The letter on an envelope (Decree 26/2020/NĐ-CP Art. 4(1)(b)): <c>B</c>.</summary>
        Letter = NativeMethods.BMNN_LEVEL_AS_LETTER,

        /// <summary>As ids have it: <c>toi-mat</c>.</summary>
        Id = NativeMethods.BMNN_LEVEL_AS_ID,
    }

    /// <summary>Levels read, written and compared.</summary>
    public static unsafe class SecrecyLevels
    {
        /// <summary>Reads a level as people write it.</summary>
        /// <param name="text">The text. A wrong diacritic is no level, and neither is an English word.</param>
        /// <exception cref="ArgumentException">The text has no UTF-8.</exception>
        /// <exception cref="BmnnException"><see cref="BmnnCode.Level"/>: the text names no level.</exception>
        public static SecrecyLevel Parse(string text) => Parse(text, out _);

        /// <summary>Reads a level, and says which liberties the writer took.</summary>
        /// <param name="text">The text.</param>
        /// <param name="liberties">What is not as it is printed.</param>
        /// <exception cref="ArgumentException">The text has no UTF-8.</exception>
        /// <exception cref="BmnnException"><see cref="BmnnCode.Level"/>: the text names no level.</exception>
        public static SecrecyLevel Parse(string text, out LevelLiberties liberties)
        {
            NativeLoader.Ready();
            var bytes = Utf8.Bytes(text, nameof(text));
            int level;
            uint taken;
            bmnn_error* error;
            fixed (byte* start = bytes)
                Native.Check(NativeMethods.bmnn_level_parse(start, (nuint)bytes.Length, &level, &taken, &error), error);
            liberties = (LevelLiberties)taken;
            return (SecrecyLevel)level;
        }

        /// <summary>Writes a level.</summary>
        /// <param name="level">The level.</param>
        /// <param name="form">How it is written.</param>
        /// <exception cref="ArgumentException">One of them is none.</exception>
        public static string ToText(this SecrecyLevel level, LevelForm form)
        {
            NativeLoader.Ready();
            byte* text;
            bmnn_error* error;
            Native.Check(NativeMethods.bmnn_level_text((int)level, (int)form, &text, &error), error);
            return Utf8.Text(text)!;
        }

        /// <summary>The highest of some levels: the one that wins where they meet (Law 29/2018/QH14 Art. 10(2)).</summary>
        /// <param name="levels">At least one level.</param>
        /// <exception cref="ArgumentException">There is none, or one is no level.</exception>
        public static SecrecyLevel Highest(params SecrecyLevel[] levels)
        {
            NativeLoader.Ready();
            if (levels is null)
                throw new ArgumentNullException(nameof(levels));
            int highest;
            bmnn_error* error;
            // An enum is the number that it is made of.
            fixed (SecrecyLevel* first = levels)
                Native.Check(NativeMethods.bmnn_level_highest((int*)first, (nuint)levels.Length, &highest, &error), error);
            return (SecrecyLevel)highest;
        }
    }
}
