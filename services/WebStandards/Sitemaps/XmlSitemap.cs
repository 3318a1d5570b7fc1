using System.Xml;

namespace Crawler.WebStandards.Sitemaps;

/// <summary>Sitemaps, indexes and feeds in XML.</summary>
/// <remarks>
/// An element counts by its local name where it has the root's prefix, whatever namespace that stands for: many
/// sitemaps name none or a wrong one, and use prefixes that they do not declare. What other vocabularies add (images,
/// news, videos) has another prefix, and none of it is a page.
/// </remarks>
internal sealed class XmlSitemap : ISitemapSource
{
    private readonly SitemapText _text;
    private readonly XmlTextReader _xml;
    private readonly SitemapItem _item;
    private readonly int _maxUrlLength;
    private string _prefix = "";
    private int _itemDepth = -1;

    public XmlSitemap(SitemapText text, int maxUrlLength)
    {
        _text = text;
        _maxUrlLength = maxUrlLength;
        _item = new SitemapItem(maxUrlLength);

        // No document type declaration, so no entities but those of XML itself, and nothing that is fetched from
        // elsewhere.
        _xml = new XmlTextReader(text)
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            Namespaces = false,
        };
    }

    public SitemapFormat Format { get; private set; }

    public IEnumerator<SitemapEntry> Entries()
    {
        while (Read())
        {
            switch (_xml.NodeType)
            {
                case XmlNodeType.Element when Format == SitemapFormat.None:
                    if (!BeginDocument())
                    {
                        yield break;
                    }

                    break;
                case XmlNodeType.Element when _itemDepth < 0:
                    BeginItem();
                    break;
                case XmlNodeType.Element when _xml.Depth == _itemDepth + 1:
                    if (BeginChild() is { } ready)
                    {
                        yield return ready;
                    }

                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA when _item.IsInField || _xml.Depth == _itemDepth + 1:
                    _item.Append(_xml.Value);
                    break;
                case XmlNodeType.EndElement when _xml.Depth == _itemDepth + 1:
                    _item.EndField();
                    break;
                case XmlNodeType.EndElement when _xml.Depth == _itemDepth:
                    _itemDepth = -1;
                    if (_item.TakeLast() is { } last)
                    {
                        yield return last;
                    }

                    break;
                default:
                    break;
            }
        }
    }

    public SitemapEntry? Rest() => _itemDepth < 0 ? null : _item.TakeBroken(isFieldWhole: !_text.EndsInText);

    public void Dispose() => _xml.Dispose();

    private static string LocalNameOf(string name) => name[(name.IndexOf(':', StringComparison.Ordinal) + 1)..];

    private bool Read()
    {
        _text.BeginPiece();
        return _xml.Read();
    }

    private bool BeginDocument()
    {
        var name = LocalNameOf(_xml.Name);
        _prefix = _xml.Name[..^name.Length];
        Format = name switch
        {
            "urlset" => SitemapFormat.UrlSet,
            "sitemapindex" => SitemapFormat.Index,
            "rss" or "RDF" => SitemapFormat.Rss,
            "feed" => SitemapFormat.Atom,
            _ => SitemapFormat.None,
        };
        if (name == "RDF")
        {
            // RSS 1.0 is RDF, and RDF is the prefixed part of it.
            _prefix = "";
        }

        return Format != SitemapFormat.None;
    }

    private string? OwnName() =>
        _xml.Name.StartsWith(_prefix, StringComparison.Ordinal)
        && _xml.Name.IndexOf(':', _prefix.Length) < 0
            ? _xml.Name[_prefix.Length..]
            : null;

    private void BeginItem()
    {
        // Items stand below the root, or in RSS's channel.
        if (_xml.Depth is not (1 or 2) || _xml.IsEmptyElement)
        {
            return;
        }

        var kind = (Format, OwnName()) switch
        {
            (SitemapFormat.UrlSet or SitemapFormat.Index, "url") => SitemapEntryKind.Page,
            (SitemapFormat.UrlSet or SitemapFormat.Index, "sitemap") => SitemapEntryKind.Sitemap,
            (SitemapFormat.Rss, "item") => SitemapEntryKind.Page,
            (SitemapFormat.Atom, "entry") => SitemapEntryKind.Page,
            _ => (SitemapEntryKind?)null,
        };
        if (kind is not null)
        {
            _itemDepth = _xml.Depth;
            _item.Begin(kind.Value);
        }
    }

    /// <summary>A child of an item. Gives an entry where the child is one, or where it begins a second one.</summary>
    private SitemapEntry? BeginChild()
    {
        var name = OwnName();
        if (Format == SitemapFormat.Atom && name == "link")
        {
            TakeAtomLink();
            return null;
        }

        if (Format == SitemapFormat.UrlSet && name is null)
        {
            return Alternate();
        }

        var field = FieldOf(name);
        var ready = field == SitemapField.Location && _item.HasLocation ? _item.Take() : null;
        if (field != SitemapField.None && !_xml.IsEmptyElement)
        {
            _item.BeginField(field);
        }

        return ready;
    }

    private SitemapField FieldOf(string? name) => (Format, name) switch
    {
        (SitemapFormat.UrlSet or SitemapFormat.Index, "loc") => SitemapField.Location,
        (SitemapFormat.UrlSet or SitemapFormat.Index, "lastmod") => SitemapField.LastModified,
        (SitemapFormat.Rss, "link") => SitemapField.Location,
        (SitemapFormat.Rss, "guid") when _xml.GetAttribute("isPermaLink") != "false" => SitemapField.Permalink,
        (SitemapFormat.Rss, "pubDate") => SitemapField.LastModified,
        (SitemapFormat.Atom, "updated") => SitemapField.LastModified,
        _ => SitemapField.None,
    };

    /// <summary>The first link of an entry that is the entry itself (RFC 4287, section 4.2.7.2).</summary>
    private void TakeAtomLink()
    {
        if (!_item.HasLocation && _xml.GetAttribute("rel") is null or "alternate"
            && _xml.GetAttribute("href") is { } href)
        {
            _item.SetLocation(href);
        }
    }

    private SitemapEntry? Alternate() =>
        LocalNameOf(_xml.Name) == "link"
        && _xml.GetAttribute("rel") == "alternate"
        && _xml.GetAttribute("href")?.Trim() is { Length: > 0 } href
        && href.Length <= _maxUrlLength
            ? new SitemapEntry(href, SitemapEntryKind.Alternate, LastModified: null)
            : null;
}
