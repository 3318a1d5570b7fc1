using Crawler.Contracts.V1.Fetching;

namespace Crawler.IntegrationTests.Frontier;

/// <summary>Answers to batches, and the outcomes that they hold.</summary>
internal static class Answer
{
    private static readonly DateTimeOffset NextCentury = new(2100, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static UrlOutcome NotModified { get; } =
        new() { Key = "", Kind = OutcomeKind.NotModified, HttpStatus = 304 };

    public static UrlOutcome Gone { get; } = new() { Key = "", Kind = OutcomeKind.Gone, HttpStatus = 404 };

    public static UrlOutcome NotAttempted { get; } = new() { Key = "", Kind = OutcomeKind.NotAttempted };

    public static BatchAnswer To(FetchHostBatch batch) => new(batch);

    /// <summary>A page whose content never changes.</summary>
    public static UrlOutcome Fetched(FetchUrl url) => Fetched("sha256:" + url.Key);

    public static UrlOutcome Fetched(
        string digest, long bytes = 1_000, string? etag = null, string? lastModified = null) => new()
        {
            Key = "",
            Kind = OutcomeKind.Fetched,
            HttpStatus = 200,
            ContentType = "text/html",
            BodyBytes = bytes,
            Digest = digest,
            ETag = etag,
            LastModified = lastModified,
        };

    public static UrlOutcome RedirectedTo(string target) =>
        new() { Key = "", Kind = OutcomeKind.Redirected, HttpStatus = 302, RedirectTo = target };

    public static UrlOutcome Failed(string reason, int? status = null) =>
        new() { Key = "", Kind = OutcomeKind.Failed, Reason = reason, HttpStatus = status };

    public static UrlOutcome Skipped(string reason) =>
        new() { Key = "", Kind = OutcomeKind.Skipped, Reason = reason, HttpStatus = 200 };

    public static UrlOutcome Throttled(TimeSpan? retryAfter = null) =>
        new() { Key = "", Kind = OutcomeKind.Throttled, HttpStatus = 429, RetryAfter = retryAfter };

    public static OriginRobots RobotsOf(FetchHostBatch batch, RobotsAccess access, string? text = null) =>
        new() { Origin = "https://" + batch.Host, Access = access, Text = text, ExpiresAt = NextCentury };
}
