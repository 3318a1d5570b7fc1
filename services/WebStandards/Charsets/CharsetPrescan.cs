using System.Text;
using Crawler.WebStandards.Html;

namespace Crawler.WebStandards.Charsets;

/// <summary>"Prescan a byte stream to determine its encoding" (HTML Standard 13.2.3.2).</summary>
internal ref struct CharsetPrescan
{
    private readonly ReadOnlySpan<byte> _bytes;
    private int _position;
    private bool _ranOut;

    private CharsetPrescan(ReadOnlySpan<byte> bytes)
    {
        _bytes = bytes;
    }

    /// <summary>The encoding that the markup declares, or else an XML declaration; null for none.</summary>
    public static WebCharset? Find(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith("<\0?\0x\0"u8))
        {
            return WebCharset.Utf16Le;
        }

        if (bytes.StartsWith("\0<\0?\0x"u8))
        {
            return WebCharset.Utf16Be;
        }

        var prescan = new CharsetPrescan(bytes);
        return prescan.Scan() ?? XmlDeclaration(bytes);
    }

    private WebCharset? Scan()
    {
        while (!_ranOut)
        {
            var next = _position < _bytes.Length ? _bytes[_position..].IndexOf((byte)'<') : -1;
            if (next < 0)
            {
                return null;
            }

            _position += next;
            if (Tag() is { } charset && !_ranOut)
            {
                return charset;
            }
        }

        return null;
    }

    private WebCharset? Tag()
    {
        var rest = _bytes[_position..];
        if (rest.StartsWith("<!--"u8))
        {
            // The dashes that open the comment may close it.
            var end = rest[2..].IndexOf("-->"u8);
            _position = end < 0 ? _bytes.Length : _position + 2 + end + 3;
            return null;
        }

        if (rest.Length > 5 && Ascii.EqualsIgnoreCase(rest[..5], "<meta"u8)
            && (HtmlNames.IsSpace(rest[5]) || rest[5] == '/'))
        {
            _position += 6;
            return Meta();
        }

        var nameAt = rest.Length > 1 && rest[1] == '/' ? 2 : 1;
        if (rest.Length > nameAt && char.IsAsciiLetter((char)rest[nameAt]))
        {
            _position += nameAt;
            SkipName();
            while (!_ranOut && TryAttribute(out _, out _))
            {
                continue;
            }
        }
        else if (rest.Length > 1 && rest[1] is (byte)'!' or (byte)'/' or (byte)'?')
        {
            var end = rest.IndexOf((byte)'>');
            _position = end < 0 ? _bytes.Length : _position + end;
        }
        else
        {
            _position++;
        }

        return null;
    }

    private void SkipName()
    {
        while (_position < _bytes.Length && !HtmlNames.IsSpace(_bytes[_position]) && _bytes[_position] != '>')
        {
            _position++;
        }
    }

    private WebCharset? Meta()
    {
        var gotPragma = false;
        bool? needPragma = null;
        WebCharset? charset = null;
        uint seen = 0;
        while (TryAttribute(out var name, out var value))
        {
            var bit = name switch
            {
                "http-equiv" => 1u,
                "content" => 2u,
                "charset" => 4u,
                _ => 0u,
            };
            if (bit == 0 || (seen & bit) != 0)
            {
                continue;
            }

            seen |= bit;
            if (bit == 1)
            {
                gotPragma = value.Equals("content-type", StringComparison.OrdinalIgnoreCase);
            }
            else if (bit == 4)
            {
                charset = CharsetLabel.Find(value);
                needPragma = false;
            }
            else if (charset is null
                && CharsetLabel.Find(MetaCharset.FromContent(Encoding.Latin1.GetBytes(value))) is { } found)
            {
                charset = found;
                needPragma = true;
            }
        }

        return needPragma is null || (needPragma.Value && !gotPragma) ? null : Usable(charset);
    }

    /// <summary>Bytes in which the declaration could be read are not UTF-16.</summary>
    private static WebCharset? Usable(WebCharset? charset)
    {
        if (charset is { IsUtf16: true })
        {
            return WebCharset.Utf8;
        }

        return charset?.Name == "x-user-defined" ? WebCharset.Windows1252 : charset;
    }

    /// <summary>The standard's "get an attribute"; false at the tag's end or where the bytes ran out.</summary>
    private bool TryAttribute(out string name, out string value)
    {
        name = "";
        value = "";
        while (_position < _bytes.Length && (HtmlNames.IsSpace(_bytes[_position]) || _bytes[_position] == '/'))
        {
            _position++;
        }

        if (AtEnd() || _bytes[_position] == '>')
        {
            return false;
        }

        var start = _position++;
        while (!AtEnd()
            && !HtmlNames.IsSpace(_bytes[_position])
            && _bytes[_position] is not ((byte)'=' or (byte)'/' or (byte)'>'))
        {
            _position++;
        }

        name = Encoding.Latin1.GetString(_bytes[start.._position]).ToLowerInvariant();
        SkipSpace();
        if (AtEnd())
        {
            return false;
        }

        if (_bytes[_position] == '=')
        {
            _position++;
            SkipSpace();
            value = AttributeValue();
        }

        return !_ranOut;
    }

    private string AttributeValue()
    {
        if (AtEnd())
        {
            return "";
        }

        var start = _position;
        var quote = _bytes[_position];
        if (quote is (byte)'"' or (byte)'\'')
        {
            var length = _bytes[(start + 1)..].IndexOf(quote);
            _ranOut = length < 0;
            _position = _ranOut ? _bytes.Length : start + length + 2;
            return _ranOut ? "" : Encoding.Latin1.GetString(_bytes.Slice(start + 1, length));
        }

        SkipName();
        return AtEnd() ? "" : Encoding.Latin1.GetString(_bytes[start.._position]);
    }

    private void SkipSpace()
    {
        while (_position < _bytes.Length && HtmlNames.IsSpace(_bytes[_position]))
        {
            _position++;
        }
    }

    private bool AtEnd()
    {
        _ranOut |= _position >= _bytes.Length;
        return _ranOut;
    }

    private static WebCharset? XmlDeclaration(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf((byte)'>');
        if (end < 0 || !bytes.StartsWith("<?xml"u8))
        {
            return null;
        }

        var rest = bytes[..end];
        var at = rest.IndexOf("encoding"u8);
        if (at < 0)
        {
            return null;
        }

        rest = SkipControls(rest[(at + "encoding"u8.Length)..]);
        if (rest.IsEmpty || rest[0] != '=')
        {
            return null;
        }

        rest = SkipControls(rest[1..]);
        if (rest.IsEmpty || rest[0] is not ((byte)'"' or (byte)'\''))
        {
            return null;
        }

        var length = rest[1..].IndexOf(rest[0]);
        if (length < 0 || rest.Slice(1, length).IndexOfAnyInRange((byte)0, (byte)' ') >= 0)
        {
            return null;
        }

        var charset = CharsetLabel.Find(rest.Slice(1, length));
        return charset is { IsUtf16: true } ? WebCharset.Utf8 : charset;
    }

    private static ReadOnlySpan<byte> SkipControls(ReadOnlySpan<byte> text)
    {
        var start = text.IndexOfAnyExceptInRange((byte)0, (byte)' ');
        return start < 0 ? default : text[start..];
    }
}
