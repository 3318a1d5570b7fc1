using System.Net;
using System.Net.Sockets;

namespace Crawler.TestKit.Processes;

/// <summary>Ports for servers that die and come back.</summary>
internal static class LowPort
{
    /// <summary>
    /// A free one below the ports from which connections are made: whoever tries to reach a server that is away could
    /// otherwise be given its very port, and would talk to himself.
    /// </summary>
    public static int Next()
    {
        while (true)
        {
            var port = Random.Shared.Next(20_000, 30_000);
            try
            {
                using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
                return port;
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
                // Another one is free.
            }
        }
    }
}
