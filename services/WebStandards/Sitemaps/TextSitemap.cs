namespace Crawler.WebStandards.Sitemaps;

/// <summary>One absolute URL a line; other lines are passed over.</summary>
internal sealed class TextSitemap(TextReader text, int maxUrlLength) : ISitemapSource
{
    private static readonly string[] Schemes = ["http://", "https://"];

    private readonly char[] _block = new char[4 * 1024];

    /// <summary>A line with blanks around its URL; a longer one is no URL.</summary>
    private readonly char[] _line = new char[maxUrlLength * 2];
    private int _length;

    public SitemapFormat Format { get; private set; }

    public IEnumerator<SitemapEntry> Entries()
    {
        int count;
        while ((count = text.Read(_block, 0, _block.Length)) > 0)
        {
            for (var i = 0; i < count; i++)
            {
                if (_block[i] is not ('\n' or '\r'))
                {
                    Append(_block[i]);
                }
                else if (TakeLine() is { } entry)
                {
                    yield return entry;
                }
            }
        }

        if (TakeLine() is { } last)
        {
            yield return last;
        }
    }

    public SitemapEntry? Rest() => null;

    public void Dispose() => text.Dispose();

    private void Append(char character)
    {
        if (_length < _line.Length)
        {
            _line[_length] = character;
        }

        _length = Math.Min(_length + 1, _line.Length + 1);
    }

    private SitemapEntry? TakeLine()
    {
        var line = _line.AsSpan(0, _length > _line.Length ? 0 : _length).Trim();
        _length = 0;
        foreach (var scheme in Schemes)
        {
            if (line.Length <= maxUrlLength && line.StartsWith(scheme, StringComparison.OrdinalIgnoreCase))
            {
                Format = SitemapFormat.Text;
                return new SitemapEntry(line.ToString(), SitemapEntryKind.Page, LastModified: null);
            }
        }

        return null;
    }
}
