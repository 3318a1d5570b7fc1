using System.Diagnostics;
using System.Diagnostics.Metrics;

using Crawler.ServiceDefaults.Sentry;
using Crawler.TestKit.Sentry;
using Crawler.TestKit.Waiting;

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

using Shouldly;

using Xunit;

namespace Crawler.UnitTests.ServiceDefaults.Sentry;

public sealed class SentryReporterTests
{
    [Fact]
    public async Task Report_ArrivesAsAnEvent()
    {
        await using var server = await SentryServer.StartAsync();
        await using var world = new World(server);

        world.Reporter.Report(Report("one"));

        await Eventually.HoldsAsync(() => server.Events.Count == 1);
        server.Events[0].GetProperty("logentry").GetProperty("formatted").GetString().ShouldBe("one");
        await Eventually.HoldsAsync(() => world.CountOf("sent") == 1);
    }

    [Fact]
    public async Task LimitedProject_IsLeftAlone()
    {
        await using var server = await SentryServer.StartAsync();
        server.Answer = response => response.Headers["X-Sentry-Rate-Limits"] = "60:error:key";
        await using var world = new World(server);

        world.Reporter.Report(Report("one"));
        await Eventually.HoldsAsync(() => world.CountOf("sent") == 1);
        world.Reporter.Report(Report("two"));
        world.Reporter.Report(Report("three"));

        await Eventually.HoldsAsync(() => world.CountOf("limited") == 2);
        server.Requests.ShouldBe(1);
    }

    [Fact]
    public async Task RefusedReport_IsDroppedAndToldOnce()
    {
        await using var server = await SentryServer.StartAsync();
        server.Answer = response =>
        {
            response.StatusCode = 400;
            response.Headers["X-Sentry-Error"] = "no such project, token=abc";
        };
        await using var world = new World(server);
        var troubles = new List<string>();
        world.Reporter.Troubled = troubles.Add;

        world.Reporter.Report(Report("one"));
        world.Reporter.Report(Report("two"));

        await Eventually.HoldsAsync(() => world.CountOf("failed") == 2);
        server.Requests.ShouldBe(2);
        troubles.ShouldHaveSingleItem().ShouldBe("400 no such project, token=[Filtered]");
    }

    [Fact]
    public async Task SilentServer_HoldsNobodyUp()
    {
        await using var server = await SentryServer.StartAsync();
        server.IsSilent = true;
        await using var world = new World(server, options => options.MaxQueuedEvents = 10);
        world.Reporter.Report(Report("first"));
        await Eventually.HoldsAsync(() => server.Requests == 1);

        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < 1_000; i++)
        {
            world.Reporter.Report(Report($"more {i}"));
        }

        await world.Reporter.CloseAsync();

