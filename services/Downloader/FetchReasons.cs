namespace Crawler.Downloader;

/// <summary>The reasons that a downloader gives with Skipped and Failed: its part of the closed list.</summary>
internal static class FetchReasons
{
    public const string RobotsDenied = "RobotsDenied";
    public const string ContentType = "ContentType";
    public const string TooLarge = "TooLarge";

    public const string AddressDenied = "AddressDenied";
    public const string Dns = "Dns";
    public const string Connect = "Connect";
    public const string Tls = "Tls";
    public const string Timeout = "Timeout";
    public const string Body = "Body";
    public const string Http4xx = "Http4xx";
    public const string Http5xx = "Http5xx";
    public const string Internal = "Internal";
}
