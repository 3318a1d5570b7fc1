using System.Net;

namespace Crawler.WebStandards.Addresses;

/// <summary>
/// The IANA special-purpose address registries for IPv4 and IPv6, with what they leave to other registries: multicast,
/// site-local, IPv4-compatible and IPv4-translated addresses, and a cloud's address inside public space.
/// </summary>
internal static class SpecialNetworks
{
    /// <summary>The longest prefix first, so that the first row that holds an address decides.</summary>
    public static IReadOnlyList<SpecialNetwork> All { get; } =
    [
        .. new[]
        {
            Refused("0.0.0.0/8", "this network", "RFC 791, section 3.2"),
            Refused("0.0.0.0/32", "this host on this network", "RFC 1122, section 3.2.1.3"),
            Refused("10.0.0.0/8", "private use", "RFC 1918"),
            Refused("100.64.0.0/10", "shared address space", "RFC 6598"),
            Refused("127.0.0.0/8", "loopback", "RFC 1122, section 3.2.1.3"),
            Refused("168.63.129.16/32", "virtual host services in Azure", "Microsoft Azure documentation"),
            Refused("169.254.0.0/16", "link local", "RFC 3927"),
            Refused("172.16.0.0/12", "private use", "RFC 1918"),
            Refused("192.0.0.0/24", "IETF protocol assignments", "RFC 6890, section 2.1"),
            Refused("192.0.0.0/29", "IPv4 service continuity", "RFC 7335"),
            Refused("192.0.0.8/32", "IPv4 dummy address", "RFC 7600"),
            Global("192.0.0.9/32", "port control protocol anycast", "RFC 7723"),
            Global("192.0.0.10/32", "traversal using relays around NAT anycast", "RFC 8155"),
            Refused("192.0.0.170/32", "NAT64 and DNS64 discovery", "RFC 8880; RFC 7050, section 2.2"),
            Refused("192.0.0.171/32", "NAT64 and DNS64 discovery", "RFC 8880; RFC 7050, section 2.2"),
            Refused("192.0.2.0/24", "documentation (TEST-NET-1)", "RFC 5737"),
            Global("192.31.196.0/24", "AS112-v4", "RFC 7535"),
            Global("192.52.193.0/24", "automatic multicast tunneling", "RFC 7450"),
            Refused("192.88.99.0/24", "6to4 relay anycast, deprecated", "RFC 7526"),
            Refused("192.88.99.2/32", "6a44 relay anycast", "RFC 6751"),
            Refused("192.168.0.0/16", "private use", "RFC 1918"),
            Global("192.175.48.0/24", "AS112 direct delegation", "RFC 7534"),
            Refused("198.18.0.0/15", "benchmarking", "RFC 2544"),
            Refused("198.51.100.0/24", "documentation (TEST-NET-2)", "RFC 5737"),
            Refused("203.0.113.0/24", "documentation (TEST-NET-3)", "RFC 5737"),
            Refused("224.0.0.0/4", "multicast", "RFC 5771"),
            Refused("240.0.0.0/4", "reserved", "RFC 1112, section 4"),
            Refused("255.255.255.255/32", "limited broadcast", "RFC 8190; RFC 919, section 7"),

            Refused("::/128", "unspecified address", "RFC 4291, section 2.5.2"),
            Refused("::1/128", "loopback", "RFC 4291, section 2.5.3"),
            Refused("::/96", "IPv4-compatible, deprecated", "RFC 4291, section 2.5.5.1"),
            Refused("::ffff:0:0/96", "IPv4-mapped", "RFC 4291, section 2.5.5.2"),
            Refused("::ffff:0:0:0/96", "IPv4-translated", "RFC 2765, section 2.1"),
            Refused("64:ff9b::/96", "IPv4-IPv6 translation, well-known prefix", "RFC 6052"),
            Refused("64:ff9b:1::/48", "IPv4-IPv6 translation, local use", "RFC 8215"),
            Refused("100::/64", "discard only", "RFC 6666"),
            Refused("100:0:0:1::/64", "dummy prefix", "RFC 9780"),
            Refused("2001::/23", "IETF protocol assignments", "RFC 2928"),
            Refused("2001::/32", "Teredo", "RFC 4380; RFC 8190"),
            Global("2001:1::1/128", "port control protocol anycast", "RFC 7723"),
            Global("2001:1::2/128", "traversal using relays around NAT anycast", "RFC 8155"),
            Global("2001:1::3/128", "DNS-SD service registration anycast", "RFC 9665"),
            Refused("2001:2::/48", "benchmarking", "RFC 5180 with erratum 1752"),
            Global("2001:3::/32", "automatic multicast tunneling", "RFC 7450"),
            Global("2001:4:112::/48", "AS112-v6", "RFC 7535"),
            Refused("2001:10::/28", "ORCHID, deprecated", "RFC 4843"),
            Global("2001:20::/28", "ORCHIDv2", "RFC 7343"),
            Global("2001:30::/28", "drone remote identification", "RFC 9374"),
            Refused("2001:db8::/32", "documentation", "RFC 3849"),
            Refused("2002::/16", "6to4", "RFC 3056"),
            Global("2620:4f:8000::/48", "AS112 direct delegation", "RFC 7534"),
            Refused("3fff::/20", "documentation", "RFC 9637"),
            Refused("5f00::/16", "segment routing identifiers", "RFC 9602"),
            Refused("fc00::/7", "unique local", "RFC 4193; RFC 8190"),
            Refused("fe80::/10", "link local", "RFC 4291, section 2.5.6"),
            Refused("fec0::/10", "site local, deprecated", "RFC 3879"),
            Refused("ff00::/8", "multicast", "RFC 4291, section 2.7"),
        }.OrderByDescending(row => row.Network.Length),
    ];

    private static SpecialNetwork Refused(string network, string name, string reference)
    {
        return new SpecialNetwork(new AddressPrefix(IPNetwork.Parse(network)), IsGlobal: false, name, reference);
    }

    private static SpecialNetwork Global(string network, string name, string reference)
    {
        return new SpecialNetwork(new AddressPrefix(IPNetwork.Parse(network)), IsGlobal: true, name, reference);
    }
}
