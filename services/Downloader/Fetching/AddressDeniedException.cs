namespace Crawler.Downloader.Fetching;

/// <summary>Every address of a host is one that the address policy refuses.</summary>
internal sealed class AddressDeniedException : Exception
{
    public AddressDeniedException()
    {
    }

    public AddressDeniedException(string message)
        : base(message)
    {
    }

    public AddressDeniedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
