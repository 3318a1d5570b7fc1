using Crawler.Contracts.V1.Fetching;
using Crawler.Persistence.Frontier;

using static Crawler.Scheduler.Frontier.FrontierRows<Crawler.Persistence.PostgreSql.PostgreSqlTimes>;

namespace Crawler.Scheduler.Frontier.PostgreSql;

/// <content>Leases, and the sweeping of rows that nobody needs.</content>
internal sealed partial class PostgreSqlFrontierTransaction
{
    public ValueTask<IReadOnlyList<Lease>> LeasesOfAsync(string host) => transaction
        .Statement($"SELECT {LeaseColumns} FROM leases WHERE host = $1").Text(host).ReadAllAsync(ReadLease);

    public ValueTask<IReadOnlyList<Lease>> AllLeasesAsync() => transaction
        .Statement($"SELECT {LeaseColumns} FROM leases ORDER BY host").ReadAllAsync(ReadLease);

    public ValueTask<IReadOnlyList<Lease>> LapsedLeasesAsync(int limit) => transaction
        .Statement($"SELECT {LeaseColumns} FROM leases WHERE leased_until <= $1 ORDER BY leased_until LIMIT $2")
        .Time(Now).Number(limit).ReadAllAsync(ReadLease);

    public async ValueTask<int> CountLeasesAsync() =>
        (int)(long)(await transaction.Statement("SELECT COUNT(*) FROM leases").ReadValueAsync())!;

    public ValueTask<bool> AnySoloLeaseAsync() =>
        transaction.Statement("SELECT 1 FROM leases WHERE solo LIMIT 1").ExistsAsync();

    public async ValueTask AddLeaseAsync(Lease lease) => await transaction
        .Statement($"INSERT INTO leases ({LeaseColumns}) VALUES ($1, $2, $3, NULL, $4, $5, $6, $7)")
        .Id(lease.LeaseId).Id(lease.CrawlId).Text(lease.Host).Number(lease.Connections).Flag(lease.Solo)
        .Time(lease.LeasedAt).Time(lease.LeasedUntil)
        .RunAsync();

    public ValueTask<bool> HasLeaseAsync(Guid leaseId) =>
        transaction.Statement("SELECT 1 FROM leases WHERE lease_id = $1").Id(leaseId).ExistsAsync();

    public ValueTask<Lease?> TakeLeaseAsync(Guid leaseId, bool onlyLapsed = false) => transaction
        .Statement(
            $"DELETE FROM leases WHERE lease_id = $1 AND (leased_until <= $2 OR NOT $3) RETURNING {LeaseColumns}")
        .Id(leaseId).Time(Now).Flag(onlyLapsed).ReadOneAsync(ReadLease);

    public async ValueTask RenewLeasesAsync(
        IReadOnlyCollection<Guid> leaseIds, string downloader, DateTimeOffset until) => await transaction.Statement(
            """
            WITH mine AS (
                SELECT lease_id FROM leases WHERE lease_id = ANY($1) ORDER BY lease_id FOR NO KEY UPDATE)
            UPDATE leases SET downloader = $2, leased_until = GREATEST(leased_until, $3)
            FROM mine WHERE leases.lease_id = mine.lease_id
            """)
            .Ids(leaseIds).Text(downloader).Time(until).RunAsync();

    public async ValueTask<bool> DoubtLeaseAsync(Guid leaseId, DateTimeOffset until) => await transaction.Statement(
        """
        UPDATE leases SET downloader = COALESCE(downloader, $1), leased_until = LEAST(leased_until, $2)
        WHERE lease_id = $3
        """)
        .Text(Lease.UnknownDownloader).Time(until).Id(leaseId).RunAsync() > 0;

    public async ValueTask DropUnsentBatchesAsync() => await transaction
        .Statement("DELETE FROM outbox WHERE starts_with(message_type, $1)")
        .Text(typeof(FetchHostBatch).FullName + ",").RunAsync();

    public async ValueTask TrimInboxAsync(DateTimeOffset before) => await transaction
        .Statement("DELETE FROM inbox WHERE consumed_at < $1").Time(before).RunAsync();
}
