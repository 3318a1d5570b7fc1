using System.Diagnostics;

using Crawler.Contracts.V1.Fetching;
using Crawler.Downloader.Fetching;
using Crawler.Downloader.Politeness;
using Crawler.Downloader.Robots;
using Crawler.Downloader.Telemetry;
using Crawler.WebStandards.Url;

namespace Crawler.Downloader.Batches;

/// <summary>
/// One host batch while it runs: its URLs in order, at its pace, until they are done or the batch ends early.
/// </summary>
/// <remarks>
/// One loop walks the URLs: robots ruling, turn, start. Fetches run beside it, as many as the lease has connections.
/// The batch <b>ends early</b> when its host asks for quiet (429, 503) or says nothing several times in a row, when its
/// crawl is paused or ends, when the process stops, when the disk is full, or when the lease leaves no time for another
/// start: nothing further is started, what runs is finished, and URLs without an outcome are given back, which costs
/// them nothing.
/// </remarks>
internal sealed class HostBatchRun : IDisposable
{
    private readonly BatchParts _parts;
    private readonly FetchHostBatch _batch;
    private readonly UrlOutcome?[] _outcomes;
    private readonly BatchTally _tally;
    private readonly FetchPacer _pacer;
    private readonly BatchRobots _robots;
    private readonly PageSettling _settling;
    private readonly CancellationTokenSource _end;
    private readonly CancellationTokenSource _abort;
    private readonly IDisposable _watch;

    public HostBatchRun(BatchParts parts, FetchHostBatch batch, CancellationToken abort)
    {
        _parts = parts;
        _batch = batch;
        _outcomes = new UrlOutcome?[batch.Urls.Count];
        _tally = new BatchTally(parts.Options.Value.MaxSilentFailures);
        _pacer = new FetchPacer(batch, parts.Slots, parts.Heartbeats, parts.Time);
        _robots = new BatchRobots(batch, parts.RobotsFetcher, parts.RobotsCache, _pacer, parts.Options, parts.Time);
        _settling = new PageSettling(parts, batch);
        _end = CancellationTokenSource.CreateLinkedTokenSource(parts.StopSignal.NoMoreStarts);
        _abort = CancellationTokenSource.CreateLinkedTokenSource(abort, parts.StopSignal.Abort);
        _watch = parts.CrawlStops.Watch(batch.CrawlId, _end);
    }

    public async Task<HostBatchFetched> RunAsync()
    {
        _parts.SentLinks.Confirm(_batch);
        var running = new List<Task>(_batch.Urls.Count);
        try
        {
            for (var i = 0; i < _batch.Urls.Count && !_end.IsCancellationRequested; i++)
            {
                if (await BeginAsync(i) is not { } fetch)
                {
                    continue;
                }

                running.Add(fetch);
            }
        }
        catch (OperationCanceledException) when (_abort.IsCancellationRequested)
        {
            // robots.txt was being asked for; what has no outcome is given back.
        }

        await Task.WhenAll(running);
        await FlushAsync();
        return Answer();
    }

    public void Dispose()
    {
        _watch.Dispose();
        _end.Dispose();
        _abort.Dispose();
        _pacer.Dispose();
    }

    /// <summary>Starts the fetch of a URL, in its turn. Null where it is not fetched.</summary>
    private async ValueTask<Task?> BeginAsync(int index)
    {
        var item = _batch.Urls[index];
        if (!WebUrl.TryParse(item.Url, out var url) || !url.IsHttp)
        {
            _parts.Log.NoUrl(LogUrl.Of(item.Url));
            _outcomes[index] = BatchAnswers.Failed(item, FetchReasons.Internal);
            return null;
        }

        var request = RequestOf(item, url);
        var ruling = await _robots.RuleAsync(url, request, FetchInTurnAsync);
        switch (ruling.Access)
        {
            case RobotsPermission.Allowed:
                break;
            case RobotsPermission.Denied:
                _outcomes[index] = BatchAnswers.Skipped(item, FetchReasons.RobotsDenied);
                return null;
            case RobotsPermission.Failed:
                _outcomes[index] = BatchAnswers.Failed(item, ruling.Failure!);
                return null;
            case RobotsPermission.Unreachable:
                return null;
            default:
                await _end.CancelAsync();
                return null;
        }

        if (await _pacer.NextAsync(_end.Token) is { } turn)
        {
            return FetchPageAsync(index, request, turn);
        }

        await _end.CancelAsync();
        return null;
    }

