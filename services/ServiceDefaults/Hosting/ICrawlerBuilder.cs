using MassTransit;

using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Crawler.ServiceDefaults.Hosting;

/// <summary>
/// What a service contributes to a process: its options and services, its part of the bus, its HTTP endpoints.
/// </summary>
/// <remarks>
/// Each service is one verb on this builder, and a host is a list of verbs. Verbs may be called in any order and twice:
/// shared registrations are idempotent. The builder makes the single MassTransit registration, because a second one in
/// the same
/// container is refused.
/// </remarks>
public interface ICrawlerBuilder
{
    /// <summary>The container's registrations.</summary>
    IServiceCollection Services { get; }

    /// <summary>The settings: <c>appsettings.json</c>, environment variables, command line.</summary>
    IConfiguration Configuration { get; }

    /// <summary>Adds consumers or sagas to the process's one bus.</summary>
    ICrawlerBuilder AddToBus(Action<IBusRegistrationConfigurator> contribution);

    /// <summary>
    /// Adds HTTP endpoints and the services that only they need; a process without a web server makes neither.
    /// </summary>
    ICrawlerBuilder AddHttp(Action<IServiceCollection> services, Action<IEndpointRouteBuilder> endpoints);

    /// <summary>True the first time that it is asked for a name: makes a service's verb idempotent.</summary>
    bool IsFirst(string name);
}
