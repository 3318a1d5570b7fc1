using System.Text.Json;

using Crawler.IntegrationTests.Crawls;
using Crawler.Persistence;
using Crawler.Persistence.Access;
using Crawler.Persistence.Crawls;
using Crawler.Persistence.Frontier;
using Crawler.Persistence.Messaging;
using Crawler.Persistence.Moving;
using Crawler.TestKit.Hosts;
using Crawler.TestKit.Web;

using Microsoft.EntityFrameworkCore;

using Npgsql;

using Shouldly;

using Xunit;

namespace Crawler.IntegrationTests.Moving;

/// <summary>The crawls of a data folder go on in PostgreSQL.</summary>
[Collection(HostCollection.Name)]
public sealed class DataFolderMoveTests
{
    [Fact]
    public async Task CrawlThatIsUnderWay_IsFinishedInTheDatabase_EveryPageStoredOnce()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite();
        var generated = site.Generate(200);
        var gate = site.Gate(new Uri(generated.Urls.Order(StringComparer.Ordinal).ElementAt(120)).PathAndQuery);
        await using var moving = await HalfDoneAsync(site, gate);

        var moved = await moving.MoveAsync();

        moved.Tables["crawls"].ShouldBe(1);
        moved.Tables["leases"].ShouldBeGreaterThan(0);
        moved.Tables["fetches"].ShouldBeInRange(1, 199);
        (await moving.Target.ExecuteAsync("SELECT count(*) FROM leases")).ShouldBe(0L);
        (await moving.Target.ExecuteAsync("SELECT count(*) FROM urls WHERE state = 'Leased'")).ShouldBe(0L);

        var started = site.Requests.Count;
        await using var harness = await EmbeddedHarness.StartAsync([.. moving.Target.Settings]);
        var status = await harness.WaitForEndAsync((await harness.RowsAsync<CrawlSaga>()).Single().CorrelationId);

        status.State.ShouldBe("Completed");
        using var connection = moving.Target.Open();
        var crawl = StoredCrawl.Read(connection);
        crawl.ShouldBeWhole();
        crawl.Pages.Select(page => page.Url).ShouldBe(generated.Urls, ignoreOrder: true);

        // What was stored before is not asked for again; robots.txt may be.
        (site.Requests.Count - started).ShouldBeInRange(1, 201 - (int)moved.Tables["fetches"]);
        harness.Log.Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task RowsOfACompletedCrawl_AreEqualOneByOne()
    {
        await using var moving = await CompletedAsync();
        await moving.ExecuteAsync(
            """
            INSERT INTO api_keys VALUES ('1a2b3c4d', 'ci', 'Write', x'00ff', 1790000000123, NULL, 1790000000456, NULL);
            INSERT INTO audit VALUES (7, 1790000000123, '1a2b3c4d', 'key.create', NULL, 'done', '127.0.0.1');
            INSERT INTO trap_suspicions VALUES (zeroblob(16), x'00ff00ff00ff00ff00ff00ff00ff00ff', 'h', 'Depth', 3, 0, NULL);
            UPDATE hosts SET block_reason = 'Throttled', blocked_until = 1790000000123, response_time = 12345;
            """);

        var moved = await moving.MoveAsync();

        await using var file = moving.OpenFile();
        await using var database = moving.OpenTarget();
        await ShouldBeEqualAsync<CrawlSaga>(file, database, 1);
        await ShouldBeEqualAsync<CrawlCounters>(file, database, 1);
        await ShouldBeEqualAsync<Submission>(file, database, 1);
        await ShouldBeEqualAsync<FrontierUrl>(file, database, 60);
        await ShouldBeEqualAsync<Fetch>(file, database, 60);
        await ShouldBeEqualAsync<HostLedger>(file, database, 1);
        await ShouldBeEqualAsync<HostQueue>(file, database, 1);
        await ShouldBeEqualAsync<RobotsRecord>(file, database, 1);
        await ShouldBeEqualAsync<TrapSuspicion>(file, database, 1);
        await ShouldBeEqualAsync<ApiKey>(file, database, 1);
        await ShouldBeEqualAsync<AuditEntry>(file, database, 1);
        (await moving.Target.ExecuteAsync("SELECT nextval(pg_get_serial_sequence('audit', 'seq'))")).ShouldBe(8L);
        await ShouldBeEqualAsync<InboxMessage>(file, database, (int)moved.Tables["inbox"]);
        moved.Tables["urls"].ShouldBe(60);
    }

