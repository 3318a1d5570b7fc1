using System.Net.Sockets;
using System.Security.Authentication;

namespace Crawler.Downloader.Fetching;

/// <summary>What an exception of the HTTP stack means for the URL.</summary>
internal static class FetchFailure
{
    /// <summary>The reason; null where the exception is none of a fetch.</summary>
    public static string? ReasonOf(Exception exception)
    {
        for (var inner = exception; inner is not null; inner = inner.InnerException)
        {
            switch (inner)
            {
                case AddressDeniedException:
                    return FetchReasons.AddressDenied;
                case HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError }:
                    return FetchReasons.Dns;
                case AuthenticationException:
                    return FetchReasons.Tls;
                case TimeoutException:
                    return FetchReasons.Connect;
                default:
                    break;
            }
        }

        return exception switch
        {
            HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } => FetchReasons.Connect,
            HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => FetchReasons.Tls,
            // The stack asks a new connection for its other end; one that was reset by then has none.
            SocketException => FetchReasons.Connect,
            HttpRequestException or IOException or ResentException => FetchReasons.Body,
            _ => null,
        };
    }
}
