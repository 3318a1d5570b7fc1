using Crawler.TestKit.Snapshots;

using Shouldly;

using Xunit;

namespace Crawler.UnitTests.Contracts;

public sealed class ContractShapeTests
{
    /// <summary>
    /// Within a version only additions that are optional are allowed. A property that was renamed, retyped, removed or
    /// made required needs a new record in the next version.
    /// </summary>
    [Fact]
    public void PublicShape_IsTheAcceptedOne() => Snapshot.Match(ContractShape.Write(ContractTypes.All), "Contracts");

    [Fact]
    public void EveryRecord_IsSealedAndOfAVersion()
    {
        ContractTypes.Records
            .ShouldAllBe(type => type.IsSealed && type.FullName!.StartsWith("Crawler.Contracts.V"));
    }

    [Fact]
    public void Shape_ShowsWhatConsumersDependOn()
    {
        var shape = ContractShape.Write([typeof(Sample), typeof(DayOfWeek)]);

        shape.ShouldContain("required String Name { get; init; }");
        shape.ShouldContain("IReadOnlyList<String?>? Parts { get; set; }");
        shape.ShouldContain("Int32? Count { get; init; }");
        shape.ShouldContain("Monday = 1, written \"Monday\"");
    }

    private sealed record Sample
    {
        public required string Name { get; init; }

        public IReadOnlyList<string?>? Parts { get; set; }

        public int? Count { get; init; }
    }
}