    [Fact]
    public async Task Numbers_KeepTheirOrder_AndAreNotGivenTwice()
    {
        await using var moving = await CompletedAsync();
        await moving.ExecuteAsync(
            """
            INSERT INTO outbox (id, message_id, message_type, destination, body, created_at, faults) VALUES
                (70, zeroblob(16), 'T', 'loopback://localhost/crawl', '{"a":"loopback://localhost/x"}', 0, 0),
                (80, zeroblob(16), 'MassTransit.Scheduling.ScheduleMessage, M', 'loopback://localhost/schedule-message?temporary=true',
                    '{"destination":"loopback://localhost/crawl","b":1}', 0, 2)
            """);

        await moving.MoveAsync();

        await using var file = moving.OpenFile();
        await using var database = moving.OpenTarget();
        var urls = await file.Set<FrontierUrl>().FromSqlRaw("SELECT * FROM urls ORDER BY rowid").Select(url => url.Url)
            .ToListAsync();
        (await database.Database.SqlQueryRaw<string>("SELECT url AS \"Value\" FROM urls ORDER BY ordinal").ToListAsync())
            .ShouldBe(urls);
        (await moving.Target.ExecuteAsync("SELECT nextval(pg_get_serial_sequence('urls', 'ordinal'))")).ShouldBe(61L);
        (await moving.Target.ExecuteAsync("SELECT nextval(pg_get_serial_sequence('outbox', 'id'))")).ShouldBe(81L);
        (await database.Set<OutboxMessage>().Where(row => row.Id >= 70).OrderBy(row => row.Id)
            .Select(row => $"{row.Destination} {row.Body} {row.Faults}").ToListAsync()).ShouldBe(
            [
                "exchange:crawl {\"a\":\"loopback://localhost/x\"} 0",
                "exchange:schedule-message {\"destination\":\"exchange:crawl\",\"b\":1} 2",
            ]);
    }

    [Fact]
    public async Task TextThatTheDatabaseCannotStore_IsStoredWithoutWhatItRefuses()
    {
        await using var moving = await CompletedAsync();
        await moving.ExecuteAsync("UPDATE fetches SET title = 'a' || char(0) || 'b' WHERE seq = 1");

        await moving.MoveAsync();

        (await moving.Target.ExecuteAsync("SELECT title FROM fetches WHERE seq = 1")).ShouldBe("a\uFFFDb");
    }

    [Fact]
    public async Task MoveThatFailsInItsMiddle_LeavesNothingBehind_AndCanBeDoneAgain()
    {
        await using var moving = await CompletedAsync();
        await moving.MoveAsync();
        await moving.Target.ExecuteAsync(
            """
            TRUNCATE crawls, crawl_counters, fetches, host_queues, hosts, inbox, leases, outbox, robots, submissions, urls;
            CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'refused'; END $$;
            CREATE TRIGGER refuse BEFORE INSERT ON urls FOR EACH ROW WHEN (new.depth > 1) EXECUTE FUNCTION refuse();
            """);

        (await Should.ThrowAsync<PostgresException>(moving.MoveAsync)).MessageText.ShouldBe("refused");

        foreach (var table in new[] { "crawls", "crawl_counters", "fetches", "hosts", "urls" })
        {
            (await moving.Target.ExecuteAsync($"SELECT count(*) FROM {table}")).ShouldBe(0L);
        }

        await moving.Target.ExecuteAsync("DROP TRIGGER refuse ON urls");
        (await moving.MoveAsync()).Tables["urls"].ShouldBe(60);
    }

    [Fact]
    public async Task DatabaseThatHoldsCrawls_IsRefused()
    {
        await using var moving = await CompletedAsync();
        await moving.MoveAsync();

        var refused = await Should.ThrowAsync<MoveRefusedException>(moving.MoveAsync);

        refused.Message.ShouldStartWith("the database is in use: its table ");
    }

    [Fact]
    public async Task DatabaseThatProcessesWorkOn_IsRefused()
    {
        await using var moving = await CompletedAsync();
        await using var harness = await EmbeddedHarness.StartAsync([.. moving.Target.Settings]);

        var refused = await Should.ThrowAsync<MoveRefusedException>(moving.MoveAsync);

        refused.Message.ShouldStartWith("processes work on the database");
    }

    [Fact]
    public async Task FolderOfAnotherVersion_IsRefused()
    {
        await using var moving = await CompletedAsync();
        await moving.ExecuteAsync("DELETE FROM __EFMigrationsHistory");

        var refused = await Should.ThrowAsync<MoveRefusedException>(moving.MoveAsync);

        refused.Message.ShouldContain("crawler migrate");
    }

    private static async Task<MovingFolder> HalfDoneAsync(FakeSite site, RequestGate gate)
    {
        await using var harness = await EmbeddedHarness.StartAsync();
        await harness.SubmitAsync(CrawlSpecs.Of(site.Url()));
        await gate.WaitUntilRequestedAsync();
        var moving = await MovingFolder.OfAsync(harness);
        gate.Open();
        return moving;
    }

    private static async Task<MovingFolder> CompletedAsync()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite();
        site.Generate(60);
        await using var harness = await EmbeddedHarness.StartAsync();
        await harness.CrawlAsync(CrawlSpecs.Of(site.Url()));
        return await MovingFolder.OfAsync(harness);
    }

    private static async Task ShouldBeEqualAsync<TRow>(CrawlerDbContext file, CrawlerDbContext database, int count)
        where TRow : class
    {
        var expected = await TextsAsync<TRow>(file);
        expected.Count.ShouldBe(count);
        (await TextsAsync<TRow>(database)).ShouldBe(expected);
    }

    private static async Task<List<string>> TextsAsync<TRow>(CrawlerDbContext context)
        where TRow : class =>
        [
            .. (await context.Set<TRow>().AsNoTracking().ToListAsync()).Select(row => JsonSerializer.Serialize(row))
                .Order(StringComparer.Ordinal),
        ];
}
