using System.Globalization;

using Crawler.Scheduler.Moving;

namespace Crawler.Embedded.Output;

/// <summary>Says what a move has brought to the database, and what there is left to do.</summary>
internal static class MoveSummary
{
    public static void Write(MovedRows moved, string folder, TextWriter output)
    {
        string[] counts =
        [
            Of(moved.Tables["crawls"], "crawl", "crawls"), Of(moved.Tables["urls"], "URL", "URLs"),
            Of(moved.Tables["fetches"], "page", "pages"), Of(moved.Tables["hosts"], "host", "hosts"),
            Of(moved.Tables["outbox"], "unsent message", "unsent messages"),
            Of(moved.WaitingMessages, "waiting message", "waiting messages"),
        ];
        output.WriteLine($"Moved {string.Join(", ", counts)}.");
        if (moved.Tables["leases"] is > 0 and var leases)
        {
            var batches = Of(leases, "batch", "batches");
            output.WriteLine(moved.AreLeasesReturned
                ? $"The URLs of {batches} in flight are ready again."
                : $"The URLs of {batches} in flight are ready again when their leases run out.");
        }

        output.WriteLine($"The archive stays where it is: give every process Archive:Folder={DataFolder.ArchiveOf(folder)}, "
            + "or a copy of that folder.");
        output.WriteLine($"'{folder}' is as it was. Do not crawl in it any more: its crawls go on in the database.");
    }

    private static string Of(long count, string one, string many) =>
        $"{count.ToString("N0", CultureInfo.InvariantCulture)} {(count == 1 ? one : many)}";
}
