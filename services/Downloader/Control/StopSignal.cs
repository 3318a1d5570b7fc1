using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Crawler.Downloader.Control;

/// <summary>The process is asked to stop: first nothing new is started, then, after a grace, nothing goes on.</summary>
internal sealed class StopSignal : IDisposable
{
    private readonly CancellationTokenSource _abort;
    private readonly CancellationTokenRegistration _registration;

    public StopSignal(IHostApplicationLifetime lifetime, IOptions<DownloaderOptions> options, TimeProvider time)
    {
        NoMoreStarts = lifetime.ApplicationStopping;
        _abort = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        _registration = NoMoreStarts.Register(() => _abort.CancelAfter(options.Value.StopGrace));
    }

    /// <summary>Cancelled when the process begins to stop.</summary>
    public CancellationToken NoMoreStarts { get; }

    /// <summary>Cancelled when what still runs must be given back, or its answer comes too late.</summary>
    public CancellationToken Abort => _abort.Token;

    public void Dispose()
    {
        _registration.Dispose();
        _abort.Dispose();
    }
}
