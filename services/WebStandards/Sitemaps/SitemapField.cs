namespace Crawler.WebStandards.Sitemaps;

/// <summary>What a child of an item says of it.</summary>
internal enum SitemapField
{
    None,
    Location,

    /// <summary>RSS's guid, which is the item's URL where it has no link.</summary>
    Permalink,
    LastModified,
}
