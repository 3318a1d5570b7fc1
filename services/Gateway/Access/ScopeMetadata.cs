using Crawler.Persistence.Access;

namespace Crawler.Gateway.Access;

/// <summary>Says of a route what a key must allow to use it.</summary>
internal sealed record ScopeMetadata(AccessScope Scope);
