using System.Globalization;

using Crawler.Scheduler.Moving;

namespace Crawler.Embedded.Output;

/// <summary>Says what a move has brought to the database, and what there is left to do.</summary>
internal static class MoveSummary
{
    public static void Write(MovedRows moved, string folder, TextWriter output)
    {
        (string Words, long Count)[] counts =
        [
            ("crawls", moved.Tables["crawls"]), ("URLs", moved.Tables["urls"]), ("pages", moved.Tables["fetches"]),
            ("hosts", moved.Tables["hosts"]), ("unsent messages", moved.Tables["outbox"]),
            ("waiting messages", moved.WaitingMessages),
        ];
        output.WriteLine($"Moved {string.Join(", ", counts.Select(count => $"{Number(count.Count)} {count.Words}"))}.");
        if (moved.Tables["leases"] is > 0 and var leases)
        {
            output.WriteLine(moved.AreLeasesReturned
                ? $"The URLs of {Number(leases)} batches in flight are ready again."
                : $"The URLs of {Number(leases)} batches in flight are ready again when their leases run out.");
        }

        output.WriteLine($"The archive stays where it is: give every process Archive:Folder={DataFolder.ArchiveOf(folder)}, "
            + "or a copy of that folder.");
        output.WriteLine($"'{folder}' is as it was. Do not crawl in it any more: its crawls go on in the database.");
    }

    private static string Number(long count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
