namespace Crawler.IntegrationTests.Frontier.Messaging;

/// <summary>A message of the outbox's own tests.</summary>
public sealed record Ping(string Text);
