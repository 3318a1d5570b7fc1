using Crawler.Gateway.Access;
using Crawler.Gateway.Crawls;
using Crawler.Gateway.Queries;
using Crawler.Persistence.Access;
using Crawler.Persistence.Frontier;
using Crawler.WebStandards.Url;

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Crawler.Gateway.Rows;

/// <summary>Read what became of each URL that a crawl knows.</summary>
internal static class UrlsApi
{
    private const int DefaultLimit = 100;

    /// <summary>As long as a URL may be.</summary>
    private const int MaxText = 8_192;

    public static IEndpointRouteBuilder MapUrlsApi(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/v1/crawls/{id:guid}/urls", List).WithTags("Pages").WithName("ListUrls")
            .WithSummary("Read what became of each URL")
            .WithDescription(
                "All URLs that the crawl knows, or those of a `kind`, `state`, `reason` or `host`, or whose URL `contains` a text "
                + "(case counts). As JSON up to `limit` of them, 100 unless it says otherwise, and `next` is the `after` of the next "
                + "part; as NDJSON or CSV all, or up to `limit`. Their order is fixed and has no meaning: what a running crawl "
                + "discovers may come before the place that a reader has reached.")
            .Produces<UrlList>(200, RowFormats.Json, RowFormats.NdJson, RowFormats.Csv)
            .WithMetadata(new RowMetadata(typeof(CrawlUrl)))
            .ProducesProblem(400).ProducesProblem(404).ProducesProblem(406).RequireScope(AccessScope.Read);
        return endpoints;
    }

    private static async Task<IResult> List(
        Guid id, HttpRequest request, CrawlQueries crawls, UrlQueries urls, CancellationToken cancellationToken,
        string? kind = null, string? state = null, string? reason = null, string? host = null, string? contains = null,
        string? after = null, long? limit = null)
    {
        if (RowFormats.Of(request) is not { } format)
        {
            return RowProblems.NotAcceptable(follows: false);
        }

        var problem = RowProblems.First(
            RowProblems.OfLimit(format, limit, UrlQueries.MaxLimit),
            RowProblems.OfName<UrlKind>("kind", kind, out var wantedKind),
            RowProblems.OfName<UrlState>("state", state, out var wantedState),
            RowProblems.OfName<UrlReason>("reason", reason, out var wantedReason),
            RowProblems.OfText("host", host, MaxText),
            RowProblems.OfText("contains", contains, MaxText),
            RowProblems.OfKey("after", after, UrlKey.Size, out var place));
        if (problem is not null)
        {
            return problem;
        }

        if (!await crawls.ExistsAsync(id, cancellationToken))
        {
            return ApiProblems.NoSuchCrawl(id);
        }

        var filter = new UrlFilter(wantedKind, wantedState, wantedReason, host?.ToLowerInvariant(), contains);
        if (format != RowFormat.Json)
        {
            return new RowStream<CrawlUrl>(
                urls.ReadPartsAsync(id, filter, place, limit), format, UrlRow.CsvHeader, UrlRow.ToCsv);
        }

        var asked = (int)(limit ?? DefaultLimit);
        var items = await urls.ReadAsync(id, filter, place, asked, cancellationToken);
        return TypedResults.Ok(
            new UrlList { Items = items, Next = items.Count == asked ? Convert.ToHexStringLower(items[^1].Key) : null });
    }
}
