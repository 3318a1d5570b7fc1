using Crawler.Persistence;

namespace Crawler.Scheduler.Messages;

/// <summary>The tables in which messages wait that are to be sent later, in the database of all processes.</summary>
internal sealed class WaitingMessageSchema(
    ICrawlerDatabase database, MessageStore store, IServiceProvider services) : ISchemaPart
{
    public Task MakeAsync(CancellationToken cancellationToken) =>
        QuartzMessages.MakeAsync(store, services, cancellationToken);

    /// <summary>They are made in one transaction, so one of them stands for all.</summary>
    public async Task<bool> IsThereAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenReadAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = $"SELECT to_regclass('{MessageStore.TablePrefix}triggers') IS NOT NULL";
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}
