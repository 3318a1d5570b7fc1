using Crawler.Contracts.V1.Crawls;

using MassTransit;

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Crawler.Persistence.Crawls;

/// <summary>A crawl as its state machine sees it: one row, from submission for as long as the crawl is kept.</summary>
public sealed class CrawlSaga : SagaStateMachineInstance
{
    /// <summary>The crawl's id.</summary>
    public Guid CorrelationId { get; set; }

    /// <summary>The state's name: Submitted, Crawling, Paused, Draining, Completed, Failed, Cancelled.</summary>
    public string CurrentState { get; set; } = "Initial";

    /// <summary>The <see cref="CrawlSpec"/> as JSON.</summary>
    public string Spec { get; set; } = "";

    /// <summary>The version of the canonicalisation that the crawl's URL keys were made with.</summary>
    public int ProfileVersion { get; set; }

    /// <summary>The crawl's share of the downloaders.</summary>
    public int Weight { get; set; } = 1;

    /// <summary>When it was asked for.</summary>
    public DateTimeOffset SubmittedAt { get; set; }

    /// <summary>When it reached its final state.</summary>
    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>Since when it is paused; null while it is not.</summary>
    public DateTimeOffset? PausedAt { get; set; }

    /// <summary>When its duration is over; moved on by the time spent paused.</summary>
    public DateTimeOffset? DeadlineAt { get; set; }

    /// <summary>Why it ends or ended; null while it runs.</summary>
    public EndReason? EndReason { get; set; }

    /// <summary>The trace in which it was asked for (W3C traceparent); null where nothing was traced.</summary>
    public string? TraceParent { get; set; }

    /// <summary>Grows with every change: a writer that read an older row fails and tries again.</summary>
    public int RowVersion { get; set; }

    internal sealed class Configuration : IEntityTypeConfiguration<CrawlSaga>
    {
        public void Configure(EntityTypeBuilder<CrawlSaga> builder)
        {
            builder.ToTable("crawls");
            builder.HasKey(crawl => crawl.CorrelationId);
            builder.Property(crawl => crawl.CurrentState).HasMaxLength(32);
            builder.Property(crawl => crawl.Spec).HasMaxLength(8 * 1024 * 1024);
            builder.Property(crawl => crawl.TraceParent).HasMaxLength(64);
            builder.Property(crawl => crawl.RowVersion).IsConcurrencyToken();

            // The dispatcher and the sweeper ask for the crawls that run.
            builder.HasIndex(crawl => crawl.CurrentState).HasDatabaseName("ix_crawls_state");

            // The list of crawls is paged from the newest.
            builder.HasIndex(crawl => new { crawl.SubmittedAt, crawl.CorrelationId }).HasDatabaseName(
                "ix_crawls_submitted");
        }
    }
}
