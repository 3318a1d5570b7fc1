using Microsoft.Extensions.Options;

namespace Crawler.Downloader.Fetching;

/// <summary>
/// Asks for one URL and brings what came, within limits of time and size. Follows no redirect, decodes nothing.
/// </summary>
/// <remarks>
/// Everything that a server can do wrong ends as a reason in the <see cref="FetchExchange"/>. Only three exceptions
/// leave: the caller's own cancellation, a full disk (<see cref="SpoolFailedException"/>), and a mistake of ours.
/// <para>
/// Requests are HTTP/1.1: with one connection per host multiplexing wins nothing, and an archive record then holds the
/// very bytes that a server understands.
/// </para>
/// </remarks>
internal sealed class Fetcher(
    IHostResolver resolver, BodySpool spool, IOptions<DownloaderOptions> options, TimeProvider time) : IDisposable
{
    private readonly HttpMessageInvoker _http = HttpTransport.Create(options.Value, resolver, time);

    /// <summary>Throws <see cref="OperationCanceledException"/> only for <paramref name="abort"/>.</summary>
    public async Task<FetchExchange> FetchAsync(FetchRequest request, CancellationToken abort)
    {
        var exchange = new FetchExchange(request, time.GetUtcNow());
        var started = time.GetTimestamp();
        var whole = false;
        try
        {
            using var deadline = new FetchDeadline(time, options.Value, request.Timeout, abort);
            try
            {
                await ExchangeAsync(exchange, started, deadline);
            }
            catch (Exception e) when (!abort.IsCancellationRequested && ReasonOf(e, deadline) is not null)
            {
                Fail(exchange, ReasonOf(e, deadline)!);
            }

            exchange.Duration = time.GetElapsedTime(started);
            whole = true;
            return exchange;
        }
        finally
        {
            if (!whole)
            {
                exchange.Dispose();
            }
        }
    }

    public void Dispose() => _http.Dispose();

    private static string? ReasonOf(Exception exception, FetchDeadline deadline) =>
        deadline.HasPassed ? FetchReasons.Timeout : FetchFailure.ReasonOf(exception);

    /// <summary>
    /// A redirect or an error has said what matters before its body; a body that is torn then only marks the record.
    /// </summary>
    private static void Fail(FetchExchange exchange, string reason)
    {
        if (exchange.Status is { } status and not (>= 200 and < 300))
        {
            exchange.Cut = reason == FetchReasons.Timeout ? BodyCut.Time : BodyCut.Disconnect;
        }
        else
        {
            exchange.Failure = reason;
        }
    }

    private async Task ExchangeAsync(FetchExchange exchange, long started, FetchDeadline deadline)
    {
        if (RequestMessage.TryCompose(exchange.Request) is not { } message)
        {
            // A host that the URL Standard takes and the name system cannot hold.
            exchange.Failure = FetchReasons.Dns;
            return;
        }

        using (message)
        {
            exchange.RequestHeaders = RequestMessage.FieldsOf(message);
            var trace = new FetchTrace(() =>
            {
                deadline.RequestSent();
                exchange.Request.Sent?.Invoke();
            });
            FetchTrace.Current = trace;
            using var response = await _http.SendAsync(message, deadline.Token);
            exchange.Address = trace.Address;
            exchange.ResponseTime = time.GetElapsedTime(started);
            exchange.Headers = new ResponseHeaders(response);
            if (exchange.Headers.HasTwoLengths)
            {
                trace.EndConnection();
            }

            exchange.ReasonPhrase = response.ReasonPhrase ?? "";
            exchange.Status = (int)response.StatusCode;
            var plan = BodyPlan.For(exchange, response.Content.Headers.ContentLength, options.Value);
            if (plan.IsWanted)
            {
                await ReadBodyAsync(exchange, response, plan, deadline);
            }
        }
    }

    private async Task ReadBodyAsync(
        FetchExchange exchange, HttpResponseMessage response, BodyPlan plan, FetchDeadline deadline)
    {
        deadline.BodyBegins();
        var body = spool.CreateBody();
        exchange.Body = body;
        await using var stream = await response.Content.ReadAsStreamAsync(deadline.Token);
        while (true)
        {
            var memory = body.GetMemory();
            var count = await stream.ReadAsync(memory, deadline.Token);
            if (count == 0)
            {
                return;
            }

            var room = plan.MaxBytes - body.Length;
            await body.AdvanceAsync((int)Math.Min(count, room), deadline.Token);
            if (count > room)
            {
                plan.Overflow(exchange);
                return;
            }

            deadline.BodyReceived(count);
        }
    }
}
