using System.ComponentModel.DataAnnotations;

namespace Crawler.Persistence.PostgreSql;

/// <summary>How the PostgreSQL server is reached.</summary>
public sealed class PostgreSqlOptions : IValidatableObject
{
    /// <summary>The section's name in the settings.</summary>
    public const string Section = "PostgreSql";

    /// <summary>
    /// Server, database and user as Npgsql takes them: <c>Host=db;Database=crawler;Username=crawler;Password=…</c>. It
    /// is a secret where it has a password. Needed when <c>Database:Provider</c> is PostgreSql.
    /// </summary>
    public string? ConnectionString { get; set; }

    /// <summary>
    /// The most connections of this process, beside one that listens. The server's own limit holds for all processes
    /// together. Default 20; 4 to 1,000.
    /// </summary>
    [Range(4, 1_000)]
    public int MaxPoolSize { get; set; } = 20;

    /// <summary>How long a statement may take before it is given up. Default 30 s; 1 s to 1 h.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan CommandTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (string.IsNullOrWhiteSpace(ConnectionString))
        {
            yield return new ValidationResult(
                $"{Section}:{nameof(ConnectionString)} is missing: {DatabaseOptions.Section}:{nameof(DatabaseOptions.Provider)} is {DatabaseProvider.PostgreSql}.");
        }
        else if (ConnectionText.ErrorOf(ConnectionString) is { } error)
        {
            yield return new ValidationResult($"{Section}:{nameof(ConnectionString)}: {error}");
        }
    }
}
