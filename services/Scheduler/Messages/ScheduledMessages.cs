using MassTransit;

using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Crawler.Scheduler.Messages;

/// <summary>Messages that are to be sent later: redeliveries, and time-outs of sagas.</summary>
/// <remarks>
/// Whoever wants a message sent later sends it to this endpoint, and gets it back as it was, at its time. A message is
/// known by its token, with which it can be taken back until then; what was sent already is recognised by the saga
/// through the same token. Quartz runs from the first message on, or from the start where messages may wait: a crawl
/// that schedules nothing does not load it. It starts when all queues of the process are there, because what is sent to
/// a queue before is lost, and stands by before the bus stops.
/// </remarks>
internal sealed partial class ScheduledMessages(
    MessageStore store, IBusControl bus, IServiceProvider services, TimeProvider time,
    ILogger<ScheduledMessages> logger)
    : IHostedLifecycleService, IAsyncDisposable
{
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly CancellationTokenSource _stop = new();
    private Task _start = Task.CompletedTask;
    private QuartzMessages? _messages;
    private bool _isOpen;

    /// <summary>Keeps a message until its time. The same token again replaces the message.</summary>
    public async Task KeepAsync(
        Guid token, DateTimeOffset at, WaitingMessage message, CancellationToken cancellationToken) =>
        await (await OpenAsync(cancellationToken)).KeepAsync(token, at, message, cancellationToken);

    /// <summary>Takes a message back. Without effect when it was sent already.</summary>
    public async Task ForgetAsync(Guid token, CancellationToken cancellationToken) =>
        await (await OpenAsync(cancellationToken)).ForgetAsync(token, cancellationToken);

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>A broker may be away for long: the process starts without it.</summary>
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        _start = StartWhenHealthyAsync(_stop.Token);
        return Task.CompletedTask;
    }

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        await _start;
        await _gate.WaitAsync(cancellationToken);
        try
        {
            _isOpen = false;
            if (_messages is not null)
            {
                await _messages.StandByAsync(cancellationToken);
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_messages is not null)
        {
            await _messages.EndAsync(cancellationToken);
        }
    }

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_messages is not null)
        {
            await _messages.DisposeAsync();
        }

        _gate.Dispose();
        _stop.Dispose();
    }

    private async Task StartWhenHealthyAsync(CancellationToken cancellationToken)
    {
        try
        {
            await bus.WaitForHealthStatus(BusHealthStatus.Healthy, cancellationToken);
            while (!await TryStartAsync(cancellationToken))
            {
                await Task.Delay(RetryPause, time, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The process stops.
        }
    }

    private async Task<bool> TryStartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await StartAllAsync(cancellationToken);
            return true;
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            LogNotOpened(e);
            return false;
        }
    }

    private async Task StartAllAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            _isOpen = true;
            if (_messages is not null)
            {
                await _messages.StartAsync(cancellationToken);
                return;
            }
        }
        finally
        {
            _gate.Release();
        }

        if (await store.MayHoldSomeAsync(cancellationToken))
        {
            await OpenAsync(cancellationToken);
        }
    }

    /// <summary>The store; one that is opened before the bus is up, or after it began to stop, only keeps.</summary>
    private async ValueTask<QuartzMessages> OpenAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_messages is null)
            {
                var messages = await QuartzMessages.OpenAsync(store, services, cancellationToken);
                if (_isOpen)
                {
                    await messages.StartAsync(cancellationToken);
                }

                _messages = messages;
            }

            return _messages;
        }
        finally
        {
            _gate.Release();
        }
    }

    [LoggerMessage(4302, LogLevel.Error, "Messages that wait could not be opened; another try follows")]
    private partial void LogNotOpened(Exception exception);
}
