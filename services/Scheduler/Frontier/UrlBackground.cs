using Crawler.Contracts.V1.Fetching;

namespace Crawler.Scheduler.Frontier;

/// <summary>What is known of a URL from earlier fetches.</summary>
/// <param name="UrlKey">The URL.</param>
/// <param name="Via">The URL on which it was found.</param>
/// <param name="Original">The archived response that holds its stored body.</param>
internal sealed record UrlBackground(byte[] UrlKey, string? Via, OriginalResponse? Original);
