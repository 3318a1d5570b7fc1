using Crawler.TestKit;
using Crawler.TestKit.Web;

namespace Crawler.IntegrationTests.Robustness;

/// <summary>What the scenarios of one crawl share: a name system, and an authority that the crawler trusts.</summary>
internal sealed class ScenarioWeb : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ScenarioWeb() => File.WriteAllText(TrustedRootsFile, Certificates.RootPem);

    public NamedHosts Names { get; } = new();

    public TestCertificates Certificates { get; } = new();

    public string TrustedRootsFile => _folder.File("roots.pem");

    public void Dispose()
    {
        Certificates.Dispose();
        _folder.Dispose();
    }
}
