using System.ComponentModel.DataAnnotations;

using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Crawler.Persistence;

/// <summary>Which database the process works on, and who makes its tables.</summary>
public sealed class DatabaseOptions
{
    /// <summary>The section's name in the settings.</summary>
    public const string Section = "Database";

    /// <summary>Sqlite or PostgreSql. Default Sqlite.</summary>
    [EnumDataType(typeof(DatabaseProvider))]
    public DatabaseProvider Provider { get; set; }

    /// <summary>
    /// Whether the process brings the schema up to date when it starts. One that does not waits until another has: a
    /// migrate job, for instance. Default on.
    /// </summary>
    public bool Migrate { get; set; } = true;

    /// <summary>
    /// How long a start waits for the database, and for its schema where it does not migrate. Default 1 min; 1 s to
    /// 1 h.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan StartTimeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>The provider of a configuration, before there is a container.</summary>
    internal static DatabaseProvider ProviderOf(IConfiguration configuration)
    {
        var text = configuration[$"{Section}:{nameof(Provider)}"];
        if (string.IsNullOrEmpty(text))
        {
            return DatabaseProvider.Sqlite;
        }

        var names = string.Join(", ", Enum.GetNames<DatabaseProvider>());
        return Enum.TryParse<DatabaseProvider>(text, ignoreCase: true, out var provider) && Enum.IsDefined(provider)
            ? provider
            : throw new OptionsValidationException(
                Section, typeof(DatabaseOptions), [$"{Section}:{nameof(Provider)}: '{text}' is not one of {names}."]);
    }
}
