using System.Net;
using System.Net.Security;

using Crawler.TestKit.Web;
using Crawler.WebStandards.Url;

using Shouldly;

namespace Crawler.IntegrationTests.Robustness;

/// <summary>
/// One case of the catalogue: a host that behaves in one way, and the states in which its URLs must end.
/// </summary>
/// <remarks>
/// Every host also has a good page, <see cref="After"/>, which is asked for after the case and must be stored with its
/// own title: the crawl went on, and nothing of the case was taken for it.
/// </remarks>
internal sealed class Scenario(string id, ScenarioWeb web) : IAsyncDisposable
{
    public const string After = "/after";

    private readonly List<IAsyncDisposable> _hosts = [];
    private readonly List<(string Url, string[] States)> _expected = [];
    private readonly List<string> _links = [];
    private RawHost? _host;
    private SslServerAuthenticationOptions? _tls;
    private IPAddress? _address;
    private string? _name;

    public string Id { get; } = id;

    public ScenarioWeb Web { get; } = web;

    public RawHost Host => _host ??= AddHost(_tls, _address);

    /// <summary>What is to be crawled, in this order.</summary>
    public IReadOnlyList<string> Links => _links;

    public IReadOnlyList<(string Url, string[] States)> Expected => _expected;

    /// <summary>False where the host can answer nothing.</summary>
    public bool HasAfter { get; private set; } = true;

    /// <summary>The target of the host's first page: the case itself, where it is one of this host.</summary>
    public string? FirstTarget { get; private set; }

    public Action<ScenarioOutcome>? Checks { get; private set; }

    public string AfterTitle => $"After {Id}";

    /// <summary>Every connection of the host begins with a handshake.</summary>
    public Scenario OverTls(SslServerAuthenticationOptions tls, string? name = null)
    {
        _tls = tls;
        return name is null ? this : Named(name);
    }

    /// <summary>As before, at an address that its certificate can name.</summary>
    public Scenario OverTls(SslServerAuthenticationOptions tls, IPAddress address)
    {
        _tls = tls;
        _address = address;
        return this;
    }

    /// <summary>The host is known by a name instead of its address.</summary>
    public Scenario Named(string name)
    {
        _name = name;
        return this;
    }

    /// <summary>Nothing can be had of this host, so it has no good page either.</summary>
    public Scenario WithoutAfter()
    {
        HasAfter = false;
        return this;
    }

    /// <summary>A target that is linked, its answer, and the states of which it must end in one.</summary>
    public Scenario On(string target, RawAnswer answer, params string[] states)
    {
        Host.On(target, answer);
        FirstTarget ??= target;
        return Link(Url(target), states);
    }

    /// <summary>A target that nothing but the case itself leads to.</summary>
    public Scenario Leads(string target, RawAnswer answer, params string[] states)
    {
        Host.On(target, answer);
        return Ends(Url(target), states);
    }

    /// <summary>A URL anywhere that is linked.</summary>
    public Scenario Link(string url, params string[] states)
    {
        _links.Add(url);
        return Ends(url, states);
    }

    /// <summary>A URL anywhere that is not linked.</summary>
    public Scenario Ends(string url, params string[] states)
    {
        if (!WebUrl.TryParse(url, out var parsed))
        {
            throw new ArgumentException($"'{url}' is not a URL.", nameof(url));
        }

        _expected.Add((parsed.WithoutFragment().Href, states));
        return this;
    }

    public Scenario Check(Action<ScenarioOutcome> check)
    {
        Checks += check;
        return this;
    }

    public RawHost AddHost(SslServerAuthenticationOptions? tls = null, IPAddress? address = null)
    {
        var host = new RawHost(tls, address);
        _hosts.Add(host);
        return host;
    }

    /// <summary>Something that listens and is no HTTP server.</summary>
    public RawSite AddSite(Func<RawConnection, CancellationToken, Task> script)
    {
        var site = RawSite.Script(script);
        _hosts.Add(site);
        return site;
    }

    /// <summary>A place to which nobody may ever connect.</summary>
    public RawSite AddCanary()
    {
        var canary = RawSite.Silent();
        _hosts.Add(canary);
        Check(_ => canary.Connections.ShouldBe(0, "The canary was called."));
        return canary;
    }

    public string Url(string target)
    {
        if (_name is not null)
        {
            Web.Names.Add(_name, Host.EndPoint.Address);
        }

        return Host.Url(target, _name);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _hosts)
        {
            await host.DisposeAsync();
        }
    }
}
