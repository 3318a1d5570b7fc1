namespace Crawler.WebStandards.Url;

/// <summary>The special schemes of the URL Standard, section 4.2. All others are one kind.</summary>
internal enum SchemeKind : byte
{
    Other,
    Http,
    Https,
    Ws,
    Wss,
    Ftp,
    File,
}
