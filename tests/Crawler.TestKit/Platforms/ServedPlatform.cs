using System.Data.Common;

using Crawler.TestKit.Hosts;
using Crawler.TestKit.Processes;

using Microsoft.Data.Sqlite;

namespace Crawler.TestKit.Platforms;

/// <summary>The platform as one process: <c>crawler serve</c>, on a data folder of its own; it may dial loopback.</summary>
public sealed class ServedPlatform : CrawlPlatform
{
    private readonly TemporaryFolder _folder;
    private readonly ServiceProcess _process;

    private ServedPlatform(TemporaryFolder folder, ServiceProcess process)
    {
        (_folder, _process) = (folder, process);
        Api = new ApiClient(process.Address);
    }

    /// <inheritdoc />
    public override ApiClient Api { get; }

    /// <inheritdoc />
    public override string ArchiveFolder => _folder.File("data", "archive");

    /// <inheritdoc />
    public override IReadOnlyList<string> Errors => _process.Errors;

    public static async Task<ServedPlatform> StartAsync(PlatformOptions options)
    {
        var folder = new TemporaryFolder();
        var process = new ServiceProcess("crawler-1", () => CrawlerProcess.StartWith(
            ["Logging:LogLevel:Microsoft.Hosting.Lifetime=Information", .. options.Settings],
            "serve", "--urls", "http://127.0.0.1:0", "--data", folder.File("data"), "--allow-address", "127.0.0.0/8"));
        await process.WaitUntilReadyAsync();
        return new ServedPlatform(folder, process);
    }

    /// <inheritdoc />
    public override DbConnection OpenDatabase()
    {
        var connection = new SqliteConnection($"Data Source={_folder.File("data", "crawler.db")};Mode=ReadOnly;Pooling=False");
        connection.Open();
        return connection;
    }

    public override async ValueTask DisposeAsync()
    {
        Api.Dispose();
        await _process.DisposeAsync();
        _folder.Dispose();
    }
}
