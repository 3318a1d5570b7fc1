using Crawler.ServiceDefaults.Hosting;

using MassTransit;

using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

using Quartz;

namespace Crawler.Scheduler.Messages;

/// <summary>Waiting messages as triggers of Quartz.</summary>
/// <remarks>
/// In a file of the process's own, tables that are missing are made when it is opened. Those of a shared database are
/// there before, see <see cref="WaitingMessageSchema"/>; none is altered.
/// </remarks>
internal sealed class QuartzMessages : IAsyncDisposable
{
    /// <summary>The name under which instances of a cluster know each other; it is part of every row.</summary>
    private const string ClusterName = "crawler";

    private const string Group = "messages";

    /// <summary>Threads that send; each holds a connection to the database for a moment.</summary>
    private const int Senders = 4;

    private static readonly RetryPolicy Retries =
        RetryPolicy.Exponential(20, TimeSpan.FromSeconds(1), 2, TimeSpan.FromMinutes(5));

    private readonly StandaloneSchedulerFactory _factory;
    private readonly IScheduler _scheduler;

    private QuartzMessages(StandaloneSchedulerFactory factory, IScheduler scheduler)
    {
        _factory = factory;
        _scheduler = scheduler;
    }

    /// <summary>Opens the store; nothing is sent yet.</summary>
    public static async Task<QuartzMessages> OpenAsync(
        MessageStore store, IServiceProvider services, CancellationToken cancellationToken)
    {
        var factory = QuartzSchedulerBuilder.Create(quartz =>
        {
            quartz.Services.AddSingleton<IBus>(services.GetRequiredService<IBus>());
            quartz.UseDefaultThreadPool(Senders);
            Configure(quartz, store, services, makesTables: store.Shared is null);
        }).Build();
        return await OpenAsync(factory, cancellationToken);
    }

    /// <summary>Makes the tables that are missing, and the job that all waiting messages refer to.</summary>
    public static async Task MakeAsync(
        MessageStore store, IServiceProvider services, CancellationToken cancellationToken)
    {
        var factory = QuartzSchedulerBuilder.Create(quartz => Configure(quartz, store, services, makesTables: true))
            .Build();
        await using var messages = await OpenAsync(factory, cancellationToken);
    }

    public ValueTask StartAsync(CancellationToken cancellationToken) => _scheduler.Start(cancellationToken);

    public ValueTask StandByAsync(CancellationToken cancellationToken) => _scheduler.Standby(cancellationToken);

    public ValueTask EndAsync(CancellationToken cancellationToken) =>
        _scheduler.Shutdown(waitForJobsToComplete: true, cancellationToken);

    public async Task KeepAsync(
        Guid token, DateTimeOffset at, WaitingMessage message, CancellationToken cancellationToken)
    {
        var trigger = TriggerBuilder.Create()
            .WithIdentity(KeyOf(token))
            .ForJob(SendWaitingMessageJob.Key)
            .UsingJobData(SendWaitingMessageJob.Message, message.Write())
            .StartAt(at)
            .WithSchedule(SimpleScheduleBuilder.Create()
                .WithMisfireInstruction(SimpleTriggerMisfireInstruction.FireNow))
            .Build();
        await _scheduler.ScheduleTrigger(trigger, TriggerConflict.Replace, cancellationToken);
    }

    public async Task ForgetAsync(Guid token, CancellationToken cancellationToken) =>
        await _scheduler.UnscheduleJob(KeyOf(token), cancellationToken);

    public ValueTask DisposeAsync() => _factory.DisposeAsync();

    private static async Task<QuartzMessages> OpenAsync(
        StandaloneSchedulerFactory factory, CancellationToken cancellationToken)
    {
        try
        {
            var scheduler = await factory.GetScheduler(cancellationToken);
            await scheduler.AddJob(
                JobBuilder.Create<SendWaitingMessageJob>()
                    .WithIdentity(SendWaitingMessageJob.Key)
                    .StoreDurably(true)
                    .RequestRecovery(true)
                    .Build(),
                AddJobOptions.Replacing,
                cancellationToken);
            return new QuartzMessages(factory, scheduler);
        }
        catch
        {
            // Another try opens another one; this one's threads and connections must not stay.
            await factory.DisposeAsync();
            throw;
        }
    }

    private static TriggerKey KeyOf(Guid token) => new(token.ToString("N"), Group);

    private static void Configure(
        IQuartzBuilder quartz, MessageStore store, IServiceProvider services, bool makesTables)
    {
        quartz.Services.AddSingleton(services.GetRequiredService<ILoggerFactory>());
        quartz.UseTimeProvider(services.GetRequiredService<TimeProvider>());
        quartz.ConfigureScheduler(scheduler =>
        {
            scheduler.InstanceName = ClusterName;
            scheduler.InstanceId = services.GetRequiredService<ProcessInstance>().Name;
        });
        quartz.UseDefaultRetryPolicy(Retries);
        quartz.UsePersistentStore(database => UseDatabase(database, store, makesTables));
    }

    private static void UseDatabase(IPersistentStoreBuilder database, MessageStore store, bool makesTables)
    {
        database.UseSystemTextJsonSerializer();
        if (makesTables)
        {
            database.ProvisionSchema();
        }

        if (store.Shared is { } postgres)
        {
            database.UsePostgres(postgres);
            database.ConfigureStore(settings => settings.TablePrefix = MessageStore.TablePrefix);
            database.UseClustering();
            return;
        }

        database.UseSqlite(SqliteFactory.Instance, store.OwnFile());
    }
}
