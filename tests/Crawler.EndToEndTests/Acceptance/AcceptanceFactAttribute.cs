using Xunit;
using Xunit.Sdk;

namespace Crawler.EndToEndTests.Acceptance;

/// <summary>A test of every platform; skipped, and counted, with one that needs a broker where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("Crawler.EndToEndTests.Acceptance.AcceptanceDiscoverer", "Crawler.EndToEndTests")]
public sealed class AcceptanceFactAttribute : FactAttribute;
