using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

using Crawler.Contracts.V1.Crawls;
using Crawler.Persistence;
using Crawler.Persistence.Crawls;
using Crawler.ServiceDefaults.Serialization;

using MassTransit;

using Microsoft.EntityFrameworkCore;

namespace Crawler.Gateway.Crawls;

/// <summary>
/// Accepts crawls and commands: what is acknowledged is a committed row, and its message cannot be lost.
/// </summary>
public sealed class CrawlSubmission(ICrawlerDatabase database, CrawlerDbContext context)
{
    /// <summary>
    /// Accepts a valid spec. A repeated <paramref name="idempotencyKey"/> with the same spec gives the same crawl
    /// again.
    /// </summary>
    public async Task<SubmissionResult> SubmitAsync(
        CrawlSpec spec, Guid? crawlId, string? idempotencyKey, CancellationToken cancellationToken)
    {
        try
        {
            return await TrySubmitAsync(spec, crawlId, idempotencyKey, cancellationToken);
        }
        catch (DbUpdateException e) when (database.IsConflict(e))
        {
            // The same key came twice at once. The other request has committed, and is found now.
            context.ChangeTracker.Clear();
            return await TrySubmitAsync(spec, crawlId, idempotencyKey, cancellationToken);
        }
    }

    /// <summary>Accepts a command to a crawl.</summary>
    public async Task CommandAsync<TCommand>(TCommand command, CancellationToken cancellationToken)
        where TCommand : class
    {
        await using var transaction = await database.BeginWriteAsync(cancellationToken);
        transaction.Publish(command);
        await transaction.CommitAsync(cancellationToken);
    }

    private async Task<SubmissionResult> TrySubmitAsync(
        CrawlSpec spec, Guid? crawlId, string? idempotencyKey, CancellationToken cancellationToken)
    {
        var json = JsonSerializer.Serialize(spec, CrawlerJson.Options);
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json)));
        await using var transaction = await database.BeginWriteAsync(cancellationToken);
        await context.JoinAsync(transaction, cancellationToken);
        try
        {
            if (idempotencyKey is not null && await FindAsync(idempotencyKey, cancellationToken) is { } earlier)
            {
                return new SubmissionResult(earlier.CrawlId, IsConflict: earlier.BodyHash != hash);
            }

            var id = crawlId ?? NewId.NextGuid();
            context.Add(new Submission
            {
                CrawlId = id,
                IdempotencyKey = idempotencyKey,
                BodyHash = hash,
                Spec = json,
                SubmittedAt = transaction.Now,
            });
            await context.SaveChangesAsync(cancellationToken);
            transaction.Publish(new SubmitCrawl { CrawlId = id, Spec = spec, SubmittedAt = transaction.Now });
            await transaction.CommitAsync(cancellationToken);
            return new SubmissionResult(id, IsConflict: false);
        }
        finally
        {
            await context.LeaveAsync();
        }
    }

    private Task<Submission?> FindAsync(string key, CancellationToken cancellationToken) =>
        context.Set<Submission>().AsNoTracking().SingleOrDefaultAsync(
            row => row.IdempotencyKey == key, cancellationToken);
}
