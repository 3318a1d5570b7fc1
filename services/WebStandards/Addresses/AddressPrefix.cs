using System.Net;

namespace Crawler.WebStandards.Addresses;

/// <summary>
/// A network, compared bit by bit. IPNetwork.Contains takes an IPv4-mapped address for the IPv4 address inside, so by
/// its answer ::ffff:0:0/96 would be empty.
/// </summary>
internal sealed class AddressPrefix(IPNetwork network)
{
    private readonly byte[] _start = network.BaseAddress.GetAddressBytes();

    public int Length { get; } = network.PrefixLength;

    public bool Contains(ReadOnlySpan<byte> address)
    {
        if (address.Length != _start.Length)
        {
            return false;
        }

        var whole = Length / 8;
        var rest = Length % 8;
        return address[..whole].SequenceEqual(_start.AsSpan(0, whole))
            && (rest == 0 || ((address[whole] ^ _start[whole]) >> (8 - rest)) == 0);
    }
}
