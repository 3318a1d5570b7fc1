using System.Collections.Concurrent;
using System.Net;

using Crawler.TestKit.Cases;
using Crawler.TestKit.Web;
using Crawler.WebStandards.Url;

namespace Crawler.IntegrationTests.Egress;

/// <summary>
/// All cases as one small world: the names and what they lead to, and a public site whose pages, redirects and robots
/// try to lead a crawl inside.
/// </summary>
/// <param name="port">The port of the public site.</param>
internal sealed class EgressWorld(int port)
{
    public const string PublicHost = "public.test";

    /// <summary>A public address that stands for all of them.</summary>
    public static readonly IPAddress PublicAddress = IPAddress.Parse("93.184.216.34");

    public static readonly IPAddress InternalAddress = IPAddress.Parse("10.0.0.5");

    private readonly Dictionary<string, SsrfName> _names =
        SsrfName.ReadAll().ToDictionary(name => name.Host, StringComparer.Ordinal);

    private readonly ConcurrentDictionary<string, int> _asked = new(StringComparer.Ordinal);

    public IReadOnlyList<SsrfUrl> Urls { get; } = SsrfUrl.ReadAll();

    public IReadOnlyList<SsrfRedirect> Redirects { get; } = SsrfRedirect.ReadAll();

    public IEnumerable<SsrfName> Names => _names.Values;

    public string Hub => Url(PublicHost, "/hub");

    public string Url(string host, string target = "/") =>
        port == 80 ? $"http://{host}{target}" : $"http://{host}:{port}{target}";

    /// <summary>Null for a name that does not exist.</summary>
    public IReadOnlyList<IPAddress>? AddressesOf(string name, int lookups) =>
        _names.TryGetValue(name, out var row) ? row.AddressesAfter(lookups)
        : name == "internal.test" || Urls.Any(url => url.IsInternalName && url.Parsed?.Host == name) ? [InternalAddress]
        : name is PublicHost || name.StartsWith("robots-", StringComparison.Ordinal) || IsPublicCase(name)
            ? [PublicAddress]
        : null;

    /// <summary>
    /// What the public site says. Each answer ends its connection, so that each request looks its name up again.
    /// </summary>
    public async Task AnswerAsync(RawConnection connection, CancellationToken cancellationToken)
    {
        await AnswerTo(connection.Head)(connection, cancellationToken);
        connection.CloseSending();
        await connection.WaitForCloseAsync(cancellationToken);
    }

    /// <summary>What of the cases that the world leads to has not ended as it must.</summary>
    public void Tally(CaseTally tally, IReadOnlyDictionary<string, string> states, string channel)
    {
        foreach (var name in Names)
        {
            var state = states.GetValueOrDefault(Url(name.Host));
            tally.Add(name.Name, state == name.Expected ? null : $"is {state ?? "unknown"}, not {name.Expected}",
                $"dns-{channel}");
        }

        foreach (var redirect in Redirects)
        {
            tally.Add(redirect.Name, DifferenceOf(redirect, states), $"redirects-{channel}");
        }
    }

    private string? DifferenceOf(SsrfRedirect redirect, IReadOnlyDictionary<string, string> states)
    {
        if (SsrfRedirect.Exceptions.TryGetValue(redirect.Name, out var reason))
        {
            return reason;
        }

        var page = Url(PublicHost, redirect.Target);
        var state = states.GetValueOrDefault(page);
        if (redirect.Location is null || state != "Redirected")
        {
            // A page, or a Location that leads to no place of the web.
            return state is "Fetched" or "Failed(Body)" ? null : $"{page} is {state ?? "unknown"}";
        }

        if (!WebUrl.TryParse(page, out var document) || !WebUrl.TryParse(redirect.Location, document, out var target))
        {
            return $"{redirect.Location} was followed and is no URL";
        }

        var end = states.GetValueOrDefault(target.WithoutFragment().Href);
        var isInside = target.Host != "example.com";
        return end is not null && (end == "Failed(AddressDenied)") == isInside ? null
            : $"{target.Href} is {end ?? "unknown"}";
    }

    private bool IsPublicCase(string name) => Urls.Any(url => url.Blocked is not true && url.Parsed?.Host == name);

    private RawAnswer AnswerTo(string head)
    {
        var host = HostOf(head);
        var target = head.Split(' ', 3) is [_, var asked, _] ? asked : "/";
        if (target == "/robots.txt")
        {
            var robots = Redirects.FirstOrDefault(redirect => redirect.RobotsHost == host);
            return robots?.Answer ?? RawAnswers.NotFound;
        }

        if (target == "/hub")
        {
            return RawAnswers.Page("Hub", Links());
        }

        if (Redirects.FirstOrDefault(redirect => redirect.Target == target && host == PublicHost) is { } row)
        {
            return row.Answer;
        }

        return _names.GetValueOrDefault(host) is { FailsFirst: true }
            && _asked.AddOrUpdate(host, 1, (_, count) => count + 1) == 1
            ? RawAnswers.Status("500 Broken")
            : RawAnswers.Page(host);
    }

    private static string HostOf(string head)
    {
        const string Field = "Host: ";
        return head.Split("\r\n")
            .FirstOrDefault(line => line.StartsWith(Field, StringComparison.OrdinalIgnoreCase))?[Field.Length..].Split(':')[0] ?? "";
    }

    private IEnumerable<string> Links() =>
    [
        .. Names.Select(name => Url(name.Host)),
        .. Redirects.Select(redirect => Url(PublicHost, redirect.Target)),
        .. Redirects.Where(redirect => redirect.Location is not null).Select(redirect => Url(redirect.RobotsHost)),
    ];
}
