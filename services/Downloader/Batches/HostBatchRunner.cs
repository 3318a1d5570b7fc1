using Crawler.Contracts.V1.Fetching;

namespace Crawler.Downloader.Batches;

/// <summary>Runs host batches.</summary>
internal sealed class HostBatchRunner(BatchParts parts)
{
    /// <summary>
    /// Fetches what a batch asks for and answers every URL of it. When <paramref name="abort"/> is cancelled, what has
    /// not ended is given back; the answer still comes.
    /// </summary>
    public async Task<HostBatchFetched> RunAsync(FetchHostBatch batch, CancellationToken abort)
    {
        using var scope = parts.Log.Within(batch);
        using var run = new HostBatchRun(parts, batch, abort);
        parts.Metrics.BatchBegun();
        var answer = BatchAnswers.GivenBack(batch);
        try
        {
            answer = await parts.LinkClaims.CheckInAsync(await run.RunAsync(), CancellationToken.None);
            return answer;
        }
        finally
        {
            parts.Metrics.BatchEnded(answer);
        }
    }
}
