using Crawler.TestKit.Web;

using Shouldly;

using Xunit;

namespace Crawler.UnitTests.TestKit.Web;

public sealed class RequestStatisticsTests
{
    [Fact]
    public void MinimumGap_IsBetweenNeighbouringStarts()
    {
        LoggedRequest[] requests = [Request(0, 1), Request(700, 701), Request(300, 301)];

        requests.MinimumGap().ShouldBe(TimeSpan.FromMilliseconds(300));
    }

    [Fact]
    public void MinimumGap_OfOneRequest_IsRefused()
    {
        Should.Throw<InvalidOperationException>(() => new[] { Request(0, 1) }.MinimumGap());
    }

    [Fact]
    public void MaximumConcurrency_EndAndStartAtOneMoment_DoNotOverlap()
    {
        new[] { Request(0, 10), Request(10, 20) }.MaximumConcurrency().ShouldBe(1);
    }

    [Fact]
    public void MaximumConcurrency_UnendedRequest_StaysUnderWay()
    {
        new[] { Request(0, null), Request(10, 20), Request(15, 30) }.MaximumConcurrency().ShouldBe(3);
    }

    private static LoggedRequest Request(int startedAt, int? endedAt)
    {
        var request = new LoggedRequest
        {
            Host = "127.0.1.1:80",
            Method = "GET",
            Target = "/",
            Headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase),
            Connection = "1",
            StartedAt = TimeSpan.FromMilliseconds(startedAt),
        };
        if (endedAt is { } ended)
        {
            request.End(TimeSpan.FromMilliseconds(ended), 200);
        }

        return request;
    }
}
