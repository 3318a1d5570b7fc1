using System.Text;

namespace Crawler.WebStandards.Url.Idna;

/// <summary>Punycode, RFC 3492, with the parameters of its section 5.</summary>
internal static class Punycode
{
    private const int Radix = 36;
    private const int MinThreshold = 1;
    private const int MaxThreshold = 26;
    private const int Skew = 38;
    private const int Damp = 700;
    private const int InitialBias = 72;
    private const int InitialCodePoint = 0x80;

    /// <summary>Appends the encoded label, without the prefix. Its cost grows with the square of the length.</summary>
    public static void AppendEncoded(ref UrlBuffer output, ReadOnlySpan<Rune> label)
    {
        var basic = 0;
        foreach (var rune in label)
        {
            if (rune.IsAscii)
            {
                output.Append((char)rune.Value);
                basic++;
            }
        }

        if (basic > 0)
        {
            output.Append('-');
        }

        var handled = basic;
        var delta = 0;
        var bias = InitialBias;
        var codePoint = InitialCodePoint;
        while (handled < label.Length)
        {
            var next = NextCodePoint(label, codePoint);
            delta += (next - codePoint) * (handled + 1);
            codePoint = next;
            foreach (var rune in label)
            {
                if (rune.Value < codePoint)
                {
                    delta++;
                }
                else if (rune.Value == codePoint)
                {
                    AppendInteger(ref output, delta, bias);
                    bias = Adapt(delta, handled + 1, handled == basic);
                    delta = 0;
                    handled++;
                }
            }

            delta++;
            codePoint++;
        }
    }

    /// <summary>Decodes a label without its prefix. Fails on what is not Punycode and on overflow.</summary>
    public static bool TryDecode(ReadOnlySpan<char> label, List<Rune> output)
    {
        var delimiter = label.LastIndexOf('-');
        if (delimiter > 0)
        {
            foreach (var character in label[..delimiter])
            {
                if (!char.IsAscii(character))
                {
                    return false;
                }

                output.Add(new Rune(character));
            }
        }

        label = label[(delimiter + 1)..];
        var codePoint = InitialCodePoint;
        var bias = InitialBias;
        var index = 0;
        while (!label.IsEmpty)
        {
            if (!TryReadInteger(ref label, bias, out var delta))
            {
                return false;
            }

            var count = output.Count + 1;
            bias = Adapt(delta, count, index == 0 && codePoint == InitialCodePoint);
            var position = (long)index + delta;
            var value = codePoint + (position / count);
            if (value > 0x10FFFF || !Rune.IsValid((int)value))
            {
                return false;
            }

            codePoint = (int)value;
            index = (int)(position % count);
            output.Insert(index++, new Rune(codePoint));
        }

        return true;
    }

    private static int NextCodePoint(ReadOnlySpan<Rune> label, int from)
    {
        var next = int.MaxValue;
        foreach (var rune in label)
        {
            if (rune.Value >= from && rune.Value < next)
            {
                next = rune.Value;
            }
        }

        return next;
    }

    private static void AppendInteger(ref UrlBuffer output, int value, int bias)
    {
        for (var position = Radix; ; position += Radix)
        {
            var threshold = Threshold(position, bias);
            if (value < threshold)
            {
                output.Append(Digit(value));
                return;
            }

            output.Append(Digit(threshold + ((value - threshold) % (Radix - threshold))));
            value = (value - threshold) / (Radix - threshold);
        }
    }

    private static bool TryReadInteger(ref ReadOnlySpan<char> text, int bias, out int value)
    {
        value = 0;
        long sum = 0;
        long weight = 1;
        for (var position = Radix; !text.IsEmpty; position += Radix)
        {
            var digit = DigitValue(text[0]);
            text = text[1..];
            sum += digit * weight;
            if (digit < 0 || sum > int.MaxValue)
            {
                return false;
            }

            var threshold = Threshold(position, bias);
            if (digit < threshold)
            {
                value = (int)sum;
                return true;
            }

            weight *= Radix - threshold;
            if (weight > int.MaxValue)
            {
                return false;
            }
        }

        return false;
    }

    private static int Threshold(int position, int bias)
    {
        return Math.Clamp(position - bias, MinThreshold, MaxThreshold);
    }

    private static int Adapt(int delta, int count, bool first)
    {
        delta = first ? delta / Damp : delta / 2;
        delta += delta / count;
        var bias = 0;
        while (delta > (Radix - MinThreshold) * MaxThreshold / 2)
        {
            delta /= Radix - MinThreshold;
            bias += Radix;
        }

        return bias + ((Radix - MinThreshold + 1) * delta / (delta + Skew));
    }

    private static char Digit(int value)
    {
        return (char)(value < 26 ? 'a' + value : '0' + value - 26);
    }

    private static int DigitValue(char digit)
    {
        return digit switch
        {
            >= '0' and <= '9' => digit - '0' + 26,
            >= 'a' and <= 'z' => digit - 'a',
            >= 'A' and <= 'Z' => digit - 'A',
            _ => -1,
        };
    }
}
