using System.Text.Json;

using Crawler.Contracts.V1.Crawls;
using Crawler.Persistence.Crawls;
using Crawler.Persistence.Messaging;
using Crawler.Scheduler.Frontier;
using Crawler.ServiceDefaults.Serialization;

using Microsoft.EntityFrameworkCore;

using Shouldly;

using Xunit;

namespace Crawler.IntegrationTests.Frontier;

/// <content>What no message brings any more is derived from the rows.</content>
public abstract partial class FrontierTests
{
    [Fact]
    public async Task LostSeeds_AreAskedForAgain()
    {
        await using var frontier = await CreateAsync();
        var crawl = await frontier.AddCrawlAsync(Specs.Of(Site), CrawlStates.Submitted);

        await frontier.SweepAsync();

        (await frontier.MessagesAsync<AdmitSeeds>()).Single().CrawlId.ShouldBe(crawl);
    }

    [Fact]
    public async Task LostSubmission_IsMadeAgain_OnceItsTimeIsOver()
    {
        await using var frontier = await CreateAsync();
        var spec = Specs.Of(Site) with { Weight = 7 };
        var submission = new Submission
        {
            CrawlId = Guid.NewGuid(),
            BodyHash = new string('0', 64),
            Spec = JsonSerializer.Serialize(spec, CrawlerJson.Options),
            SubmittedAt = frontier.Now,
        };
        await frontier.AddAsync(submission);
        await frontier.SweepAsync();
        (await frontier.MessagesAsync<SubmitCrawl>()).ShouldBeEmpty();
        frontier.Clock.Advance(11 * Second);

        await frontier.SweepAsync();

        var submit = (await frontier.MessagesAsync<SubmitCrawl>()).Single();
        (submit.CrawlId, submit.SubmittedAt, submit.Spec.Weight)
            .ShouldBe((submission.CrawlId, submission.SubmittedAt, 7));
        submit.Spec.Seeds.ShouldBe([Site]);
    }

    [Fact]
    public async Task SubmissionWithItsCrawl_IsNotMadeAgain()
    {
        await using var frontier = await CreateAsync();
        var crawl = await frontier.StartAsync(Specs.Of(Site));
        await frontier.AddAsync(new Submission { CrawlId = crawl, Spec = "{}", SubmittedAt = frontier.Now });
        frontier.Clock.Advance(Minute);

        await frontier.SweepAsync();

        (await frontier.MessagesAsync<SubmitCrawl>()).ShouldBeEmpty();
    }

    [Fact]
    public async Task LostSeedsAdmitted_IsToldAgain()
    {
        await using var frontier = await CreateAsync();
        var crawl = await frontier.AddCrawlAsync(Specs.Of(Site), CrawlStates.Submitted);
        await frontier.Frontier.AdmitSeedsAsync(crawl, CancellationToken.None);
        await frontier.LoseMessagesAsync();
        frontier.Clock.Advance(11 * Second);

        await frontier.SweepAsync();

        (await frontier.MessagesAsync<SeedsAdmitted>()).Single().CrawlId.ShouldBe(crawl);
    }

    [Fact]
    public async Task LostFrontierDrained_IsToldAgain_ButNotAtEverySweep()
    {
        await using var frontier = await CreateAsync();
        var crawl = await frontier.StartAsync(Specs.Of(Site));
        await frontier.CrawlAllAsync();
        await frontier.LoseMessagesAsync();
        await frontier.SweepAsync();
        (await frontier.MessagesAsync<FrontierDrained>()).ShouldBeEmpty();

        for (var second = 0; second < 25; second++)
        {
            frontier.Clock.Advance(Second);
            await frontier.SweepAsync();
        }

        var drained = await frontier.MessagesAsync<FrontierDrained>();
        drained.Count.ShouldBe(2);
        drained.ShouldAllBe(message => message.CrawlId == crawl && message.Counts.Fetched == 1);
    }

    [Fact]
    public async Task LostDrainFrontier_IsSentAgain()
    {
        await using var frontier = await CreateAsync();
        var crawl = await frontier.StartAsync(Specs.Of(Site));
        await frontier.MoveToAsync(crawl, CrawlStates.Draining, EndReason.ByteLimit);
        frontier.Clock.Advance(11 * Second);

        await frontier.SweepAsync();

        var drain = (await frontier.MessagesAsync<DrainFrontier>()).Single();
        (drain.CrawlId, drain.Reason).ShouldBe((crawl, EndReason.ByteLimit));
    }

    [Fact]
    public async Task LostLimitReached_IsToldAgain()
    {
        await using var frontier = await CreateAsync();
        var crawl = await frontier.StartAsync(Specs.Of(Specs.Pages(SiteHost, 3)).Limited(new LimitsSpec { Pages = 1 }));
        await frontier.CrawlAllAsync();
        await frontier.LoseMessagesAsync();
        frontier.Clock.Advance(11 * Second);

        await frontier.SweepAsync();

        var limit = (await frontier.MessagesAsync<LimitReached>()).Single();
        (limit.CrawlId, limit.Reason).ShouldBe((crawl, EndReason.PageLimit));
    }

    [Fact]
    public async Task RunningCrawl_IsTakenForLostByNobody()
    {
        await using var frontier = await CreateAsync();
        await frontier.StartAsync(Specs.Of(Site));
        await frontier.LoseMessagesAsync();
        frontier.Clock.Advance(Minute);

        await frontier.SweepAsync();

        (await frontier.Rows<OutboxMessage>().ToListAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task InboxRows_AreRemovedWhenNoCopyCanComeAnyMore()
    {
        await using var frontier = await CreateAsync();
        await frontier.AddAsync(new InboxMessage { MessageId = Guid.NewGuid(), ConsumedAt = frontier.Now });
        frontier.Clock.Advance(TimeSpan.FromHours(2));
        await frontier.AddAsync(new InboxMessage { MessageId = Guid.NewGuid(), ConsumedAt = frontier.Now });
        frontier.Clock.Advance(TimeSpan.FromHours(23));

        await frontier.SweepAsync();

        (await frontier.Rows<InboxMessage>().CountAsync()).ShouldBe(1);
    }
}
