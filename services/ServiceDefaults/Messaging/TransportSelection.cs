using Crawler.ServiceDefaults.Hosting;

namespace Crawler.ServiceDefaults.Messaging;

/// <summary>Which transport a process is composed for.</summary>
public static class TransportSelection
{
    /// <summary>
    /// What the settings say. What they say wrongly is refused when the host starts, with all other settings.
    /// </summary>
    public static MessagingTransport Transport(this ICrawlerBuilder builder) =>
        Enum.TryParse<MessagingTransport>(
            builder.Configuration[$"{MessagingOptions.Section}:{nameof(MessagingOptions.Transport)}"],
            ignoreCase: true, out var transport)
            ? transport
            : MessagingTransport.InMemory;
}
