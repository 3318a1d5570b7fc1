using System.Security.Claims;

using Crawler.Persistence.Access;

namespace Crawler.Gateway.Access;

/// <summary>A key that has not been revoked, as a process keeps it in memory.</summary>
internal sealed class KnownKey(string id, AccessScope scope, byte[] hash, DateTimeOffset? expiresAt)
{
    public string Id => id;

    public byte[] Hash => hash;

    /// <summary>Who it is to the web server: made once, and not with every request.</summary>
    public ClaimsPrincipal Principal { get; } = Callers.PrincipalOf(id, scope);

    public bool IsValidAt(DateTimeOffset now) => expiresAt is null || expiresAt > now;
}
