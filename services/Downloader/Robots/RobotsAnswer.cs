using Crawler.Contracts.V1.Fetching;

namespace Crawler.Downloader.Robots;

/// <summary>What asking an origin for robots.txt brought.</summary>
/// <param name="Robots">What the origin says; null where it could not even be asked.</param>
/// <param name="Failure">
/// Why the origin could not be asked, when that is a fact about the origin and not about robots.txt: its name does not
/// exist, it may not be dialled, or it cannot show that it is who it claims to be. The URL itself fails for it, instead
/// of waiting for a robots.txt that never comes.
/// </param>
internal sealed record RobotsAnswer(OriginRobots? Robots, string? Failure);
