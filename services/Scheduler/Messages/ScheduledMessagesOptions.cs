using System.ComponentModel.DataAnnotations;

namespace Crawler.Scheduler.Messages;

/// <summary>Where messages wait that are to be sent later.</summary>
public sealed class ScheduledMessagesOptions
{
    /// <summary>The section's name in the settings.</summary>
    public const string Section = "ScheduledMessages";

    /// <summary>
    /// The SQLite file in which they wait; it is made when the first one comes. With PostgreSQL they wait in tables
    /// <c>qrtz_*</c> of the installation's database, and this is not read.
    /// </summary>
    [Required, StringLength(4_096, MinimumLength = 1)]
    public string File { get; set; } = "crawler-data/quartz.db";
}
