using Crawler.TestKit.Brokers;

using Xunit.Abstractions;
using Xunit.Sdk;

namespace Crawler.EndToEndTests.Acceptance;

/// <summary>An acceptance test of one platform. The attribute of an inherited method cannot know the platform.</summary>
public sealed class AcceptanceTestCase : XunitTestCase
{
    [Obsolete("For the test runner, which fills it in afterwards.")]
    public AcceptanceTestCase()
    {
    }

    public AcceptanceTestCase(
        IMessageSink diagnostics, TestMethodDisplay display, TestMethodDisplayOptions options, ITestMethod method)
        : base(diagnostics, display, options, method)
    {
    }

    protected override string? GetSkipReason(IAttributeInfo factAttribute) =>
        TestMethod.TestClass.Class.ToRuntimeType() == typeof(DistributedAcceptanceTests)
            ? new RabbitMqFactAttribute().Skip
            : base.GetSkipReason(factAttribute);
}
