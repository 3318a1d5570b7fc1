namespace Crawler.Downloader.Fetching;

/// <summary>The HTTP stack would send a request once more than the host's pace can bear.</summary>
internal sealed class ResentException : Exception
{
    public ResentException()
    {
    }

    public ResentException(string message)
        : base(message)
    {
    }

    public ResentException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
