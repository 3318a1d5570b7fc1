using System.Text;

namespace Crawler.WebStandards.Sitemaps;

/// <summary>One item of an XML sitemap or feed while its children come in, in any order.</summary>
internal sealed class SitemapItem(int maxUrlLength)
{
    private const string Blanks = "\ufeff\u200b";

    private readonly StringBuilder _text = new();
    private SitemapField _field;
    private bool _overflows;
    private string? _location;
    private string? _permalink;
    private string? _bare;
    private bool _hadLocation;
    private DateTimeOffset? _lastModified;

    public SitemapEntryKind Kind { get; private set; }

    /// <summary>Whether text is gathered.</summary>
    public bool IsInField => _field != SitemapField.None;

    public bool HasLocation => _location is not null;

    public void Begin(SitemapEntryKind kind)
    {
        Kind = kind;
        _field = SitemapField.None;
        _location = _permalink = _bare = null;
        _hadLocation = false;
        _lastModified = null;
    }

    public void BeginField(SitemapField field)
    {
        _field = field;
        _overflows = false;
        _text.Clear();
    }

    /// <summary>Text of the field, or of the item itself where no field is open.</summary>
    public void Append(string text)
    {
        if (_field == SitemapField.None)
        {
            // Some generators leave out the element around the URL.
            _bare ??= Usable(text);
            return;
        }

        // Blanks around a URL may be many; they are not its length.
        _overflows |= _text.Length + text.Length > maxUrlLength * 2;
        if (!_overflows)
        {
            _text.Append(text);
        }
    }

    public void EndField()
    {
        var text = _overflows ? "" : _text.ToString();
        switch (_field)
        {
            case SitemapField.Location:
                SetLocation(text);
                break;
            case SitemapField.Permalink:
                _permalink ??= Usable(text);
                break;
            case SitemapField.LastModified:
                _lastModified = SitemapDate.Read(text) ?? _lastModified;
                break;
            default:
                break;
        }

        _field = SitemapField.None;
    }

    public void SetLocation(string text)
    {
        _location = Usable(text);
        _hadLocation |= _location is not null;
    }

    /// <summary>The URL gathered so far with its date; null for none.</summary>
    public SitemapEntry? Take()
    {
        if (_location is not { } location)
        {
            return null;
        }

        var entry = new SitemapEntry(location, Kind, _lastModified);
        _location = null;
        _lastModified = null;
        return entry;
    }

    /// <summary>What is left when the item ends.</summary>
    public SitemapEntry? TakeLast()
    {
        _location ??= _hadLocation ? null : _permalink ?? _bare;
        return Take();
    }

    /// <summary>A location whose text broke off is not one.</summary>
    public SitemapEntry? TakeBroken(bool isFieldWhole)
    {
        if (_field == SitemapField.Location && isFieldWhole)
        {
            EndField();
        }

        return Take();
    }

    private string? Usable(string text)
    {
        var trimmed = text.Trim().Trim(Blanks.ToCharArray()).Trim();
        return trimmed.Length > 0 && trimmed.Length <= maxUrlLength ? trimmed : null;
    }
}
