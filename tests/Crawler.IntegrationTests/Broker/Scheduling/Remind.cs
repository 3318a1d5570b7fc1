namespace Crawler.IntegrationTests.Broker.Scheduling;

/// <summary>Asks for a note later.</summary>
public sealed record Remind(string Text, DateTimeOffset At);
