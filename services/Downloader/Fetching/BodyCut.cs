namespace Crawler.Downloader.Fetching;

/// <summary>Why a body that was kept is not whole.</summary>
internal enum BodyCut
{
    None,
    Length,
    Time,
    Disconnect,
}
