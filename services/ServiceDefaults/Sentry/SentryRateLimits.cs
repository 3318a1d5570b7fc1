using System.Globalization;
using System.Net;
using System.Net.Http.Headers;

namespace Crawler.ServiceDefaults.Sentry;

/// <summary>
/// Until when the server wants to hear nothing, by category of data (Sentry SDK documentation, Rate Limiting).
/// </summary>
/// <remarks>
/// The header <c>X-Sentry-Rate-Limits</c> is obeyed on every answer: quotas separated by commas, each
/// <c>seconds:categories:scope…</c>, where no category means all. An answer 429 without it limits all for the time of
/// its <c>Retry-After</c>, or for a minute.
/// </remarks>
internal sealed class SentryRateLimits(TimeProvider time)
{
    /// <summary>The category that stands for all.</summary>
    public const string All = "*";

    private const string Header = "X-Sentry-Rate-Limits";

    private static readonly TimeSpan Fallback = TimeSpan.FromMinutes(1);

    /// <summary>No server is taken at its word for longer.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(366 * 10);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, DateTimeOffset> _until = new(StringComparer.Ordinal);

    /// <summary>Whether events of a category must not be sent now.</summary>
    public bool IsLimited(string category)
    {
        var now = time.GetUtcNow();
        lock (_lock)
        {
            return _until.GetValueOrDefault(All) > now || _until.GetValueOrDefault(category) > now;
        }
    }

    /// <summary>Takes note of an answer.</summary>
    public void Note(HttpStatusCode status, HttpResponseHeaders headers)
    {
        var now = time.GetUtcNow();
        foreach (var (category, wait) in Read(status, headers, now))
        {
            lock (_lock)
            {
                var until = now + wait;
                _until[category] = _until.GetValueOrDefault(category) > until ? _until[category] : until;
            }
        }
    }

    /// <summary>The limits of an answer. What cannot be read is left out.</summary>
    public static IReadOnlyDictionary<string, TimeSpan> Read(
        HttpStatusCode status, HttpResponseHeaders headers, DateTimeOffset now)
    {
        var limits = new Dictionary<string, TimeSpan>(StringComparer.Ordinal);
        if (headers.TryGetValues(Header, out var values))
        {
            foreach (var quota in string.Join(',', values).Split(',', StringSplitOptions.TrimEntries))
            {
                Read(quota, limits);
            }
        }

        if (limits.Count == 0 && status == HttpStatusCode.TooManyRequests)
        {
            limits[All] = Clamp(headers.RetryAfter switch
            {
                { Delta: { } delta } => delta,
                { Date: { } date } => date - now,
                _ => Fallback,
            });
        }

        return limits;
    }

    private static void Read(string quota, Dictionary<string, TimeSpan> limits)
    {
        var parts = quota.Split(':');
        if (parts.Length < 2
            || !double.TryParse(parts[0], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
            || !double.IsFinite(seconds))
        {
            return;
        }

        var wait = Clamp(TimeSpan.FromSeconds(Math.Min(seconds, Longest.TotalSeconds)));
        var categories = parts[1].Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        foreach (var category in categories.DefaultIfEmpty(All))
        {
            limits[category] = limits.TryGetValue(category, out var other) && other > wait ? other : wait;
        }
    }

    private static TimeSpan Clamp(TimeSpan wait) => wait < TimeSpan.Zero ? TimeSpan.Zero : wait > Longest ? Longest : wait;
}
