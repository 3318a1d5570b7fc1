using Crawler.Persistence.Sqlite;

using Microsoft.EntityFrameworkCore;

using Shouldly;

using Xunit;

namespace Crawler.UnitTests.Persistence.Sqlite;

public sealed class WriteGateTests
{
    [Fact]
    public async Task SecondWriter_WaitsForTheFirst()
    {
        await using var file = new DatabaseFile();
        var first = await file.Database.BeginWriteAsync(CancellationToken.None);
        var second = file.Database.BeginWriteAsync(CancellationToken.None).AsTask();
        second.IsCompleted.ShouldBeFalse();

        await first.DisposeAsync();

        await using var open = await second.WaitAsync(TimeSpan.FromSeconds(30));
        open.ShouldNotBeSameAs(first);
    }

    [Fact]
    public async Task Writers_GetTheirTurnInTheOrderOfAsking()
    {
        await using var file = new DatabaseFile();
        var order = new List<int>();
        var first = await file.Database.BeginWriteAsync(CancellationToken.None);
        var writers = new List<Task>();
        for (var i = 0; i < 20; i++)
        {
            writers.Add(WriteAsync(file.Database, i, order));
        }

        await first.DisposeAsync();
        await Task.WhenAll(writers).WaitAsync(TimeSpan.FromSeconds(30));

        order.ShouldBe(Enumerable.Range(0, 20));
    }

    [Fact]
    public async Task WriterThatGivesUpWaiting_LeavesTheGateToTheNext()
    {
        await using var file = new DatabaseFile();
        var first = await file.Database.BeginWriteAsync(CancellationToken.None);
        using var impatience = new CancellationTokenSource();
        var impatient = file.Database.BeginWriteAsync(impatience.Token).AsTask();
        var patient = file.Database.BeginWriteAsync(CancellationToken.None).AsTask();

        await impatience.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(impatient);
        await first.DisposeAsync();

        await using var open = await patient.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task TransactionDisposedTwice_FreesTheGateOnce()
    {
        await using var file = new DatabaseFile();
        var first = await file.Database.BeginWriteAsync(CancellationToken.None);
        await first.DisposeAsync();
        await first.DisposeAsync();
        await using var second = await file.Database.BeginWriteAsync(CancellationToken.None);

        var third = file.Database.BeginWriteAsync(CancellationToken.None).AsTask();

        third.IsCompleted.ShouldBeFalse();
        await second.DisposeAsync();
        await (await third.WaitAsync(TimeSpan.FromSeconds(30))).DisposeAsync();
    }

    [Fact]
    public async Task TransactionThatIsNotCommitted_LeavesNothing()
    {
        await using var file = new DatabaseFile();
        await using var context = file.CreateContext();
        await context.Database.MigrateAsync();

        await using (var transaction = await file.Database.BeginWriteAsync(CancellationToken.None))
        {
            ((SqliteWriteTransaction)transaction)
                .Statement("INSERT INTO hosts (host, floor_interval, refusals) VALUES (@h, 0, 0)", "@h").Bind("a").ExecuteNonQuery();
            transaction.Publish(new Letter("never"));
        }

        (await context.Set<Crawler.Persistence.Frontier.HostLedger>().CountAsync()).ShouldBe(0);
        (await context.Set<Crawler.Persistence.Messaging.OutboxMessage>().CountAsync()).ShouldBe(0);
        file.Signal.Committed.TryRead(out _).ShouldBeFalse();
    }

    [Fact]
    public async Task CommittedTransaction_HandsItsMessagesOverInTheirOrder()
    {
        await using var file = new DatabaseFile();
        await using var context = file.CreateContext();
        await context.Database.MigrateAsync();

        await using (var transaction = await file.Database.BeginWriteAsync(CancellationToken.None))
        {
            transaction.Publish(new Letter("one"));
            transaction.Publish(new Letter("two"));
            file.Signal.Committed.TryRead(out _).ShouldBeFalse();
            await transaction.CommitAsync(CancellationToken.None);
        }

        file.Signal.Committed.TryRead(out var messages).ShouldBeTrue();
        messages!.Select(message => message.Body).ShouldBe(["{\"text\":\"one\"}", "{\"text\":\"two\"}"]);
        var rows = await context.Set<Crawler.Persistence.Messaging.OutboxMessage>().OrderBy(row => row.Id)
            .ToListAsync();
        rows.Select(row => (row.Id, row.MessageId))
            .ShouldBe(messages!.Select(message => (message.Id, message.MessageId)));
        rows.ShouldAllBe(row => row.CreatedAt == file.Clock.GetUtcNow());
    }

    [Fact]
    public async Task TimeOfATransaction_IsReadOnce()
    {
        await using var file = new DatabaseFile();
        var begun = file.Clock.GetUtcNow();
        await using var transaction = await file.Database.BeginWriteAsync(CancellationToken.None);

        file.Clock.Advance(TimeSpan.FromHours(1));

        transaction.Now.ShouldBe(begun);
    }

    [Fact]
    public async Task Reader_CannotWrite()
    {
        await using var file = new DatabaseFile();
        await using var connection = await file.Database.OpenReadAsync(CancellationToken.None);
        await using var command = connection.CreateCommand();
        command.CommandText = "CREATE TABLE t (x)";

        await Should.ThrowAsync<Microsoft.Data.Sqlite.SqliteException>(() => command.ExecuteNonQueryAsync());
    }

    private static async Task WriteAsync(SqliteDatabase database, int number, List<int> order)
    {
        await using var transaction = await database.BeginWriteAsync(CancellationToken.None);
        order.Add(number);
    }

    internal sealed record Letter(string Text);
}
