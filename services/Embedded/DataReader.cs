using System.Data.Common;

using Crawler.Archive;
using Crawler.Embedded.Crawling;
using Crawler.Gateway;
using Crawler.Gateway.Queries;
using Crawler.Persistence;
using Crawler.Scheduler.Indexing;
using Crawler.ServiceDefaults.Hosting;

using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Crawler.Embedded;

/// <summary>
/// Reads a data folder, or the database that the settings name, without running anything; another process may be
/// working in it.
/// </summary>
internal sealed class DataReader : IAsyncDisposable
{
    private readonly IHost _host;

    private DataReader(IHost host) => _host = host;

    /// <summary>The services of the host, which is built but never started.</summary>
    public IServiceProvider Services => _host.Services;

    /// <summary>Where the WARC files are.</summary>
    public string ArchiveFolder => Services.GetRequiredService<IOptions<ArchiveOptions>>().Value.Folder;

    public static async Task<DataReader> OpenAsync(string folder)
    {
        var database = DataFolder.DatabaseOf(folder);
        var builder = CrawlerBuilder.CreateHeadless([]);
        var isFile = builder.DatabaseProvider() == DatabaseProvider.Sqlite;
        if (isFile && !File.Exists(database))
        {
            throw new UsageException($"--data: there is no crawl in '{folder}'.");
        }

        builder.Host.Configuration.AddInMemoryCollection(
            [new("Sqlite:File", database), new("Archive:Folder", DataFolder.ArchiveOf(folder, builder.Configuration))]);
        builder.Host.Logging.ClearProviders();
        builder.AddGateway();
        builder.AddArchiveIndex();
        var reader = new DataReader(builder.Build());
        try
        {
            await reader.Services.UseAsync<CrawlQueries>(
                queries => queries.ListAsync(after: null, limit: 1, CancellationToken.None));
            return reader;
        }
        catch (Exception e) when (DatabaseFault(e) is { } fault)
        {
            await reader.DisposeAsync();
            throw new UsageException(isFile
                ? $"--data: '{database}' cannot be read as crawl data: {fault.Message}"
                : $"The database cannot be read: {fault.Message.Split('\n')[0].TrimEnd()}");
        }
    }

    private static DbException? DatabaseFault(Exception? exception)
    {
        while (exception is not null and not DbException)
        {
            exception = exception.InnerException;
        }

        return (DbException?)exception;
    }

    /// <summary>The crawl with that id, or the newest, that has not ended.</summary>
    public async Task<Guid> FindResumableAsync(Guid? crawlId)
    {
        if (crawlId is { } id)
        {
            var crawl = await FindAsync(id);
            return crawl.HasEnded ? throw new UsageException($"--resume: crawl {id} has ended as {crawl.State}.") : id;
        }

        await foreach (var crawl in ListAsync())
        {
            if (!crawl.HasEnded)
            {
                return crawl.Id;
            }
        }

        throw new UsageException("--resume: every crawl in the folder has ended.");
    }

    /// <summary>A crawl; a usage error when there is none with that id.</summary>
    public Task<CrawlStatus> FindAsync(Guid id) => Services.UseAsync<CrawlQueries, CrawlStatus>(async queries =>
        await queries.FindAsync(id, CancellationToken.None)
            ?? throw new UsageException($"CRAWL-ID: there is no crawl {id}."));

    /// <summary>All crawls, newest first.</summary>
    public async IAsyncEnumerable<CrawlStatus> ListAsync()
    {
        Guid? after = null;
        while (true)
        {
            var last = after;
            var part = await Services.UseAsync<CrawlQueries, IReadOnlyList<CrawlStatus>>(
                queries => queries.ListAsync(last, CrawlQueries.MaxLimit, CancellationToken.None));
            foreach (var crawl in part)
            {
                yield return crawl;
            }

            if (part.Count < CrawlQueries.MaxLimit)
            {
                yield break;
            }

            after = part[^1].Id;
        }
    }

    public ValueTask DisposeAsync()
    {
        if (_host is IAsyncDisposable host)
        {
            return host.DisposeAsync();
        }

        _host.Dispose();
        return ValueTask.CompletedTask;
    }
}
