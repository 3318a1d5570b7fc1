using Crawler.Gateway.Access;

using Microsoft.Extensions.Configuration;

using Shouldly;

using Xunit;

namespace Crawler.UnitTests.Gateway.Access;

public sealed class ListenAddressesTests
{
    [Theory]
    [InlineData("urls", "http://127.0.0.1:8080")]
    [InlineData("urls", "http://127.9.9.9")]
    [InlineData("urls", "http://localhost:5000;https://[::1]:5001")]
    [InlineData("Kestrel:Endpoints:Api:Url", "http://LOCALHOST:80/")]
    [InlineData("Other", "http://0.0.0.0:80")]
    public void Loopback_IsThisMachines(string name, string value) => Of((name, value)).ShouldBeNull();

    [Theory]
    [InlineData("urls", "http://+:8080", "http://+:8080")]
    [InlineData("urls", "http://*:8080", "http://*:8080")]
    [InlineData("urls", "http://0.0.0.0:8080", "http://0.0.0.0:8080")]
    [InlineData("urls", "http://[::]:8080", "http://[::]:8080")]
    [InlineData("urls", "http://10.0.0.1", "http://10.0.0.1")]
    [InlineData("urls", "http://crawler.example:80", "http://crawler.example:80")]
    [InlineData("urls", "http://localhost.example:80", "http://localhost.example:80")]
    [InlineData("urls", "http://127.0.0.1:80; http://[::]:80", "http://[::]:80")]
    [InlineData("urls", "http://unix:/run/crawler.sock", "http://unix:/run/crawler.sock")]
    [InlineData("http_ports", "8080", "http://*:8080")]
    [InlineData("https_ports", "8443", "http://*:8443")]
    [InlineData("Kestrel:Endpoints:Api:Url", "https://*:443", "https://*:443")]
    public void AnythingElse_IsOthersToo(string name, string value, string expected) => Of((name, value)).ShouldBe(expected);

    [Fact]
    public void Ports_CountWhereNoAddressesAreGiven() =>
        Of(("urls", "http://127.0.0.1:80"), ("http_ports", "8080")).ShouldBeNull();

    private static string? Of(params (string Name, string Value)[] settings) => ListenAddresses.FirstBeyondThisMachine(
        new ConfigurationBuilder().AddInMemoryCollection(
            settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value))).Build());
}
