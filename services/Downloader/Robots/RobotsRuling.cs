namespace Crawler.Downloader.Robots;

/// <summary>Whether a URL may be fetched, as far as robots.txt goes.</summary>
/// <param name="Access">The ruling.</param>
/// <param name="Failure">Why the URL fails, where it does.</param>
internal readonly record struct RobotsRuling(RobotsPermission Access, string? Failure = null);
