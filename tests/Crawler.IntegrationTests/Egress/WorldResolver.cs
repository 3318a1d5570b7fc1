using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

using Crawler.Downloader.Fetching;
using Crawler.WebStandards.Addresses;

namespace Crawler.IntegrationTests.Egress;

/// <summary>
/// The world's names on loopback: a public address becomes that of the site that may be dialled, any other one where a
/// canary listens.
/// </summary>
internal sealed class WorldResolver(EgressWorld world, IPAddress site) : IHostResolver
{
    private readonly ConcurrentDictionary<string, int> _asked = new(StringComparer.Ordinal);

    public int LookupsOf(string name) => _asked.GetValueOrDefault(name);

    public Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        var before = _asked.AddOrUpdate(host, 1, (_, count) => count + 1) - 1;
        var found = world.AddressesOf(host, before) ?? throw new SocketException((int)SocketError.HostNotFound);
        return Task.FromResult(found.Select(OnLoopback).ToArray());
    }

    private IPAddress OnLoopback(IPAddress address) =>
        AddressPolicy.GlobalOnly.Permits(address) ? site
        : address.IsIPv4MappedToIPv6 ? address
        : address.AddressFamily == AddressFamily.InterNetwork ? IPAddress.Loopback
        : IPAddress.IPv6Loopback;
}