    private async Task FetchPageAsync(int index, FetchRequest request, FetchTurn turn)
    {
        using var held = turn;
        using var span = FetchSpan.BeginPage();
        try
        {
            using var exchange = await FetchAsync(request, turn);
            var outcome = await _settling.SettleAsync(index, exchange, _abort.Token);
            if (outcome is null)
            {
                await _end.CancelAsync();
                return;
            }

            _outcomes[index] = outcome;
            await TallyAsync(exchange, outcome);
            Report(span, exchange, outcome);
        }
        catch (OperationCanceledException) when (_abort.IsCancellationRequested)
        {
            // Given back.
        }
        catch (SpoolFailedException e)
        {
            _parts.Log.SpoolFailed(e, LogUrl.Of(request.Url), _batch.LeaseId);
            await _end.CancelAsync();
        }
        catch (Exception e)
        {
            _parts.Log.Internal(e, LogUrl.Of(request.Url));
            _outcomes[index] = BatchAnswers.Failed(_batch.Urls[index], FetchReasons.Internal);
        }
    }

    private async Task<FetchExchange?> FetchInTurnAsync(FetchRequest request)
    {
        using var turn = await _pacer.NextAsync(_end.Token);
        if (turn is null)
        {
            return null;
        }

        using var span = FetchSpan.BeginRobots();
        var exchange = await FetchAsync(request, turn);
        FetchSpan.Tell(span, exchange);
        _tally.Answered(exchange);
        return exchange;
    }

    private Task<FetchExchange> FetchAsync(FetchRequest request, FetchTurn turn) =>
        _parts.Fetcher.FetchAsync(request with { Sent = turn.RequestWritten }, _abort.Token);

    private FetchRequest RequestOf(FetchUrl item, WebUrl url) => new()
    {
        Url = url,
        UserAgent = _batch.UserAgent,
        ETag = item.ETag,
        LastModified = item.LastModified,
        Timeout = _batch.RequestTimeout,
        MaxBodyBytes = item.Kind == ResourceKind.Sitemap
            ? _parts.Options.Value.MaxSitemapBytes
            : Math.Max(0, _batch.MaxBodyBytes),
        CutLongBody = item.Kind == ResourceKind.Sitemap,
        HtmlOnly = _batch.HtmlOnly && item.Kind == ResourceKind.Page,
        KeepErrorBody = _batch.Archive,
    };

    private async ValueTask TallyAsync(FetchExchange exchange, UrlOutcome outcome)
    {
        _tally.Answered(exchange);
        if (_tally.IsHostSilent(exchange) || outcome.Kind == OutcomeKind.Throttled)
        {
            _parts.Log.HostEnded(_batch.Host, _batch.LeaseId);
            await _end.CancelAsync();
        }
    }

    private void Report(Activity? span, FetchExchange exchange, UrlOutcome outcome)
    {
        _parts.Metrics.Fetched(exchange, outcome);
        if (_parts.Log.SaysDone)
        {
            _parts.Log.Done(
                LogUrl.Of(exchange.Request.Url),
                outcome.Kind.ToString(),
                outcome.Reason,
                exchange.Status,
                exchange.Duration);
        }

        FetchSpan.Tell(span, exchange, outcome);
    }

    private async ValueTask FlushAsync()
    {
        try
        {
            await _settling.FlushAsync();
        }
        catch (Exception e)
        {
            _parts.Log.FlushFailed(e, _batch.LeaseId);
            for (var i = 0; i < _outcomes.Length; i++)
            {
                _outcomes[i] = _outcomes[i]?.Archive is null ? _outcomes[i] : null;
            }
        }
    }

    private IReadOnlyList<FoundLink> UnsentLinks()
    {
        var links = _settling.Links();
        var unsent = _parts.SentLinks.Sift(_batch, links);
        _parts.Metrics.LinksLeftOut(links.Count - unsent.Count);
        return unsent;
    }

    private HostBatchFetched Answer() => new()
    {
        LeaseId = _batch.LeaseId,
        CrawlId = _batch.CrawlId,
        Host = _batch.Host,
        Outcomes = [.. _outcomes.Select((outcome, i) => outcome ?? BatchAnswers.NotAttempted(_batch.Urls[i]))],
        Links = UnsentLinks(),
        Robots = _robots.Asked,
        SinceLastStart = _pacer.SinceLastStart,
        ResponseTime = _tally.MeanResponseTime,
    };
}
