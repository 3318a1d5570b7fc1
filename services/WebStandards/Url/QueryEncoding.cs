using System.Buffers;
using System.Text;

namespace Crawler.WebStandards.Url;

/// <summary>
/// A query in its document's legacy encoding: "percent-encode after encoding" of the URL Standard, section 1.3.
/// </summary>
internal static class QueryEncoding
{
    private static readonly SearchValues<char> ShiftControls = SearchValues.Create("\u000E\u000F\u001B");

    /// <summary>
    /// True where the query takes another way than UTF-8. The UTF-16 and UTF-32 encodings have UTF-8 as their
    /// output encoding (Encoding Standard, "get an output encoding").
    /// </summary>
    public static bool IsLegacy(Encoding? encoding)
    {
        return encoding is not null and not (UTF8Encoding or UnicodeEncoding or UTF32Encoding)
            && encoding.CodePage is not (20127 or 65000);
    }

    public static void Append(
        ref UrlBuffer output, ReadOnlySpan<char> query, Encoding encoding, SearchValues<char> kept)
    {
        var writable = (Encoding)encoding.Clone();
        writable.EncoderFallback = UnencodableFallback.Instance;
        var text = Prepare(query, encoding.CodePage);
        var bytes = ArrayPool<byte>.Shared.Rent(writable.GetMaxByteCount(text.Length));
        var count = writable.GetBytes(text, bytes);
        foreach (var value in bytes.AsSpan(0, count))
        {
            if (value < 0x80 && kept.Contains((char)value))
            {
                output.Append((char)value);
            }
            else
            {
                output.AppendPercentEncoded(value);
            }
        }

        ArrayPool<byte>.Shared.Return(bytes);
    }

    /// <summary>What the Japanese encoders of the Encoding Standard (section 12) do beyond those of .NET.</summary>
    private static char[] Prepare(ReadOnlySpan<char> query, int codePage)
    {
        var text = query.ToArray();
        var iso2022 = codePage is 50220 or 50221 or 50222;
        if (iso2022)
        {
            text.AsSpan().ReplaceAny(ShiftControls, '\uFFFD');
        }

        if (iso2022 || codePage is 932 or 20932 or 51932)
        {
            text.AsSpan().Replace('\u2212', '\uFF0D');
        }

        return text;
    }

    /// <summary>Writes a character that the encoding lacks as an escaped decimal character reference.</summary>
    private sealed class UnencodableFallback : EncoderFallback
    {
        public static readonly UnencodableFallback Instance = new();

        public override int MaxCharCount => "%26%231114111%3B".Length;

        public override EncoderFallbackBuffer CreateFallbackBuffer()
        {
            return new ReferenceBuffer();
        }
    }

    private sealed class ReferenceBuffer : EncoderFallbackBuffer
    {
        private string _reference = "";
        private int _next;

        public override int Remaining => _reference.Length - _next;

        public override bool Fallback(char charUnknown, int index)
        {
            return Write(char.IsSurrogate(charUnknown) ? 0xFFFD : charUnknown);
        }

        public override bool Fallback(char charUnknownHigh, char charUnknownLow, int index)
        {
            return Write(char.ConvertToUtf32(charUnknownHigh, charUnknownLow));
        }

        public override char GetNextChar()
        {
            return _next < _reference.Length ? _reference[_next++] : '\0';
        }

        public override bool MovePrevious()
        {
            if (_next == 0)
            {
                return false;
            }

            _next--;
            return true;
        }

        private bool Write(int codePoint)
        {
            _reference = FormattableString.Invariant($"%26%23{codePoint}%3B");
            _next = 0;
            return true;
        }
    }
}
