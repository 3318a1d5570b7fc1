using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

using Crawler.TestKit.Cases;
using Crawler.TestKit.Web;

using Shouldly;

using Xunit;
using Xunit.Abstractions;

namespace Crawler.IntegrationTests.Robustness;

/// <summary>Certificates that are right or wrong in one point, and handshakes that do not come about.</summary>
/// <remarks>
/// The policy where the catalogue leaves it open: revocation is not asked for, because it would be asked at an address
/// that the certificate names, and a chain that is not sent whole is not completed from the net.
/// </remarks>
[Collection(Crawls.HostCollection.Name)]
[Trait("Category", "Cases")]
public sealed class TlsTests(ITestOutputHelper output)
{
    public const string Area = "tls";

    private const string Name = "right.example";
    private const string Alert = "\u0015\u0003\u0003\0\u0002\u0002";
    private const int LongChain = 100;

    private static readonly string[] AnyFailure =
        ["Failed(Tls)", "Failed(Connect)", "Failed(Timeout)", "Failed(RobotsUnreachable)"];

    private static readonly Dictionary<string, Action<Scenario>> Table = new(StringComparer.Ordinal)
    {
        ["http-129"] = scenario => Refused(scenario, "self.example", TestCertificates.SelfSigned("self.example")),
        ["http-130"] = scenario =>
        {
            using var unknown = new TestCertificates();
            Refused(scenario, "unknown.example", unknown.Leaf(["unknown.example"]), [unknown.Root]);
        },
        ["http-131"] = scenario => Accepted(
            scenario, "revoked.example", scenario.Web.Certificates.Leaf(
                ["revoked.example"], extensions: [
                    TestCertificates.RevocationListAt(scenario.AddCanary().Url("/list.crl")),
                    TestCertificates.StateAt(scenario.AddCanary().Url("/ocsp")),
                ])),
        ["http-132"] = scenario => Accepted(
            scenario, "nameless.example", scenario.Web.Certificates.Leaf(["nameless.example"], subject: "")),
        ["http-134"] = scenario => Broken(scenario, "\u0015\u0003\u0001\0\u0002\u0002\u0046", "Failed(Tls)"),
        ["http-137"] = scenario => Broken(scenario, "HTTP/1.1 400 Bad Request\r\n\r\n", "Failed(Tls)"),
        ["http-138"] = scenario => scenario.On("/", RawAnswers.Close($"{Alert}\u0046"), "Failed(Body)"),
        ["http-139"] = scenario => Broken(scenario, $"{Alert}\u0070", "Failed(Tls)"),
        ["http-140"] = scenario => HugeChain(scenario),

        ["right"] = scenario => Accepted(scenario, Name, scenario.Web.Certificates.Leaf([Name])),
        ["right-for-an-address"] = scenario => ForAddress(scenario),
        ["right-by-wildcard"] = scenario => Accepted(
            scenario, "a.wild.example", scenario.Web.Certificates.Leaf(["*.wild.example"])),
        ["right-by-a-chain"] = scenario =>
        {
            var between = TestCertificates.CreateAuthority("CN=Between", scenario.Web.Certificates.Root);
            Accepted(scenario, "chain.example", scenario.Web.Certificates.Leaf(["chain.example"], issuer: between),
                [between]);
        },
        ["right-with-tls-1.2"] = scenario => Accepted(
            scenario, "tls12.example", scenario.Web.Certificates.Leaf(["tls12.example"]),
                protocols: SslProtocols.Tls12),
        ["expired"] = scenario => Refused(
            scenario, "expired.example",
                scenario.Web.Certificates.Leaf(["expired.example"], endsIn: TimeSpan.FromDays(-1))),
        ["another-name"] = scenario =>
            Refused(scenario, "wrong.example", scenario.Web.Certificates.Leaf(["other.example"])),
        ["wildcard-two-deep"] = scenario => Refused(
            scenario, "a.b.deep.example", scenario.Web.Certificates.Leaf(["*.deep.example"])),
        ["name-in-subject-alone"] = scenario => Refused(
            scenario, "subject.example",
                scenario.Web.Certificates.Leaf(["elsewhere.example"], subject: "CN=subject.example")),
        ["leaf-that-signs"] = scenario => Refused(
            scenario, "signer.example",
            scenario.Web.Certificates.Leaf(
                ["signer.example"], issuer: scenario.Web.Certificates.Leaf(["signing.example"]))),
        ["chain-not-whole"] = scenario =>
        {
            var between = TestCertificates.CreateAuthority("CN=Missing", scenario.Web.Certificates.Root);
            var issuerAt = TestCertificates.IssuerAt(scenario.AddCanary().Url("/issuer.cer"));
            Refused(scenario, "missing.example", scenario.Web.Certificates.Leaf(
                ["missing.example"], issuer: between, extensions: issuerAt));
        },
        ["handshake-cut"] = scenario => Broken(scenario, "", AnyFailure),
        ["handshake-hangs"] = scenario => Listens(
            scenario, (connection, cancellationToken) => connection.WaitForCloseAsync(cancellationToken), AnyFailure),
        ["handshake-endless"] = scenario => Listens(
            scenario,
            async (connection, cancellationToken) =>
            {
                byte[] record = [0x16, 3, 3, 0x40, 0, 2, 0xFF, 0xFF, 0xFF, .. new byte[0x4000 - 4]];
                for (var i = 0; i < 10_000; i++)
                {
                    await connection.WriteAsync(record, cancellationToken);
                }
            },
            AnyFailure),
        ["reset-in-handshake"] = scenario => Listens(
            scenario,
            (connection, _) =>
            {
                connection.Reset();
                return Task.CompletedTask;
            },
            AnyFailure),
    };

