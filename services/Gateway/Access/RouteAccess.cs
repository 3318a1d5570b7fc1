using Crawler.Persistence.Access;

using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Crawler.Gateway.Access;

/// <summary>Says of each route who may use it. One that says nothing stops the start.</summary>
internal static class RouteAccess
{
    /// <summary>What a key of any scope may use.</summary>
    public static TBuilder RequireScope<TBuilder>(this TBuilder route, AccessScope scope)
        where TBuilder : IEndpointConventionBuilder =>
        route.WithMetadata(new ScopeMetadata(scope)).RequireAuthorization(scope.ToString())
            .ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status429TooManyRequests);

    /// <summary>What needs no key, because it tells nothing of the installation.</summary>
    public static TBuilder IsPublic<TBuilder>(this TBuilder route)
        where TBuilder : IEndpointConventionBuilder =>
        route.WithMetadata(new PublicMetadata()).AllowAnonymous();

    /// <summary>A policy for each scope; and for what has none, such as a path that there is not, any key.</summary>
    public static void AddScopePolicies(this IServiceCollection services)
    {
        var authorization = services.AddAuthorizationBuilder()
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        foreach (var scope in Enum.GetValues<AccessScope>())
        {
            var enough = Enum.GetValues<AccessScope>().Where(granted => granted >= scope);
            authorization.AddPolicy(scope.ToString(), policy => policy.RequireAuthenticatedUser()
                .RequireClaim(Callers.ScopeClaim, enough.Select(granted => granted.ToString())));
        }
    }

    /// <summary>Each route and who may use it: <c>GET /v1/crawls: Read</c>. Fails where one says nothing.</summary>
    public static IReadOnlyList<string> Describe(IEnumerable<Endpoint> endpoints) =>
        [.. endpoints.OfType<RouteEndpoint>().SelectMany(Describe).Order(StringComparer.Ordinal)];

    private static IEnumerable<string> Describe(RouteEndpoint route)
    {
        var path = "/" + route.RoutePattern.RawText?.Trim('/');
        var scope = route.Metadata.GetMetadata<ScopeMetadata>();
        var isPublic = route.Metadata.GetMetadata<PublicMetadata>() is not null;
        var isAnonymous = route.Metadata.GetMetadata<IAllowAnonymous>() is not null;
        if ((scope is null) != isPublic || isAnonymous != isPublic)
        {
            throw new InvalidOperationException(
                $"The route {path} must say who may use it: either RequireScope or IsPublic.");
        }

        var methods = route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["*"];
        return methods.Select(method => $"{method} {path}: {scope?.Scope.ToString() ?? "public"}");
    }
}
