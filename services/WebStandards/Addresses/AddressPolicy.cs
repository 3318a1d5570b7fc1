using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Crawler.WebStandards.Addresses;

/// <summary>
/// Which addresses may be dialled for a URL that users or sites supplied: those that are globally routable, and those
/// that the operator allows.
/// </summary>
/// <remarks>
/// It guards only if it is asked about the very address that is dialled, at every connection; a check of a URL's text
/// or of an earlier answer of DNS does not. Addresses that carry an IPv4 address inside (mapped, compatible,
/// translated, 6to4, Teredo, NAT64) are refused whole, since a relay or a translator may lead them anywhere. A NAT64
/// prefix of a network's own looks like any global prefix: an operator who runs one has to close it there.
/// </remarks>
/// <param name="allowed">The operator's networks, which win over every refusal.</param>
public sealed class AddressPolicy(IReadOnlyList<IPNetwork> allowed)
{
    private const int AddressBytesV4 = 4;
    private const int AddressBytesV6 = 16;

    private readonly AddressPrefix[] _allowed = [.. allowed.Select(network => new AddressPrefix(network))];

    /// <summary>Nothing is allowed but what is globally routable.</summary>
    public static AddressPolicy GlobalOnly { get; } = new([]);

    /// <summary>
    /// Reads "127.0.0.0/8", "::1/128", or an address, which stands for itself alone. Only full spellings are read: an
    /// IPv4 address in octal or with parts left out is an error.
    /// </summary>
    public static bool TryParseNetwork(string text, out IPNetwork network, [NotNullWhen(false)] out string? error)
    {
        network = default;
        error = null;
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var addressText = slash < 0 ? text : text[..slash];
        if (!TryReadAddress(addressText, out var address))
        {
            error = $"'{text}' does not begin with an IPv4 or IPv6 address.";
            return false;
        }

        var bits = address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128;
        var prefix = bits;
        if (slash >= 0
            && (!int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out prefix)
                || prefix > bits))
        {
            error = $"'{text}' needs a prefix length from 0 to {bits} after the slash.";
            return false;
        }

        var start = ClearHostBits(address, prefix);
        if (!start.Equals(address))
        {
            error = $"'{text}' has host bits set: the network of that prefix length is {start}/{prefix}.";
            return false;
        }

        network = new IPNetwork(address, prefix);
        return true;
    }

    /// <summary>Scope identifiers are ignored.</summary>
    public bool Permits(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[AddressBytesV6];
        address.TryWriteBytes(bytes, out var length);
        bytes = bytes[..length];
        if (IsAllowed(bytes) || (address.IsIPv4MappedToIPv6 && IsAllowed(bytes[^AddressBytesV4..])))
        {
            return true;
        }

        return IsGlobal(bytes) && (!IsIsatap(bytes) || IsGlobal(bytes[^AddressBytesV4..]));
    }

    private bool IsAllowed(ReadOnlySpan<byte> address)
    {
        foreach (var network in _allowed)
        {
            if (network.Contains(address))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsGlobal(ReadOnlySpan<byte> address)
    {
        foreach (var special in SpecialNetworks.All)
        {
            if (special.Network.Contains(address))
            {
                return special.IsGlobal;
            }
        }

        return true;
    }

    /// <summary>RFC 5214, section 6.1: an interface identifier of 0000:5EFE or 0200:5EFE and an address.</summary>
    private static bool IsIsatap(ReadOnlySpan<byte> address)
    {
        return address.Length == AddressBytesV6
            && (address[8] & ~0x02) == 0 && address[9] == 0 && address[10] == 0x5E && address[11] == 0xFE;
    }

    private static bool TryReadAddress(string text, [NotNullWhen(true)] out IPAddress? address)
    {
        address = null;
        return text.AsSpan().IndexOfAny('[', ']', '%') < 0
            && IPAddress.TryParse(text, out address)
            && (address.AddressFamily == AddressFamily.InterNetworkV6 || address.ToString() == text);
    }

    private static IPAddress ClearHostBits(IPAddress address, int prefix)
    {
        var bytes = address.GetAddressBytes();
        for (var index = 0; index < bytes.Length; index++)
        {
            var kept = Math.Clamp(prefix - (index * 8), 0, 8);
            bytes[index] &= (byte)(0xFF << (8 - kept));
        }

        return new IPAddress(bytes);
    }
}
