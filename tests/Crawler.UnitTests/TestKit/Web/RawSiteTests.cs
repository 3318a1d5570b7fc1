using System.Net.Sockets;

using Crawler.TestKit.Web;

using Shouldly;

using Xunit;

namespace Crawler.UnitTests.TestKit.Web;

public sealed class RawSiteTests
{
    [Fact]
    public async Task Answer_GivesTheBytesOfItsScript()
    {
        await using var site = RawSite.Answer("HTTP/1.1 200 OK\r\nBroken header\r\n\r\n\u00ff");

        var answer = await ExchangeAsync(site, "GET /x HTTP/1.1\r\nHost: h\r\n\r\n");

        answer.ShouldBe("HTTP/1.1 200 OK\r\nBroken header\r\n\r\n\u00ff");
        site.RequestHeads.ShouldHaveSingleItem().ShouldStartWith("GET /x HTTP/1.1\r\n");
    }

    [Fact]
    public async Task Canary_CountsConnections()
    {
        await using var site = RawSite.Silent();
        using var first = new TcpClient();
        using var second = new TcpClient();

        await first.ConnectAsync(site.EndPoint);
        await second.ConnectAsync(site.EndPoint);
        await site.WaitForConnectionsAsync(2);

        site.Connections.ShouldBe(2);
    }

    [Fact]
    public async Task Reset_IsSeenAsReset()
    {
        await using var site = RawSite.Script(async (connection, cancellationToken) =>
        {
            await connection.ReadHeadAsync(cancellationToken);
            connection.Reset();
        });
        using var client = new TcpClient();
        await client.ConnectAsync(site.EndPoint);
        await client.GetStream().WriteAsync("GET / HTTP/1.1\r\n\r\n"u8.ToArray());

        var failure = await Should.ThrowAsync<IOException>(() => client.GetStream().ReadAsync(new byte[1]).AsTask());

        failure.InnerException.ShouldBeOfType<SocketException>().SocketErrorCode.ShouldBe(SocketError.ConnectionReset);
    }

    private static async Task<string> ExchangeAsync(RawSite site, string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(site.EndPoint);
        await using var stream = client.GetStream();
        await stream.WriteAsync(System.Text.Encoding.Latin1.GetBytes(request));
        using var reader = new StreamReader(stream, System.Text.Encoding.Latin1);
        return await reader.ReadToEndAsync();
    }
}
