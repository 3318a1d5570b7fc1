using Crawler.Gateway.Auditing;
using Crawler.Persistence;
using Crawler.Persistence.Access;

using Microsoft.EntityFrameworkCore;

namespace Crawler.Gateway.Access;

/// <summary>Makes, lists and revokes keys. What it changes and the audit of that are one transaction.</summary>
public sealed class KeyStore
{
    /// <summary>The most keys that are good at a time.</summary>
    public const int MaxKeys = 1_000;

    /// <summary>The most keys of one answer.</summary>
    public const int MaxLimit = 100;

    private readonly ICrawlerDatabase _database;
    private readonly CrawlerDbContext _context;
    private readonly KeyRing _ring;

    internal KeyStore(ICrawlerDatabase database, CrawlerDbContext context, KeyRing ring)
    {
        _database = database;
        _context = context;
        _ring = ring;
    }

    /// <summary>
    /// Makes a key, and returns it: it cannot be had again. Null where there are as many as there may be.
    /// </summary>
    public async Task<CreatedKey?> CreateAsync(
        string name, AccessScope scope, DateTimeOffset? expiresAt, AuditSource source,
        CancellationToken cancellationToken)
    {
        var text = KeyText.Create();
        var created = await WriteAsync<CreatedKey?>(
            async transaction =>
            {
                var now = transaction.Now;
                var good = _context.Set<ApiKey>().Where(
                    key => key.RevokedAt == null && (key.ExpiresAt == null || key.ExpiresAt > now));
                if (await good.CountAsync(cancellationToken) >= MaxKeys)
                {
                    return null;
                }

                Add(text, name, scope, expiresAt, source, now);
                return new CreatedKey
                {
                    Id = text.Id,
                    Key = text.Text,
                    Name = name,
                    Scope = scope,
                    CreatedAt = now,
                    ExpiresAt = expiresAt,
                };
            },
            cancellationToken);
        return created;
    }

    /// <summary>
    /// Revokes a key, for good. Null where there is none; one that was revoked stays as it is.
    /// </summary>
    public async Task<KeyStatus?> RevokeAsync(string id, AuditSource source, CancellationToken cancellationToken) =>
        !KeyText.IsId(id) ? null : await WriteAsync<KeyStatus?>(
            async transaction =>
            {
                if (await _context.Set<ApiKey>().AsTracking().SingleOrDefaultAsync(
                    row => row.Id == id, cancellationToken) is not { } key)
                {
                    return null;
                }

                key.RevokedAt ??= transaction.Now;
                _context.Add(source.Entry("key.revoke", id, AuditSource.Done, transaction.Now));
                return Describe(key, transaction.Now);
            },
            cancellationToken);

    /// <summary>A key; null where there is none with that id.</summary>
    public async Task<KeyStatus?> FindAsync(string id, DateTimeOffset now, CancellationToken cancellationToken) =>
        KeyText.IsId(id) && await _context.Set<ApiKey>().AsNoTracking().SingleOrDefaultAsync(
            row => row.Id == id, cancellationToken) is { } key ? Describe(key, now) : null;

    /// <summary>Up to <paramref name="limit"/> keys, those with ids after <paramref name="after"/>.</summary>
    public async Task<IReadOnlyList<KeyStatus>> ListAsync(
        string? after, int limit, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var keys = _context.Set<ApiKey>().AsNoTracking();
#pragma warning disable CA1309 // The database compares, byte by byte; the other overloads have no translation.
        var further = keys.Where(key => after == null || string.Compare(key.Id, after) > 0);
#pragma warning restore CA1309
        var rows = await further.OrderBy(key => key.Id).Take(limit).ToListAsync(cancellationToken);
        return [.. rows.Select(key => Describe(key, now))];
    }

    /// <summary>Makes the key of the settings an admin key, unless one of its id was ever made.</summary>
    internal async Task AddBootstrapAsync(KeyText text, CancellationToken cancellationToken)
    {
        try
        {
            await TryAddBootstrapAsync(text, cancellationToken);
        }
        catch (DbUpdateException e) when (_database.IsConflict(e))
        {
            // Another process has just stored it.
            _context.ChangeTracker.Clear();
        }
    }

    private Task<bool> TryAddBootstrapAsync(KeyText text, CancellationToken cancellationToken) => WriteAsync(
        async transaction =>
        {
            if (await _context.Set<ApiKey>().AnyAsync(key => key.Id == text.Id, cancellationToken))
            {
                return false;
            }

            var source = new AuditSource(Callers.Settings, RemoteAddress: null);
            Add(text, "bootstrap", AccessScope.Admin, expiresAt: null, source, transaction.Now);
            return true;
        },
        cancellationToken);

    private void Add(
        KeyText text, string name, AccessScope scope, DateTimeOffset? expiresAt, AuditSource source, DateTimeOffset now)
    {
        _context.Add(new ApiKey
        {
            Id = text.Id,
            Name = name,
            Scope = scope,
            Hash = text.Hash,
            CreatedAt = now,
            ExpiresAt = expiresAt,
        });
        _context.Add(source.Entry("key.create", text.Id, AuditSource.Done, now));
    }

    private async Task<TResult> WriteAsync<TResult>(
        Func<WriteTransaction, Task<TResult>> change, CancellationToken cancellationToken)
    {
        await using var transaction = await _database.BeginWriteAsync(cancellationToken);
        await _context.JoinAsync(transaction, cancellationToken);
        try
        {
            var result = await change(transaction);
            await _context.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            return result;
        }
        finally
        {
            await _context.LeaveAsync();
            _ring.Forget();
        }
    }

    private static KeyStatus Describe(ApiKey key, DateTimeOffset now) => new()
    {
        Id = key.Id,
        Name = key.Name,
        Scope = key.Scope,
        State = key.RevokedAt is not null ? KeyState.Revoked
            : key.ExpiresAt <= now ? KeyState.Expired
            : KeyState.Active,
        CreatedAt = key.CreatedAt,
        ExpiresAt = key.ExpiresAt,
        RevokedAt = key.RevokedAt,
        LastUsedAt = key.LastUsedAt,
    };
}
