namespace Crawler.WebStandards.Charsets;

/// <summary>
/// Encodings that are refused as dangerous: the whole text is one U+FFFD (Encoding Standard, section 14.1).
/// </summary>
internal sealed class ReplacementDecoder : CharsetDecoder
{
    private bool _answered;

    protected override bool IsAsciiCompatible => false;

    public override void Reset()
    {
        base.Reset();
        _answered = false;
    }

    protected override int DecodeOne(ReadOnlySpan<byte> input, bool isLast, out int codePoint, out int second)
    {
        second = 0;
        codePoint = _answered ? -1 : Error;
        _answered = true;
        return input.Length;
    }
}
