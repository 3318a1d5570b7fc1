using System.Collections.Frozen;

using Crawler.Persistence;
using Crawler.Persistence.Access;

using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Crawler.Gateway.Access;

/// <summary>All keys that are not revoked, in memory, so that a request asks no database for its key.</summary>
/// <remarks>
/// They are read again when <see cref="AccessOptions.KeyCacheTime"/> has passed, and at once when this process changes
/// them; an id that is not known, when a second has. However many keys a stranger tries, the database is asked once a
/// second at most. While it is away, what was read lapses, and then no key is good.
/// </remarks>
internal sealed class KeyRing(IServiceScopeFactory scopes, TimeProvider time, IOptions<AccessOptions> options)
    : IDisposable
{
    private static readonly TimeSpan UnknownTime = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _gate = new(1, 1);
    private volatile KeySet? _set;
    private volatile int _version;

    /// <summary>The keys, as they were a short while ago.</summary>
    public ValueTask<KeySet> ReadAsync(CancellationToken cancellationToken) =>
        ReadAsync(options.Value.KeyCacheTime, cancellationToken);

    /// <summary>The key of an id; null where there is none that is good now.</summary>
    public async ValueTask<KnownKey?> FindAsync(string id, CancellationToken cancellationToken)
    {
        var set = await ReadAsync(cancellationToken);
        if (!set.Keys.TryGetValue(id, out var key))
        {
            set = await ReadAsync(UnknownTime, cancellationToken);
            key = set.Keys.GetValueOrDefault(id);
        }

        return key?.IsValidAt(time.GetUtcNow()) == true ? key : null;
    }

    /// <summary>This process has changed keys: what was read before counts no more.</summary>
    public void Forget() => Interlocked.Increment(ref _version);

    public void Dispose() => _gate.Dispose();

    private ValueTask<KeySet> ReadAsync(TimeSpan age, CancellationToken cancellationToken) =>
        Current(age) is { } current ? new(current) : new(LoadAsync(age, cancellationToken));

    private KeySet? Current(TimeSpan age) =>
        _set is { } set && set.Version == _version && time.GetElapsedTime(set.ReadAt) <= age ? set : null;

    private async Task<KeySet> LoadAsync(TimeSpan age, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (Current(age) is { } current)
            {
                return current;
            }

            // A change that commits while the rows are read makes the result old at once.
            var (version, readAt) = (_version, time.GetTimestamp());
            await using var scope = scopes.CreateAsyncScope();
            var rows = scope.ServiceProvider.GetRequiredService<CrawlerDbContext>().Set<ApiKey>().AsNoTracking();
            var keys = await rows.Where(row => row.RevokedAt == null).ToListAsync(cancellationToken);
            var wasAnyMade = keys.Count > 0 || await rows.AnyAsync(cancellationToken);
            var known = keys.Select(row => new KnownKey(row.Id, row.Scope, row.Hash, row.ExpiresAt));
            return _set = new KeySet(
                known.ToFrozenDictionary(key => key.Id, StringComparer.Ordinal), wasAnyMade, readAt, version);
        }
        finally
        {
            _gate.Release();
        }
    }
}
