using System.Data.Common;

using Crawler.Contracts.V1.Crawls;
using Crawler.Embedded;
using Crawler.Gateway;
using Crawler.Gateway.Crawls;
using Crawler.Gateway.Queries;
using Crawler.Notifier;
using Crawler.Persistence;
using Crawler.Persistence.Frontier;
using Crawler.Scheduler;
using Crawler.ServiceDefaults.Hosting;
using Crawler.TestKit.Databases;
using Crawler.TestKit.Waiting;
using Crawler.WebStandards.Url;
using Crawler.Worker;

using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

using Shouldly;

namespace Crawler.TestKit.Hosts;

/// <summary>The whole platform in this process, on a data folder of its own, with waits short enough for tests.</summary>
/// <remarks>
/// It runs the services that the <c>crawler</c> command runs, and may dial loopback. Two harnesses must not be alive at
/// the same time in one process: MassTransit's logger is a field of the process.
/// </remarks>
public sealed class EmbeddedHarness : IAsyncDisposable
{
    /// <summary>The name under which it writes archive files.</summary>
    public const string ArchiveInstance = "harness";

    private static readonly string[] ShortWaits =
    [
        "Frontier:PollInterval=50ms", "Frontier:SweepInterval=100ms", "Frontier:RequestTimeout=2s", "Frontier:LeaseTime=20s",
        "Frontier:MaxAttempts=2", "Frontier:RetryDelay=100ms", "Frontier:RefusalDelay=200ms", "Frontier:MaxRefusalDelay=2s",
        "Downloader:ConnectTimeout=2s", "Downloader:FirstByteTimeout=2s", "Downloader:RateWindow=1s",
        "Downloader:AllowedAddresses:0=127.0.0.0/8", $"Downloader:ArchiveInstance={ArchiveInstance}", "Downloader:StopGrace=1s",
        "Archive:FlushToDisk=false", "Messaging:StopTimeout=5s",
    ];

    private readonly TemporaryFolder _folder = new();
    private readonly CollectedLog _log = new();
    private readonly TestDatabase? _database;
    private readonly IHost _host;

    private EmbeddedHarness(
        bool serves, string[] settings, Action<ICrawlerBuilder>? configure, TestDatabase? database = null,
        bool downloads = true)
    {
        _database = database;
        string[] arguments =
        [
            .. ShortWaits.Concat(
            [
                $"Sqlite:File={DatabaseFile}", $"Archive:Folder={ArchiveFolder}",
                $"Downloader:SpoolFolder={_folder.File("spool")}", $"ScheduledMessages:File={_folder.File("quartz.db")}",
                "urls=http://127.0.0.1:0",
            ]).Concat(database?.Settings ?? []).Concat(settings).Select(setting => $"--{setting}"),
        ];
        var builder = serves ? CrawlerBuilder.CreateWeb(arguments) : CrawlerBuilder.CreateHeadless(arguments);
        builder.Host.Logging.ClearProviders();
        builder.Host.Logging.AddProvider(_log);
        configure?.Invoke(builder);
        _host = (downloads ? builder.AddAllServices() : AddAllButTheDownloader(builder)).Build();
    }

    public string ArchiveFolder => _folder.File("archive");

    public string DatabaseFile => _folder.File("crawler.db");

    public CollectedLog Log => _log;

    /// <summary>Where the API listens; only of a harness that serves.</summary>
    public Uri Address => new(
        _host.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First());

    /// <summary>Starts without a web server. A later setting wins over an earlier one.</summary>
    public static Task<EmbeddedHarness> StartAsync(params string[] settings) => StartAsync(configure: null, settings);

    /// <summary>Starts with other services than the usual ones, which <paramref name="configure"/> registers first.</summary>
    public static Task<EmbeddedHarness> StartAsync(Action<ICrawlerBuilder>? configure, params string[] settings) =>
        StartAsync(new EmbeddedHarness(serves: false, settings, configure));

    /// <summary>Starts on a database of its own of the kind.</summary>
    public static Task<EmbeddedHarness> StartOnAsync(DatabaseProvider provider, params string[] settings) =>
        StartOnAsync(provider, configure: null, settings);

    /// <summary>Starts on a database of its own of the kind, with other services than the usual ones.</summary>
    public static async Task<EmbeddedHarness> StartOnAsync(
        DatabaseProvider provider, Action<ICrawlerBuilder>? configure, params string[] settings) =>
        await StartAsync(new EmbeddedHarness(
            serves: false, settings, configure, await TestDatabase.CreateAsync(provider)));

    /// <summary>Starts on a database of the kind, with the HTTP API on a free port of loopback.</summary>
    public static async Task<EmbeddedHarness> ServeOnAsync(DatabaseProvider provider, params string[] settings) =>
        await StartAsync(new EmbeddedHarness(
            serves: true, settings, configure: null, await TestDatabase.CreateAsync(provider)));

    /// <summary>Starts with the HTTP API on a free port of loopback.</summary>
    public static Task<EmbeddedHarness> ServeAsync(params string[] settings) =>
        StartAsync(new EmbeddedHarness(serves: true, settings, configure: null));

    /// <summary>Starts with the HTTP API, and with more than the usual services, which <paramref name="configure"/> adds.</summary>
    public static Task<EmbeddedHarness> ServeAsync(Action<ICrawlerBuilder> configure, params string[] settings) =>
        StartAsync(new EmbeddedHarness(serves: true, settings, configure));

    /// <summary>Starts without a downloader: others bring theirs.</summary>
    public static Task<EmbeddedHarness> StartWithoutDownloaderAsync(params string[] settings) =>
        StartAsync(new EmbeddedHarness(serves: false, settings, configure: null, downloads: false));

