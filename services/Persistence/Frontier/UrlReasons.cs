namespace Crawler.Persistence.Frontier;

/// <summary>Which terminal state a reason belongs to.</summary>
public static class UrlReasons
{
    /// <summary>Skipped for what a rule or a limit said, Failed for what transport or server did.</summary>
    public static UrlState StateOf(UrlReason reason) =>
        reason <= UrlReason.HostGivenUp ? UrlState.Skipped : UrlState.Failed;
}
