using System.Collections.Concurrent;

using MassTransit;

namespace Crawler.ServiceDefaults.Messaging;

/// <summary>
/// What became of the process's connection to the broker: when one was last made, and which endpoints are on it.
/// </summary>
internal sealed class BrokerConnections(TimeProvider time) : IReceiveEndpointObserver
{
    private readonly ConcurrentDictionary<Uri, long> _readyAt = new();
    private long _connectingAt = time.GetTimestamp();

    /// <summary>When the process last set about to connect, as a timestamp of its clock.</summary>
    public long ConnectingAt => Volatile.Read(ref _connectingAt);

    public void Connecting() => Volatile.Write(ref _connectingAt, time.GetTimestamp());

    /// <summary>The endpoints that were ready before the last connection was made, and were not so since.</summary>
    /// <param name="except">One that has no consumers, and so never becomes ready again.</param>
    public IEnumerable<Uri> LeftBehind(Uri except)
    {
        var since = ConnectingAt;
        return _readyAt
            .Where(endpoint => endpoint.Value < since && endpoint.Key.AbsolutePath != except.AbsolutePath)
            .Select(endpoint => endpoint.Key);
    }

    public Task Ready(ReceiveEndpointReady ready)
    {
        _readyAt[ready.InputAddress] = time.GetTimestamp();
        return Task.CompletedTask;
    }

    /// <summary>One that was stopped by hand is not missed.</summary>
    public Task Stopping(ReceiveEndpointStopping stopping)
    {
        _readyAt.TryRemove(stopping.InputAddress, out _);
        return Task.CompletedTask;
    }

    public Task Completed(ReceiveEndpointCompleted completed) => Task.CompletedTask;

    public Task Faulted(ReceiveEndpointFaulted faulted) => Task.CompletedTask;
}
