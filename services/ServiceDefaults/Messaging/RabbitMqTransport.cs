using MassTransit;
using MassTransit.RabbitMqTransport.Configuration;

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Crawler.ServiceDefaults.Messaging;

/// <summary>RabbitMQ as the bus's transport, and what its queues are like.</summary>
/// <remarks>
/// Every shared queue is a durable quorum queue. What the broker has delivered too often without an answer, and what
/// consumers have given up, ends in <c>NAME_error</c> and is kept there, but for signs of life. Publishing waits for the broker's
/// confirmation. Only this class and <see cref="RabbitMqTls"/> name the broker's assemblies, so that a process on the
/// in-memory transport does not load them.
/// </remarks>
internal static class RabbitMqTransport
{
    private const string DeliveryLimit = "x-delivery-limit";
    private const string DeadLetterStrategy = "x-dead-letter-strategy";
    private const string SingleActive = "x-single-active-consumer";
    private const string Overflow = "x-overflow";

    public static void Use(
        IBusRegistrationConfigurator bus, Action<IBusRegistrationContext, IBusFactoryConfigurator> configure)
    {
        bus.AddConfigureEndpointsCallback((context, name, endpoint) => ConfigureQueue(
            context.GetRequiredService<IOptions<RabbitMqOptions>>().Value, name, endpoint));
        bus.UsingRabbitMq((context, transport) =>
        {
            ConfigureHost(
                transport,
                context.GetRequiredService<IOptions<RabbitMqOptions>>().Value,
                context.GetRequiredService<BrokerConnections>());
            configure(context, transport);

            // Whoever looks into an error queue gets single messages from it, which such a queue would refuse.
            transport.SendTopology.ConfigureErrorSettings =
                queue => queue.SetQueueArgument(SingleActive, null);
            transport.SendTopology.ConfigureDeadLetterSettings =
                queue => queue.SetQueueArgument(SingleActive, null);
            transport.ConfigureEndpoints(context);
        });
    }

    private static void ConfigureHost(
        IRabbitMqBusFactoryConfigurator transport, RabbitMqOptions options, BrokerConnections connections) =>
        transport.Host(options.Host, (ushort)options.Port, options.VirtualHost, host =>
        {
            host.Username(options.User!);
            host.Password(options.Password!);
            host.Heartbeat(options.Heartbeat);
            host.ContinuationTimeout(options.ContinuationTimeout);
            host.PublisherConfirmation = true;
            host.OnRefreshConnectionFactory = _ =>
            {
                connections.Connecting();
                return Task.CompletedTask;
            };
            if (options.Tls)
            {
                host.UseSsl(tls => RabbitMqTls.Configure(tls, options));
            }
        });

    private static void ConfigureQueue(RabbitMqOptions options, string name, IReceiveEndpointConfigurator endpoint)
    {
        var queue = (IRabbitMqReceiveEndpointConfigurator)endpoint;
        if (endpoint.ConcurrentMessageLimit is { } limit)
        {
            endpoint.PrefetchCount = limit + Math.Max(1, limit * options.PrefetchHeadroom / 100);
        }

        if (endpoint is IRabbitMqReceiveEndpointConfiguration { Settings.AutoDelete: true })
        {
            // A broadcast that a process cannot take is of no use to anybody later.
            endpoint.DiscardFaultedMessages();
            return;
        }

        if (name == QueueNames.WorkerHeartbeat)
        {
            // What has expired, or cannot be taken, says nothing any more: the queue lays nothing aside.
            queue.SetQuorumQueue(null);
            queue.SetQueueArgument(DeliveryLimit, options.DeliveryLimit);
            return;
        }

        SetArguments(queue, options);
        if (name is QueueNames.ScheduleMessage or QueueNames.Crawl)
        {
            // A message is not taken back by one process while another has yet to take it in, nor is a crawl resumed by
            // one before another has paused it.
            queue.SingleActiveConsumer = true;
        }

        var errors = $"{name}_error";
        queue.BindDeadLetterQueue(errors, errors, dead =>
        {
            // The bus declares this queue too when it moves a message there, with those of the queue it is from.
            SetArguments(dead, options);
            dead.SetQueueArgument("x-dead-letter-exchange", errors);
        });
    }

    private static void SetArguments(IRabbitMqQueueConfigurator queue, RabbitMqOptions options)
    {
        queue.SetQuorumQueue(null);
        queue.SetQueueArgument(DeliveryLimit, options.DeliveryLimit);

        // A dead letter leaves its queue only once the error queue has it, which needs this overflow behaviour.
        queue.SetQueueArgument(DeadLetterStrategy, "at-least-once");
        queue.SetQueueArgument(Overflow, "reject-publish");
    }
}
