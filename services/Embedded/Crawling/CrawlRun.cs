using Crawler.Contracts.V1.Crawls;
using Crawler.Embedded.Output;
using Crawler.Gateway.Crawls;
using Crawler.Gateway.Queries;
using Crawler.Scheduler.Indexing;
using Crawler.ServiceDefaults.Hosting;

using MassTransit;

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Crawler.Embedded.Crawling;

/// <summary>
/// Runs one crawl in this process, from submission or from where it stopped, to its end or to the user's signal.
/// </summary>
internal sealed class CrawlRun(CrawlArguments arguments, InterruptSignal interrupt)
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan PauseGrace = TimeSpan.FromSeconds(5);

    /// <summary>Returns the exit code.</summary>
    public async Task<int> RunAsync()
    {
        using var data = DataFolder.Open(arguments.Data);
        var crawlId = arguments.Spec is null ? await FindResumableAsync() : NewId.NextGuid();
        var builder = CrawlerBuilder.CreateHeadless([]).Configure(
            data, arguments.AllowedAddresses,
            [new("Frontier:OnlyCrawl", crawlId.ToString()), new("Downloader:StopGrace", "3s"),
                new("Messaging:StopTimeout", "5s"),

                // What is given up stays in the outbox, and is sent again when the crawl is resumed.
                new("Messaging:Redeliveries", "0")]);
        using var host = builder.Build();
        await host.StartOrExplainAsync(CancellationToken.None);
        try
        {
            return await RunAsync(host, crawlId);
        }
        finally
        {
            await host.StopAsync(CancellationToken.None);
        }
    }

    private static Task<CrawlStatus> ReadAsync(IHost host, Guid crawlId) =>
        host.Services.UseAsync<CrawlQueries, CrawlStatus>(
            async queries => (await queries.FindAsync(crawlId, CancellationToken.None))!);

    private static Task CommandAsync<TCommand>(IHost host, TCommand command)
        where TCommand : class =>
        host.Services.UseAsync<CrawlSubmission>(submission => submission.CommandAsync(command, CancellationToken.None));

    private async Task<Guid> FindResumableAsync()
    {
        await using var reader = await DataReader.OpenAsync(arguments.Data);
        return await reader.FindResumableAsync(arguments.ResumeId);
    }

    private async Task<int> RunAsync(IHost host, Guid crawlId)
    {
        if (arguments.Spec is { } spec)
        {
            await host.Services.UseAsync<CrawlSubmission>(submission =>
                submission.SubmitAsync(spec, crawlId, idempotencyKey: null, CancellationToken.None));
        }
        else
        {
            // Whatever state it shows: a pause that was asked for before the process died may still be on its way.
            await CommandAsync(host, new ResumeCrawl { CrawlId = crawlId });
        }

        var status = await new ProgressDisplay(arguments.Json).ShowAsync(() => WatchAsync(host, crawlId));
        if (status.HasEnded && arguments.Spec?.Archive != ArchiveKind.None)
        {
            await host.Services.GetRequiredService<ArchiveIndexing>().IndexEndedAsync(
                waits: true, CancellationToken.None);
        }

        if (status.HasEnded && arguments.Output is { } file)
        {
            await host.Services.UseAsync<PageQueries>(pages => PageFile.WriteAsync(
                file, arguments.Format, pages.ReadAllAsync(crawlId, after: 0, CancellationToken.None)));
        }

        Summary.Write(status, arguments);
        return status.State switch
        {
            "Completed" => ExitCodes.Completed,
            "Failed" or "Cancelled" => ExitCodes.Failed,
            _ => ExitCodes.Interrupted,
        };
    }

    /// <summary>Looks at the crawl until it has ended or was interrupted.</summary>
    private async IAsyncEnumerable<CrawlStatus> WatchAsync(IHost host, Guid crawlId)
    {
        var time = host.Services.GetRequiredService<TimeProvider>();
        var status = await ReadAsync(host, crawlId);
        while (!status.HasEnded && !interrupt.IsRequested)
        {
            yield return status;
            await interrupt.WaitAsync(LookInterval, time);
            status = await ReadAsync(host, crawlId);
        }

        yield return status.HasEnded ? status : await PauseAsync(host, crawlId, time);
    }

    /// <summary>
    /// Pauses, and waits a while for what was being fetched, unless the user insists. What is late goes back to the
    /// frontier.
    /// </summary>
    private async Task<CrawlStatus> PauseAsync(IHost host, Guid crawlId, TimeProvider time)
    {
        await CommandAsync(host, new PauseCrawl { CrawlId = crawlId });
        var begun = time.GetTimestamp();
        while (true)
        {
            var status = await ReadAsync(host, crawlId);
            var isPatient = !interrupt.IsInsistent && time.GetElapsedTime(begun) < PauseGrace;
            if (status.HasEnded || !isPatient || (status.State == "Paused" && status.Counts.Leased == 0))
            {
                return status;
            }

            await Task.Delay(LookInterval, time, CancellationToken.None);
        }
    }
}
