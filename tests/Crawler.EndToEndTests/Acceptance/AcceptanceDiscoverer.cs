using Xunit.Abstractions;
using Xunit.Sdk;

namespace Crawler.EndToEndTests.Acceptance;

/// <summary>Finds the acceptance tests: each once for every platform.</summary>
public sealed class AcceptanceDiscoverer(IMessageSink diagnostics) : FactDiscoverer(diagnostics)
{
    protected override IXunitTestCase CreateTestCase(
        ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo factAttribute) =>
        new AcceptanceTestCase(
            DiagnosticMessageSink, discoveryOptions.MethodDisplayOrDefault(),
            discoveryOptions.MethodDisplayOptionsOrDefault(), testMethod);
}
