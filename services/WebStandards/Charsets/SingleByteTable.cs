using System.Text;

namespace Crawler.WebStandards.Charsets;

/// <summary>The upper halves of the single-byte encodings (Encoding Standard, section 9).</summary>
internal static class SingleByteTable
{
    // Three that .NET has no code page for, from 0xA0.
    private const string Iso885910 =
        "\u00A0ĄĒĢĪĨĶ§ĻĐŠŦŽ\u00ADŪŊ°ąēģīĩķ·ļđšŧž―ūŋĀÁÂÃÄÅÆĮČÉĘËĖÍÎÏ" +
        "ÐŅŌÓÔÕÖŨØŲÚÛÜÝÞßāáâãäåæįčéęëėíîïðņōóôõöũøųúûüýþĸ";

    private const string Iso885914 =
        "\u00A0Ḃḃ£ĊċḊ§Ẁ©ẂḋỲ\u00AD®ŸḞḟĠġṀṁ¶ṖẁṗẃṠỳẄẅṡÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏ" +
        "ŴÑÒÓÔÕÖṪØÙÚÛÜÝŶßàáâãäåæçèéêëìíîïŵñòóôõöṫøùúûüýŷÿ";

    private const string Iso885916 =
        "\u00A0ĄąŁ€„Š§š©Ș«Ź\u00ADźŻ°±ČłŽ”¶·žčș»ŒœŸżÀÁÂĂÄĆÆÇÈÉÊËÌÍÎÏ" +
        "ĐŃÒÓÔŐÖŚŰÙÚÛÜĘȚßàáâăäćæçèéêëìíîïđńòóôőöśűùúûüęțÿ";

    public static char[] Of(string name) => name switch
    {
        "x-user-defined" => FromCharacters(value => (char)(0xF780 + value - 0x80)),
        "ISO-8859-10" => FromCharacters(value => value < 0xA0 ? (char)value : Iso885910[value - 0xA0]),
        "ISO-8859-14" => FromCharacters(value => value < 0xA0 ? (char)value : Iso885914[value - 0xA0]),
        "ISO-8859-16" => FromCharacters(value => value < 0xA0 ? (char)value : Iso885916[value - 0xA0]),
        _ => FromCodePage(CodePageOf(name)),
    };

    private static int CodePageOf(string name) => name switch
    {
        "IBM866" => 866,
        "ISO-8859-2" => 28592,
        "ISO-8859-3" => 28593,
        "ISO-8859-4" => 28594,
        "ISO-8859-5" => 28595,
        "ISO-8859-6" => 28596,
        "ISO-8859-7" => 28597,
        "ISO-8859-8" or "ISO-8859-8-I" => 28598,
        "ISO-8859-13" => 28603,
        "ISO-8859-15" => 28605,
        "KOI8-R" => 20866,
        "KOI8-U" => 21866,
        "macintosh" => 10000,
        "x-mac-cyrillic" => 10017,
        "windows-874" => 874,
        "windows-1250" => 1250,
        "windows-1251" => 1251,
        "windows-1252" => 1252,
        "windows-1253" => 1253,
        "windows-1254" => 1254,
        "windows-1255" => 1255,
        "windows-1256" => 1256,
        "windows-1257" => 1257,
        "windows-1258" => 1258,
        _ => throw new NotSupportedException($"The encoding {name} is not a single-byte one."),
    };

    private static char[] FromCharacters(Func<int, char> characterOf) =>
        [.. Enumerable.Range(0x80, 0x80).Select(characterOf)];

    private static char[] FromCodePage(int codePage)
    {
        var encoding = LegacyEncoding.Of(codePage);
        return FromCharacters(value => Meant(encoding, (byte)value));
    }

    /// <summary>Code pages give bytes without meaning a private use character; the standard says error.</summary>
    private static char Meant(Encoding encoding, byte value)
    {
        var text = encoding.GetString([value]);
        return text.Length != 1 || (text[0] is >= '\uE000' and <= '\uF8FE') ? '\uFFFD' : text[0];
    }
}
