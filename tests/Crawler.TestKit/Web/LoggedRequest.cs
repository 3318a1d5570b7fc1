namespace Crawler.TestKit.Web;

/// <summary>
/// A request as the server saw it. Times count from the start of its <see cref="FakeWeb"/>, on the monotonic clock.
/// </summary>
public sealed class LoggedRequest
{
    private readonly Lock _gate = new();
    private TimeSpan? _endedAt;
    private int? _status;

    /// <summary>Address and port of the site: <c>127.0.5.1:40123</c>.</summary>
    public required string Host { get; init; }

    public required string Method { get; init; }

    /// <summary>Path and query as they were sent, not decoded.</summary>
    public required string Target { get; init; }

    /// <summary>The target without its query.</summary>
    public string Path => Target.Split('?', 2)[0];

    /// <summary>By name, in any case; several values of one name are joined by a comma.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    /// <summary>The body as text, cut after 1 MiB; empty where there was none.</summary>
    public string Body { get; internal set; } = "";

    /// <summary>The same for requests that came over the same connection.</summary>
    public required string Connection { get; init; }

    public required TimeSpan StartedAt { get; init; }

    /// <summary>When the answer had been handed to the network, or the connection was gone; null until then.</summary>
    public TimeSpan? EndedAt
    {
        get
        {
            lock (_gate)
            {
                return _endedAt;
            }
        }
    }

    /// <summary>
    /// The status of the answer, known when it has ended; null where the connection was cut before it began.
    /// </summary>
    public int? Status
    {
        get
        {
            lock (_gate)
            {
                return _status;
            }
        }
    }

    public override string ToString() => $"{Method} http://{Host}{Target}";

    internal void End(TimeSpan at, int? status)
    {
        lock (_gate)
        {
            _endedAt = at;
            _status = status;
        }
    }
}
