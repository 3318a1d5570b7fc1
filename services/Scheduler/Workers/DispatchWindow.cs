namespace Crawler.Scheduler.Workers;

/// <summary>How much may be with downloaders at a time.</summary>
/// <param name="Capacity">Batches that the living downloaders work on at a time.</param>
/// <param name="Stranded">Leases of the lost, which take up nobody's room any more.</param>
internal sealed record DispatchWindow(int Capacity, int Stranded)
{
    /// <summary>A process that is its own downloader has the room that its settings give it.</summary>
    public static DispatchWindow Unbounded { get; } = new(int.MaxValue, 0);
}
