namespace Crawler.Downloader.Robots;

internal enum RobotsPermission
{
    /// <summary>No turn was left to ask for robots.txt.</summary>
    Unknown,

    Allowed,

    /// <summary>The rules forbid this URL.</summary>
    Denied,

    /// <summary>The origin's robots.txt cannot be had, so nothing of it is fetched.</summary>
    Unreachable,

    /// <summary>The origin does not exist or may not be dialled.</summary>
    Failed,
}
