using MassTransit;

using Microsoft.Extensions.Hosting;

using Shouldly;

using Xunit;

namespace Crawler.UnitTests.Architecture;

public sealed class TypeRulesTests
{
    [Fact]
    public void Types_AreNamedInTheDomainsWords()
    {
        var types = TypeRules.OfTheProduct();

        types.Count.ShouldBeGreaterThan(20);
        TypeRules.ForbiddenNames(types).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(typeof(CrawlManager), true)]
    [InlineData(typeof(IMailService), true)]
    [InlineData(typeof(GenericHelper<>), true)]
    [InlineData(typeof(SweepingService), false)]
    [InlineData(typeof(ManagerList), false)]
    public void NameOfType_IsJudgedByItsEnding(Type type, bool flagged) =>
        TypeRules.ForbiddenNames([type]).Any().ShouldBe(flagged);

    [Fact]
    public void Consumers_HaveTheirDefinitionsBesideThem() =>
        TypeRules.ConsumersWithoutDefinition(TypeRules.OfTheProduct()).ShouldBeEmpty();

    [Fact]
    public void ConsumerWithoutDefinition_IsFlagged()
    {
        Type[] types = [typeof(LonelyConsumer), typeof(PairedConsumer), typeof(PairedConsumerDefinition)];

        TypeRules.ConsumersWithoutDefinition(types)
            .ShouldHaveSingleItem()
            .ShouldContain("LonelyConsumerDefinition");
    }

    private sealed class CrawlManager;

    private interface IMailService;

    private sealed class GenericHelper<T>;

    private sealed class ManagerList;

    private abstract class SweepingService : BackgroundService;

    private sealed record Ping;

    private sealed class LonelyConsumer : IConsumer<Ping>
    {
        public Task Consume(ConsumeContext<Ping> context) => Task.CompletedTask;
    }

    private sealed class PairedConsumer : IConsumer<Ping>
    {
        public Task Consume(ConsumeContext<Ping> context) => Task.CompletedTask;
    }

    private sealed class PairedConsumerDefinition : ConsumerDefinition<PairedConsumer>;
}
