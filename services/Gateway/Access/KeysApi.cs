using Crawler.Gateway.Auditing;
using Crawler.Gateway.Crawls;
using Crawler.Persistence.Access;

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Crawler.Gateway.Access;

/// <summary>Make keys, see which there are, revoke them.</summary>
internal static class KeysApi
{
    public static IEndpointRouteBuilder MapKeysApi(this IEndpointRouteBuilder endpoints)
    {
        var keys = endpoints.MapGroup("/v1/keys").WithTags("Access").RequireScope(AccessScope.Admin);
        keys.MapPost("/", Create).WithName("CreateKey").WithSummary("Make an access key, which is shown once")
            .ProducesProblem(400).ProducesProblem(409);
        keys.MapGet("/", List).WithName("ListKeys").WithSummary("List access keys, by their ids").ProducesProblem(400);
        keys.MapGet("/{id}", Get).WithName("GetKey").WithSummary("See an access key").ProducesProblem(404);
        keys.MapPost("/{id}/revoke", Revoke).WithName("RevokeKey")
            .WithSummary("Make an access key good for nothing").ProducesProblem(404);
        return endpoints;
    }

    private static async Task<Results<Created<CreatedKey>, ProblemHttpResult>> Create(
        NewKey key, KeyStore store, HttpContext context, TimeProvider time, CancellationToken cancellationToken)
    {
        if (key.Check(time.GetUtcNow()) is { } wrong)
        {
            return ApiProblems.Invalid(wrong.Field, wrong.Message);
        }

        if (await store.CreateAsync(
            key.Name, key.Scope, key.ExpiresAt, AuditSource.Of(context), cancellationToken) is not { } created)
        {
            return ApiProblems.Problem(
                409, "too-many-keys", $"There are {KeyStore.MaxKeys} keys; revoke one before another is made.");
        }

        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Created($"/v1/keys/{created.Id}", created);
    }

    private static async Task<Results<Ok<KeyList>, ProblemHttpResult>> List(
        KeyStore store, TimeProvider time, CancellationToken cancellationToken, string? after = null, int limit = 20)
    {
        if (limit is < 1 or > KeyStore.MaxLimit)
        {
            return ApiProblems.Invalid("limit", $"must be from 1 to {KeyStore.MaxLimit}");
        }

        if (after is { Length: > 0 } && !KeyText.IsId(after))
        {
            return ApiProblems.Invalid("after", "must be the id of a key");
        }

        var items = await store.ListAsync(after, limit, time.GetUtcNow(), cancellationToken);
        return TypedResults.Ok(new KeyList { Items = items, Next = items.Count == limit ? items[^1].Id : null });
    }

    private static async Task<Results<Ok<KeyStatus>, ProblemHttpResult>> Get(
        string id, KeyStore store, TimeProvider time, CancellationToken cancellationToken) =>
        await store.FindAsync(id, time.GetUtcNow(), cancellationToken) is { } key ? TypedResults.Ok(key) : NoSuchKey();

    private static async Task<Results<Ok<KeyStatus>, ProblemHttpResult>> Revoke(
        string id, KeyStore store, HttpContext context, CancellationToken cancellationToken) =>
        await store.RevokeAsync(id, AuditSource.Of(context), cancellationToken) is { } key
            ? TypedResults.Ok(key)
            : NoSuchKey();

    private static ProblemHttpResult NoSuchKey() => ApiProblems.Problem(404, "no-such-key", "There is no such key.");
}
