using System.Diagnostics.CodeAnalysis;
using System.Net.Http.Headers;

using Microsoft.Extensions.Options;

namespace Crawler.ServiceDefaults.Sentry;

/// <summary>Posts envelopes. The server is the operator's own choice, so any address is dialled.</summary>
internal sealed class SentryConnection : IDisposable
{
    private const string Client = $"{SentryEvent.ClientName}/{SentryEvent.ClientVersion}";

    private readonly HttpMessageInvoker _http;
    private readonly SentryDsn _dsn;

    [SuppressMessage("Reliability", "CA2000", Justification = "The invoker disposes its handler.")]
    public SentryConnection(IOptions<SentryOptions> options)
    {
        _dsn = SentryDsn.TryParse(options.Value.Dsn, out var dsn)
            ? dsn
            : throw new OptionsValidationException(
                SentryOptions.Section, typeof(SentryOptions),
                ["Sentry:Dsn (SENTRY_DSN) is not an address such as https://key@host/1."]);
        _http = new HttpMessageInvoker(
            new SocketsHttpHandler
            {
                // Sending a report is no part of the trace in which the error came about.
                ActivityHeadersPropagator = null,
                AllowAutoRedirect = false,
                ConnectTimeout = options.Value.SendTimeout,
                MaxConnectionsPerServer = 1,
                MaxResponseDrainSize = 64 * 1024,
                PooledConnectionLifetime = TimeSpan.FromMinutes(5),
                UseCookies = false,
            },
            disposeHandler: true);
    }

    public Task<HttpResponseMessage> PostAsync(byte[] envelope, CancellationToken cancellationToken)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, _dsn.EnvelopeUrl)
        {
            Content = new ByteArrayContent(envelope)
            {
                Headers =
                {
                    ContentType = new MediaTypeHeaderValue(SentryEnvelope.ContentType),
                    ContentEncoding = { "gzip" },
                },
            },
        };
        request.Headers.UserAgent.ParseAdd(Client);
        request.Headers.Add("X-Sentry-Auth", _dsn.Authorize(Client));
        return _http.SendAsync(request, cancellationToken);
    }

    /// <summary>Why an envelope was not taken.</summary>
    public static string Describe(HttpResponseMessage response) =>
        response.Headers.TryGetValues("X-Sentry-Error", out var errors)
            ? $"{(int)response.StatusCode} {string.Join("; ", errors)}"
            : $"{(int)response.StatusCode} {response.ReasonPhrase}";

    public void Dispose() => _http.Dispose();
}
