using Crawler.Persistence;
using Crawler.Persistence.Crawls;
using Crawler.Persistence.Messaging;
using Crawler.TestKit.Waiting;

using Xunit;

namespace Crawler.IntegrationTests.Frontier.Messaging;

public sealed class PostgreSqlBrokerOutboxTests() : BrokerOutboxTests(DatabaseProvider.PostgreSql)
{
    [Fact]
    public async Task Row_IsRemovedOnceItsMessageIsTaken_BeforeItsConsumerIsDone()
    {
        var (entered, leave) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var process = await StartAsync(new PingBehavior(_ =>
        {
            entered.TrySetResult();
            return leave.Task;
        }));

        await process.InTransactionAsync(transaction => transaction.Publish(new Ping("one")));

        await entered.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await Eventually.HoldsAsync(async () => (await process.RowsAsync<OutboxMessage>()).Count == 0);
        leave.SetResult();
        await Eventually.HoldsAsync(async () => (await process.RowsAsync<Submission>()).Count == 1);
    }
}
