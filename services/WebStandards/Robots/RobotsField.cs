namespace Crawler.WebStandards.Robots;

internal enum RobotsField
{
    Unknown,
    UserAgent,
    Allow,
    Disallow,
    CrawlDelay,
    Sitemap,

    /// <summary>
    /// A record that is a member of its group, and is not acted on: it ends the list of the group's names.
    /// </summary>
    OtherMember,
}