        Stopwatch.GetElapsedTime(started).ShouldBeLessThan(TimeSpan.FromSeconds(10));
        world.CountOf("dropped").ShouldBe(990);
    }

    [Fact]
    public async Task ServerThatIsNotThere_CostsTheReportsAndNothingElse()
    {
        await using var world = new World("http://abc@127.0.0.1:1/1");

        world.Reporter.Report(Report("one"));

        await Eventually.HoldsAsync(() => world.CountOf("failed") == 1);
    }

    [Fact]
    public async Task ServerThatAnswersTooLate_IsGivenUp()
    {
        await using var server = await SentryServer.StartAsync();
        server.IsSilent = true;
        await using var world = new World(server, options => options.SendTimeout = TimeSpan.FromMilliseconds(200));

        world.Reporter.Report(Report("one"));

        await Eventually.HoldsAsync(() => world.CountOf("failed") == 1);
    }

    [Fact]
    public async Task ClosedReporter_HasSentWhatWaited()
    {
        await using var server = await SentryServer.StartAsync();
        await using var world = new World(server, options => options.FlushTimeout = TimeSpan.FromSeconds(30));
        for (var i = 0; i < 20; i++)
        {
            world.Reporter.Report(Report($"{i}"));
        }

        await world.Reporter.CloseAsync();
        world.Reporter.Report(Report("too late"));

        server.Events.Count.ShouldBe(20);
        world.CountOf("dropped").ShouldBe(1);
    }

    [Fact]
    public async Task DisposedReporter_HasSentWhatWaited()
    {
        await using var server = await SentryServer.StartAsync();
        await using (var world = new World(server, options => options.FlushTimeout = TimeSpan.FromSeconds(30)))
        {
            world.Reporter.Report(Report("last words"));
        }

        server.Events.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task DisposedReporter_DoesNotWaitLongForASilentServer()
    {
        await using var server = await SentryServer.StartAsync();
        server.IsSilent = true;
        var started = Stopwatch.GetTimestamp();
        await using (var world = new World(server, options => options.FlushTimeout = TimeSpan.FromMilliseconds(100)))
        {
            world.Reporter.Report(Report("unheard"));
            await world.Reporter.CloseAsync();
        }

        Stopwatch.GetElapsedTime(started).ShouldBeLessThan(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task ExceptionThatEndsTheProcess_IsSentBeforeItEnds()
    {
        await using var server = await SentryServer.StartAsync();
        await using var world = new World(server, options => options.FlushTimeout = TimeSpan.FromSeconds(30));
        using var unhandled = new UnhandledErrors(world.Reporter, TimeProvider.System);

        unhandled.OnUnhandled(this, new UnhandledExceptionEventArgs(new FormatException("boom"), isTerminating: true));

        var report = server.Events.ShouldHaveSingleItem();
        report.GetProperty("level").GetString().ShouldBe("fatal");
        var mechanism = report.GetProperty("exception").GetProperty("values")[0].GetProperty("mechanism");
        mechanism.ToString().ShouldBe("""{"type":"AppDomain.UnhandledException","handled":false}""");
    }

    [Fact]
    public async Task ExceptionOfATaskThatNobodyAwaits_IsReportedAndReportingGoesOn()
    {
        await using var server = await SentryServer.StartAsync();
        await using var world = new World(server);
        using var unhandled = new UnhandledErrors(world.Reporter, TimeProvider.System);

        unhandled.OnUnobserved(
            this, new UnobservedTaskExceptionEventArgs(new AggregateException(new FormatException("boom"))));
        world.Reporter.Report(Report("later"));

        await Eventually.HoldsAsync(() => server.Events.Count == 2);
        server.Events[0].GetProperty("exception").GetProperty("values")[0].GetProperty("type").GetString()
            .ShouldBe("System.FormatException");
    }

    private static SentryReport Report(string message) => new()
    {
        At = DateTimeOffset.UnixEpoch,
        Level = LogLevel.Error,
        Logger = "test",
        Message = message,
    };

    /// <summary>A reporter and what it counts.</summary>
    private sealed class World : IAsyncDisposable
    {
        private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        private readonly MeterListener _listener = new();
        private readonly Dictionary<string, long> _counts = new(StringComparer.Ordinal);

        public World(SentryServer server, Action<SentryOptions>? configure = null)
            : this(server.Dsn, configure)
        {
        }

        public World(string dsn, Action<SentryOptions>? configure = null)
        {
            var options = new SentryOptions { Dsn = dsn };
            configure?.Invoke(options);
            var meters = _services.GetRequiredService<IMeterFactory>();
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Name == "crawler.sentry.events" && ReferenceEquals(instrument.Meter.Scope, meters))
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            _listener.SetMeasurementEventCallback<long>((_, count, tags, _) => Count((string)tags[0].Value!, count));
            _listener.Start();
            Reporter = new SentryReporter(
                new SentryConnection(Options.Create(options)),
                new SentryEvent("test", "production", "crawler@1"),
                new SentryMetrics(meters), Options.Create(options), TimeProvider.System);
        }

        public SentryReporter Reporter { get; }

        public long CountOf(string result)
        {
            lock (_counts)
            {
                return _counts.GetValueOrDefault(result);
            }
        }

        public async ValueTask DisposeAsync()
        {
            await Reporter.DisposeAsync();
            _listener.Dispose();
            await _services.DisposeAsync();
        }

        private void Count(string result, long count)
        {
            lock (_counts)
            {
                _counts[result] = _counts.GetValueOrDefault(result) + count;
            }
        }
    }
}
