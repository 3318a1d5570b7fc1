namespace Crawler.Persistence.Moving;

/// <summary>
/// Addresses of queues in a process's own memory, <c>loopback://localhost/crawl</c>, as every transport understands them:
/// <c>exchange:crawl</c>.
/// </summary>
public static class MovedAddress
{
    /// <summary>The scheme of addresses that mean nothing outside of a process.</summary>
    public const string Scheme = "loopback";

    /// <summary>Such an address, as a regular expression of PostgreSQL.</summary>
    internal const string Pattern = @"loopback://[^/""]*/([^?""]*)(\?[^""]*)?";

    internal const string Replacement = @"exchange:\1";

    /// <summary>The address as another process can use it.</summary>
    public static Uri Of(Uri address) =>
        address.Scheme == Scheme ? new Uri($"exchange:{address.AbsolutePath.TrimStart('/')}") : address;
}
