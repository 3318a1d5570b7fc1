using System.Globalization;

namespace Crawler.WebStandards.Url;

/// <summary>The IPv6 parser and serialiser of the URL Standard, section 3.5. It knows no zone identifiers.</summary>
internal static class Ipv6Text
{
    private const int Pieces = 8;

    public static bool TryAppend(ReadOnlySpan<char> text, ref UrlBuffer output)
    {
        Span<ushort> pieces = stackalloc ushort[Pieces];
        pieces.Clear();
        if (!TryParse(text, pieces))
        {
            return false;
        }

        AppendAddress(pieces, ref output);
        return true;
    }

    private static bool TryParse(ReadOnlySpan<char> text, Span<ushort> pieces)
    {
        var piece = 0;
        var compress = -1;
        if (text.StartsWith(':'))
        {
            if (!text.StartsWith("::"))
            {
                return false;
            }

            text = text[2..];
            compress = 0;
        }

        while (!text.IsEmpty)
        {
            if (piece == Pieces)
            {
                return false;
            }

            if (text[0] == ':')
            {
                if (compress >= 0)
                {
                    return false;
                }

                text = text[1..];
                compress = piece;
                continue;
            }

            if (!TryReadPiece(ref text, pieces, ref piece))
            {
                return false;
            }
        }

        return Decompress(pieces, piece, compress);
    }

    /// <summary>One hexadecimal piece and the colon after it, or the dotted IPv4 tail, which is two pieces.</summary>
    private static bool TryReadPiece(ref ReadOnlySpan<char> text, Span<ushort> pieces, ref int piece)
    {
        var length = 0;
        while (length < 4 && length < text.Length && char.IsAsciiHexDigit(text[length]))
        {
            length++;
        }

        var rest = text[length..];
        if (rest.StartsWith('.'))
        {
            return length > 0 && piece <= Pieces - 2 && TryReadDottedTail(ref text, pieces, ref piece);
        }

        if (length > 0)
        {
            pieces[piece] = ushort.Parse(text[..length], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        }

        piece++;
        text = rest;
        if (text.IsEmpty)
        {
            return true;
        }

        text = text[1..];
        return rest[0] == ':' && length > 0 && !text.IsEmpty;
    }

    private static bool TryReadDottedTail(ref ReadOnlySpan<char> text, Span<ushort> pieces, ref int piece)
    {
        uint address = 0;
        for (var part = 0; part < 4; part++)
        {
            if (part > 0)
            {
                if (!text.StartsWith('.'))
                {
                    return false;
                }

                text = text[1..];
            }

            if (!TryReadDecimal(ref text, out var value))
            {
                return false;
            }

            address = (address << 8) | value;
        }

        pieces[piece++] = (ushort)(address >> 16);
        pieces[piece++] = (ushort)address;
        return text.IsEmpty;
    }

    /// <summary>A decimal byte without leading zeros: the tail has no octal form, unlike an IPv4 host.</summary>
    private static bool TryReadDecimal(ref ReadOnlySpan<char> text, out uint value)
    {
        value = 0;
        var length = 0;
        while (length < text.Length && char.IsAsciiDigit(text[length]))
        {
            if (length > 0 && value == 0)
            {
                return false;
            }

            value = (value * 10) + text[length] - '0';
            length++;
            if (value > 255)
            {
                return false;
            }
        }

        text = text[length..];
        return length > 0;
    }

    private static bool Decompress(Span<ushort> pieces, int count, int compress)
    {
        if (compress < 0)
        {
            return count == Pieces;
        }

        var tail = pieces[compress..count];
        var target = pieces[(Pieces - tail.Length)..];
        tail.CopyTo(target);
        pieces[compress..(Pieces - tail.Length)].Clear();
        return true;
    }

    private static void AppendAddress(scoped ReadOnlySpan<ushort> pieces, ref UrlBuffer output)
    {
        var (zeros, length) = LongestZeroRun(pieces);
        Span<char> digits = stackalloc char[4];
        output.Append('[');
        for (var piece = 0; piece < Pieces; piece++)
        {
            if (piece == zeros)
            {
                output.Append(piece == 0 ? "::" : ":");
                piece += length - 1;
                continue;
            }

            pieces[piece].TryFormat(digits, out var count, "x", CultureInfo.InvariantCulture);
            output.Append(digits[..count]);
            if (piece < Pieces - 1)
            {
                output.Append(':');
            }
        }

        output.Append(']');
    }

    /// <summary>The first of the longest runs of at least two zero pieces.</summary>
    private static (int Start, int Length) LongestZeroRun(ReadOnlySpan<ushort> pieces)
    {
        var best = (Start: -1, Length: 1);
        for (var start = 0; start < Pieces; start++)
        {
            var run = pieces[start..].IndexOfAnyExcept((ushort)0);
            if (run < 0)
            {
                run = Pieces - start;
            }

            if (run > best.Length)
            {
                best = (start, run);
            }
        }

        return best;
    }
}
