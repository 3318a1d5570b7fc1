using System.Text;

namespace Crawler.WebStandards.Html;

/// <summary>
/// Which namespace the next element belongs to. Only SVG, MathML and their integration points are on its stack.
/// </summary>
/// <remarks>
/// A tokenizer has no stack of open elements, so it differs from a tree builder on markup that is not well nested:
/// an end tag of an integration point or of svg/math always closes it, even where an open HTML element inside would
/// make a browser ignore it; the end tag of a common HTML element always ends foreign content, even if no such element
/// is open, while one of a rare element never does; nesting over <see cref="MaxDepth"/> is flat.
/// </remarks>
internal sealed class ForeignContent
{
    public const int MaxDepth = 128;

    private readonly Entry[] _entries = new Entry[MaxDepth];
    private int _depth;
    private bool _childSeen;

    private enum Entry : byte
    {
        Svg,
        MathMl,
        Annotation,
        HtmlAnnotation,
        ForeignObject,
        Desc,
        Title,
        MathText,
    }

    public bool IsEmpty => _depth == 0;

    /// <summary>
    /// CDATA sections exist only where the current node is no HTML element (HTML Standard 13.2.5.42).
    /// </summary>
    public bool AllowsCData => _depth > 0 && (InForeign || !_childSeen);

    public bool InForeign => _depth > 0 && _entries[_depth - 1] <= Entry.Annotation;

    public void Clear()
    {
        _depth = 0;
        _childSeen = false;
    }

    /// <summary>Takes notice of a start tag and answers in which namespace its element is.</summary>
    public HtmlNamespace Open(HtmlTagToken token, ReadOnlySpan<byte> source)
    {
        if (InForeign && IsBreakout(token))
        {
            LeaveForeign();
        }

        if (!InForeign || (_entries[_depth - 1] == Entry.Annotation && token.Tag == HtmlTag.Svg))
        {
            return OpenFromHtml(token);
        }

        var top = _entries[_depth - 1];
        var point = top == Entry.Svg ? SvgEntry(token.Tag) : MathEntry(token, source);
        if (point is { } entry && !token.SelfClosing)
        {
            Push(entry);
        }

        return top == Entry.Svg ? HtmlNamespace.Svg : HtmlNamespace.MathMl;
    }

    public void Close(HtmlTag tag)
    {
        // No foreign element has such a name: the tag closes an HTML ancestor, and what is open inside with it.
        if (tag is HtmlTag.Paragraph or HtmlTag.Breakout && InForeign)
        {
            LeaveForeign();
            return;
        }

        for (var index = _depth - 1; index >= 0; index--)
        {
            if (Matches(_entries[index], tag))
            {
                _depth = index;
                _childSeen = true;
                return;
            }
        }
    }

    private static bool Matches(Entry entry, HtmlTag tag) => entry switch
    {
        Entry.Svg => tag == HtmlTag.Svg,
        Entry.MathMl => tag == HtmlTag.Math,
        Entry.Annotation or Entry.HtmlAnnotation => tag == HtmlTag.AnnotationXml,
        Entry.ForeignObject => tag == HtmlTag.ForeignObject,
        Entry.Desc => tag == HtmlTag.Desc,
        Entry.Title => tag == HtmlTag.Title,
        _ => tag == HtmlTag.MathText,
    };

    private static Entry? SvgEntry(HtmlTag tag) => tag switch
    {
        HtmlTag.Svg => Entry.Svg,
        HtmlTag.ForeignObject => Entry.ForeignObject,
        HtmlTag.Desc => Entry.Desc,
        HtmlTag.Title => Entry.Title,
        _ => null,
    };

    private static Entry? MathEntry(HtmlTagToken token, ReadOnlySpan<byte> source) => token.Tag switch
    {
        HtmlTag.Math => Entry.MathMl,
        HtmlTag.MathText => Entry.MathText,
        HtmlTag.AnnotationXml => HoldsHtml(token, source) ? Entry.HtmlAnnotation : Entry.Annotation,
        _ => null,
    };

    private static bool HoldsHtml(HtmlTagToken token, ReadOnlySpan<byte> source) =>
        token.TryGet(HtmlAttribute.Encoding, source, out var encoding)
        && (Ascii.EqualsIgnoreCase(encoding, "text/html"u8)
            || Ascii.EqualsIgnoreCase(encoding, "application/xhtml+xml"u8));

    private static bool IsBreakout(HtmlTagToken token) => token.Tag switch
    {
        HtmlTag.Breakout or HtmlTag.Paragraph or HtmlTag.Embed or HtmlTag.Img or HtmlTag.Meta => true,
        HtmlTag.Font =>
            token.Has(HtmlAttribute.Color) || token.Has(HtmlAttribute.Face) || token.Has(HtmlAttribute.Size),
        _ => false,
    };

    private HtmlNamespace OpenFromHtml(HtmlTagToken token)
    {
        var isSvg = token.Tag == HtmlTag.Svg;
        if (!isSvg && token.Tag != HtmlTag.Math)
        {
            _childSeen = true;
            return HtmlNamespace.Html;
        }

        if (!token.SelfClosing)
        {
            Push(isSvg ? Entry.Svg : Entry.MathMl);
        }

        return isSvg ? HtmlNamespace.Svg : HtmlNamespace.MathMl;
    }

    private void Push(Entry entry)
    {
        if (_depth < MaxDepth)
        {
            _entries[_depth++] = entry;
            _childSeen = false;
        }
    }

    private void LeaveForeign()
    {
        while (InForeign)
        {
            _depth--;
        }

        _childSeen = true;
    }
}
