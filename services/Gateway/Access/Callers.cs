using System.Net;
using System.Net.Sockets;
using System.Security.Claims;

using Crawler.Persistence.Access;

using Microsoft.AspNetCore.Http;

namespace Crawler.Gateway.Access;

/// <summary>Who makes a request, and from where.</summary>
internal static class Callers
{
    /// <summary>The claim that says what a caller may do.</summary>
    public const string ScopeClaim = "scope";

    /// <summary>Who uses an installation that never had a key, on its own machine.</summary>
    public const string Local = "local";

    /// <summary>Who needs no key, because the files or the database are theirs.</summary>
    public const string CommandLine = "command-line";

    /// <summary>The settings, which brought the first key.</summary>
    public const string Settings = "settings";

    private const string Nobody = "none";
    private const int Ipv6NetworkBytes = 8;

    /// <summary>Everything is open to it.</summary>
    public static ClaimsPrincipal LocalPrincipal { get; } = PrincipalOf(Local, AccessScope.Admin);

    public static ClaimsPrincipal PrincipalOf(string id, AccessScope scope) => new(new ClaimsIdentity(
        [new Claim(ClaimTypes.Name, id), new Claim(ScopeClaim, scope.ToString())], KeyAuthentication.Scheme));

    /// <summary>The key's id, or who needs none.</summary>
    public static string ActorOf(HttpContext context) => context.User.Identity?.Name ?? Nobody;

    public static string? AddressOf(HttpContext context) => Plain(context.Connection.RemoteIpAddress)?.ToString();

    /// <summary>Whether the request came from this machine to an address that only this machine has.</summary>
    public static bool IsLocal(HttpContext context) =>
        context.Connection is { LocalIpAddress: { } local, RemoteIpAddress: { } remote }
        && IPAddress.IsLoopback(local) && IPAddress.IsLoopback(remote);

    /// <summary>Whose limits a request counts towards: its key's, or those of its address without one.</summary>
    public static string LimitedAs(HttpContext context) =>
        context.User.Identity is { IsAuthenticated: true, Name: { } id }
            ? $"key {id}"
            : $"address {NetworkOf(context)}";

    /// <summary>Of IPv6 the network: who has one address of it has them all.</summary>
    private static string NetworkOf(HttpContext context)
    {
        var address = Plain(context.Connection.RemoteIpAddress);
        return address is { AddressFamily: AddressFamily.InterNetworkV6 }
            ? Convert.ToHexStringLower(address.GetAddressBytes()[..Ipv6NetworkBytes])
            : address?.ToString() ?? Nobody;
    }

    private static IPAddress? Plain(IPAddress? address) =>
        address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address;
}
