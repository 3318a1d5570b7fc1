namespace Crawler.WebStandards.Html;

/// <summary>
/// The tag that was read last: one object for all tags, its attribute values being ranges of a source.
/// </summary>
internal sealed class HtmlTagToken
{
    /// <summary>
    /// An attribute whose value is longer than this counts as absent: half a URL would be a wrong one.
    /// </summary>
    public const int MaxValueBytes = 64 * 1024;

    private readonly int[] _starts = new int[(int)HtmlAttribute.Size + 1];
    private readonly int[] _lengths = new int[(int)HtmlAttribute.Size + 1];
    private uint _present;

    public HtmlTag Tag { get; private set; }

    public bool IsEnd { get; private set; }

    public bool SelfClosing { get; set; }

    public HtmlNamespace Namespace { get; set; }

    public void Begin(HtmlTag tag, bool isEnd)
    {
        Tag = tag;
        IsEnd = isEnd;
        SelfClosing = false;
        Namespace = HtmlNamespace.Html;
        _present = 0;
    }

    /// <summary>Keeps an attribute. Of two with the same name the first wins (HTML Standard 13.2.5.33).</summary>
    public void Add(HtmlAttribute attribute, int start, int length)
    {
        var bit = HtmlNames.Bit(attribute);
        if ((_present & bit) != 0)
        {
            return;
        }

        _present |= bit;
        _starts[(int)attribute] = start;
        _lengths[(int)attribute] = length;
    }

    public bool Has(HtmlAttribute attribute) => (_present & HtmlNames.Bit(attribute)) != 0;

    /// <summary>The value as written, character references unresolved.</summary>
    public bool TryGet(HtmlAttribute attribute, ReadOnlySpan<byte> source, out ReadOnlySpan<byte> raw)
    {
        if (!Has(attribute) || _lengths[(int)attribute] > MaxValueBytes)
        {
            raw = default;
            return false;
        }

        raw = source.Slice(_starts[(int)attribute], _lengths[(int)attribute]);
        return true;
    }
}
