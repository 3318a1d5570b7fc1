using System.Net.Sockets;

using Crawler.Downloader.Fetching;

using Shouldly;

using Xunit;

namespace Crawler.UnitTests.Downloader.Fetching;

public sealed class FetchFailureTests
{
    [Fact]
    public void ConnectionThatIsResetBeforeItIsUsed_IsAFailureToConnect() =>
        FetchFailure.ReasonOf(new SocketException((int)SocketError.NotConnected)).ShouldBe("Connect");

    [Fact]
    public void ConnectionThatBreaksInABody_IsAFailureOfTheBody() =>
        FetchFailure.ReasonOf(new IOException("reset", new SocketException((int)SocketError.ConnectionReset)))
            .ShouldBe("Body");

    [Fact]
    public void MistakeOfOurs_IsNoFailureOfAFetch() =>
        FetchFailure.ReasonOf(new InvalidOperationException("a mistake")).ShouldBeNull();
}
