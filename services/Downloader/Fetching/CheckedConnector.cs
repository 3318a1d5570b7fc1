using System.Net;
using System.Net.Sockets;

using Crawler.WebStandards.Addresses;

namespace Crawler.Downloader.Fetching;

/// <summary>
/// Opens the connections of all fetches: resolves a name once, checks every address, dials what was checked.
/// </summary>
internal sealed class CheckedConnector(
    IHostResolver resolver, AddressPolicy policy, TimeSpan timeout, TimeProvider time)
{
    /// <summary>
    /// How many of a name's addresses are tried, so that a zone with thousands of them costs no more than others.
    /// </summary>
    private const int MaxAddresses = 8;

    public async ValueTask<Stream> ConnectAsync(
        SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        if (!WebPorts.Permits(context.DnsEndPoint.Port))
        {
            throw new AddressDeniedException("The port is one of another protocol.");
        }

        var allowed = await ResolveAllowedAsync(context.DnsEndPoint.Host, cancellationToken);
        return await DialAsync(allowed, context.DnsEndPoint.Port, cancellationToken);
    }

    private async Task<List<IPAddress>> ResolveAllowedAsync(string host, CancellationToken cancellationToken)
    {
        IPAddress[] found;
        if (IPAddress.TryParse(host.AsSpan().Trim("[]"), out var literal))
        {
            found = [literal];
        }
        else
        {
            try
            {
                found = await resolver.ResolveAsync(host, cancellationToken);
            }
            catch (Exception e) when (e is SocketException or ArgumentException)
            {
                throw new HttpRequestException(HttpRequestError.NameResolutionError, "The name does not resolve.", e);
            }
        }

        if (found.Length == 0)
        {
            throw new HttpRequestException(HttpRequestError.NameResolutionError, "The name has no address.");
        }

        var allowed = found.Where(policy.Permits).Take(MaxAddresses).ToList();
        return allowed.Count > 0 ? allowed : throw new AddressDeniedException("No address of the host may be dialled.");
    }

    private async Task<Stream> DialAsync(List<IPAddress> allowed, int port, CancellationToken cancellationToken)
    {
        Exception? last = null;
        foreach (var address in allowed)
        {
            // An address that swallows packets must not use up the time of the others.
            using var share = new CancellationTokenSource(timeout / allowed.Count, time);
            using var linked = CancellationTokenSource.CreateLinkedTokenSource(share.Token, cancellationToken);
            try
            {
                return await DialAsync(new IPEndPoint(address, port), linked.Token);
            }
            catch (Exception e) when (e is SocketException || !cancellationToken.IsCancellationRequested)
            {
                last = e;
            }
        }

        throw new HttpRequestException(
            HttpRequestError.ConnectionError, "No address of the host accepts connections.", last);
    }

    private static async Task<Stream> DialAsync(IPEndPoint endPoint, CancellationToken cancellationToken)
    {
        var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            // Connect to the address that was checked, never to the name: a second look-up may answer with a private
            // address (DNS rebinding), and the check would then have guarded nothing.
            await socket.ConnectAsync(endPoint, cancellationToken);
            return new DialledStream(socket, endPoint.Address);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
