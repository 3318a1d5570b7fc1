namespace Crawler.Downloader.Fetching;

/// <summary>A body could not be kept in its temporary file: the disk is full or gone. No fault of the URL.</summary>
internal sealed class SpoolFailedException : Exception
{
    public SpoolFailedException()
    {
    }

    public SpoolFailedException(string message)
        : base(message)
    {
    }

    public SpoolFailedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
