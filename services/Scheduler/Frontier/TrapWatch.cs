using Crawler.Persistence.Frontier;
using Crawler.WebStandards.Url;
using Crawler.WebStandards.Url.Traps;

namespace Crawler.Scheduler.Frontier;

/// <summary>
/// Holds the discovered URLs of one transaction against the budgets of the traps that they look like.
/// </summary>
/// <remarks>
/// What was taken and skipped is counted in rows, in the transaction that admits the URLs. So decisions outlive a
/// restart, hold for all schedulers, and cost nothing where no URL looks odd.
/// </remarks>
internal sealed class TrapWatch
{
    private readonly Guid _crawlId;
    private readonly Dictionary<FrontierUrl, IReadOnlyList<TrapSign>> _signs;
    private readonly Dictionary<UrlKey, TrapSuspicion> _suspicions = [];

    private TrapWatch(Guid crawlId, Dictionary<FrontierUrl, IReadOnlyList<TrapSign>> signs)
    {
        _crawlId = crawlId;
        _signs = signs;
    }

    /// <summary>Null where no URL that would be queued has a sign. Seeds are wanted, whatever they look like.</summary>
    public static TrapWatch? Over(
        CrawlPlan plan, IReadOnlyList<(FrontierUrl Row, WebUrl Url)> found, DateTimeOffset now)
    {
        if (!plan.Spec.Traps.Detect)
        {
            return null;
        }

        Dictionary<FrontierUrl, IReadOnlyList<TrapSign>>? signs = null;
        var ofUrl = new List<TrapSign>();
        foreach (var (row, url) in found)
        {
            if (row.Reason is not null || row.Depth == 0)
            {
                continue;
            }

            TrapSigns.Find(url, row.Depth, now, ofUrl);
            ofUrl.RemoveAll(sign => plan.Spec.Traps.Ignore.Contains(RuleOf(sign)));
            if (ofUrl.Count > 0)
            {
                signs ??= [];
                signs[row] = ofUrl;
                ofUrl = [];
            }
        }

        return signs is null ? null : new TrapWatch(plan.CrawlId, signs);
    }

    /// <summary>Whether the URL looks like a trap.</summary>
    public bool Suspects(FrontierUrl row) => _signs.ContainsKey(row);

    /// <summary>Skips the URL if one of its shapes has used up its budget.</summary>
    public async ValueTask JudgeAsync(IFrontierTransaction transaction, FrontierUrl row)
    {
        if (!_signs.TryGetValue(row, out var signs))
        {
            return;
        }

        foreach (var sign in signs)
        {
            var suspicion = await SuspicionAsync(transaction, row, sign);
            if (suspicion.Admitted >= sign.Budget)
            {
                row.State = UrlState.Skipped;
                row.Reason = UrlReason.TrapSuspected;
                row.ReasonDetail = suspicion.Rule;
                row.DueAt = null;
                return;
            }
        }
    }

    /// <summary>Counts a URL that was new: against the rule that skipped it, or all budgets that it uses.</summary>
    public void Count(FrontierUrl row)
    {
        if (!_signs.TryGetValue(row, out var signs))
        {
            return;
        }

        foreach (var sign in signs)
        {
            var suspicion = _suspicions[sign.Shape];
            if (row.Reason is null)
            {
                suspicion.Admitted++;
            }
            else if (suspicion.Admitted >= sign.Budget)
            {
                suspicion.Skipped++;
                suspicion.Example ??= row.Url;
                return;
            }
        }
    }

    public ValueTask SaveAsync(IFrontierTransaction transaction) =>
        transaction.SaveSuspicionsAsync([.. _suspicions.Values.Where(one => one.Admitted + one.Skipped > 0)]);

    private static Contracts.V1.Crawls.TrapRule RuleOf(TrapSign sign) => sign.Rule switch
    {
        TrapRule.RepeatedSegments => Contracts.V1.Crawls.TrapRule.RepeatedSegments,
        TrapRule.EndlessParameters => Contracts.V1.Crawls.TrapRule.EndlessParameters,
        TrapRule.Calendar => Contracts.V1.Crawls.TrapRule.Calendar,
        _ => Contracts.V1.Crawls.TrapRule.SessionIds,
    };

    private async ValueTask<TrapSuspicion> SuspicionAsync(
        IFrontierTransaction transaction, FrontierUrl row, TrapSign sign)
    {
        if (_suspicions.TryGetValue(sign.Shape, out var known))
        {
            return known;
        }

        var shape = new byte[UrlKey.Size];
        sign.Shape.WriteTo(shape);
        return _suspicions[sign.Shape] = await transaction.FindSuspicionAsync(_crawlId, shape) ?? new TrapSuspicion
        {
            CrawlId = _crawlId,
            Shape = shape,
            Host = row.Host,
            Rule = sign.Rule.ToString(),
        };
    }
}
