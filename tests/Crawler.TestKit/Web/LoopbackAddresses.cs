using System.Net;

namespace Crawler.TestKit.Web;

/// <summary>
/// Hands out addresses of 127.0.0.0/16, so that sites of one machine are different hosts to a crawler.
/// </summary>
internal static class LoopbackAddresses
{
    private const int HostsPerNetwork = 254;
    private const int Networks = 254;

    // Test processes that run at the same time begin at different places; a collision costs one more attempt to bind.
    private static int _next = Environment.ProcessId * 97;

    public static IPAddress Next()
    {
        var number = (uint)Interlocked.Increment(ref _next) % (HostsPerNetwork * Networks);
        return new IPAddress([127, 0, (byte)((number / HostsPerNetwork) + 1), (byte)((number % HostsPerNetwork) + 1)]);
    }
}
