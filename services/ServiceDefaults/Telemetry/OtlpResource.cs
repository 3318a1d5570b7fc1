using Crawler.ServiceDefaults.Hosting;

using OpenTelemetry.Resources;

namespace Crawler.ServiceDefaults.Telemetry;

/// <summary>
/// Who says it: this process. <c>OTEL_SERVICE_NAME</c> and <c>OTEL_RESOURCE_ATTRIBUTES</c> win over what it would say.
/// </summary>
internal static class OtlpResource
{
    private const string Namespace = "crawler";

    public static ResourceBuilder Of(string service, ProcessInstance instance) => ResourceBuilder.CreateEmpty()
        .AddTelemetrySdk()
        .AddService(service, Namespace, ProcessInstance.Version, autoGenerateServiceInstanceId: false, instance.Name)
        .AddEnvironmentVariableDetector();
}
