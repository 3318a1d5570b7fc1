using Crawler.ServiceDefaults.Workers;

using Microsoft.Extensions.Options;

namespace Crawler.Downloader.Batches;

/// <summary>The batches of this process, for its heartbeat.</summary>
internal sealed class FetchWorkload(LeaseRegister leases, IOptions<DownloaderOptions> options) : IWorkload
{
    public int Capacity => options.Value.MaxBatches;

    public IReadOnlyList<Guid> Leases() => leases.Begun();
}
