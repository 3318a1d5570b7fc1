namespace Crawler.Downloader.Batches;

/// <summary>What a process knows of a lease that it is shown.</summary>
internal enum LeaseSight
{
    New,
    Begun,
    Answered,
}
