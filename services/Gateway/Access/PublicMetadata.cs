namespace Crawler.Gateway.Access;

/// <summary>Says of a route that it needs no key.</summary>
internal sealed record PublicMetadata;
