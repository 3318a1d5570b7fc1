using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

using Crawler.Downloader.Fetching;

namespace Crawler.IntegrationTests.Robustness;

/// <summary>A name system of the test's own: names that it was told, and every name below some of them.</summary>
internal sealed class NamedHosts : IHostResolver
{
    private readonly ConcurrentDictionary<string, IPAddress[]> _names = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentQueue<string> _asked = new();

    /// <summary>The names that were looked up, in order.</summary>
    public IReadOnlyList<string> Asked => [.. _asked];

    public NamedHosts Add(string name, params IPAddress[] addresses)
    {
        _names[name] = addresses;
        return this;
    }

    public Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        _asked.Enqueue(host);
        var parent = host[(host.IndexOf('.', StringComparison.Ordinal) + 1)..];
        return _names.TryGetValue(host, out var found) || _names.TryGetValue("*." + parent, out found)
            ? Task.FromResult(found)
            : throw new SocketException((int)SocketError.HostNotFound);
    }
}
