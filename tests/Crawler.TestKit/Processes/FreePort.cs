using System.Net;
using System.Net.Sockets;

namespace Crawler.TestKit.Processes;

/// <summary>
/// A port of loopback that nobody has at this moment, for who must be told before it listens. A collision with another
/// process would fail its start.
/// </summary>
public static class FreePort
{
    public static int Find()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
