namespace Crawler.Persistence.PostgreSql;

/// <summary>What processes tell each other of their commits: a topic, and who says it.</summary>
public static class Notifications
{
    /// <summary>The channel on which processes listen.</summary>
    public const string Channel = "crawler";

    /// <summary>Messages were recorded.</summary>
    public const string Outbox = "outbox";

    /// <summary>A host may have become ready.</summary>
    public const string Frontier = "frontier";

    internal static string Write(string topic, string instance) => $"{topic} {instance}";

    /// <summary>The topic of what another process says; null of what this one has said itself.</summary>
    internal static string? Read(string payload, string ownInstance)
    {
        var space = payload.IndexOf(' ', StringComparison.Ordinal);
        return space < 0 || payload.AsSpan(space + 1).SequenceEqual(ownInstance) ? null : payload[..space];
    }
}
