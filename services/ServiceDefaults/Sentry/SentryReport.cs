using Microsoft.Extensions.Logging;

namespace Crawler.ServiceDefaults.Sentry;

/// <summary>An error as it was met: what is at hand at that moment, with no work done on it.</summary>
internal sealed record SentryReport
{
    public Guid EventId { get; } = Guid.NewGuid();

    public required DateTimeOffset At { get; init; }

    public required LogLevel Level { get; init; }

    /// <summary>Who met it: a log category.</summary>
    public required string Logger { get; init; }

    public string? Message { get; init; }

    /// <summary>The message with its placeholders, by which reports are grouped.</summary>
    public string? Template { get; init; }

    public IReadOnlyList<KeyValuePair<string, object?>> Values { get; init; } = [];

    public Exception? Exception { get; init; }

    /// <summary>How it was met, as the protocol's <c>mechanism</c> says it.</summary>
    public string Mechanism { get; init; } = "generic";

    /// <summary>Whether the process goes on as if nothing were.</summary>
    public bool IsHandled { get; init; } = true;

    /// <summary>What was being done: a consumer's type.</summary>
    public string? Transaction { get; init; }

    public string? Crawl { get; init; }

    public string? Host { get; init; }

    /// <summary>32 hexadecimal digits; null outside of any trace.</summary>
    public string? TraceId { get; init; }

    public string? SpanId { get; init; }
}
