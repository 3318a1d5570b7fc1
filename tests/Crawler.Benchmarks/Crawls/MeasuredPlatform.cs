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

    /// <summary>Rows inserted, changed and removed, as the server counts them.</summary>
    private long RowsWritten()
    {
        using var connection = Platform.OpenDatabase();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0)::bigint FROM pg_stat_user_tables";
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }
}
