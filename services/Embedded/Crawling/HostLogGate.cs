namespace Crawler.Embedded.Crawling;

/// <summary>
/// Holds back what the host says of itself until it runs. Why it did not start is also thrown, and told in one
/// sentence; what ends it later is told by its log alone.
/// </summary>
internal sealed class HostLogGate
{
    /// <summary>The log category of the host.</summary>
    public const string Category = "Microsoft.Extensions.Hosting.Internal.Host";

    private volatile bool _isOpen;

    public bool IsOpen => _isOpen;

    public void Open() => _isOpen = true;
}
