using Crawler.TestKit.Databases;
using Crawler.TestKit.Deploy;

using Shouldly;

using Xunit;

namespace Crawler.IntegrationTests.PostgreSql;

/// <summary>What KEDA asks the database, in the manifest's own words.</summary>
public sealed class AutoscalingQueryTests
{
    [Fact]
    public async Task Query_CountsHostsThatAreReadyOfCrawlsThatRun_AndBatchesUnderWay()
    {
        await using var database = await PostgreSqlTestDatabase.CreateAsync();
        await database.ExecuteAsync(
            """
            INSERT INTO crawls (correlation_id, current_state, spec, profile_version, weight, submitted_at, row_version)
                SELECT ('00000000-0000-0000-0000-00000000000' || n)::uuid, state, '{}', 1, 1, now(), 1
                FROM (VALUES (1, 'Crawling'), (2, 'Crawling'), (3, 'Paused')) AS crawl (n, state);
            INSERT INTO host_queues (crawl_id, host, ready_at, interval, per_host, failures_in_row, last_was_sitemap,
                has_http_sitemaps, has_https_sitemaps)
                SELECT ('00000000-0000-0000-0000-00000000000' || n)::uuid, host, now() + since, '1s', 1, 0, false, false, false
                FROM (VALUES (1, 'a', interval '-1s'), (2, 'a', '-2s'), (1, 'b', '-1s'), (1, 'later', '1h'),
                    (1, 'leased', NULL), (3, 'paused', '-1s')) AS queue (n, host, since);
            INSERT INTO leases VALUES (gen_random_uuid(), '00000000-0000-0000-0000-000000000001', 'leased', 'd', 1, false,
                now(), now() + interval '1m');
            """);
        var trigger = YamlFile.Read("deploy", "kubernetes", "autoscaling", "downloader.yaml")[0]["spec"]!["triggers"]![0]!;

        (await database.ExecuteAsync(trigger["metadata"]!["query"]!.ToString())).ShouldBe(3L);
    }
}
