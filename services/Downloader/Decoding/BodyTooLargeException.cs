namespace Crawler.Downloader.Decoding;

/// <summary>A body decodes to more than it may: too long, too many times its size, or too many layers.</summary>
internal sealed class BodyTooLargeException : Exception
{
    public BodyTooLargeException()
    {
    }

    public BodyTooLargeException(string message)
        : base(message)
    {
    }

    public BodyTooLargeException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
