using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Crawler.Persistence.Messaging;

/// <summary>A consumer has consumed a message: another copy with the same id changes nothing.</summary>
public sealed class InboxMessage
{
    public Guid MessageId { get; set; }

    /// <summary>Endpoint, consumer and message type.</summary>
    public Guid ConsumerId { get; set; }

    public DateTimeOffset ConsumedAt { get; set; }

    internal sealed class Configuration : IEntityTypeConfiguration<InboxMessage>
    {
        public void Configure(EntityTypeBuilder<InboxMessage> builder)
        {
            builder.ToTable("inbox");
            builder.HasKey(message => new { message.MessageId, message.ConsumerId });

            // Rows older than any possible copy are removed.
            builder.HasIndex(message => message.ConsumedAt).HasDatabaseName("ix_inbox_consumed");
        }
    }
}
