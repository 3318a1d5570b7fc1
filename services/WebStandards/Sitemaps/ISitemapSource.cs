namespace Crawler.WebStandards.Sitemaps;

/// <summary>A way in which a document lists URLs.</summary>
internal interface ISitemapSource : IDisposable
{
    /// <summary>Known once the first entry was asked for.</summary>
    SitemapFormat Format { get; }

    /// <summary>
    /// The entries in order, read as they are asked for. May throw an XmlException, an InvalidDataException or a
    /// <see cref="SitemapTooLongException"/> where the document is broken.
    /// </summary>
    IEnumerator<SitemapEntry> Entries();

    /// <summary>The entry that was whole when the document broke; null for none.</summary>
    SitemapEntry? Rest();
}
