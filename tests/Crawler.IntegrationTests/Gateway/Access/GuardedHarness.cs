using Crawler.Gateway.Access;
using Crawler.Gateway.Auditing;
using Crawler.Persistence;
using Crawler.Persistence.Access;
using Crawler.TestKit.Hosts;

using Microsoft.AspNetCore.Routing;

using Xunit;

namespace Crawler.IntegrationTests.Gateway.Access;

/// <summary>One served platform that has keys: one of each kind.</summary>
public class GuardedHarness : IAsyncLifetime
{
    private readonly Dictionary<string, string> _keys = new(StringComparer.Ordinal);
    private readonly List<ApiClient> _clients = [];

    private protected virtual DatabaseProvider Database => DatabaseProvider.Sqlite;

    internal EmbeddedHarness Harness { get; private set; } = null!;

    /// <summary>Every route and who may use it.</summary>
    internal IReadOnlyList<string> Routes { get; private set; } = [];

    /// <summary>
    /// By what it is: <c>Read</c>, <c>Write</c>, <c>Admin</c>; <c>expired</c>, <c>revoked</c>, <c>unknown</c>,
    /// <c>mistyped</c>.
    /// </summary>
    internal IReadOnlyDictionary<string, string> Keys => _keys;

    public async Task InitializeAsync()
    {
        Harness = await EmbeddedHarness.ServeOnAsync(Database, "Access:LastUsedInterval=1s");
        foreach (var scope in Enum.GetValues<AccessScope>())
        {
            _keys.Add(scope.ToString(), (await CreateAsync(scope, expiresAt: null)).Key);
        }

        _keys.Add("expired", (await CreateAsync(AccessScope.Admin, TimeProvider.System.GetUtcNow())).Key);
        var revoked = await CreateAsync(AccessScope.Admin, expiresAt: null);
        await RevokeAsync(revoked.Id);
        _keys.Add("revoked", revoked.Key);
        _keys.Add("unknown", KeyText.Create().Text);
        _keys.Add("mistyped", _keys["Admin"][..^1] + (_keys["Admin"][^1] == '0' ? '1' : '0'));
        Routes = await Harness.UseAsync<EndpointDataSource, IReadOnlyList<string>>(
            routes => Task.FromResult(RouteAccess.Describe(routes.Endpoints)));
    }

    /// <summary>Who has a key of that kind; without one, who has none.</summary>
    internal ApiClient As(string? kind)
    {
        _clients.Add(new ApiClient(Harness.Address, kind is null ? null : Keys[kind]));
        return _clients[^1];
    }

    internal Task<CreatedKey> CreateAsync(AccessScope scope, DateTimeOffset? expiresAt) =>
        Harness.UseAsync<KeyStore, CreatedKey>(async store => (await store.CreateAsync(
            $"for {scope}", scope, expiresAt, AuditSource.CommandLine, CancellationToken.None))!);

    internal Task RevokeAsync(string id) => Harness.UseAsync<KeyStore, KeyStatus?>(
        store => store.RevokeAsync(id, AuditSource.CommandLine, CancellationToken.None));

    public async Task DisposeAsync()
    {
        _clients.ForEach(client => client.Dispose());
        await Harness.DisposeAsync();
    }
}
