using Crawler.ServiceDefaults.Hosting;

using MassTransit;

using Microsoft.Extensions.DependencyInjection;

namespace Crawler.Scheduler.Messages;

/// <summary>Adds the endpoint to which messages are sent that are to be delivered later.</summary>
internal static class ScheduledMessagesRegistration
{
    public static ICrawlerBuilder AddScheduledMessages(this ICrawlerBuilder builder)
    {
        builder.AddCrawlerOptions<ScheduledMessagesOptions, ScheduledMessagesOptionsValidator>(
            ScheduledMessagesOptions.Section);
        builder.Services.AddSingleton<MessageStore>();
        builder.Services.AddSingleton<ScheduledMessages>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<ScheduledMessages>());
        return builder.AddToBus(bus =>
            bus.AddConsumer<ScheduleMessageConsumer, ScheduleMessageConsumerDefinition>());
    }
}
