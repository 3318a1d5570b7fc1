using System.Globalization;

namespace Crawler.WebStandards.Url;

/// <summary>
/// The IPv4 parser of the URL Standard, section 3.5: one to four parts, each decimal, octal or hexadecimal.
/// </summary>
internal static class Ipv4Text
{
    private const ulong TooLarge = ulong.MaxValue;

    /// <summary>Such a host is an IPv4 address or nothing: it never falls back to a name.</summary>
    public static bool EndsInNumber(ReadOnlySpan<char> host)
    {
        if (host.EndsWith('.'))
        {
            host = host[..^1];
        }

        var last = host[(host.LastIndexOf('.') + 1)..];
        return !last.IsEmpty && (!last.ContainsAnyExceptInRange('0', '9') || TryReadNumber(last, out _));
    }

    public static bool TryAppend(ReadOnlySpan<char> host, ref UrlBuffer output)
    {
        if (!TryParse(host, out var address))
        {
            return false;
        }

        AppendAddress(address, ref output);
        return true;
    }

    private static bool TryParse(ReadOnlySpan<char> host, out uint address)
    {
        address = 0;
        if (host.EndsWith('.'))
        {
            host = host[..^1];
        }

        if (host.Count('.') > 3)
        {
            return false;
        }

        var shift = 24;
        ulong sum = 0;
        while (true)
        {
            var dot = host.IndexOf('.');
            if (!TryReadNumber(dot < 0 ? host : host[..dot], out var number))
            {
                return false;
            }

            if (dot < 0)
            {
                address = (uint)(sum + number);
                return number < 1UL << (shift + 8);
            }

            if (number > 255)
            {
                return false;
            }

            sum += number << shift;
            shift -= 8;
            host = host[(dot + 1)..];
        }
    }

    private static bool TryReadNumber(ReadOnlySpan<char> text, out ulong number)
    {
        number = 0;
        if (text.IsEmpty)
        {
            return false;
        }

        var radix = 10u;
        if (text.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
        {
            radix = 16;
            text = text[2..];
        }
        else if (text.Length > 1 && text[0] == '0')
        {
            radix = 8;
            text = text[1..];
        }

        foreach (var character in text)
        {
            var digit = Digit(character);
            if (digit >= radix)
            {
                return false;
            }

            number = number > uint.MaxValue ? TooLarge : (number * radix) + digit;
        }

        return true;
    }

    private static uint Digit(char character)
    {
        return char.IsAsciiHexDigit(character)
            ? uint.Parse([character], NumberStyles.HexNumber, CultureInfo.InvariantCulture)
            : uint.MaxValue;
    }

    private static void AppendAddress(uint address, ref UrlBuffer output)
    {
        Span<char> digits = stackalloc char[3];
        for (var shift = 24; shift >= 0; shift -= 8)
        {
            ((byte)(address >> shift)).TryFormat(digits, out var count, default, CultureInfo.InvariantCulture);
            output.Append(digits[..count]);
            if (shift > 0)
            {
                output.Append('.');
            }
        }
    }
}
