using Crawler.Contracts.V1.Crawls;
using Crawler.Gateway.Access;
using Crawler.Gateway.Auditing;
using Crawler.Gateway.Queries;
using Crawler.Persistence.Access;

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Crawler.Gateway.Crawls;

/// <summary>Submit crawls, watch them, steer them.</summary>
internal static class CrawlsApi
{
    public static IEndpointRouteBuilder MapCrawlsApi(this IEndpointRouteBuilder endpoints)
    {
        var crawls = endpoints.MapGroup("/v1/crawls").WithTags("Crawls");
        crawls.MapPost("/", Submit).WithName("SubmitCrawl").WithSummary("Submit a crawl")
            .ProducesProblem(400).ProducesProblem(422).RequireScope(AccessScope.Write);
        crawls.MapGet("/", List).WithName("ListCrawls").WithSummary("List crawls, newest first")
            .ProducesProblem(400).RequireScope(AccessScope.Read);
        crawls.MapGet("/{id:guid}", Get).WithName("GetCrawl").WithSummary("See how a crawl stands")
            .ProducesProblem(404).RequireScope(AccessScope.Read);
        crawls.MapPost("/{id:guid}/pause", Pause).WithName("PauseCrawl").WithSummary("Stop fetching until resumed")
            .ProducesProblem(404).ProducesProblem(409).RequireScope(AccessScope.Write).Audited("crawl.pause");
        crawls.MapPost("/{id:guid}/resume", Resume).WithName("ResumeCrawl").WithSummary("Go on with a paused crawl")
            .ProducesProblem(404).ProducesProblem(409).RequireScope(AccessScope.Write).Audited("crawl.resume");
        crawls.MapPost("/{id:guid}/cancel", Cancel).WithName("CancelCrawl").WithSummary("End a crawl early")
            .ProducesProblem(404).ProducesProblem(409).RequireScope(AccessScope.Write).Audited("crawl.cancel");
        return endpoints;
    }

    private static async Task<Results<Accepted<AcceptedCrawl>, ProblemHttpResult>> Submit(
        CrawlSpec spec,
        [FromHeader(Name = "Idempotency-Key")] string? idempotencyKey,
        CrawlSubmission submission,
        CancellationToken cancellationToken)
    {
        if (CrawlSpecValidation.Validate(spec) is [_, ..] errors)
        {
            return ApiProblems.InvalidSpec(errors);
        }

        if (idempotencyKey?.Length is 0 or > 255)
        {
            return ApiProblems.Invalid("Idempotency-Key", "must be 1 to 255 characters");
        }

        var result = await submission.SubmitAsync(spec, crawlId: null, idempotencyKey, cancellationToken);
        return result.IsConflict
            ? ApiProblems.IdempotencyConflict()
            : TypedResults.Accepted($"/v1/crawls/{result.CrawlId}", AcceptedCrawl.Of(result.CrawlId));
    }

    private static async Task<Results<Ok<CrawlList>, ProblemHttpResult>> List(
        CrawlQueries queries, CancellationToken cancellationToken, Guid? after = null, int limit = 20)
    {
        if (limit is < 1 or > CrawlQueries.MaxLimit)
        {
            return ApiProblems.Invalid("limit", $"must be from 1 to {CrawlQueries.MaxLimit}");
        }

        var items = await queries.ListAsync(after, limit, cancellationToken);
        return TypedResults.Ok(new CrawlList { Items = items, Next = items.Count == limit ? items[^1].Id : null });
    }

    private static async Task<Results<Ok<CrawlStatus>, ProblemHttpResult>> Get(
        Guid id, CrawlQueries queries, CancellationToken cancellationToken) =>
        await queries.FindAsync(id, cancellationToken) is { } crawl ? TypedResults.Ok(crawl)
            : ApiProblems.NoSuchCrawl(id);

    private static Task<Results<Accepted<AcceptedCrawl>, ProblemHttpResult>> Pause(
        Guid id, CrawlQueries queries, CrawlSubmission submission, CancellationToken cancellationToken) =>
        Command(id, new PauseCrawl { CrawlId = id }, queries, submission, cancellationToken);

    private static Task<Results<Accepted<AcceptedCrawl>, ProblemHttpResult>> Resume(
        Guid id, CrawlQueries queries, CrawlSubmission submission, CancellationToken cancellationToken) =>
        Command(id, new ResumeCrawl { CrawlId = id }, queries, submission, cancellationToken);

    private static Task<Results<Accepted<AcceptedCrawl>, ProblemHttpResult>> Cancel(
        Guid id, CrawlQueries queries, CrawlSubmission submission, CancellationToken cancellationToken) =>
        Command(id, new CancelCrawl { CrawlId = id }, queries, submission, cancellationToken);

    private static async Task<Results<Accepted<AcceptedCrawl>, ProblemHttpResult>> Command<TCommand>(
        Guid id, TCommand command, CrawlQueries queries, CrawlSubmission submission,
        CancellationToken cancellationToken)
        where TCommand : class
    {
        if (await queries.FindAsync(id, cancellationToken) is not { } crawl)
        {
            return ApiProblems.NoSuchCrawl(id);
        }

        if (crawl.HasEnded)
        {
            return ApiProblems.CrawlHasEnded(crawl.State);
        }

        await submission.CommandAsync(command, cancellationToken);
        return TypedResults.Accepted($"/v1/crawls/{id}", AcceptedCrawl.Of(id));
    }
}
