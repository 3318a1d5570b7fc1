namespace Crawler.WebStandards.Url;

internal static class Schemes
{
    public static SchemeKind KindOf(ReadOnlySpan<char> scheme)
    {
        return scheme switch
        {
            "https" => SchemeKind.Https,
            "http" => SchemeKind.Http,
            "file" => SchemeKind.File,
            "ftp" => SchemeKind.Ftp,
            "ws" => SchemeKind.Ws,
            "wss" => SchemeKind.Wss,
            _ => SchemeKind.Other,
        };
    }

    /// <summary>The port that is never written, or <see cref="UrlOffsets.NoPort"/>.</summary>
    public static int DefaultPort(SchemeKind kind)
    {
        return kind switch
        {
            SchemeKind.Http or SchemeKind.Ws => 80,
            SchemeKind.Https or SchemeKind.Wss => 443,
            SchemeKind.Ftp => 21,
            _ => UrlOffsets.NoPort,
        };
    }
}
