namespace Crawler.WebStandards.Sitemaps;

/// <summary>A limit of length is reached; it never leaves <see cref="SitemapReader"/>.</summary>
internal sealed class SitemapTooLongException(string message) : Exception(message);
