using Crawler.Archive.Objects;
using Crawler.Contracts.V1.Fetching;
using Crawler.ServiceDefaults.Messaging;

using Microsoft.Extensions.Logging;

namespace Crawler.Scheduler.Frontier;

/// <summary>The links that answers have laid aside instead of carrying them.</summary>
internal sealed partial class ClaimedLinks(IObjectStore objects, ILogger<ClaimedLinks> logger)
{
    private const int SweepLimit = 10_000;

    /// <summary>A lease is in its row before its links can be laid aside, so age only spares young objects a look.</summary>
    private static readonly TimeSpan MinAge = TimeSpan.FromMinutes(10);

    /// <summary>
    /// The answer with its links. Where they are lost, its pages have failed, and are fetched again within their
    /// attempts: what they link to is never lost without a trace, nor asked for without end.
    /// </summary>
    public async ValueTask<HostBatchFetched> RedeemAsync(HostBatchFetched answer, CancellationToken cancellationToken)
    {
        if (answer.LinksReference is not { } name)
        {
            return answer;
        }

        return name == LinksObject.NameOf(answer.LeaseId)
            && await objects.GetAsync(name, LinksObject.MaxBytes, cancellationToken) is { } content
            && await LinksObject.ReadAsync(content, cancellationToken) is { } links
                ? answer with { Links = links, LinksReference = null }
                : answer with { Links = [], Outcomes = [.. answer.Outcomes.Select(WithoutLinks)] };
    }

    /// <summary>Removes what an answer laid aside, once it was committed or dropped.</summary>
    public async ValueTask DiscardAsync(HostBatchFetched answer, CancellationToken cancellationToken)
    {
        if (answer.LinksReference is null)
        {
            return;
        }

        try
        {
            await objects.DeleteAsync(LinksObject.NameOf(answer.LeaseId), cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogKept(e, answer.LeaseId);
        }
    }

    /// <summary>Objects that no answer may name any more, if their leases are gone.</summary>
    public async ValueTask<IReadOnlyList<(Guid? LeaseId, string Name)>> ListAsync(
        DateTimeOffset now, CancellationToken cancellationToken)
    {
        var names = await objects.ListAsync(LinksObject.Prefix, now - MinAge, SweepLimit, cancellationToken);
        return [.. names.Select(name => (LinksObject.LeaseOf(name), name))];
    }

    public ValueTask DeleteAsync(string name, CancellationToken cancellationToken) =>
        objects.DeleteAsync(name, cancellationToken);

    /// <summary>Says that links were lost; only of an answer whose lease stood: that of a copy is gone, and its links.</summary>
    public void ReportLost(HostBatchFetched answer) => LogLost(answer.LeaseId, answer.Host);

    private static UrlOutcome WithoutLinks(UrlOutcome outcome) => outcome.Kind == OutcomeKind.Fetched
        ? new UrlOutcome
        {
            Key = outcome.Key,
            Kind = OutcomeKind.Failed,
            Reason = nameof(Persistence.Frontier.UrlReason.Internal),
            HttpStatus = outcome.HttpStatus,
        }
        : outcome;

    [LoggerMessage(4004, LogLevel.Error, "The links of lease {LeaseId} of {Host} are lost; its pages are fetched again")]
    private partial void LogLost(Guid leaseId, string host);

    [LoggerMessage(4005, LogLevel.Warning, "The links of lease {LeaseId} could not be removed; the sweep will")]
    private partial void LogKept(Exception exception, Guid leaseId);
}
