using Crawler.Gateway.Access;
using Crawler.Gateway.Crawls;
using Crawler.Persistence.Access;

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Crawler.Gateway.Auditing;

/// <summary>Read who did what.</summary>
internal static class AuditApi
{
    public static IEndpointRouteBuilder MapAuditApi(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/v1/audit", List).WithTags("Access").WithName("ListAudit")
            .WithSummary("List who did what, newest first").ProducesProblem(400).RequireScope(AccessScope.Admin);
        return endpoints;
    }

    private static async Task<Results<Ok<AuditList>, ProblemHttpResult>> List(
        AuditTrail audit, CancellationToken cancellationToken, long? after = null, int limit = 100)
    {
        if (limit is < 1 or > AuditTrail.MaxLimit)
        {
            return ApiProblems.Invalid("limit", $"must be from 1 to {AuditTrail.MaxLimit}");
        }

        var items = await audit.ListAsync(after, limit, cancellationToken);
        return TypedResults.Ok(new AuditList { Items = items, Next = items.Count == limit ? items[^1].Seq : null });
    }
}
