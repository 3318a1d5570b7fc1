using System.Diagnostics.Metrics;

using Crawler.Scheduler.Telemetry;

using Microsoft.Extensions.DependencyInjection;

using Shouldly;

using Xunit;

namespace Crawler.UnitTests.Scheduler.Telemetry;

public sealed class FrontierMetricsTests : IDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly MeterListener _listener = new();
    private readonly Dictionary<string, double> _sums = new(StringComparer.Ordinal);
    private readonly FrontierMetrics _metrics;

    public FrontierMetricsTests()
    {
        var meters = _services.GetRequiredService<IMeterFactory>();
        _metrics = new FrontierMetrics(meters);
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, meters))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<double>((instrument, value, _, _) =>
            _sums[instrument.Name] = _sums.GetValueOrDefault(instrument.Name) + value);
        _listener.Start();
    }

    [Fact]
    public void HostFetchedAtItsPace_IsFullyEfficient()
    {
        _metrics.Leased(wait: TimeSpan.Zero, Second);
        _metrics.Paced(starts: 10, Second, leaseToLastStart: 9 * Second);

        Efficiency().ShouldBe(1);
    }

    [Fact]
    public void TimeThatAReadyHostWaited_LowersTheEfficiency()
    {
        _metrics.Leased(wait: 10 * Second, Second);
        _metrics.Paced(starts: 10, Second, leaseToLastStart: 9 * Second);

        Efficiency().ShouldBe(0.5);
    }

    [Fact]
    public void HostWithoutAPause_DoesNotCount()
    {
        _metrics.Leased(wait: 10 * Second, TimeSpan.Zero);
        _metrics.Paced(starts: 10, TimeSpan.Zero, leaseToLastStart: 9 * Second);

        _sums.ShouldNotContainKey("crawler.politeness.taken");
        _sums["crawler.frontier.host.wait"].ShouldBe(10);
    }

    [Fact]
    public void LeaseWithoutAStart_IsAllWaiting()
    {
        _metrics.Leased(wait: Second, Second);
        _metrics.Paced(starts: 0, Second, leaseToLastStart: TimeSpan.Zero);

        _sums.ShouldNotContainKey("crawler.politeness.allowed");
        _sums["crawler.politeness.taken"].ShouldBe(1);
    }

    [Fact]
    public void WithoutAListener_NothingNeedBeComposed()
    {
        _metrics.IsRead.ShouldBeTrue();
        _listener.Dispose();

        _metrics.IsRead.ShouldBeFalse();
    }

    public void Dispose()
    {
        _listener.Dispose();
        _services.Dispose();
    }

    private double Efficiency() => _sums["crawler.politeness.allowed"] / _sums["crawler.politeness.taken"];
}
