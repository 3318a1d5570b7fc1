using Crawler.WebStandards.Addresses;
using Shouldly;
using Xunit;

namespace Crawler.UnitTests.WebStandards.Addresses;

public class WebPortsTests
{
    [Theory]
    [InlineData(80, true)]
    [InlineData(443, true)]
    [InlineData(8080, true)]
    [InlineData(49152, true)]
    [InlineData(22, false)]
    [InlineData(25, false)]
    [InlineData(6667, false)]
    [InlineData(10080, false)]
    [InlineData(0, false)]
    public void PortsOfOtherProtocols_AreRefused(int port, bool isPermitted)
    {
        WebPorts.Permits(port).ShouldBe(isPermitted);
    }
}
