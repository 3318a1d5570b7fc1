namespace Crawler.IntegrationTests.Frontier.Messaging;

/// <summary>What the consumer of <see cref="Ping"/> publishes.</summary>
public sealed record Pong(string Text);
