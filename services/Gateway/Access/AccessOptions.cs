using System.ComponentModel.DataAnnotations;

namespace Crawler.Gateway.Access;

/// <summary>Who may use the API, and how much of it.</summary>
public sealed class AccessOptions : IValidatableObject
{
    /// <summary>The section's name in the settings.</summary>
    public const string Section = "Access";

    /// <summary>
    /// A key that is made an admin key at start, where there was never one of its id: the first key of an installation
    /// that nobody can reach without one. A secret; <c>deploy/new-key</c> makes one. Null for none.
    /// </summary>
    public string? BootstrapKey { get; set; }

    /// <summary>A file that holds that key, instead of the setting itself. Null for none.</summary>
    public string? BootstrapKeyFile { get; set; }

    /// <summary>
    /// How long a process relies on what it has read of keys: what is revoked elsewhere works that much longer.
    /// Default 5 s; 0 s to 1 min.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan KeyCacheTime { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How often it is noted that a key was used. Default 1 min; 1 s to 1 day.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan LastUsedInterval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// How many requests a second a caller may make on average: a key, or an address without one. Default 500; 1 to
    /// 1,000,000.
    /// </summary>
    [Range(1, 1_000_000)]
    public int RequestsPerSecond { get; set; } = 500;

    /// <summary>How many of them may come at once after a rest. Default 1,000; 1 to 1,000,000.</summary>
    [Range(1, 1_000_000)]
    public int RequestBurst { get; set; } = 1_000;

    /// <summary>How many requests of a caller may be under way at a time. Default 256; 1 to 100,000.</summary>
    [Range(1, 100_000)]
    public int ConcurrentRequests { get; set; } = 256;

    /// <summary>How long rows of the audit are kept. Default 365 d; 1 day to 10 years.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "3650.00:00:00")]
    public TimeSpan AuditRetention { get; set; } = TimeSpan.FromDays(365);

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!string.IsNullOrEmpty(BootstrapKey) && !string.IsNullOrEmpty(BootstrapKeyFile))
        {
            yield return new ValidationResult(
                $"{Section}:{nameof(BootstrapKey)} and {Section}:{nameof(BootstrapKeyFile)} cannot both be given.");
        }

        if (!string.IsNullOrEmpty(BootstrapKey) && !KeyText.TryParse(BootstrapKey.Trim(), out _))
        {
            yield return new ValidationResult(
                $"{Section}:{nameof(BootstrapKey)} is no access key, or was copied with a mistake; "
                + "deploy/new-key makes one.");
        }
    }
}
