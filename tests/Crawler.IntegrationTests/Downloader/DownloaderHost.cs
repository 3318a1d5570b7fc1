using System.Net;

using Crawler.Contracts.V1.Fetching;
using Crawler.Downloader;
using Crawler.Downloader.Batches;
using Crawler.Downloader.Fetching;
using Crawler.ServiceDefaults.Hosting;
using Crawler.TestKit;

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Crawler.IntegrationTests.Downloader;

/// <summary>A downloader with an archive of its own that may dial loopback, unless told otherwise.</summary>
internal sealed class DownloaderHost : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();

    public DownloaderHost(
        bool mayDialLoopback = true,
        TimeProvider? time = null,
        IHostResolver? resolver = null,
        Action<ICrawlerBuilder>? configure = null,
        params string[] settings)
    {
        var builder = CrawlerBuilder.CreateHeadless(
        [
            $"--Archive:Folder={ArchiveFolder}",
            $"--Downloader:SpoolFolder={_folder.File("spool")}",
            .. mayDialLoopback ? ["--Downloader:AllowedAddresses:0=127.0.0.0/8"] : Array.Empty<string>(),
            .. settings.Select(setting => $"--{setting}"),
        ]);
        if (time is not null)
        {
            builder.Services.AddSingleton(time);
        }

        if (resolver is not null)
        {
            builder.Services.AddSingleton(resolver);
        }

        configure?.Invoke(builder);
        builder.AddDownloader();
        Host = builder.Build();
    }

    public IHost Host { get; }

    public string ArchiveFolder => _folder.File("archive");

    public Task<HostBatchFetched> RunAsync(FetchHostBatch batch, CancellationToken abort = default) =>
        Host.Services.GetRequiredService<HostBatchRunner>().RunAsync(batch, abort);

    /// <summary>Runs a batch of one URL and returns its outcome.</summary>
    public async Task<UrlOutcome> FetchAsync(string url, Func<FetchHostBatch, FetchHostBatch>? change = null)
    {
        var batch = TestBatch.Of(url);
        var answer = await RunAsync(change?.Invoke(batch) ?? batch);
        return answer.Outcomes[0];
    }

    public async ValueTask DisposeAsync()
    {
        // Disposing the provider asynchronously: the archive store has no synchronous end.
        await ((IAsyncDisposable)Host).DisposeAsync();
        _folder.Dispose();
    }
}

/// <summary>Answers each look-up of a name with the next of a list of addresses.</summary>
internal sealed class ScriptedResolver(params IPAddress[][] answers) : IHostResolver
{
    private int _asked;

    public int Asked => Volatile.Read(ref _asked);

    public Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken) =>
        Task.FromResult(answers[Math.Min(Interlocked.Increment(ref _asked), answers.Length) - 1]);
}
