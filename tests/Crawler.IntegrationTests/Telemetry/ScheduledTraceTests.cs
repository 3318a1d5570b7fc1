using System.Collections.Concurrent;
using System.Diagnostics;

using Crawler.IntegrationTests.Broker.Scheduling;
using Crawler.IntegrationTests.Crawls;
using Crawler.Persistence;
using Crawler.ServiceDefaults.Telemetry;
using Crawler.TestKit.Databases;
using Crawler.TestKit.Waiting;

using Shouldly;

using Xunit;

namespace Crawler.IntegrationTests.Telemetry;

/// <summary>A message that waits in Quartz comes back to the trace that it left.</summary>
[Collection(HostCollection.Name)]
public sealed class ScheduledTraceTests
{
    [Fact]
    public async Task ScheduledMessage_GoesOnWithTheTraceThatScheduledIt()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseProvider.Sqlite);
        using var spans = new Spans();
        await using var host = await SchedulingHost.StartAsync(database);

        string trace;
        using (var span = CrawlerTelemetry.Spans.StartActivity("test"))
        {
            trace = span!.TraceId.ToHexString();
            await host.Bus.Publish(new Remind("later", TimeProvider.System.GetUtcNow().AddMilliseconds(200)));
        }

        await Eventually.HoldsAsync(() => spans.TraceOf($"{NoteConsumerDefinition.Queue} process") is not null);
        spans.TraceOf($"{NoteConsumerDefinition.Queue} process").ShouldBe(trace);
        spans.TraceOf("send put-off message").ShouldBe(trace);
    }

    [Fact]
    public async Task RedeliveredMessage_StaysInItsTrace()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseProvider.Sqlite);
        using var spans = new Spans();
        await using var host = await SchedulingHost.StartAsync(database);

        string trace;
        using (var span = CrawlerTelemetry.Spans.StartActivity("test"))
        {
            trace = span!.TraceId.ToHexString();
            await host.SendAsync(new Note(NoteConsumer.Recovering));
        }

        await Eventually.HoldsAsync(() => spans.TraceOf("send put-off message") is not null);
        await Eventually.HoldsAsync(() => host.Seen.All.Any(arrival => arrival.Redeliveries > 0));
        spans.TraceOf("send put-off message").ShouldBe(trace);
    }

    /// <summary>The spans that have ended.</summary>
    private sealed class Spans : IDisposable
    {
        private readonly ConcurrentQueue<(string Name, string Trace)> _ended = new();
        private readonly ActivityListener _listener;

        public Spans()
        {
            _listener = new ActivityListener
            {
                ShouldListenTo = source => source.Name is CrawlerTelemetry.Name or "MassTransit" or "Quartz",
                Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
                ActivityStopped = span => _ended.Enqueue((span.DisplayName, span.TraceId.ToHexString())),
            };
            ActivitySource.AddActivityListener(_listener);
        }

        /// <summary>The trace of the first that was called so.</summary>
        public string? TraceOf(string name) => _ended.FirstOrDefault(span => span.Name == name).Trace;

        public void Dispose() => _listener.Dispose();
    }
}
