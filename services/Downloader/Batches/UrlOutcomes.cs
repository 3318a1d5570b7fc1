using System.Globalization;
using System.Net.Http.Headers;

using Crawler.Archive;
using Crawler.Contracts.V1.Fetching;
using Crawler.Downloader.Fetching;
using Crawler.Downloader.Outlinks;

namespace Crawler.Downloader.Batches;

/// <summary>What an exchange means for its URL.</summary>
/// <remarks>
/// <list type="table">
/// <item><term>2xx</term><description>Fetched</description></item>
/// <item>
/// <term>301, 302, 303, 307, 308</term>
/// <description>Redirected; Failed(Body) where Location is missing or of no use</description>
/// </item>
/// <item><term>304</term><description>NotModified; Failed(Body) where nobody asked conditionally</description></item>
/// <item><term>404, 410</term><description>Gone</description></item>
/// <item><term>429, 503</term><description>Throttled, with what Retry-After says</description></item>
/// <item><term>other 4xx</term><description>Failed(Http4xx)</description></item>
/// <item><term>other 5xx and above</term><description>Failed(Http5xx)</description></item>
/// <item>
/// <term>1xx, other 3xx</term>
/// <description>Failed(Body): an answer without the representation that was asked for</description>
/// </item>
/// </list>
/// </remarks>
internal static class UrlOutcomes
{
    private const int MaxETag = 256;
    private const int MaxLastModified = 64;
    private const int MaxTitle = 1_024;

    private static readonly TimeSpan MaxRetryAfter = TimeSpan.FromHours(1);

    public static UrlOutcome Of(string key, FetchExchange exchange, PageFacts? facts, ArchivedExchange? archived)
    {
        var redirect = RedirectTarget.Of(exchange);
        var (kind, reason) = Judge(exchange, redirect is not null);
        return new UrlOutcome
        {
            Key = key,
            Kind = kind,
            Reason = reason,
            HttpStatus = exchange.Status,
            ContentType = facts?.MediaType ?? MediaType.Of(exchange.Headers?.First("Content-Type")),
            BodyBytes = facts?.BodyBytes ?? 0,
            Digest = facts is null or { Sha256.Length: 0 } ? null : facts.Digest,
            Title = Cut(facts?.Title),
            NoIndex = facts?.NoIndex ?? false,
            RedirectTo = redirect?.Href,
            RetryAfter = kind == OutcomeKind.Throttled ? RetryAfter(exchange) : null,
            ETag = Validator(exchange, "ETag", MaxETag),
            LastModified = Validator(exchange, "Last-Modified", MaxLastModified),
            FetchedAt = exchange.StartedAt,
            Duration = exchange.Duration,
            Archive = LocationOf(archived?.Pointer),
            PayloadDigest = facts is { IsCoded: false } ? null : archived?.PayloadDigest,
            RevisitOf = archived?.RevisitOf,
        };
    }

    public static (OutcomeKind Kind, string? Reason) Judge(FetchExchange exchange, bool hasTarget)
    {
        if (exchange.Skip is { } skipped)
        {
            return (OutcomeKind.Skipped, skipped);
        }

        if (exchange.Failure is { } failed)
        {
            return (OutcomeKind.Failed, failed);
        }

        return exchange.Status switch
        {
            >= 200 and < 300 => (OutcomeKind.Fetched, null),
            304 when exchange.Request.IsConditional => (OutcomeKind.NotModified, null),
            { } status when RedirectTarget.IsRedirect(status) && hasTarget => (OutcomeKind.Redirected, null),
            404 or 410 => (OutcomeKind.Gone, null),
            429 or 503 => (OutcomeKind.Throttled, null),
            >= 400 and < 500 => (OutcomeKind.Failed, FetchReasons.Http4xx),
            >= 500 => (OutcomeKind.Failed, FetchReasons.Http5xx),
            _ => (OutcomeKind.Failed, FetchReasons.Body),
        };
    }

    /// <summary>
    /// Seconds or a date (RFC 9110 section 10.2.3), at most an hour; null where it says nothing of use.
    /// </summary>
    private static TimeSpan? RetryAfter(FetchExchange exchange)
    {
        if (exchange.Headers?.First("Retry-After") is not { } field)
        {
            return null;
        }

        TimeSpan? wait = null;
        if (field.AsSpan().Trim() is var digits && !digits.IsEmpty && !digits.ContainsAnyExceptInRange('0', '9'))
        {
            // More digits than a number holds mean a very long time.
            wait = int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
                ? TimeSpan.FromSeconds(seconds)
                : MaxRetryAfter;
        }
        else if (RetryConditionHeaderValue.TryParse(field, out var condition))
        {
            wait = condition.Date - (exchange.StartedAt + exchange.Duration);
        }

        return wait > MaxRetryAfter ? MaxRetryAfter : wait > TimeSpan.Zero ? wait : null;
    }

    private static ArchiveLocation? LocationOf(ArchivePointer? pointer) => pointer is null
        ? null
        : new ArchiveLocation { File = pointer.File, Offset = pointer.Offset, Length = pointer.Length };

    /// <summary>A validator that does not fit is none: cut off it would never match.</summary>
    private static string? Validator(FetchExchange exchange, string name, int longest) =>
        exchange.Headers?.First(name) is { Length: > 0 } value
        && value.Length <= longest
        && !value.AsSpan().ContainsAnyExceptInRange(' ', '~')
            ? value
            : null;

    private static string? Cut(string? title) => title is { Length: > MaxTitle } ? title[..MaxTitle] : title;
}
