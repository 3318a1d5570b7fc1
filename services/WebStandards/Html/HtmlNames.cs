namespace Crawler.WebStandards.Html;

/// <summary>What the tokenizer knows of element and attribute names.</summary>
internal static class HtmlNames
{
    // Elements that end foreign content (HTML Standard 13.2.6.5, the start tags that pop back to HTML).
    private const string BreakoutNames =
        "b big blockquote body br center code dd div dl dt em h1 h2 h3 h4 h5 h6 head hr i li listing menu nobr ol p " +
        "pre ruby s small span strong strike sub sup table tt u ul var";

    private static readonly NameTable Tags = BuildTags();
    private static readonly NameTable Attributes = BuildAttributes();
    private static readonly uint[] WantedByTag = BuildWanted();

    /// <summary>A byte of a tag name in lower case; zero where the name ends.</summary>
    public static readonly byte[] TagFold = BuildFold("\t\n\f\r />");

    /// <summary>A byte of an attribute name in lower case; zero where the name ends.</summary>
    public static readonly byte[] AttributeFold = BuildFold("\t\n\f\r />=");

    public static HtmlTag FindTag(ulong low, ulong high, int length) => (HtmlTag)Tags.Find(low, high, length);

    /// <summary>The attributes that are kept of a tag, as bits.</summary>
    public static uint Wanted(HtmlTag tag) => WantedByTag[(int)tag];

    public static HtmlAttribute FindAttribute(uint wanted, ulong low, ulong high, int length)
    {
        var attribute = (HtmlAttribute)Attributes.Find(low, high, length);
        return (wanted & Bit(attribute)) != 0 ? attribute : HtmlAttribute.None;
    }

    public static bool IsSpace(byte value) =>
        value is (byte)' ' or (byte)'\n' or (byte)'\t' or (byte)'\r' or (byte)'\f';

    public static uint Bit(HtmlAttribute attribute) => attribute == HtmlAttribute.None ? 0u : 1u << (int)attribute;

    private static NameTable BuildTags()
    {
        var table = new NameTable();
        for (var tag = HtmlTag.A; tag <= HtmlTag.AnnotationXml; tag++)
        {
            table.Add(tag == HtmlTag.AnnotationXml ? "annotation-xml" : NameOf(tag), (byte)tag);
        }

        table.Add("font", (byte)HtmlTag.Font);
        foreach (var name in "mi mo mn ms mtext".Split(' '))
        {
            table.Add(name, (byte)HtmlTag.MathText);
        }

        foreach (var name in BreakoutNames.Split(' '))
        {
            table.Add(name, (byte)(name is "p" or "br" ? HtmlTag.Paragraph : HtmlTag.Breakout));
        }

        return table;
    }

    /// <summary>The lower-case name of a tag that is named by its enum member.</summary>
    public static string NameOf(HtmlTag tag) => tag.ToString().ToLowerInvariant();

    private static NameTable BuildAttributes()
    {
        var table = new NameTable();
        for (var attribute = HtmlAttribute.Href; attribute <= HtmlAttribute.Size; attribute++)
        {
            var name = attribute switch
            {
                HtmlAttribute.HttpEquiv => "http-equiv",
                HtmlAttribute.XLinkHref => "xlink:href",
                _ => attribute.ToString().ToLowerInvariant(),
            };
            table.Add(name, (byte)attribute);
        }

        return table;
    }

    private static uint[] BuildWanted()
    {
        var wanted = new uint[(int)HtmlTag.Breakout + 1];
        Set(HtmlTag.A, HtmlAttribute.Href, HtmlAttribute.Rel, HtmlAttribute.XLinkHref);
        Set(HtmlTag.Area, HtmlAttribute.Href, HtmlAttribute.Rel);
        Set(HtmlTag.Base, HtmlAttribute.Href);
        Set(HtmlTag.Link, HtmlAttribute.Href, HtmlAttribute.Rel);
        Set(
            HtmlTag.Meta,
            HtmlAttribute.Name,
            HtmlAttribute.Content,
            HtmlAttribute.HttpEquiv,
            HtmlAttribute.Charset,
            HtmlAttribute.Property);
        Set(HtmlTag.Html, HtmlAttribute.Lang);
        Set(HtmlTag.IFrame, HtmlAttribute.Src);
        Set(HtmlTag.Frame, HtmlAttribute.Src);
        Set(HtmlTag.Img, HtmlAttribute.Src, HtmlAttribute.SrcSet);
        Set(HtmlTag.Image, HtmlAttribute.Src, HtmlAttribute.SrcSet, HtmlAttribute.Href, HtmlAttribute.XLinkHref);
        Set(HtmlTag.Script, HtmlAttribute.Src, HtmlAttribute.Href, HtmlAttribute.XLinkHref);
        Set(HtmlTag.Source, HtmlAttribute.Src, HtmlAttribute.SrcSet);
        Set(HtmlTag.Track, HtmlAttribute.Src);
        Set(HtmlTag.Video, HtmlAttribute.Src, HtmlAttribute.Poster);
        Set(HtmlTag.Audio, HtmlAttribute.Src);
        Set(HtmlTag.Embed, HtmlAttribute.Src);
        Set(HtmlTag.Object, HtmlAttribute.Data);
        Set(HtmlTag.Form, HtmlAttribute.Action, HtmlAttribute.Rel);
        Set(HtmlTag.Input, HtmlAttribute.Src, HtmlAttribute.Type);
        Set(HtmlTag.Template, HtmlAttribute.ShadowRootMode);
        Set(HtmlTag.AnnotationXml, HtmlAttribute.Encoding);
        Set(HtmlTag.Font, HtmlAttribute.Color, HtmlAttribute.Face, HtmlAttribute.Size);
        return wanted;

        void Set(HtmlTag tag, params ReadOnlySpan<HtmlAttribute> attributes)
        {
            foreach (var attribute in attributes)
            {
                wanted[(int)tag] |= Bit(attribute);
            }
        }
    }

    private static byte[] BuildFold(string ends)
    {
        var fold = new byte[256];
        for (var value = 0; value < fold.Length; value++)
        {
            fold[value] = (byte)(value is >= 'A' and <= 'Z' ? value | 0x20 : value);
        }

        foreach (var end in ends)
        {
            fold[end] = 0;
        }

        // NUL becomes U+FFFD in a name, so it ends none; any byte that no known name holds will do.
        fold[0] = 0xFF;
        return fold;
    }
}
