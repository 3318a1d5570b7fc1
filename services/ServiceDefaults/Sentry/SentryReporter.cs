using System.Runtime.CompilerServices;
using System.Threading.Channels;

using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Crawler.ServiceDefaults.Sentry;

/// <summary>Takes errors from whoever meets them, and sends them to a Sentry project by and by.</summary>
/// <remarks>
/// It is never in the way of work. Who reports leaves a note in a bounded queue and goes on; where it is full, the
/// oldest note makes room. Composing, compressing and sending happen here, one event at a time. What cannot be sent is
/// dropped and counted, and nothing is tried twice. Errors of its own it does not report.
/// <para>
/// Sentry's own packages are not used; this speaks the part of the protocol that a report of an error needs.
/// </para>
/// </remarks>
internal sealed class SentryReporter : IAsyncDisposable
{
    private const string Category = "error";

    private readonly ConditionalWeakTable<Exception, object> _reported = [];
    private readonly Channel<SentryReport> _queue;
    private readonly SentryConnection _connection;
    private readonly SentryEvent _events;
    private readonly SentryRateLimits _limits;
    private readonly SentryMetrics _metrics;
    private readonly SentryOptions _options;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _end = new();
    private readonly Task _sending;
    private readonly Lazy<Task> _closing;
    private volatile bool _isInTrouble;

    public SentryReporter(
        SentryConnection connection, SentryEvent events, SentryMetrics metrics, IOptions<SentryOptions> options,
        TimeProvider time)
    {
        (_connection, _events, _metrics, _options, _time) = (connection, events, metrics, options.Value, time);
        _limits = new SentryRateLimits(time);
        _queue = Channel.CreateBounded<SentryReport>(
            new BoundedChannelOptions(_options.MaxQueuedEvents)
            {
                FullMode = BoundedChannelFullMode.DropOldest,
                SingleReader = true,
            },
            _ => _metrics.Dropped());

        _closing = new Lazy<Task>(DrainAsync);

        // What goes on around the first report is not what goes on around those that follow.
        using (ExecutionContext.SuppressFlow())
        {
            _sending = Task.Run(SendAllAsync, CancellationToken.None);
        }
    }

    /// <summary>The least severe entry that is wanted.</summary>
    public LogLevel MinimumLevel => _options.MinimumLevel;

    /// <summary>Told once when sending begins to fail, with what the server or the network said.</summary>
    public Action<string>? Troubled { get; set; }

    /// <summary>
    /// Returns at once. An exception is reported once, by whoever meets it first, however many pass it on and log it.
    /// </summary>
    public void Report(SentryReport report)
    {
        if (report.Exception is { } exception && !_reported.TryAdd(exception, _reported))
        {
            return;
        }

        if (!_queue.Writer.TryWrite(report))
        {
            _metrics.Dropped();
        }
    }

    /// <summary>Takes no more, and waits a while, once, for what has not left.</summary>
    public Task CloseAsync() => _closing.Value;

    /// <summary>
    /// Closes it first: a process that fails to start stops nothing, and its last words are the ones that matter.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        await _end.CancelAsync();
        await _sending;
        _end.Dispose();
        _connection.Dispose();
    }

    private async Task DrainAsync()
    {
        _queue.Writer.TryComplete();
        try
        {
            await _sending.WaitAsync(_options.FlushTimeout, _time);
        }
        catch (TimeoutException)
        {
            // The rest is lost; a process that stops does not wait for it.
        }
    }

    private async Task SendAllAsync()
    {
        try
        {
            await foreach (var report in _queue.Reader.ReadAllAsync(_end.Token))
            {
                await SendAsync(report);
            }
        }
        catch (Exception) when (_end.IsCancellationRequested)
        {
            // What waits is lost, and how the last request took its end concerns nobody.
        }
    }

    private async Task SendAsync(SentryReport report)
    {
        if (_limits.IsLimited(Category))
        {
            _metrics.Limited();
            return;
        }

        try
        {
            using var timeout = new CancellationTokenSource(_options.SendTimeout, _time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, _end.Token);
            var envelope = SentryEnvelope.Pack(report.EventId, _events.Write(report), _time.GetUtcNow());
            using var response = await _connection.PostAsync(envelope, either.Token);
            _limits.Note(response.StatusCode, response.Headers);
            if (response.IsSuccessStatusCode)
            {
                _isInTrouble = false;
                _metrics.Sent();
            }
            else
            {
                NoteTrouble(SentryConnection.Describe(response));
            }
        }
        catch (Exception e) when (!_end.IsCancellationRequested)
        {
            NoteTrouble(e.Message);
        }
    }

    private void NoteTrouble(string what)
    {
        _metrics.Failed();
        if (!_isInTrouble)
        {
            _isInTrouble = true;
            Troubled?.Invoke(SecretScrubbing.Scrub(what, maxLength: 512));
        }
    }
}
