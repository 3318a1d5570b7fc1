using System.Globalization;

using Npgsql;

namespace Crawler.Persistence.PostgreSql;

/// <summary>The connection string as it is given, and as it is used.</summary>
public static class ConnectionText
{
    /// <summary>
    /// A transaction whose process has stopped in its middle, and yet keeps its connection, must not hold its locks for
    /// ever.
    /// </summary>
    private static readonly TimeSpan IdleInTransaction = TimeSpan.FromSeconds(60);

    /// <summary>What is wrong with a connection string; null when nothing is. No value of it is repeated.</summary>
    internal static string? ErrorOf(string text)
    {
        try
        {
            var builder = new NpgsqlConnectionStringBuilder(text);
            return string.IsNullOrEmpty(builder.Host) ? "it names no Host."
                : string.IsNullOrEmpty(builder.Database) ? "it names no Database."
                : null;
        }
        catch (ArgumentException)
        {
            return "it cannot be read; it has the form Host=…;Database=…;Username=…;Password=….";
        }
    }

    /// <summary>For the pool that transactions and queries share.</summary>
    /// <remarks>
    /// Statements are prepared at their second use. Each execution is planned with the tables as they are by then: a
    /// plan that was made when a crawl had ten URLs is a bad one when it has a million. Compilation of plans never pays
    /// for statements as short as these. Nothing of a session outlives a transaction, so it need not be reset.
    /// </remarks>
    internal static string Pooled(PostgreSqlOptions options)
    {
        var builder = Common(options);
        builder.MaxPoolSize = options.MaxPoolSize;
        builder.MaxAutoPrepare = 256;
        builder.AutoPrepareMinUsages = 2;
        builder.NoResetOnClose = true;
        var idle = ((long)IdleInTransaction.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
        builder.Options = string.Join(
            ' ', "-c jit=off", "-c plan_cache_mode=force_custom_plan", $"-c idle_in_transaction_session_timeout={idle}",
            builder.Options).Trim();
        return builder.ConnectionString;
    }

    /// <summary>For one connection that stays open.</summary>
    internal static string Single(PostgreSqlOptions options)
    {
        var builder = Common(options);
        builder.Pooling = false;
        builder.KeepAlive = 10;
        return builder.ConnectionString;
    }

    /// <summary>For a library that keeps a small pool of its own beside that one.</summary>
    public static string Beside(PostgreSqlOptions options, int maxPoolSize, string applicationName)
    {
        var builder = Common(options);
        builder.MaxPoolSize = maxPoolSize;
        builder.MinPoolSize = 0;
        builder.ApplicationName = applicationName;
        return builder.ConnectionString;
    }

    private static NpgsqlConnectionStringBuilder Common(PostgreSqlOptions options)
    {
        var builder = new NpgsqlConnectionStringBuilder(options.ConnectionString)
        {
            CommandTimeout = (int)options.CommandTimeout.TotalSeconds,
        };
        builder.ApplicationName ??= "crawler";
        builder.TcpKeepAlive = true;
        return builder;
    }
}