    [CasesFact]
    public Task EveryCase_EndsAsItMustAndTheCrawlGoesOn() =>
        RobustnessCrawl.RunAsync(Area, Table, output, maxBytes: 1024 * 1024);

    private static Scenario Accepted(
        Scenario scenario,
        string name,
        X509Certificate2 certificate,
        X509Certificate2Collection? between = null,
        SslProtocols protocols = SslProtocols.None) => scenario
            .OverTls(TestCertificates.Server(certificate, between, protocols), name)
            .On("/", RawAnswers.Page("Secure"), "Fetched")
            .Check(outcome => outcome.Page("/").Title.ShouldBe("Secure"));

    private static Scenario Refused(
        Scenario scenario, string name, X509Certificate2 certificate, X509Certificate2Collection? between = null) =>
        scenario
            .WithoutAfter()
            .OverTls(TestCertificates.Server(certificate, between), name)
            .On("/", RawAnswers.Page("Never"), "Failed(Tls)")
            .Check(outcome => outcome.Host.Requests.ShouldBeEmpty());

    /// <summary>A TLS port that answers the first bytes with these, and closes.</summary>
    private static Scenario Broken(Scenario scenario, string answer, params string[] states) => Listens(
        scenario,
        async (connection, cancellationToken) =>
        {
            await connection.WriteAsync(answer, cancellationToken);
            connection.CloseSending();
            await connection.WaitForCloseAsync(cancellationToken);
        },
        states);

    private static Scenario Listens(
        Scenario scenario, Func<RawConnection, CancellationToken, Task> script, params string[] states) =>
        scenario.WithoutAfter().Link($"https://{scenario.AddSite(script).EndPoint}/", states);

    private static void ForAddress(Scenario scenario)
    {
        var address = System.Net.IPAddress.Parse("127.0.0.77");
        scenario.OverTls(TestCertificates.Server(scenario.Web.Certificates.Leaf([address.ToString()])), address)
            .On("/", RawAnswers.Page("By address"), "Fetched");
    }

    private static void HugeChain(Scenario scenario)
    {
        var chain = new X509Certificate2Collection();
        var issuer = scenario.Web.Certificates.Root;
        for (var i = 0; i < LongChain; i++)
        {
            issuer = TestCertificates.CreateAuthority($"CN=Link {i}", issuer);
            chain.Add(issuer);
        }

        scenario.WithoutAfter()
            .OverTls(TestCertificates.Server(scenario.Web.Certificates.Leaf(["long.example"], issuer: issuer), chain),
                "long.example")
            .On("/", RawAnswers.Page("Long"), "Fetched", "Failed(Tls)");
    }
}
