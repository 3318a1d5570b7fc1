using System.Net;

using Crawler.Archive;

namespace Crawler.Downloader.Fetching;

/// <summary>
/// One fetch and what came of it: an answer, with its body where it was wanted, or the reason why there is none.
/// </summary>
internal sealed class FetchExchange(FetchRequest request, DateTimeOffset startedAt) : IDisposable
{
    public FetchRequest Request { get; } = request;

    public DateTimeOffset StartedAt { get; } = startedAt;

    /// <summary>The header fields as sent.</summary>
    public IReadOnlyList<HttpField> RequestHeaders { get; set; } = [];

    public IPAddress? Address { get; set; }

    /// <summary>Null where the server did not answer.</summary>
    public int? Status { get; set; }

    public string ReasonPhrase { get; set; } = "";

    public ResponseHeaders? Headers { get; set; }

    /// <summary>The body as sent; null where none was read.</summary>
    public SpooledBody? Body { get; set; }

    public BodyCut Cut { get; set; }

    /// <summary>One of <see cref="FetchReasons"/>, where the fetch failed.</summary>
    public string? Failure { get; set; }

    /// <summary>One of <see cref="FetchReasons"/>, where the body was not wanted.</summary>
    public string? Skip { get; set; }

    /// <summary>From the start to the header section's end; null where there was none.</summary>
    public TimeSpan? ResponseTime { get; set; }

    public TimeSpan Duration { get; set; }

    /// <summary>Whether the host itself said nothing: the kind of failure that makes it look down.</summary>
    public bool IsSilent => Status is null && Failure is not (null or FetchReasons.AddressDenied);

    public void Dispose() => Body?.Dispose();
}
