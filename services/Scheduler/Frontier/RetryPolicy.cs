using Crawler.Persistence.Frontier;

using Microsoft.Extensions.Options;

namespace Crawler.Scheduler.Frontier;

/// <summary>Decides which failures are tried again, and when.</summary>
internal sealed class RetryPolicy(IOptions<FrontierOptions> options)
{
    private readonly FrontierOptions _options = options.Value;

    /// <summary>Whether another attempt may go better.</summary>
    public static bool IsTransient(UrlReason reason) => reason is
        UrlReason.Dns or UrlReason.Connect or UrlReason.Tls or UrlReason.Timeout or UrlReason.Http5xx or UrlReason.Body or UrlReason.Internal;

    /// <summary>Whether the host gave no answer at all.</summary>
    public static bool IsUnanswered(UrlReason reason) => reason is
        UrlReason.Dns or UrlReason.Connect or UrlReason.Tls or UrlReason.Timeout;

    /// <summary>The pause after a number of failed attempts; null when there is to be no further one.</summary>
    public TimeSpan? PauseAfter(int attempts)
    {
        if (attempts >= _options.MaxAttempts)
        {
            return null;
        }

        var doubled = _options.RetryDelay * Math.Pow(2, Math.Min(attempts - 1, 30));
        var pause = doubled < _options.MaxRetryDelay ? doubled : _options.MaxRetryDelay;
        return pause * (0.9 + (Random.Shared.NextDouble() * 0.2));
    }
}
