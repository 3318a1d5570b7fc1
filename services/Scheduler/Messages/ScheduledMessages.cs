using Microsoft.Extensions.Hosting;

using Quartz;

namespace Crawler.Scheduler.Messages;

/// <summary>Messages that are to be sent later: redeliveries, and time-outs of sagas.</summary>
/// <remarks>
/// Whoever wants a message sent later sends it to this endpoint, and gets it back as it was, at its time. A message is
/// known by its token, with which it can be taken back until then; what was sent already is recognised by the saga
/// through the same token. Quartz runs from the first message on, or from the start where an earlier process has left
/// some: a crawl that schedules nothing pays nothing for it. It starts after the bus and stands by before it stops.
/// </remarks>
internal sealed class ScheduledMessages(MessageStore store) : IHostedLifecycleService, IAsyncDisposable
{
    private const string Group = "messages";

    private readonly SemaphoreSlim _gate = new(1, 1);
    private ISchedulerFactory? _factory;
    private IScheduler? _scheduler;
    private bool _isOpen;

    /// <summary>Keeps a message until its time. The same token again replaces the message.</summary>
    public async Task KeepAsync(
        Guid token, DateTimeOffset at, WaitingMessage message, CancellationToken cancellationToken)
    {
        var scheduler = await StartAsync(cancellationToken);
        var trigger = TriggerBuilder.Create()
            .WithIdentity(KeyOf(token))
            .ForJob(SendWaitingMessageJob.Key)
            .UsingJobData(SendWaitingMessageJob.Message, message.Write())
            .StartAt(at)
            .WithSchedule(SimpleScheduleBuilder.Create()
                .WithMisfireInstruction(SimpleTriggerMisfireInstruction.FireNow))
            .Build();
        await scheduler.ScheduleTrigger(trigger, TriggerConflict.Replace, cancellationToken);
    }

    /// <summary>Takes a message back. Without effect when it was sent already.</summary>
    public async Task ForgetAsync(Guid token, CancellationToken cancellationToken)
    {
        var scheduler = await StartAsync(cancellationToken);
        await scheduler.UnscheduleJob(KeyOf(token), cancellationToken);
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    Task IHostedService.StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        _isOpen = true;
        if (_scheduler is { } early)
        {
            await early.Start(cancellationToken);
        }
        else if (await store.HoldsAnyAsync(cancellationToken))
        {
            await StartAsync(cancellationToken);
        }
    }

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        _isOpen = false;
        if (_scheduler is { } scheduler)
        {
            await scheduler.Standby(cancellationToken);
        }
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_scheduler is { } scheduler)
        {
            await scheduler.Shutdown(waitForJobsToComplete: true, cancellationToken);
        }
    }

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        switch (_factory)
        {
            case IAsyncDisposable factory:
                await factory.DisposeAsync();
                break;
            case IDisposable factory:
                factory.Dispose();
                break;
        }

        _gate.Dispose();
    }

    private static TriggerKey KeyOf(Guid token) => new(token.ToString("N"), Group);

    /// <summary>The running scheduler; one that came before the bus was up, or after it went, only keeps.</summary>
    private async ValueTask<IScheduler> StartAsync(CancellationToken cancellationToken)
    {
        if (_scheduler is { } running)
        {
            return running;
        }

        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_scheduler is null)
            {
                _factory ??= store.Build();
                var scheduler = await _factory.GetScheduler(cancellationToken);
                await scheduler.AddJob(
                    JobBuilder.Create<SendWaitingMessageJob>()
                        .WithIdentity(SendWaitingMessageJob.Key)
                        .StoreDurably(true)
                        .RequestRecovery(true)
                        .Build(),
                    AddJobOptions.Replacing,
                    cancellationToken);
                if (_isOpen)
                {
                    await scheduler.Start(cancellationToken);
                }

                _scheduler = scheduler;
            }

            return _scheduler;
        }
        finally
        {
            _gate.Release();
        }
    }
}
