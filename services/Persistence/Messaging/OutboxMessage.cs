using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Crawler.Persistence.Messaging;

/// <summary>
/// A message that is sent because a transaction was committed. It keeps its id however often it is sent.
/// </summary>
public sealed class OutboxMessage
{
    /// <summary>The order of sending.</summary>
    public long Id { get; set; }

    public Guid MessageId { get; set; }

    /// <summary>Full name and assembly of the message's type.</summary>
    public string MessageType { get; set; } = "";

    /// <summary>Where it is sent; null when it is published.</summary>
    public string? Destination { get; set; }

    /// <summary>The message as JSON.</summary>
    public string Body { get; set; } = "";

    public Guid? CorrelationId { get; set; }

    public Guid? ConversationId { get; set; }

    /// <summary>The headers, see <see cref="Crawler.ServiceDefaults.Serialization.HeaderText"/>.</summary>
    public string? Headers { get; set; }

    /// <summary>The trace that caused it (W3C traceparent).</summary>
    public string? TraceParent { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>How often consumers gave it up; it is sent again at the next start.</summary>
    public int Faults { get; set; }

    internal sealed class Configuration : IEntityTypeConfiguration<OutboxMessage>
    {
        public void Configure(EntityTypeBuilder<OutboxMessage> builder)
        {
            builder.ToTable("outbox");
            builder.HasKey(message => message.Id);
            builder.Property(message => message.Id).ValueGeneratedOnAdd();
            builder.Property(message => message.MessageType).HasMaxLength(255);
            builder.Property(message => message.Destination).HasMaxLength(255);
            builder.Property(message => message.TraceParent).HasMaxLength(64);
        }
    }
}
