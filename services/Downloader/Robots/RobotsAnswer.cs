using Crawler.Contracts.V1.Fetching;

namespace Crawler.Downloader.Robots;

/// <summary>What asking an origin for robots.txt brought.</summary>
/// <param name="Robots">What the origin says; null where it could not even be asked.</param>
/// <param name="Failure">
/// Why the origin could not be asked, when that is a fact about the name and not about robots.txt: it does not exist,
/// or may not be dialled. The URL itself fails for it, instead of waiting for a robots.txt that never comes.
/// </param>
internal sealed record RobotsAnswer(OriginRobots? Robots, string? Failure);
