using System.Globalization;
using System.Net;
using System.Text.Json;

using Crawler.TestKit.Cases;
using Crawler.WebStandards.Addresses;

namespace Crawler.IntegrationTests.Egress;

/// <summary>
/// A row of the names of <c>ssrf/dynamic-cases.json</c>: what look-ups of one name answer, one after the other.
/// </summary>
internal sealed class SsrfName
{
    private readonly List<List<IPAddress>> _phases;
    private readonly int _patience;

    private SsrfName(int number, JsonElement row)
    {
        Name = row.GetProperty("name").GetString()!;
        var hasAlias = row.GetProperty("dnsAnswers").EnumerateArray()
            .Any(answer => answer.ValueKind == JsonValueKind.Array && answer[0].GetString() == "CNAME");
        Host = string.Create(CultureInfo.InvariantCulture, $"{(hasAlias ? "cname-" : "")}dns-{number}.test");

        // A host is looked up for robots.txt first, then for the page, then for the page again.
        _patience = Name.Contains("retry", StringComparison.Ordinal) ? 2 : 1;
        _phases = [[]];
        foreach (var answer in row.GetProperty("dnsAnswers").EnumerateArray())
        {
            if (answer.ValueKind == JsonValueKind.String)
            {
                _phases.Add([]);
            }
            else if (answer[0].GetString() is "A" or "AAAA")
            {
                _phases[^1].Add(IPAddress.Parse(answer[1].GetString()!));
            }
        }
    }

    public string Name { get; }

    public string Host { get; }

    /// <summary>Whether the first answer to the page is an error that passes, so that it is asked for again.</summary>
    public bool FailsFirst => _patience > 1;

    /// <summary>The state in which the host's page must end.</summary>
    public string Expected =>
        _phases[0].Count == 0 ? "Failed(Dns)"
        : _phases[^1].Exists(AddressPolicy.GlobalOnly.Permits) ? "Fetched"
        : "Failed(AddressDenied)";

    public static IReadOnlyList<SsrfName> ReadAll()
    {
        using var cases = CaseFiles.Json("ssrf", "dynamic-cases.json");
        return
        [
            .. cases.RootElement.GetProperty("dns").EnumerateArray().Select((row, number) => new SsrfName(number, row)),
        ];
    }

    /// <summary>The addresses, after that many look-ups.</summary>
    public IReadOnlyList<IPAddress> AddressesAfter(int lookups) =>
        lookups < _patience ? _phases[0] : _phases[Math.Min(lookups - _patience + 1, _phases.Count - 1)];
}
