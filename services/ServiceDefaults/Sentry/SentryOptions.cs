using System.ComponentModel.DataAnnotations;

using Microsoft.Extensions.Logging;

namespace Crawler.ServiceDefaults.Sentry;

/// <summary>Where errors are reported, and within which bounds.</summary>
public sealed class SentryOptions : IValidatableObject
{
    /// <summary>The section's name in the settings.</summary>
    public const string Section = "Sentry";

    /// <summary>
    /// The address of a Sentry project, <c>https://key@host/project</c>; <c>SENTRY_DSN</c> says the same and wins. Null
    /// for none: nothing is reported.
    /// </summary>
    public string? Dsn { get; set; }

    /// <summary>Which installation it is; <c>SENTRY_ENVIRONMENT</c> wins. Default production.</summary>
    [Required, RegularExpression(@"[^/\s]{1,64}")]
    public string Environment { get; set; } = "production";

    /// <summary>Which build it is; <c>SENTRY_RELEASE</c> wins. Null for <c>crawler@</c> and the version.</summary>
    [RegularExpression(@"[^\r\n\t/\\]{1,200}")]
    public string? Release { get; set; }

    /// <summary>The least severe log entry that is reported. Default Error.</summary>
    public LogLevel MinimumLevel { get; set; } = LogLevel.Error;

    /// <summary>How many events wait at most; the oldest is dropped for a new one. Default 256; 1 to 10,000.</summary>
    [Range(1, 10_000)]
    public int MaxQueuedEvents { get; set; } = 256;

    /// <summary>How long sending one event may take. Default 10 s; 100 ms to 1 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:01:00")]
    public TimeSpan SendTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long a process that stops waits for events that have not left. Default 2 s; 0 to 1 min.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan FlushTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        // The DSN holds a key, so it is not repeated.
        if (!string.IsNullOrWhiteSpace(Dsn) && !SentryDsn.TryParse(Dsn, out _))
        {
            yield return new ValidationResult("Sentry:Dsn (SENTRY_DSN) is not an address such as https://key@host/1.");
        }
    }
}
