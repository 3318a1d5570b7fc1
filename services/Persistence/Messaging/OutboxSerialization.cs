using System.Diagnostics;
using System.Text.Json;

using Crawler.ServiceDefaults.Serialization;

using MassTransit;
using MassTransit.Metadata;

namespace Crawler.Persistence.Messaging;

/// <summary>Messages as outbox rows, and back.</summary>
internal static class OutboxSerialization
{
    public static OutboxMessage Describe(object message, Type type, DateTimeOffset now) => new()
    {
        MessageId = NewId.NextGuid(),
        MessageType = NameOf(type),
        Body = JsonSerializer.Serialize(message, type, CrawlerJson.Options),
        TraceParent = Activity.Current?.Id,
        CreatedAt = now,
    };

    /// <summary>The name of a type in a row.</summary>
    public static string NameOf(Type type) => $"{type.FullName}, {type.Assembly.GetName().Name}";

    /// <summary>Whether this version has the type of a row's message.</summary>
    public static bool IsKnown(OutboxMessage row) => Type.GetType(row.MessageType, throwOnError: false) is not null;

    /// <summary>
    /// The message and its type. Throws <see cref="InvalidOperationException"/> for a type that this version does not
    /// have.
    /// </summary>
    public static (object Message, Type Type) Read(OutboxMessage row)
    {
        var type = Type.GetType(row.MessageType, throwOnError: false)
            ?? throw new InvalidOperationException($"Message type '{row.MessageType}' is not known to this version.");

        // A few messages of MassTransit's own are interfaces, which it implements by itself.
        var implementation = type.IsInterface ? TypeMetadataCache.GetImplementationType(type) : type;
        var message = JsonSerializer.Deserialize(row.Body, implementation, CrawlerJson.Options)
            ?? throw new InvalidOperationException($"Outbox message {row.MessageId} has no body.");
        return (message, type);
    }
}
