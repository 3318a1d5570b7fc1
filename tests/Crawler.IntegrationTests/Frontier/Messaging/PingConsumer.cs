using Crawler.Persistence;
using Crawler.Persistence.Crawls;

using MassTransit;

namespace Crawler.IntegrationTests.Frontier.Messaging;

/// <summary>Writes a row, publishes a message, and then does what the test asks for.</summary>
internal sealed class PingConsumer(CrawlerDbContext database, PingBehavior behavior) : IConsumer<Ping>
{
    public async Task Consume(ConsumeContext<Ping> context)
    {
        database.Add(new Submission { CrawlId = Guid.NewGuid(), BodyHash = context.Message.Text, Spec = "{}" });
        await database.SaveChangesAsync(context.CancellationToken);
        await context.Publish(new Pong(context.Message.Text));
        await behavior.RunAsync(context.Message);
    }
}
