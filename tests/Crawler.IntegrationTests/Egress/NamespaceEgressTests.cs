using System.Net;

using Crawler.TestKit;
using Crawler.TestKit.Cases;
using Crawler.TestKit.Hosts;
using Crawler.TestKit.Processes;
using Crawler.TestKit.Web;

using Shouldly;

using Xunit;
using Xunit.Abstractions;

namespace Crawler.IntegrationTests.Egress;

/// <summary>
/// The real <c>crawler</c>, with its own look-ups by the system's resolver, in a network where every address of the
/// world leads to one canary: what it dials is seen, whatever it is.
/// </summary>
[Collection(Crawls.HostCollection.Name)]
[Trait("Category", "Cases")]
public sealed class NamespaceEgressTests(ITestOutputHelper output)
{
    private static readonly (string Name, string? Value)[] ShortWaits =
    [
        ("Frontier__PollInterval", "50ms"), ("Frontier__RequestTimeout", "2s"), ("Frontier__MaxHostWait", "1s"),
        ("Frontier__MaxAttempts", "2"), ("Frontier__RetryDelay", "100ms"), ("Downloader__ConnectTimeout", "2s"),
        ("Downloader__FirstByteTimeout", "1s"),
    ];

    [NamespaceFact]
    public async Task Crawler_DialsPublicAddressesAndNoOthers()
    {
        NetworkNamespace.TryCreate(out var network, out var reason).ShouldBeTrue(reason);
        using var entered = network.ShouldNotBeNull();
        using var folder = new TemporaryFolder();
        var world = new EgressWorld(port: 80);
        var accepted = world.Urls.Where(url => url.Parsed is { Username.Length: 0, Password.Length: 0 }).ToList();
        await using var canary = entered.Run(() => new CanaryListener(PlacesOf(world), ServeAsync));
        await using var names = entered.Run(() => new StubNameServer(NameServer(), world.AddressesOf));
        await using var crawler = entered.Run(() => CrawlerProcess.Start(
            [
                "crawl", world.Hub, .. accepted.Select(url => url.Url), "--scope", "any", "--delay", "0s",
                "--data", folder.File("data"),
            ],
            workingFolder: null,
            ShortWaits));

        (await crawler.WaitForExitAsync(TimeSpan.FromSeconds(60))).ShouldBe(0);

        var states = StoredCrawl.Read(folder.File("data", "crawler.db")).UrlStates;
        var tally = new CaseTally(SsrfUrl.File);
        accepted.ForEach(url => tally.Add(url.Id, url.Difference(states), "namespace"));
        var dynamic = new CaseTally(SsrfRedirect.File, SsrfRedirect.Exceptions);
        world.Tally(dynamic, states, "namespace");
        tally.Report(output).Concat(dynamic.Report(output)).ShouldBeEmpty();

        var denied = File.ReadLines(CaseFiles.Path("ssrf", "deny-cidrs.txt")).Select(IPNetwork.Parse).ToList();
        canary.Calls.Where(call => denied.Exists(block => block.Contains(call.Address))).ShouldBeEmpty();
        var dialled = canary.Calls.Select(call => call.Address).ToHashSet();
        accepted.Where(url => url.IsPublicAddress).Select(url => AddressOf(url))
            .Append(EgressWorld.PublicAddress).ShouldAllBe(address => dialled.Contains(address));

        async Task ServeAsync(RawConnection connection, IPEndPoint dialled, CancellationToken cancellationToken)
        {
            if (dialled.Port != 443)
            {
                await connection.ReadHeadAsync(cancellationToken);
                await world.AnswerAsync(connection, cancellationToken);
            }
        }
    }

    private static IPAddress AddressOf(SsrfUrl url) =>
        url.Parsed!.TryGetHostAddress(out var address) ? address : throw new InvalidOperationException(url.Url);

    private static IEnumerable<IPEndPoint> PlacesOf(EgressWorld world) =>
        world.Urls.Select(url => url.Parsed?.Port).OfType<int>().Concat([80, 443]).Distinct()
            .Select(port => new IPEndPoint(IPAddress.IPv6Any, port));

    /// <summary>Where the system's resolver asks (resolv.conf(5)).</summary>
    private static IPEndPoint NameServer()
    {
        var configured = File.Exists("/etc/resolv.conf")
            ? File.ReadLines("/etc/resolv.conf")
                .FirstOrDefault(line => line.StartsWith("nameserver ", StringComparison.Ordinal))
            : null;
        return new IPEndPoint(configured is null ? IPAddress.Loopback : IPAddress.Parse(configured.Split(' ')[1]), 53);
    }
}
