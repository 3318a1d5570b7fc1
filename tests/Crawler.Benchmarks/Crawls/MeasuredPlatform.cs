using System.Diagnostics;
using System.Globalization;

using Crawler.Contracts.V1.Crawls;
using Crawler.TestKit.Platforms;

namespace Crawler.Benchmarks.Crawls;

/// <summary>A platform of processes of which it is counted what they do during a crawl.</summary>
internal sealed class MeasuredPlatform : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(15);

    /// <summary>As often as somebody who watches a crawl would ask.</summary>
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(500);

    /// <summary>A platform at rest uses less of a second of one processor than this; it has heartbeats, sweeps and polls.</summary>
    private static readonly TimeSpan RestingCpu = TimeSpan.FromMilliseconds(300);

    private static readonly TimeSpan SettleTime = TimeSpan.FromMinutes(2);

    private MeasuredPlatform(DistributedPlatform platform) => Platform = platform;

    public DistributedPlatform Platform { get; }

    /// <param name="programs">The folder of published programs, or null for the build of this working copy.</param>
    /// <param name="downloaders">How many downloaders it has.</param>
    /// <param name="settings">Settings that are not at their defaults.</param>
    public static async Task<MeasuredPlatform> StartAsync(string? programs, int downloaders, params string[] settings) =>
        new(await DistributedPlatform.StartAsync(new PlatformOptions
        {
            Downloaders = downloaders,
            Programs = programs,
            Settings = settings,
        }));

    public async Task<CrawlCost> CrawlAsync(CrawlSpec spec)
    {
        await SettleAsync();
        var (cpu, messages, rows) = (await Platform.ProcessorTimesAsync(), await Platform.Broker.MessagesPublishedAsync(), RowsWritten());
        var start = Stopwatch.GetTimestamp();
        var id = await Platform.SubmitAsync(spec);
        var status = await Platform.WaitForAsync(id, status => status.HasEnded, Deadline, LookInterval);
        var wall = Stopwatch.GetElapsedTime(start);
        var after = await Platform.ProcessorTimesAsync();
        return status.State == "Completed"
            ? new CrawlCost
            {
                CrawlId = id,
                Pages = status.Counts.Fetched,
                Wall = wall,
                Cpu = after.ToDictionary(one => one.Key, one => one.Value - cpu[one.Key], StringComparer.Ordinal),
                Messages = await Platform.Broker.MessagesPublishedAsync() - messages,
                RowsWritten = RowsWritten() - rows,
            }
            : throw new BenchmarkFailedException($"The crawl ended {status.State}, {status.EndReason}.");
    }

    public ValueTask DisposeAsync() => Platform.DisposeAsync();

    /// <summary>
    /// Returns when the processes are at rest. What was called often is compiled again in the background for seconds
    /// after it, also what is called only when a process starts: that is no part of the next crawl.
    /// </summary>
    private async Task SettleAsync()
    {
        var start = Stopwatch.GetTimestamp();
        for (TimeSpan before, now = await CpuAsync(); Stopwatch.GetElapsedTime(start) < SettleTime;)
        {
            await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System);
            (before, now) = (now, await CpuAsync());
            if (now - before < RestingCpu)
            {
                return;
            }
        }

        throw new BenchmarkFailedException($"The platform did not come to rest within {SettleTime}.");
    }

    private async Task<TimeSpan> CpuAsync() =>
        (await Platform.ProcessorTimesAsync()).Values.Aggregate(TimeSpan.Zero, (sum, one) => sum + one);

    /// <summary>Rows inserted, changed and removed, as the server counts them.</summary>
    private long RowsWritten()
    {
        using var connection = Platform.OpenDatabase();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0)::bigint FROM pg_stat_user_tables";
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }
}
