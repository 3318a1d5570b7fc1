namespace Crawler.ServiceDefaults.Messaging;

/// <summary>What carries messages from one service to another.</summary>
public enum MessagingTransport
{
    /// <summary>The process's own memory: all services run in it, and what is pending lies in the outbox.</summary>
    InMemory,

    /// <summary>A RabbitMQ broker: services run in as many processes as one likes.</summary>
    RabbitMq,
}
