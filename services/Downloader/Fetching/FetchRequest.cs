using Crawler.WebStandards.Url;

namespace Crawler.Downloader.Fetching;

/// <summary>One GET: what to ask for, as whom, and how much of the answer is wanted.</summary>
internal sealed record FetchRequest
{
    public required WebUrl Url { get; init; }

    public required string UserAgent { get; init; }

    public string? ETag { get; init; }

    public string? LastModified { get; init; }

    /// <summary>From the fetch's start to the body's last byte.</summary>
    public required TimeSpan Timeout { get; init; }

    /// <summary>The longest body as sent.</summary>
    public required long MaxBodyBytes { get; init; }

    /// <summary>Whether a longer body is cut there instead of being given up.</summary>
    public bool CutLongBody { get; init; }

    /// <summary>Whether a successful answer that says that it is not HTML is given up before its body.</summary>
    public bool HtmlOnly { get; init; }

    /// <summary>Whether the bodies of redirects and errors are read too.</summary>
    public bool KeepErrorBody { get; init; }

    /// <summary>
    /// Called when the request is written, which may be some time after the start where a connection is opened first.
    /// </summary>
    public Action? Sent { get; init; }

    public bool IsConditional => ETag is not null || LastModified is not null;
}
