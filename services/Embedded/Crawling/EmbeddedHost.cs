using System.Data.Common;

using Crawler.Persistence;
using Crawler.ServiceDefaults.Hosting;

using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace Crawler.Embedded.Crawling;

/// <summary>Builds and starts the process's host on a data folder.</summary>
internal static class EmbeddedHost
{
    /// <summary>
    /// Applies what the command line says over the settings of files and environment. Warnings and errors go to
    /// standard error, so that standard output is the command's own.
    /// </summary>
    public static CrawlerBuilder Configure(
        this CrawlerBuilder builder, DataFolder data, IReadOnlyList<string> allowedAddresses,
        IEnumerable<KeyValuePair<string, string?>> settings)
    {
        var allowed = allowedAddresses.Select(
            (cidr, i) => new KeyValuePair<string, string?>($"Downloader:AllowedAddresses:{i}", cidr));
        builder.Host.Configuration.AddInMemoryCollection(
            [.. data.Settings(builder.Configuration), .. allowed, .. settings]);
        builder.Host.Logging.ClearProviders();
        builder.Host.Logging.AddSimpleConsole(console =>
        {
            // The settings are made for services, whose log is read by machines. A command is used by people.
            console.SingleLine = true;
            console.IncludeScopes = false;
            console.TimestampFormat = null;
        });
        var gate = new HostLogGate();
        builder.Host.Logging.AddFilter(HostLogGate.Category, level => gate.IsOpen && level >= LogLevel.Warning);
        builder.Host.Services.AddSingleton(gate);
        builder.Host.Services.AddOptions<ConsoleLoggerOptions>()
            .Configure(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        return builder.AddAllServices();
    }

    /// <summary>
    /// Starts the host; a setting out of its range, or a database that cannot be used, is a usage error.
    /// </summary>
    public static async Task StartOrExplainAsync(this IHost host, CancellationToken cancellationToken)
    {
        // The longest parts of a start are the bus and the database's model, and neither needs the other.
        var model = Task.Run(host.Services.BuildModel, cancellationToken);
        await ExplainAsync(() => host.StartAsync(cancellationToken));
        await model;
        host.Services.GetRequiredService<HostLogGate>().Open();
    }

    /// <summary>Turns what settings or the database make fail into a usage error.</summary>
    public static async Task ExplainAsync(Func<Task> start)
    {
        try
        {
            await start();
        }
        catch (OptionsValidationException e)
        {
            throw new UsageException(string.Join(" ", e.Failures));
        }
        catch (Exception e) when (e is DbException or TimeoutException)
        {
            throw new UsageException($"The database cannot be used: {e.Message}");
        }
    }
}
