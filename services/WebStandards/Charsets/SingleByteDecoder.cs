namespace Crawler.WebStandards.Charsets;

/// <summary>An encoding whose upper half is one table.</summary>
internal sealed class SingleByteDecoder(char[] upperHalf) : CharsetDecoder
{
    protected override int DecodeOne(ReadOnlySpan<byte> input, bool isLast, out int codePoint, out int second)
    {
        second = 0;
        codePoint = input[0] < 0x80 ? input[0] : upperHalf[input[0] - 0x80];
        return 1;
    }
}
