using MassTransit;

using Microsoft.Extensions.Logging;

using Quartz;

namespace Crawler.Scheduler.Messages;

/// <summary>Sends a waiting message whose time has come.</summary>
internal sealed partial class SendWaitingMessageJob(
    IBus bus, TimeProvider time, ILogger<SendWaitingMessageJob> logger) : IJob
{
    /// <summary>The one job that all waiting messages trigger.</summary>
    public static readonly JobKey Key = new("send", "messages");

    /// <summary>Under which name a trigger carries its message.</summary>
    public const string Message = "message";

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        var message = WaitingMessage.Parse((string)context.MergedJobDataMap[Message]!);
        if (message.HasExpired(time.GetUtcNow()))
        {
            LogExpired(message.Destination);
            return;
        }

        await message.SendAsync(bus, time.GetUtcNow(), cancellationToken);
    }

    [LoggerMessage(4301, LogLevel.Warning, "A scheduled message to {Destination} had expired before its time came")]
    private partial void LogExpired(Uri destination);
}
