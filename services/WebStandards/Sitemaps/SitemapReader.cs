using System.Xml;

namespace Crawler.WebStandards.Sitemaps;

/// <summary>Reads the URLs of a sitemap, one after the other, from a body whose content codings are undone.</summary>
/// <remarks>
/// What a body is, shows in its content and not in its name or type: an XML sitemap or index (sitemaps.org), RSS, Atom,
/// or a text with one URL a line; each may be gzip. It is read as it comes, in constant memory. A body that is broken,
/// too long, or lists too much gives what came before, and the <see cref="Problem"/>. Nothing of it is fetched or
/// resolved, document types are refused with what they might define, and no body makes the reader throw but an
/// exception of the stream itself.
/// </remarks>
public sealed class SitemapReader : IDisposable
{
    private readonly Stream _body;
    private readonly SitemapLimits _limits;
    private ISitemapSource? _source;
    private IEnumerator<SitemapEntry>? _entries;
    private bool _hasEnded;
    private int _urls;
    private int _alternates;

    /// <param name="body">Read, and not closed.</param>
    /// <param name="limits">See <see cref="SitemapLimits.Protocol"/>.</param>
    public SitemapReader(Stream body, SitemapLimits limits)
    {
        _body = body;
        _limits = limits;
    }

    /// <summary>What the body is; known after the first <see cref="Read"/>.</summary>
    public SitemapFormat Format => _source?.Format ?? SitemapFormat.None;

    /// <summary>Why reading ended before the body did; final once <see cref="Read"/> has returned false.</summary>
    public SitemapProblem Problem { get; private set; }

    /// <summary>What the last successful <see cref="Read"/> has found.</summary>
    public SitemapEntry Current { get; private set; }

    /// <summary>Goes on to the next URL; false when there is none.</summary>
    public bool Read()
    {
        while (!_hasEnded && Next() is { } entry)
        {
            if (Takes(entry.Kind))
            {
                Current = entry;
                return true;
            }
        }

        if (!_hasEnded)
        {
            _hasEnded = true;
            Problem = Format == SitemapFormat.None && Problem != SitemapProblem.TooLong
                ? SitemapProblem.NotASitemap
                : Problem;
        }

        return false;
    }

    public void Dispose()
    {
        _entries?.Dispose();
        _source?.Dispose();
    }

    private bool Takes(SitemapEntryKind kind)
    {
        if (kind == SitemapEntryKind.Alternate)
        {
            return ++_alternates <= _limits.MaxUrls;
        }

        if (_urls < _limits.MaxUrls)
        {
            _urls++;
            return true;
        }

        Problem = SitemapProblem.TooManyUrls;
        _hasEnded = true;
        return false;
    }

    private SitemapEntry? Next()
    {
        if (Problem != SitemapProblem.None)
        {
            return null;
        }

        try
        {
            _entries ??= (_source = Open()).Entries();
            return _entries.MoveNext() ? _entries.Current : null;
        }
        catch (SitemapTooLongException)
        {
            Problem = SitemapProblem.TooLong;
        }
        catch (Exception e) when (e is XmlException or InvalidDataException)
        {
            Problem = SitemapProblem.Malformed;
        }

        return _source?.Rest();
    }

    private ISitemapSource Open()
    {
        var text = SitemapCharset.Open(SitemapInput.Open(_body, _limits.MaxBytes));
        while (text.Peek() is >= 0 and var next && (char.IsWhiteSpace((char)next) || next == '\ufeff'))
        {
            _ = text.Read();
        }

        return text.Peek() == '<'
            ? new XmlSitemap(new SitemapText(text), _limits.MaxUrlLength)
            : new TextSitemap(text, _limits.MaxUrlLength);
    }
}
