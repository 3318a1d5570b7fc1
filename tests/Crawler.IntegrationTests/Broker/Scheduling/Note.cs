namespace Crawler.IntegrationTests.Broker.Scheduling;

/// <summary>A message of these tests.</summary>
public sealed record Note(string Text);
