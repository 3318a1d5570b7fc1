using System.Net;
using System.Text.Json;
using Crawler.TestKit.Cases;
using Crawler.WebStandards.Addresses;
using Crawler.WebStandards.Url;
using Shouldly;
using Xunit;
using Xunit.Abstractions;

namespace Crawler.UnitTests.WebStandards.Addresses;

[Trait("Category", "Cases")]
public class AddressPolicyCasesTests(ITestOutputHelper output)
{
    private static readonly Dictionary<string, string> RegistryExceptions = new(StringComparer.Ordinal)
    {
        ["64:ff9b::/96"] = "Globally reachable, and refused whole because a translator may lead inside.",
    };

    [CasesFact]
    public void Addresses_EveryRow()
    {
        using var document = CaseFiles.Json("ssrf", "address-cases.json");
        var tally = new CaseTally("ssrf/address-cases.json");

        foreach (var row in document.RootElement.EnumerateArray())
        {
            var blocked = row.GetProperty("blocked").GetBoolean();
            tally.Run(
                Text(row, "ip")!,
                () => Permits(Text(row, "ip")!) == blocked ? $"blocked is {blocked}: {Text(row, "why")}" : null,
                blocked ? "blocked" : "permitted");
        }

        tally.Report(output).ShouldBeEmpty();
    }

    [CasesFact]
    public void RefusedNetworks_FirstAndLastAddressAreRefused()
    {
        var tally = new CaseTally("ssrf/deny-cidrs.txt");

        foreach (var line in File.ReadLines(CaseFiles.Path("ssrf", "deny-cidrs.txt")))
        {
            var network = IPNetwork.Parse(line);
            var isPermitted = AddressPolicy.GlobalOnly.Permits(network.BaseAddress)
                || AddressPolicy.GlobalOnly.Permits(Last(network));
            tally.Add(line, isPermitted ? "is permitted" : null);
        }

        tally.Report(output).ShouldBeEmpty();
    }

    /// <summary>
    /// By its last address, since the first ones of some rows lie in longer rows, which decide there.
    /// </summary>
    [CasesFact]
    public void Registry_EveryRowIsJudgedByItsOwnEntry()
    {
        using var document = CaseFiles.Json("ssrf", "special-purpose-registry.json");
        var tally = new CaseTally("ssrf/special-purpose-registry.json", RegistryExceptions);

        foreach (var row in document.RootElement.GetProperty("rows").EnumerateArray())
        {
            var isBlocked = !Permits(Last(IPNetwork.Parse(Text(row, "block")!)).ToString());
            var isSame = isBlocked == row.GetProperty("block_by_default").GetBoolean();
            tally.Add(Text(row, "block")!, isSame ? null : $"{Text(row, "name")}: blocked is {isBlocked}");
        }

        tally.Report(output).ShouldBeEmpty();
    }

    /// <summary>
    /// Where the host is a name, its address is judged once it is known; here only the host is compared.
    /// </summary>
    [CasesFact]
    public void Urls_WithAddressesAreJudgedAsBrowsersReadThem()
    {
        using var document = CaseFiles.Json("ssrf", "url-cases.json");
        var tally = new CaseTally("ssrf/url-cases.json");

        foreach (var row in document.RootElement.EnumerateArray())
        {
            tally.Run(Text(row, "id")!, () => Difference(row), "parsed");
        }

        tally.Report(output).ShouldBeEmpty();
    }

    private static string? Difference(JsonElement row)
    {
        var parses = WebUrl.TryParse(Text(row, "url"), out var url);
        var host = url?.Host ?? "";
        if (parses != row.GetProperty("whatwgParses").GetBoolean() || host != (Text(row, "whatwgHost") ?? ""))
        {
            return $"the host is '{host}', not {Text(row, "whatwgHost")}";
        }

        var blocked = row.GetProperty("blocked");
        return url is not null
            && url.TryGetHostAddress(out var address)
            && blocked.ValueKind is JsonValueKind.True or JsonValueKind.False
            && AddressPolicy.GlobalOnly.Permits(address) == blocked.GetBoolean()
            ? $"{address}, blocked is {blocked}"
            : null;
    }

    private static bool Permits(string address)
    {
        return AddressPolicy.GlobalOnly.Permits(IPAddress.Parse(address));
    }

    private static IPAddress Last(IPNetwork network)
    {
        var bytes = network.BaseAddress.GetAddressBytes();
        for (var bit = network.PrefixLength; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] |= (byte)(0x80 >> (bit % 8));
        }

        return new IPAddress(bytes);
    }

    private static string? Text(JsonElement row, string property)
    {
        return row.GetProperty(property).GetString();
    }
}
