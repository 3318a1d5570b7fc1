namespace Crawler.WebStandards.Addresses;

/// <summary>A row of the table of <see cref="SpecialNetworks"/>.</summary>
/// <param name="Network">The block.</param>
/// <param name="IsGlobal">True for a block inside a refused one that is globally reachable all the same.</param>
/// <param name="Name">What it is for.</param>
/// <param name="Reference">The document that says so.</param>
internal sealed record SpecialNetwork(AddressPrefix Network, bool IsGlobal, string Name, string Reference);
