using Crawler.Persistence;
using Crawler.Persistence.Crawls;
using Crawler.Persistence.Messaging;
using Crawler.TestKit.Waiting;

using Microsoft.Extensions.DependencyInjection;

using Shouldly;

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

    [Fact]
    public async Task Rows_WaitWhileAnotherProcessSendsThoseBeforeThem()
    {
        await using var process = await StartAsync(PingBehavior.Consumes, delivers: false);
        var claims = process.Services.GetRequiredService<IOutboxClaims>();
        await process.InTransactionAsync(transaction => transaction.Publish(new Ping("first")));
        await using (var sends = await claims.ClaimAsync([], limit: 64, maxFaults: 10, CancellationToken.None))
        {
            await process.InTransactionAsync(transaction => transaction.Publish(new Ping("second")));

            (await claims.ClaimAsync([], limit: 64, maxFaults: 10, CancellationToken.None)).ShouldBeNull();
            await sends!.CompleteAsync([sends.Rows.Single().Id], [], CancellationToken.None);
        }

        await using var next = await claims.ClaimAsync([], limit: 64, maxFaults: 10, CancellationToken.None);
        next!.Rows.Select(row => OutboxSerialization.Read(row).Message).ShouldBe([new Ping("second")]);
    }
}
