using Crawler.Contracts.V1.Fetching;
using Crawler.Persistence.Frontier;
using Crawler.Persistence.Sqlite;

using static Crawler.Scheduler.Frontier.FrontierRows<Crawler.Persistence.Sqlite.SqliteTimes>;

namespace Crawler.Scheduler.Frontier.Sqlite;

/// <content>Leases, and the sweeping of rows that nobody needs.</content>
internal sealed partial class SqliteFrontierTransaction
{
    public ValueTask<IReadOnlyList<Lease>> LeasesOfAsync(string host) => new(ReadAll(
        transaction.Statement($"SELECT {LeaseColumns} FROM leases WHERE host = @host", "@host").Bind(host), ReadLease));

    public ValueTask<IReadOnlyList<Lease>> AllLeasesAsync() =>
        new(ReadAll(transaction.Statement($"SELECT {LeaseColumns} FROM leases ORDER BY host"), ReadLease));

    public ValueTask<IReadOnlyList<Lease>> LapsedLeasesAsync(int limit) => new(ReadAll(
        transaction.Statement(
            $"SELECT {LeaseColumns} FROM leases WHERE leased_until <= @now ORDER BY leased_until LIMIT @limit",
            "@now", "@limit")
            .Bind(Now, limit),
        ReadLease));

    public ValueTask<int> CountLeasesAsync() =>
        new((int)(long)transaction.Statement("SELECT COUNT(*) FROM leases").ExecuteScalar()!);

    public ValueTask<bool> AnySoloLeaseAsync() =>
        new(Exists(transaction.Statement("SELECT 1 FROM leases WHERE solo = 1 LIMIT 1")));

    public ValueTask AddLeaseAsync(Lease lease)
    {
        transaction.Statement(
            $"INSERT INTO leases ({LeaseColumns}) VALUES (@lease, @crawl, @host, NULL, @connections, @solo, @leased_at, @leased_until)",
            "@lease", "@crawl", "@host", "@connections", "@solo", "@leased_at", "@leased_until")
            .Bind(lease.LeaseId, lease.CrawlId, lease.Host, lease.Connections, lease.Solo, lease.LeasedAt,
                lease.LeasedUntil)
            .ExecuteNonQuery();
        return default;
    }

    public ValueTask<bool> HasLeaseAsync(Guid leaseId) => new(Exists(
        transaction.Statement("SELECT 1 FROM leases WHERE lease_id = @lease", "@lease").Bind(leaseId)));

    public ValueTask<Lease?> TakeLeaseAsync(Guid leaseId, bool onlyLapsed = false) => new(ReadOne(
        transaction.Statement(
            $"DELETE FROM leases WHERE lease_id = @lease AND leased_until <= @now RETURNING {LeaseColumns}",
            "@lease", "@now").Bind(leaseId, onlyLapsed ? Now : DateTimeOffset.MaxValue),
        ReadLease));

    public ValueTask RenewLeasesAsync(IReadOnlyCollection<Guid> leaseIds, string downloader, DateTimeOffset until)
    {
        var renew = transaction.Statement(
            "UPDATE leases SET downloader = @downloader, leased_until = MAX(leased_until, @until) WHERE lease_id = @lease",
            "@downloader", "@until", "@lease");
        foreach (var leaseId in leaseIds)
        {
            renew.Bind(downloader, until, leaseId).ExecuteNonQuery();
        }

        return default;
    }

    public ValueTask<bool> DoubtLeaseAsync(Guid leaseId, DateTimeOffset until) => new(transaction.Statement(
        """
        UPDATE leases SET downloader = COALESCE(downloader, @unknown), leased_until = MIN(leased_until, @until)
        WHERE lease_id = @lease
        """,
        "@unknown", "@until", "@lease").Bind(Lease.UnknownDownloader, until, leaseId).ExecuteNonQuery() > 0);

    public ValueTask DropUnsentBatchesAsync()
    {
        transaction.Statement("DELETE FROM outbox WHERE message_type LIKE @type || ',%'", "@type")
            .Bind(typeof(FetchHostBatch).FullName).ExecuteNonQuery();
        return default;
    }

    public ValueTask TrimInboxAsync(DateTimeOffset before)
    {
        transaction.Statement("DELETE FROM inbox WHERE consumed_at < @before", "@before").Bind(
            before).ExecuteNonQuery();
        return default;
    }
}
