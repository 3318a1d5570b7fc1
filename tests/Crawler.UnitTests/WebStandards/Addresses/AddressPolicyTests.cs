using System.Net;
using Crawler.WebStandards.Addresses;
using Shouldly;
using Xunit;

namespace Crawler.UnitTests.WebStandards.Addresses;

public class AddressPolicyTests
{
    [Theory]
    [InlineData("::ffff:8.8.8.8")]
    [InlineData("::8.8.8.8")]
    [InlineData("::ffff:0:8.8.8.8")]
    [InlineData("64:ff9b::8.8.8.8")]
    [InlineData("64:ff9b:1::8.8.8.8")]
    [InlineData("2002:808:808::1")]
    [InlineData("2001:0:808:808::1")]
    public void AddressesThatCarryAnIpv4Address_AreRefusedWhole(string address)
    {
        AddressPolicy.GlobalOnly.Permits(IPAddress.Parse(address)).ShouldBeFalse();
    }

    [Theory]
    [InlineData("2606:4700::5efe:10.0.0.1", false)]
    [InlineData("2606:4700::200:5efe:127.0.0.1", false)]
    [InlineData("2606:4700::200:5efe:8.8.8.8", true)]
    [InlineData("2606:4700::100:5efe:10.0.0.1", true)]
    public void Isatap_IsJudgedByTheAddressInside(string address, bool expected)
    {
        AddressPolicy.GlobalOnly.Permits(IPAddress.Parse(address)).ShouldBe(expected);
    }

    [Theory]
    [InlineData("fe80::1%3", false)]
    [InlineData("2606:4700::1%3", true)]
    public void Scope_IsIgnored(string address, bool expected)
    {
        AddressPolicy.GlobalOnly.Permits(IPAddress.Parse(address)).ShouldBe(expected);
    }

    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("::ffff:127.0.0.1", true)]
    [InlineData("::127.0.0.1", false)]
    [InlineData("2002:7f00:1::", false)]
    [InlineData("64:ff9b::127.0.0.1", false)]
    [InlineData("::1", false)]
    [InlineData("10.0.0.1", false)]
    [InlineData("8.8.8.8", true)]
    public void AllowedNetwork_WinsForItsAddressesPlainAndMapped(string address, bool expected)
    {
        Policy("127.0.0.0/8").Permits(IPAddress.Parse(address)).ShouldBe(expected);
    }

    [Fact]
    public void AllowedLinkLocalNetwork_HoldsAddressesWithScope()
    {
        Policy("fe80::/10").Permits(IPAddress.Parse("fe80::1%2")).ShouldBeTrue();
    }

    [Theory]
    [InlineData("127.0.0.0/8", "127.0.0.0/8")]
    [InlineData("::1/128", "::1/128")]
    [InlineData("::1", "::1/128")]
    [InlineData("10.1.2.3", "10.1.2.3/32")]
    [InlineData("0.0.0.0/0", "0.0.0.0/0")]
    [InlineData("2001:DB8::/33", "2001:db8::/33")]
    public void TryParseNetwork_ReadsNetworksAndAddresses(string text, string expected)
    {
        AddressPolicy.TryParseNetwork(text, out var network, out var error).ShouldBeTrue();

        network.ToString().ShouldBe(expected);
        error.ShouldBeNull();
    }

    [Theory]
    [InlineData("10.0.0.1/8", "'10.0.0.1/8' has host bits set: the network of that prefix length is 10.0.0.0/8.")]
    [InlineData("::1/64", "'::1/64' has host bits set: the network of that prefix length is ::/64.")]
    [InlineData("10.0.0.0/33", "'10.0.0.0/33' needs a prefix length from 0 to 32 after the slash.")]
    [InlineData("10.0.0.0/", "'10.0.0.0/' needs a prefix length from 0 to 32 after the slash.")]
    [InlineData("10.0.0.0/-1", "'10.0.0.0/-1' needs a prefix length from 0 to 32 after the slash.")]
    [InlineData("::/129", "'::/129' needs a prefix length from 0 to 128 after the slash.")]
    [InlineData("10.0/16", "'10.0/16' does not begin with an IPv4 or IPv6 address.")]
    [InlineData("010.0.0.0/8", "'010.0.0.0/8' does not begin with an IPv4 or IPv6 address.")]
    [InlineData("fe80::1%eth0", "'fe80::1%eth0' does not begin with an IPv4 or IPv6 address.")]
    [InlineData("localhost", "'localhost' does not begin with an IPv4 or IPv6 address.")]
    [InlineData("", "'' does not begin with an IPv4 or IPv6 address.")]
    public void TryParseNetwork_SaysWhatIsWrong(string text, string expected)
    {
        AddressPolicy.TryParseNetwork(text, out _, out var error).ShouldBeFalse();

        error.ShouldBe(expected);
    }

    private static AddressPolicy Policy(string network)
    {
        return AddressPolicy.TryParseNetwork(network, out var parsed, out var error)
            ? new AddressPolicy([parsed])
            : throw new ArgumentException(error, nameof(network));
    }
}
