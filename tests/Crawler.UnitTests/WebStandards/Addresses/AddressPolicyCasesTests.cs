using System.Net;
using System.Text.Json;
using Crawler.TestKit.Cases;
using Crawler.WebStandards.Addresses;
using Crawler.WebStandards.Url;
using Shouldly;
using Xunit;

namespace Crawler.UnitTests.WebStandards.Addresses;

[Trait("Category", "Cases")]
public class AddressPolicyCasesTests
{
    [CasesFact]
    public void Addresses_EveryRow()
    {
        using var document = CaseFiles.Json("ssrf", "address-cases.json");
        var rows = Rows(document.RootElement);

        var failures = rows
            .Where(row => Permits(Text(row, "ip")!) == row.GetProperty("blocked").GetBoolean())
            .Select(row => $"{Text(row, "ip")}, blocked is {row.GetProperty("blocked")}: {Text(row, "why")}");

        failures.ShouldBeEmpty();
    }

    [CasesFact]
    public void RefusedNetworks_FirstAndLastAddressAreRefused()
    {
        var networks = File.ReadLines(CaseFiles.Path("ssrf", "deny-cidrs.txt")).Select(IPNetwork.Parse).ToList();
        networks.ShouldNotBeEmpty();

        var failures = networks
            .SelectMany(network => new[] { network.BaseAddress, Last(network) })
            .Where(AddressPolicy.GlobalOnly.Permits);

        failures.ShouldBeEmpty();
    }

    /// <summary>
    /// By its last address, since the first ones of some rows lie in longer rows, which decide there.
    /// </summary>
    [CasesFact]
    public void Registry_EveryRowIsJudgedByItsOwnEntry()
    {
        using var document = CaseFiles.Json("ssrf", "special-purpose-registry.json");
        var rows = Rows(document.RootElement.GetProperty("rows"));

        var failures = rows
            .Where(row => Permits(Last(IPNetwork.Parse(Text(row, "block")!)).ToString())
                == row.GetProperty("block_by_default").GetBoolean())
            .Where(row => !IsTranslation(row))
            .Select(row => $"{Text(row, "block")} {Text(row, "name")}");

        failures.ShouldBeEmpty();
    }

    /// <summary>
    /// Where the host is a name, its address is judged once it is known; here only the host is compared.
    /// </summary>
    [CasesFact]
    public void Urls_WithAddressesAreJudgedAsBrowsersReadThem()
    {
        using var document = CaseFiles.Json("ssrf", "url-cases.json");
        var rows = Rows(document.RootElement);

        rows.Select(Difference).Where(difference => difference is not null).ShouldBeEmpty();
    }

    private static string? Difference(JsonElement row)
    {
        var parses = WebUrl.TryParse(Text(row, "url"), out var url);
        var host = url?.Host ?? "";
        if (parses != row.GetProperty("whatwgParses").GetBoolean() || host != (Text(row, "whatwgHost") ?? ""))
        {
            return $"{Text(row, "id")}: the host is '{host}', not {Text(row, "whatwgHost")}";
        }

        var blocked = row.GetProperty("blocked");
        return url is not null
            && url.TryGetHostAddress(out var address)
            && blocked.ValueKind is JsonValueKind.True or JsonValueKind.False
            && AddressPolicy.GlobalOnly.Permits(address) == blocked.GetBoolean()
            ? $"{Text(row, "id")}: {address}, blocked is {blocked}"
            : null;
    }

    private static bool IsTranslation(JsonElement row)
    {
        // Globally reachable in the registry, and refused whole because a translator may lead inside.
        return Text(row, "block") == "64:ff9b::/96";
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

    private static List<JsonElement> Rows(JsonElement array)
    {
        var rows = array.EnumerateArray().ToList();
        rows.ShouldNotBeEmpty();
        return rows;
    }

    private static string? Text(JsonElement row, string property)
    {
        return row.GetProperty(property).GetString();
    }
}
