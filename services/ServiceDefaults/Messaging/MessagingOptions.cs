using System.ComponentModel.DataAnnotations;

namespace Crawler.ServiceDefaults.Messaging;

/// <summary>How the process talks to the others.</summary>
public sealed class MessagingOptions
{
    /// <summary>The section's name in the settings.</summary>
    public const string Section = "Messaging";

    /// <summary>What carries the messages: InMemory or RabbitMq. Default InMemory.</summary>
    [EnumDataType(typeof(MessagingTransport))]
    public MessagingTransport Transport { get; set; } = MessagingTransport.InMemory;

    /// <summary>
    /// How long consumers may finish what they do when the process stops. Default 20 s; 1 s to 10 min.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan StopTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>
    /// How often a message that its consumer could not take, retries included, is brought again before it goes to the
    /// error queue. Default 3; 0 to 10.
    /// </summary>
    [Range(0, 10)]
    public int Redeliveries { get; set; } = 3;

    /// <summary>
    /// The pause before the first of them; each further one is six times as long. Default 10 s; 10 ms to 1 h.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "01:00:00")]
    public TimeSpan RedeliveryDelay { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How often the process says that it lives. Default 5 s; 100 ms to 1 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:01:00")]
    public TimeSpan HeartbeatInterval { get; set; } = TimeSpan.FromSeconds(5);
}
