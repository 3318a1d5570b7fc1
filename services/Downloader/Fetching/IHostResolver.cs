using System.Net;

namespace Crawler.Downloader.Fetching;

/// <summary>
/// Looks up a host's addresses. A seam, because a test must be able to answer two look-ups differently.
/// </summary>
internal interface IHostResolver
{
    /// <summary>
    /// The addresses of a name, in the order in which to try them; throws a SocketException where there are none.
    /// </summary>
    Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken);
}
