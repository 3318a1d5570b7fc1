using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

using Crawler.TestKit;
using Crawler.TestKit.Deploy;

using Shouldly;

using Xunit;

namespace Crawler.UnitTests.Deploy;

/// <summary>The wall around downloaders stands where their own refusal of addresses stands.</summary>
public sealed partial class NetworkPolicyTests
{
    private static readonly IReadOnlyList<JsonNode> Policies =
        YamlFile.Read("deploy", "kubernetes", "base", "network.yaml");

    [Fact]
    public void Downloaders_ReachNoAddressThatTheyRefuse()
    {
        var blocks = Blocks();
        var addresses = Refused().Matches(File.ReadAllText(RepositoryRoot.File(
            "services", "WebStandards", "Addresses", "SpecialNetworks.cs")))
            .Select(row => IPNetwork.Parse(row.Groups["network"].ValueSpan)).ToList();

        addresses.Count.ShouldBeGreaterThan(30);
        addresses.Where(network => blocks.Any(block => Reaches(block, network))).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("93.184.216.34", true)]
    [InlineData("2606:2800:220:1::1", true)]
    [InlineData("169.254.169.254", false)]
    [InlineData("10.96.0.1", false)]
    [InlineData("fd00:ec2::254", false)]
    [InlineData("::1", false)]
    public void Address_IsReached_WhenItIsPublic(string address, bool isReached) =>
        Blocks().Any(block => Reaches(block, new IPNetwork(
            IPAddress.Parse(address), address.Contains(':', StringComparison.Ordinal) ? 128 : 32))).ShouldBe(isReached);

    [Fact]
    public void Downloaders_TakeNoConnections()
    {
        var policy = Of("downloader");

        policy["policyTypes"]!.AsArray().Select(type => type!.ToString()).ShouldBe(["Ingress", "Egress"]);
        policy["ingress"].ShouldBeNull();
    }

    [Fact]
    public void Everything_IsClosedUnlessAPolicyOpensIt()
    {
        var policy = Of("crawler-no-ingress");

        policy["podSelector"]!["matchLabels"]!["app.kubernetes.io/part-of"]!.ToString().ShouldBe("crawler");
        policy["policyTypes"]!.AsArray().Select(type => type!.ToString()).ShouldBe(["Ingress"]);
        policy["ingress"].ShouldBeNull();
    }

    private static JsonNode Of(string name) =>
        Policies.Single(policy => policy["metadata"]!["name"]!.ToString() == name)["spec"]!;

    private static List<(IPNetwork Open, List<IPNetwork> Closed)> Blocks() =>
    [
        .. from rule in Of("downloader")["egress"]!.AsArray()
           from peer in rule!["to"]!.AsArray()
           let block = peer!["ipBlock"]
           where block is not null
           select (
               IPNetwork.Parse(block["cidr"]!.ToString()),
               block["except"]!.AsArray().Select(closed => IPNetwork.Parse(closed!.ToString())).ToList()),
    ];

    /// <summary>Whether anything of a network can be reached.</summary>
    private static bool Reaches((IPNetwork Open, List<IPNetwork> Closed) block, IPNetwork network) =>
        IsV4(block.Open) == IsV4(network)
        && (block.Open.Contains(network.BaseAddress) || network.Contains(block.Open.BaseAddress))
        && !block.Closed.Any(closed => closed.PrefixLength <= network.PrefixLength && closed.Contains(network.BaseAddress));

    private static bool IsV4(IPNetwork network) => network.BaseAddress.AddressFamily == AddressFamily.InterNetwork;

    /// <summary>A row of the table by which downloaders refuse addresses.</summary>
    [GeneratedRegex(
        "Refused\\(\"(?<network>[^\"]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Refused();
}
