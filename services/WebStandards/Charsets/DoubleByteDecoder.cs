namespace Crawler.WebStandards.Charsets;

/// <summary>ASCII, some single bytes of its own, and pairs of a lead and a trail byte.</summary>
internal abstract class DoubleByteDecoder : CharsetDecoder
{
    protected sealed override int DecodeOne(ReadOnlySpan<byte> input, bool isLast, out int codePoint, out int second)
    {
        second = 0;
        codePoint = input[0] < 0x80 ? input[0] : Single(input[0]);
        if (codePoint != 0 || input[0] == 0)
        {
            return 1;
        }

        if (input.Length == 1)
        {
            codePoint = Error;
            return isLast ? 1 : 0;
        }

        return Sequence(input, isLast, out codePoint, out second);
    }

    /// <summary>What a byte above 0x7F means alone; zero for a lead byte.</summary>
    protected abstract int Single(byte value);

    protected abstract int Pair(byte lead, byte trail);

    /// <summary>A broken pair takes its trail with it only where that is no ASCII.</summary>
    protected virtual int Sequence(ReadOnlySpan<byte> input, bool isLast, out int codePoint, out int second)
    {
        second = 0;
        codePoint = Pair(input[0], input[1]);
        if (codePoint != 0)
        {
            return 2;
        }

        codePoint = Error;
        return input[1] < 0x80 ? 1 : 2;
    }
}
