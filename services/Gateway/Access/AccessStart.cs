using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Crawler.Gateway.Access;

/// <summary>
/// Before anything listens: stores the key that the settings bring, and refuses to serve other machines while there is
/// no good key. After it: refuses routes that do not say who may use them.
/// </summary>
internal sealed class AccessStart(
    IServiceScopeFactory scopes, KeyRing keys, EndpointDataSource routes, TimeProvider time, IConfiguration settings,
    IOptions<AccessOptions> options)
    : IHostedLifecycleService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (await BootstrapKeyAsync(cancellationToken) is { } key)
        {
            await using var scope = scopes.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<KeyStore>().AddBootstrapAsync(key, cancellationToken);
        }

        if (ListenAddresses.FirstBeyondThisMachine(settings) is { } address
            && !(await keys.ReadAsync(cancellationToken)).HasValidAt(time.GetUtcNow()))
        {
            throw Refused(
                $"There is no access key, so the API listens on loopback addresses only, and not on '{address}'. "
                + "Make a key with: crawler keys create --name NAME --scope admin; "
                + "or give one as Access:BootstrapKey.");
        }
    }

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        RouteAccess.Describe(routes.Endpoints);
        return Task.CompletedTask;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task<KeyText?> BootstrapKeyAsync(CancellationToken cancellationToken)
    {
        var text = options.Value.BootstrapKey;
        if (options.Value.BootstrapKeyFile is { Length: > 0 } file)
        {
            try
            {
                text = await File.ReadAllTextAsync(file, cancellationToken);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw Refused($"Access:BootstrapKeyFile cannot be read: {e.Message}");
            }
        }

        return string.IsNullOrWhiteSpace(text) ? null
            : KeyText.TryParse(text.AsSpan().Trim(), out var key) ? key
            : throw Refused("Access:BootstrapKeyFile holds no access key; deploy/new-key makes one.");
    }

    private static OptionsValidationException Refused(string message) =>
        new(AccessOptions.Section, typeof(AccessOptions), [message]);
}