    public Task<Guid> SubmitAsync(CrawlSpec spec) => UseAsync<CrawlSubmission, Guid>(async submission =>
    {
        CrawlSpecValidation.Validate(spec).ShouldBeEmpty();
        return (await submission.SubmitAsync(spec, crawlId: null, idempotencyKey: null, CancellationToken.None)).CrawlId;
    });

    public Task CommandAsync<TCommand>(TCommand command)
        where TCommand : class => UseAsync<CrawlSubmission, bool>(async submission =>
        {
            await submission.CommandAsync(command, CancellationToken.None);
            return true;
        });

    /// <summary>How the crawl stands. Its counts must add up, whenever they are looked at.</summary>
    public async Task<CrawlStatus> StatusAsync(Guid crawlId)
    {
        var status = await UseAsync<CrawlQueries, CrawlStatus?>(queries => queries.FindAsync(crawlId, CancellationToken.None));
        status!.Counts.ShouldAddUp();
        status.Sitemaps.ShouldAddUp();
        return status;
    }

    public async Task<CrawlStatus> WaitForAsync(Guid crawlId, Func<CrawlStatus, bool> condition, TimeSpan? within = null)
    {
        CrawlStatus? last = null;
        try
        {
            await Eventually.HoldsAsync(async () => condition(last = await StatusAsync(crawlId)), within);
            return last!;
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException($"The crawl stands at {last}. {_log}", e);
        }
    }

    public Task<CrawlStatus> WaitForEndAsync(Guid crawlId, TimeSpan? within = null) =>
        WaitForAsync(crawlId, status => status.HasEnded, within);

    /// <summary>Submits a crawl and waits for its end.</summary>
    public async Task<CrawlStatus> CrawlAsync(CrawlSpec spec, TimeSpan? within = null) =>
        await WaitForEndAsync(await SubmitAsync(spec), within);

    public Task<IReadOnlyList<StoredPage>> PagesAsync(Guid crawlId) => UseAsync<PageQueries, IReadOnlyList<StoredPage>>(
        queries => queries.ReadAsync(crawlId, after: 0, PageQueries.MaxLimit, CancellationToken.None));

    /// <summary>The number of the page that was last stored of a URL, in whatever spelling the crawl knows it.</summary>
    public Task<long?> FindLastAsync(Guid crawlId, string url) => UseAsync<PageQueries, long?>(
        queries => WebUrl.TryParse(url, out var parsed)
            ? queries.FindLastAsync(crawlId, parsed, CancellationToken.None)
            : throw new ArgumentException($"'{url}' is no URL.", nameof(url)));

    /// <summary>State and reason of every page of the crawl: <c>Fetched</c>, <c>Failed(Timeout)</c>.</summary>
    public Task<IReadOnlyDictionary<string, string>> UrlsAsync(Guid crawlId) => UrlsAsync(crawlId, UrlKind.Page);

    /// <summary>State and reason of every sitemap of the crawl.</summary>
    public Task<IReadOnlyDictionary<string, string>> SitemapsAsync(Guid crawlId) => UrlsAsync(crawlId, UrlKind.Sitemap);

    /// <summary>All rows of a table.</summary>
    public Task<IReadOnlyList<TRow>> RowsAsync<TRow>()
        where TRow : class =>
        UseAsync<CrawlerDbContext, IReadOnlyList<TRow>>(
            async context => await context.Set<TRow>().AsNoTracking().ToListAsync());

    /// <summary>The only crawl that it has, from its rows.</summary>
    public StoredCrawl ReadCrawl()
    {
        if (_database is null)
        {
            return StoredCrawl.Read(DatabaseFile);
        }

        using var connection = _database.Open();
        return StoredCrawl.Read(connection);
    }

    /// <summary>A connection to its database that shares nothing with its own.</summary>
    public DbConnection OpenDatabase()
    {
        if (_database is not null)
        {
            return _database.Open();
        }

        var connection = new SqliteConnection($"Data Source={DatabaseFile};Pooling=False");
        connection.Open();
        return connection;
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        await ReleaseAsync();
    }

    private async Task ReleaseAsync()
    {
        await ((IAsyncDisposable)_host).DisposeAsync();
        _folder.Dispose();
        if (_database is not null)
        {
            await _database.DisposeAsync();
        }
    }

    private static CrawlerBuilder AddAllButTheDownloader(CrawlerBuilder builder)
    {
        builder.AddGateway();
        builder.AddScheduler();
        builder.AddNotifier();
        builder.AddWorker();
        return builder;
    }

    /// <summary>What does not start leaves nothing behind.</summary>
    private static async Task<EmbeddedHarness> StartAsync(EmbeddedHarness harness)
    {
        try
        {
            await harness._host.StartAsync();
            return harness;
        }
        catch
        {
            await harness.ReleaseAsync();
            throw;
        }
    }

    private Task<IReadOnlyDictionary<string, string>> UrlsAsync(Guid crawlId, UrlKind kind) =>
        UseAsync<CrawlerDbContext, IReadOnlyDictionary<string, string>>(async context =>
        {
            var rows = context.Set<FrontierUrl>().AsNoTracking()
                .Where(row => row.CrawlId == crawlId && row.Kind == kind);
            return await rows.ToDictionaryAsync(
                row => row.Url,
                row => row.Reason is { } reason ? $"{row.State}({reason})" : $"{row.State}",
                StringComparer.Ordinal);
        });

    /// <summary>Calls a service of the host.</summary>
    public async Task<TResult> UseAsync<TService, TResult>(Func<TService, Task<TResult>> use)
        where TService : notnull
    {
        await using var scope = _host.Services.CreateAsyncScope();
        return await use(scope.ServiceProvider.GetRequiredService<TService>());
    }
}
