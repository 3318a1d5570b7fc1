using Crawler.ServiceDefaults.Hosting;
using Crawler.ServiceDefaults.Workers;

using MassTransit;

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Crawler.ServiceDefaults.Sentry;

/// <summary>Reports errors to Sentry where a DSN says where that is, and is not there at all where none does.</summary>
internal static class SentryRegistration
{
    private const string Dsn = "SENTRY_DSN";
    private const string EnvironmentName = "SENTRY_ENVIRONMENT";
    private const string Release = "SENTRY_RELEASE";

    /// <summary>Call it when the services are known.</summary>
    public static void AddCrawlerSentry(this ICrawlerBuilder builder)
    {
        var settings = builder.Configuration;
        if (string.IsNullOrWhiteSpace(settings[Dsn])
            && string.IsNullOrWhiteSpace(settings[$"{SentryOptions.Section}:{nameof(SentryOptions.Dsn)}"]))
        {
            return;
        }

        builder.AddCrawlerOptions<SentryOptions, SentryOptionsValidator>(SentryOptions.Section);
        builder.Services.PostConfigure<SentryOptions>(options =>
        {
            options.Dsn = NonEmpty(settings[Dsn]) ?? options.Dsn;
            options.Environment = NonEmpty(settings[EnvironmentName]) ?? options.Environment;
            options.Release = NonEmpty(settings[Release]) ?? options.Release;
        });
        builder.Services.AddMetrics();
        builder.Services.AddSingleton<SentryMetrics>();
        builder.Services.AddSingleton<SentryConnection>();
        builder.Services.AddSingleton<SentryReporter>();
        builder.Services.AddSingleton<UnhandledErrors>();
        builder.Services.AddSingleton<ILoggerProvider>(provider =>
        {
            // The first thing that a host makes is its log: from then on nothing goes unnoticed.
            provider.GetRequiredService<UnhandledErrors>();
            return ActivatorUtilities.CreateInstance<SentryLoggerProvider>(provider);
        });
        builder.Services.AddReceiveObserver<ConsumerFaults>();
        var service = ServiceName.OfProcess(builder.Services);
        builder.Services.AddSingleton(provider => EventsOf(service, provider));

        // The first to start is the last to stop.
        builder.Services.Insert(0, ServiceDescriptor.Singleton<IHostedService, SentryDelivery>());
    }

    private static SentryEvent EventsOf(string service, IServiceProvider provider)
    {
        var options = provider.GetRequiredService<IOptions<SentryOptions>>().Value;
        return new SentryEvent(service, options.Environment, options.Release ?? $"crawler@{ProcessInstance.Version}");
    }

    private static string? NonEmpty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
