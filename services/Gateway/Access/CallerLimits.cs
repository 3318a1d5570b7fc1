using System.Globalization;
using System.Threading.RateLimiting;

using Crawler.Gateway.Crawls;

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Crawler.Gateway.Access;

/// <summary>
/// How much of the API a caller may take: so many requests a second with a burst, and so many at a time. Callers are
/// keys; without a good one, addresses.
/// </summary>
internal static class CallerLimits
{
    private const int RefillsPerSecond = 10;

    public static void AddCallerLimits(this IServiceCollection services)
    {
        services.AddRateLimiter(_ => { });
        services.AddOptions<RateLimiterOptions>().Configure<IOptions<AccessOptions>>((limiter, access) =>
        {
            var options = access.Value;
            limiter.GlobalLimiter = PartitionedRateLimiter.CreateChained(AtATime(options), PerSecond(options));
            limiter.OnRejected = (context, cancellationToken) => new(RefuseAsync(context, options));
        });
    }

    private static PartitionedRateLimiter<HttpContext> AtATime(AccessOptions options) =>
        PartitionedRateLimiter.Create<HttpContext, string>(context => RateLimitPartition.GetConcurrencyLimiter(
            Callers.LimitedAs(context),
            _ => new ConcurrencyLimiterOptions { PermitLimit = options.ConcurrentRequests, QueueLimit = 0 }));

    private static PartitionedRateLimiter<HttpContext> PerSecond(AccessOptions options)
    {
        // Few tokens at a time, so that a caller who waits need not wait for long.
        var refills = Math.Min(RefillsPerSecond, options.RequestsPerSecond);
        return PartitionedRateLimiter.Create<HttpContext, string>(context => RateLimitPartition.GetTokenBucketLimiter(
            Callers.LimitedAs(context),
            _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = options.RequestBurst,
                TokensPerPeriod = Math.Max(1, options.RequestsPerSecond / refills),
                ReplenishmentPeriod = TimeSpan.FromSeconds(1.0 / refills),
                QueueLimit = 0,
            }));
    }

    private static Task RefuseAsync(OnRejectedContext context, AccessOptions options)
    {
        var isRate = context.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after);
        var seconds = isRate ? Math.Max(1, (long)Math.Ceiling(after.TotalSeconds)) : 1;
        context.HttpContext.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        var problem = isRate
            ? ApiProblems.Problem(
                StatusCodes.Status429TooManyRequests, "too-many-requests",
                $"A caller may make {options.RequestsPerSecond} requests a second, "
                + $"and {options.RequestBurst} at once after a rest.")
            : ApiProblems.Problem(
                StatusCodes.Status429TooManyRequests, "too-many-at-a-time",
                $"A caller may have {options.ConcurrentRequests} requests under way at a time.");
        return problem.ExecuteAsync(context.HttpContext);
    }
}
