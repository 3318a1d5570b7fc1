using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Security;

using Crawler.WebStandards.Addresses;

namespace Crawler.Downloader.Fetching;

/// <summary>Makes the one connection pool that all fetches share.</summary>
internal static class HttpTransport
{
    [SuppressMessage("Reliability", "CA2000", Justification = "The invoker disposes its handler.")]
    public static HttpMessageInvoker Create(DownloaderOptions options, IHostResolver resolver, TimeProvider time)
    {
        var connector = new CheckedConnector(
            resolver, new AddressPolicy(Networks(options.AllowedAddresses)), options.ConnectTimeout, time);
        return new HttpMessageInvoker(
            new SocketsHttpHandler
            {
                ActivityHeadersPropagator = null,
                AllowAutoRedirect = false,
                AutomaticDecompression = DecompressionMethods.None,
                ConnectCallback = connector.ConnectAsync,
                ConnectTimeout = options.ConnectTimeout,
                MaxConnectionsPerServer = int.MaxValue,
                MaxResponseDrainSize = 64 * 1024,
                MaxResponseHeadersLength = (options.MaxHeaderBytes + 1023) / 1024,
                PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
                PooledConnectionLifetime = TimeSpan.FromMinutes(5),
                ResponseDrainTimeout = TimeSpan.FromSeconds(1),
                SslOptions = new SslClientAuthenticationOptions
                {
                    CertificateChainPolicy = TlsTrust.PolicyOf(options.TrustedRootsFile),
                },
                UseCookies = false,
                UseProxy = false,
            },
            disposeHandler: true);
    }

    private static List<IPNetwork> Networks(IEnumerable<string> texts)
    {
        var networks = new List<IPNetwork>();
        foreach (var text in texts)
        {
            if (AddressPolicy.TryParseNetwork(text, out var network, out _))
            {
                networks.Add(network);
            }
        }

        return networks;
    }
}
