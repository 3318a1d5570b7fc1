using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Crawler.Persistence.Workers;

/// <summary>A process as it last described itself. One that was not seen for a while is lost.</summary>
public sealed class WorkerRecord
{
    /// <summary>The process: unique among the living, new at every start.</summary>
    public string Instance { get; set; } = "";

    public string Service { get; set; } = "";

    public string? Host { get; set; }

    public string? Version { get; set; }

    public DateTimeOffset? StartedAt { get; set; }

    /// <summary>When its last heartbeat was taken in, by this database's time.</summary>
    public DateTimeOffset SeenAt { get; set; }

    /// <summary>It takes up nothing any more.</summary>
    public bool Stopping { get; set; }

    /// <summary>How many batches it works on at a time.</summary>
    public int Capacity { get; set; }

    public int InUse { get; set; }

    public double ConsumedPerSecond { get; set; }

    public double FaultedPerSecond { get; set; }

    public long MemoryBytes { get; set; }

    /// <summary>The leases that it works on, as a JSON array.</summary>
    public string Leases { get; set; } = "[]";

    /// <summary>The queues from which it takes nothing, as a JSON array.</summary>
    public string PausedEndpoints { get; set; } = "[]";

    internal sealed class Configuration : IEntityTypeConfiguration<WorkerRecord>
    {
        public void Configure(EntityTypeBuilder<WorkerRecord> builder)
        {
            builder.ToTable("workers");
            builder.HasKey(worker => worker.Instance);
            builder.Property(worker => worker.Instance).HasMaxLength(128);
            builder.Property(worker => worker.Service).HasMaxLength(64);
            builder.Property(worker => worker.Host).HasMaxLength(255);
            builder.Property(worker => worker.Version).HasMaxLength(128);
        }
    }
}
