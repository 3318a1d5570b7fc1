namespace Crawler.WebStandards.Charsets;

/// <summary>
/// Escape sequences switch between ASCII, JIS Roman, katakana and JIS X 0208 (Encoding Standard 12.2).
/// </summary>
internal sealed class Iso2022JpDecoder : CharsetDecoder
{
    private const byte Escape = 0x1B;
    private const int Nothing = -1;

    private Mode _mode;

    private enum Mode : byte
    {
        Ascii,
        Roman,
        Katakana,
        Pairs,
    }

    protected override bool IsAsciiCompatible => false;

    public override void Reset()
    {
        base.Reset();
        _mode = Mode.Ascii;
    }

    protected override int DecodeOne(ReadOnlySpan<byte> input, bool isLast, out int codePoint, out int second)
    {
        second = 0;
        if (input[0] == Escape)
        {
            return Switch(input, isLast, out codePoint);
        }

        var value = input[0];
        if (_mode == Mode.Pairs && value is >= 0x21 and <= 0x7E)
        {
            return Pair(input, isLast, out codePoint);
        }

        codePoint = _mode switch
        {
            Mode.Katakana => value is >= 0x21 and <= 0x5F ? 0xFF61 - 0x21 + value : Error,
            Mode.Pairs => Error,
            _ when value is >= 0x80 or 0x0E or 0x0F => Error,
            Mode.Roman when value == 0x5C => 0xA5,
            Mode.Roman when value == 0x7E => 0x203E,
            _ => value,
        };
        return 1;
    }

    private static int Pair(ReadOnlySpan<byte> input, bool isLast, out int codePoint)
    {
        codePoint = Error;
        if (input.Length < 2)
        {
            return isLast ? 1 : 0;
        }

        if (input[1] is < 0x21 or > 0x7E)
        {
            return input[1] == Escape ? 1 : 2;
        }

        var found = EucJpDecoder.Kanji((byte)(input[0] | 0x80), (byte)(input[1] | 0x80));
        codePoint = found == 0 ? Error : found;
        return 2;
    }

    private int Switch(ReadOnlySpan<byte> input, bool isLast, out int codePoint)
    {
        codePoint = Error;
        if (input.Length < 3 && !isLast)
        {
            return 0;
        }

        Mode? mode = input.Length < 3 ? null : (input[1], input[2]) switch
        {
            ((byte)'(', (byte)'B') => Mode.Ascii,
            ((byte)'(', (byte)'J') => Mode.Roman,
            ((byte)'(', (byte)'I') => Mode.Katakana,
            ((byte)'$', (byte)'@' or (byte)'B') => Mode.Pairs,
            _ => null,
        };
        if (mode is not { } next)
        {
            return 1;
        }

        _mode = next;
        codePoint = Nothing;
        return 3;
    }
}
