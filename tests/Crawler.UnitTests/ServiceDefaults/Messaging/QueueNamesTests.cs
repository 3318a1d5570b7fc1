using System.Reflection;

using Crawler.ServiceDefaults.Messaging;

using Shouldly;

using Xunit;

namespace Crawler.UnitTests.ServiceDefaults.Messaging;

public sealed class QueueNamesTests
{
    /// <summary>A queue under an old name stays bound and fills up: who changes one here has to see it emptied.</summary>
    [Fact]
    public void NamesOfSharedQueues_AreThoseOfTheFirstVersion() =>
        QueueNames.Shared.ShouldBe(
        [
            "crawl", "admit-seeds", "drain-frontier", "fetch-host-batch", "fetch-host-batch-fault", "host-batch-fetched",
            "worker-heartbeat", "schedule-message",
        ]);

    [Fact]
    public void EveryName_IsListed() =>
        typeof(QueueNames).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(field => (string)field.GetRawConstantValue()!)
            .ShouldBe(QueueNames.Shared, ignoreOrder: true);

    [Fact]
    public void Address_IsThatOfTheExchange() =>
        QueueNames.AddressOf("crawl").ToString().ShouldBe("exchange:crawl");
}
