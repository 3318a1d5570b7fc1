namespace Crawler.ServiceDefaults.Messaging;

/// <summary>How the process talks to the others.</summary>
public sealed class MessagingOptions
{
    /// <summary>The section's name in the settings.</summary>
    public const string Section = "Messaging";

    /// <summary>What carries messages: InMemory, or RabbitMq between several processes. Default InMemory.</summary>
    public MessagingTransport Transport { get; set; }

    /// <summary>How long consumers may finish what they do when the process stops. Default 20 s.</summary>
    public TimeSpan StopTimeout { get; set; } = TimeSpan.FromSeconds(20);
}
