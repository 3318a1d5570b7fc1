using System.Buffers;
using System.Globalization;

namespace Crawler.WebStandards.Sitemaps;

/// <summary>
/// The characters of an XML sitemap on their way to the XML reader, mended where sitemaps are commonly broken, and
/// bounded: the reader gathers a whole piece of markup in memory, so it is not given more of one than is reasonable.
/// </summary>
/// <remarks>
/// An ampersand that begins no reference that XML knows stands for itself, as in a query that was not escaped. Control
/// characters, which XML forbids, become blanks.
/// </remarks>
internal sealed class SitemapText(TextReader inner) : TextReader
{
    /// <summary>The longest single piece of markup or text, in characters.</summary>
    private const int MaxPiece = 1024 * 1024;

    /// <summary>Longer than anything that is looked for ahead: <c>&lt;![CDATA[</c>, <c>&amp;#x10FFFF;</c>.</summary>
    private const int Lookahead = 16;

    private const string Ampersand = "amp;";
    private const string CDataStart = "<![CDATA[";
    private const string CDataEnd = "]]>";

    private static readonly string[] Names = ["amp;", "lt;", "gt;", "quot;", "apos;"];

    private static readonly SearchValues<char> Special = SearchValues.Create(
        "&<>]\ufffe\uffff\0\u0001\u0002\u0003\u0004\u0005\u0006\a\b\v\f\u000e\u000f\u0010\u0011\u0012\u0013\u0014\u0015"
        + "\u0016\u0017\u0018\u0019\u001a\u001b\u001c\u001d\u001e\u001f");

    private readonly char[] _block = new char[8 * 1024];
    private int _start;
    private int _end;
    private bool _hasEnded;
    private int _inserted = Ampersand.Length;
    private bool _inCData;
    private bool _inMarkup;
    private int _given;

    /// <summary>Whether the file's last character stands in text rather than in markup.</summary>
    public bool EndsInText => _hasEnded && _start == _end && !_inMarkup;

    /// <summary>Begins a new piece.</summary>
    public void BeginPiece() => _given = 0;

    public override int Read(char[] buffer, int index, int count)
    {
        if (_given > MaxPiece)
        {
            throw new SitemapTooLongException("A piece of the sitemap's markup is longer than one may be.");
        }

        var written = Give(buffer.AsSpan(index, count));
        _given += written;
        return written;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private int Give(Span<char> output)
    {
        var written = 0;
        while (written < output.Length)
        {
            if (_inserted < Ampersand.Length)
            {
                output[written++] = Ampersand[_inserted++];
                continue;
            }

            if (_end - _start < Lookahead && Fill(Lookahead) == 0)
            {
                break;
            }

            var plain = PlainLength();
            if (plain > 0)
            {
                plain = Math.Min(plain, output.Length - written);
                _block.AsSpan(_start, plain).CopyTo(output[written..]);
                _start += plain;
                written += plain;
            }
            else
            {
                output[written++] = Mend();
            }
        }

        return written;
    }

    private int PlainLength()
    {
        var ahead = _block.AsSpan(_start, _end - _start);
        var special = ahead.IndexOfAny(Special);
        return special < 0 ? ahead.Length : special;
    }

    /// <summary>Passes one special character on, or what stands for it.</summary>
    private char Mend()
    {
        var ahead = _block.AsSpan(_start, _end - _start);
        _start++;
        switch (ahead[0])
        {
            case '<' when !_inCData:
                _inCData = ahead.StartsWith(CDataStart);
                _inMarkup = true;
                return '<';
            case '>' when !_inCData:
                _inMarkup = false;
                return '>';
            case ']' when _inCData && ahead.StartsWith(CDataEnd):
                _inCData = false;
                return ']';
            case '&' when !_inCData && !IsReference(ahead[1..]):
                _inserted = 0;
                return '&';
            case '&' or '<' or '>' or ']':
                return ahead[0];
            default:
                return ' ';
        }
    }

    /// <summary>Whether a reference follows an ampersand: a name that XML knows, or a number.</summary>
    private static bool IsReference(ReadOnlySpan<char> ahead)
    {
        if (ahead.StartsWith('#'))
        {
            var isHexadecimal = ahead.StartsWith("#x");
            var digits = ahead[(isHexadecimal ? 2 : 1)..];
            var length = digits.IndexOf(';');
            return length > 0 && (isHexadecimal
                ? int.TryParse(digits[..length], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _)
                : int.TryParse(digits[..length], NumberStyles.None, CultureInfo.InvariantCulture, out _));
        }

        foreach (var name in Names)
        {
            if (ahead.StartsWith(name))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Brings so many characters into the block, if the file has them. Returns how many it holds.</summary>
    private int Fill(int wanted)
    {
        while (!_hasEnded && _end - _start < wanted)
        {
            _block.AsSpan(_start, _end - _start).CopyTo(_block);
            (_start, _end) = (0, _end - _start);
            var count = inner.Read(_block, _end, _block.Length - _end);
            _hasEnded = count == 0;
            _end += count;
        }

        return _end - _start;
    }
}
