using Crawler.Contracts.V1.Fetching;

namespace Crawler.Downloader.Batches;

/// <summary>Runs host batches.</summary>
internal sealed class HostBatchRunner(BatchParts parts)
{
    /// <summary>
    /// Fetches what a batch asks for and answers every URL of it. When <paramref name="abort"/> is cancelled, what has
    /// not ended is given back; the answer still comes. While pages cannot be kept the batch is given back as it came.
    /// </summary>
    public async Task<HostBatchFetched> RunAsync(FetchHostBatch batch, CancellationToken abort)
    {
        if (!parts.Storage.Admits(batch))
        {
            await parts.Storage.HoldAsync(parts.StopSignal.NoMoreStarts);
            return BatchAnswers.GivenBack(batch);
        }

        using var scope = parts.Log.Within(batch);
        using var run = new HostBatchRun(parts, batch, abort);
        parts.Metrics.BatchBegun();
        var answer = BatchAnswers.GivenBack(batch);
        var links = 0;
        try
        {
            answer = await run.RunAsync();
            var found = answer.Links.Count;
            answer = await parts.LinkClaims.CheckInAsync(batch, answer, CancellationToken.None);
            links = answer.LinksReference is null ? answer.Links.Count : found;
            return answer;
        }
        finally
        {
            parts.Storage.End(batch, run.HasArchived);
            parts.Metrics.BatchEnded(answer, links);
        }
    }
}
