using Crawler.Gateway.Access;
using Crawler.Gateway.Crawls;
using Crawler.Gateway.Queries;
using Crawler.Persistence.Access;

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Crawler.Gateway.Rows;

/// <summary>Read a crawl's stored pages, in parts, at a stretch, or as they come.</summary>
internal static class PagesApi
{
    private const int DefaultLimit = 100;

    public static IEndpointRouteBuilder MapPagesApi(this IEndpointRouteBuilder endpoints)
    {
        var pages = endpoints.MapGroup("/v1/crawls/{id:guid}/pages").WithTags("Pages").RequireScope(AccessScope.Read);
        pages.MapGet("/", List).WithName("ListPages").WithSummary("Read a crawl's stored pages")
            .WithDescription(
                "By number, after the number `after`. As JSON up to `limit` of them, 100 unless it says otherwise; as NDJSON "
                + "or CSV all, or up to `limit`. With `follow=true`, as NDJSON, the answer goes on until the crawl has ended; "
                + "an empty line means that there was nothing new for 15 s.")
            .Produces<PageList>(200, RowFormats.Json, RowFormats.NdJson, RowFormats.Csv)
            .WithMetadata(new RowMetadata(typeof(StoredPage)))
            .ProducesProblem(400).ProducesProblem(404).ProducesProblem(406);
        pages.MapGet("/{seq:long}", Get).WithName("GetPage").WithSummary("Read one stored page")
            .ProducesProblem(404);
        return endpoints;
    }

    private static async Task<IResult> List(
        Guid id, HttpRequest request, CrawlQueries crawls, PageQueries pages, PageFollowing following,
        CancellationToken cancellationToken, long after = 0, long? limit = null, bool follow = false)
    {
        if (RowFormats.Of(request) is not { } format || (follow && format == RowFormat.Csv))
        {
            return RowProblems.NotAcceptable(follow);
        }

        format = follow ? RowFormat.NdJson : format;
        if (RowProblems.OfLimit(format, limit, PageQueries.MaxLimit) is { } problem)
        {
            return problem;
        }

        if (after < 0)
        {
            return ApiProblems.Invalid("after", "must be 0 or more");
        }

        if (!await crawls.ExistsAsync(id, cancellationToken))
        {
            return ApiProblems.NoSuchCrawl(id);
        }

        if (format != RowFormat.Json)
        {
            return new RowStream<StoredPage>(
                following.ReadPartsAsync(id, after, limit, follow), format, PageRow.CsvHeader, PageRow.ToCsv);
        }

        var asked = (int)(limit ?? DefaultLimit);
        var items = await pages.ReadAsync(id, after, asked, cancellationToken);
        return TypedResults.Ok(new PageList { Items = items, Next = items.Count == asked ? items[^1].Seq : null });
    }

    private static async Task<Results<Ok<StoredPage>, ProblemHttpResult>> Get(
        Guid id, long seq, CrawlQueries crawls, PageQueries pages, CancellationToken cancellationToken)
    {
        if (await pages.FindAsync(id, seq, cancellationToken) is { } page)
        {
            return TypedResults.Ok(page);
        }

        return await crawls.ExistsAsync(id, cancellationToken)
            ? RowProblems.NoSuchPage(id, seq) : ApiProblems.NoSuchCrawl(id);
    }
}
