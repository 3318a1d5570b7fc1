using Crawler.Persistence;
using Crawler.ServiceDefaults.Hosting;

using MassTransit;

using Microsoft.Extensions.DependencyInjection;

namespace Crawler.Scheduler.Messages;

/// <summary>Adds the endpoint to which messages are sent that are to be delivered later, or its tables alone.</summary>
public static class ScheduledMessagesRegistration
{
    /// <summary>
    /// Adds the tables of waiting messages to those that this process makes, or waits for, in the shared database.
    /// </summary>
    public static ICrawlerBuilder AddScheduledMessageTables(this ICrawlerBuilder builder)
    {
        if (!builder.IsFirst(nameof(AddScheduledMessageTables)))
        {
            return builder;
        }

        builder.AddCrawlerPersistence();
        builder.AddCrawlerOptions<ScheduledMessagesOptions, ScheduledMessagesOptionsValidator>(
            ScheduledMessagesOptions.Section);
        builder.Services.AddSingleton<MessageStore>();
        if (builder.DatabaseProvider() == DatabaseProvider.PostgreSql)
        {
            builder.Services.AddSingleton<ISchemaPart, WaitingMessageSchema>();
        }

        return builder;
    }

    internal static ICrawlerBuilder AddScheduledMessages(this ICrawlerBuilder builder)
    {
        builder.AddScheduledMessageTables();
        builder.Services.AddSingleton<ScheduledMessages>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<ScheduledMessages>());
        return builder.AddToBus(bus =>
            bus.AddConsumer<ScheduleMessageConsumer, ScheduleMessageConsumerDefinition>());
    }
}
