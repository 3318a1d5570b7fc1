using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;

namespace Crawler.ServiceDefaults.Sentry;

/// <summary>
/// What an error is about: the crawl and the host, where a log entry, its scopes or a message say them under the names
/// that they have throughout the platform.
/// </summary>
internal sealed class SentrySubject
{
    private const string CrawlName = "CrawlId";
    private const string HostName = "Host";

    private static readonly ConcurrentDictionary<Type, (PropertyInfo? Crawl, PropertyInfo? Host)> Properties = new();

    public string? Crawl { get; private set; }

    public string? Host { get; private set; }

    /// <summary>Of a message: commands and events name their crawl and host alike.</summary>
    public static SentrySubject Of(object message)
    {
        var (crawl, host) = Properties.GetOrAdd(
            message.GetType(), type => (type.GetProperty(CrawlName), type.GetProperty(HostName)));
        return new SentrySubject { Crawl = Text(crawl?.GetValue(message)), Host = Text(host?.GetValue(message)) };
    }

    /// <summary>Of a log entry or a scope. What is said later wins.</summary>
    public void Take(IEnumerable<KeyValuePair<string, object?>> values)
    {
        foreach (var (name, value) in values)
        {
            Crawl = name == CrawlName ? Text(value) ?? Crawl : Crawl;
            Host = name == HostName ? Text(value) ?? Host : Host;
        }
    }

    private static string? Text(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture);
}
