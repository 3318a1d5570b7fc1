using Microsoft.Extensions.DependencyInjection;

namespace Crawler.Embedded.Crawling;

/// <summary>Calls a scoped service outside of a request.</summary>
internal static class ScopedUse
{
    public static async Task<TResult> UseAsync<TService, TResult>(
        this IServiceProvider services, Func<TService, Task<TResult>> use)
        where TService : notnull
    {
        await using var scope = services.CreateAsyncScope();
        return await use(scope.ServiceProvider.GetRequiredService<TService>());
    }

    public static async Task UseAsync<TService>(this IServiceProvider services, Func<TService, Task> use)
        where TService : notnull
    {
        await using var scope = services.CreateAsyncScope();
        await use(scope.ServiceProvider.GetRequiredService<TService>());
    }
}
