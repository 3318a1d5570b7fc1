using System.Collections.Frozen;

namespace Crawler.Gateway.Access;

/// <summary>The keys that there were at a moment.</summary>
/// <param name="Keys">Those that were not revoked.</param>
/// <param name="WasAnyMade">Whether there ever was one: from then on nothing is open.</param>
/// <param name="ReadAt">When they were read, as a timestamp.</param>
/// <param name="Version">Which change of keys by this process it came after.</param>
internal sealed record KeySet(FrozenDictionary<string, KnownKey> Keys, bool WasAnyMade, long ReadAt, int Version)
{
    public bool HasValidAt(DateTimeOffset now) => Keys.Values.Any(key => key.IsValidAt(now));
}
