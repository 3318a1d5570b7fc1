namespace Crawler.WebStandards.Url;

/// <summary>The customary first label of a web server's name.</summary>
internal static class WwwPrefix
{
    private const string Www = "www.";

    /// <summary>
    /// The host, with or without a port, without every leading "www." behind which a dotted name remains.
    /// </summary>
    public static ReadOnlySpan<char> Strip(ReadOnlySpan<char> host)
    {
        while (host.StartsWith(Www) && host[Www.Length..].TrimEnd('.').Contains('.'))
        {
            host = host[Www.Length..];
        }

        return host;
    }
}
