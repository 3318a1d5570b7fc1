using System.Text;

using Crawler.Contracts.V1.Crawls;
using Crawler.Contracts.V1.Fetching;
using Crawler.Scheduler.Frontier;

namespace Crawler.IntegrationTests.Frontier;

/// <summary>
/// Two crawls on shared hosts, driven through steps that a list of numbers chooses; the laws are asked after each.
/// </summary>
internal sealed class FrontierHistory(FrontierHarness frontier, IReadOnlyList<int> choices)
{
    private static readonly string[] Reasons = ["Dns", "Timeout", "Http5xx", "Http4xx", "Body", "Unknown"];
    private static readonly string[] Skips = ["RobotsDenied", "ContentType", "TooLarge"];

    private readonly List<FetchHostBatch> _flying = [];
    private readonly List<FetchHostBatch> _over = [];
    private readonly StringBuilder _story = new();
    private Random _random = new(0);
    private Guid[] _crawls = [];

    /// <summary>What happened, step by step, and which law was broken at last; null when all held.</summary>
    public async Task<string?> RunAsync()
    {
        await StartAsync();
        foreach (var choice in choices)
        {
            _random = new Random(choice);
            if (await StepAsync(choice % 20) is not { } happened)
            {
                continue;
            }

            _story.Append(happened).Append('\n');
            var broken = await frontier.BrokenLawsAsync();
            if (broken.Count > 0)
            {
                return $"{_story}broken: {string.Join("; ", broken)}";
            }
        }

        return null;
    }

    private static CrawlSpec SpecOf(int crawl) => crawl == 0
        ? Specs.Of(["https://h0.example/", "https://h1.example/s", "https://h2.example/"])
            .Limited(new LimitsSpec { Pages = 12, Depth = 3 }).Polite(TimeSpan.Zero, perHost: 4)
                .Recrawling(TimeSpan.FromMinutes(2))
        : Specs.Of(["https://h0.example/", "https://h1.example/t", "https://h3.example/"])
            .Limited(new LimitsSpec { Pages = 15, Depth = 2 }).Polite(TimeSpan.FromSeconds(1), perHost: 2);

    private async Task StartAsync()
    {
        _crawls = [await frontier.StartAsync(SpecOf(0)), await frontier.StartAsync(SpecOf(1))];
    }

    /// <summary>What happened; null when nothing did.</summary>
    private async Task<string?> StepAsync(int step)
    {
        switch (step)
        {
            case < 5:
                var batches = await frontier.DispatchAsync();
                _flying.AddRange(batches);
                return batches.Count == 0 ? null
                    : $"dispatch: {batches.Count} batches, {batches.Sum(batch => batch.Urls.Count)} URLs";
            case < 12:
                return await AnswerAsync();
            case 12:
                return await RepeatAsync();
            case 13:
                return await PauseOrResumeAsync();
            case 14:
                await frontier.Frontier.ReleaseAllAsync(CancellationToken.None);
                Forget();
                return "the process dies";
            case 15:
                return await ExpireAsync();
            case 16 when _random.Next(4) == 0:
                return await CancelAsync();
            case 17:
                frontier.Clock.Advance(TimeSpan.FromMinutes(2));
                await frontier.SweepAsync();
                return "two minutes pass, sweep";
            default:
                frontier.Clock.Advance(TimeSpan.FromSeconds(_random.Next(1, 8)));
                await frontier.SweepAsync();
                return "seconds pass, sweep";
        }
    }

    private async Task<string?> AnswerAsync()
    {
        if (_flying.Count == 0)
        {
            return null;
        }

        var batch = _flying[_random.Next(_flying.Count)];
        _flying.Remove(batch);
        _over.Add(batch);
        var kinds = new List<string>();
        var answer = Answer.To(batch).Each(url =>
        {
            var outcome = OutcomeOf(url);
            kinds.Add($"{outcome.Kind} {outcome.Reason} {outcome.RedirectTo}".TrimEnd());
            return outcome;
        });
        answer.Linking(Enumerable.Range(0, _random.Next(4)).Select(_ => AnyUrl()));
        var committed = await frontier.CommitAsync(answer);
        return $"answer of {batch.Host} (committed: {committed}): {string.Join(", ", kinds)}";
    }

    private UrlOutcome OutcomeOf(FetchUrl url) => _random.Next(12) switch
    {
        < 4 => Answer.Fetched(url),
        4 => Answer.Fetched("sha256:" + _random.Next(3)),
        5 => Answer.RedirectedTo(_random.Next(4) == 0 ? url.Url : AnyUrl()),
        6 => Answer.Failed(Reasons[_random.Next(Reasons.Length)]),
        7 => Answer.Skipped(Skips[_random.Next(Skips.Length)]),
        8 => Answer.Gone,
        9 => _random.Next(3) == 0 ? Answer.Throttled() : Answer.NotModified,
        10 => Answer.NotAttempted,
        _ => Answer.NotModified,
    };

    private string AnyUrl() => $"https://h{_random.Next(5)}.example/{_random.Next(6)}";

    private async Task<string?> RepeatAsync()
    {
        if (_over.Count == 0)
        {
            return null;
        }

        var batch = _over[_random.Next(_over.Count)];
        var committed = await frontier.CommitAsync(Answer.To(batch).Linking(AnyUrl()));
        return committed ? throw new InvalidOperationException($"{_story}a late answer of {batch.Host} was committed")
            : "a late answer";
    }

    private async Task<string> PauseOrResumeAsync()
    {
        var crawl = _crawls[_random.Next(2)];
        var state = frontier.Rows<Persistence.Crawls.CrawlSaga>().Single(row => row.CorrelationId == crawl)
            .CurrentState;
        var next = state switch
        {
            CrawlStates.Crawling => CrawlStates.Paused,
            CrawlStates.Paused => CrawlStates.Crawling,
            _ => state,
        };
        if (next != state)
        {
            await frontier.MoveToAsync(crawl, next);
        }

        return $"{state} to {next}";
    }

    private async Task<string> ExpireAsync()
    {
        if (_flying.Count > 0)
        {
            var claimed = _flying.Where(_ => _random.Next(2) == 0).Select(batch => batch.LeaseId).ToArray();
            await frontier.HeartbeatAsync("doomed", claimed);
        }

        frontier.Clock.Advance(TimeSpan.FromSeconds(121));
        await frontier.SweepAsync();
        Forget();
        return "every lease expires";
    }

    private async Task<string> CancelAsync()
    {
        var crawl = _crawls[_random.Next(2)];
        await frontier.EndAsync(crawl, EndReason.Cancelled);
        return "cancel";
    }

    private void Forget()
    {
        _over.AddRange(_flying);
        _flying.Clear();
    }
}
