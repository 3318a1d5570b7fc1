using System.Diagnostics;

using Crawler.ServiceDefaults.Telemetry;

using Shouldly;

using Xunit;

namespace Crawler.UnitTests.ServiceDefaults.Telemetry;

public sealed class CrawlerTelemetryTests
{
    private const string Earlier = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    [Fact]
    public void ResumedSpan_BelongsToTheEarlierTrace()
    {
        using var listener = Listen();

        using var span = CrawlerTelemetry.Resume("go on", Earlier);

        span.ShouldNotBeNull().TraceId.ToHexString().ShouldBe("0af7651916cd43dd8448eb211c80319c");
        span.ParentSpanId.ToHexString().ShouldBe("b7ad6b7169203331");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("nonsense")]
    public void ResumedSpanWithoutEarlierTrace_BeginsOne(string? earlier)
    {
        using var listener = Listen();

        using var span = CrawlerTelemetry.Resume("go on", earlier);

        span.ShouldNotBeNull().ParentId.ShouldBeNull();
    }

    [Fact]
    public void FollowingSpan_RefersToTheEarlierTraceAndIsNoPartOfIt()
    {
        using var listener = Listen();

        using var span = CrawlerTelemetry.Follow("again", Earlier);

        span.ShouldNotBeNull().ParentId.ShouldBeNull();
        span.TraceId.ToHexString().ShouldNotBe("0af7651916cd43dd8448eb211c80319c");
        span.Links.ShouldHaveSingleItem().Context.TraceId.ToHexString().ShouldBe("0af7651916cd43dd8448eb211c80319c");
    }

    private static ActivityListener Listen()
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == CrawlerTelemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }
}
