using Crawler.ServiceDefaults.Serialization;

using FsCheck;
using FsCheck.Fluent;

using Shouldly;

using Xunit;

namespace Crawler.UnitTests.ServiceDefaults.Serialization;

public sealed class DurationTextTests
{
    [Theory]
    [InlineData("500ms", 500)]
    [InlineData("1.5s", 1_500)]
    [InlineData("10m", 600_000)]
    [InlineData("2h", 7_200_000)]
    [InlineData("7d", 604_800_000)]
    [InlineData("0.25d", 21_600_000)]
    [InlineData("PT1H", 3_600_000)]
    [InlineData("pt1h30m", 5_400_000)]
    [InlineData("P1DT2S", 86_402_000)]
    [InlineData("0", 0)]
    [InlineData("0s", 0)]
    [InlineData(" 3s ", 3_000)]
    [InlineData("10000d", 864_000_000_000)]
    public void DurationAsPeopleWriteIt_IsRead(string text, long milliseconds)
    {
        DurationText.TryParse(text, out var duration).ShouldBeTrue();

        duration.ShouldBe(TimeSpan.FromMilliseconds(milliseconds));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("5")]
    [InlineData("s")]
    [InlineData("-1s")]
    [InlineData("-PT1H")]
    [InlineData("1,5s")]
    [InlineData("1e3s")]
    [InlineData("1s 2s")]
    [InlineData("1 s")]
    [InlineData("5y")]
    [InlineData("5S")]
    [InlineData("10001d")]
    [InlineData("99999999999999999999d")]
    [InlineData("P99999999Y")]
    [InlineData("PT")]
    [InlineData("PT1")]
    [InlineData("one hour")]
    [InlineData("0.000000000000000000000000000000000000000000000000000000000000001s")]
    public void AnythingElse_IsRefused(string? text) => DurationText.TryParse(text, out _).ShouldBeFalse();

    [Theory]
    [InlineData(0, "0s")]
    [InlineData(500, "500ms")]
    [InlineData(1_500, "1500ms")]
    [InlineData(90_000, "90s")]
    [InlineData(3_600_000, "1h")]
    [InlineData(172_800_000, "2d")]
    public void Write_TakesTheLargestUnitWithoutAFraction(long milliseconds, string text) =>
        DurationText.Write(TimeSpan.FromMilliseconds(milliseconds)).ShouldBe(text);

    [Fact]
    public void EveryDurationUpToTheLimit_IsReadAsItWasWritten()
    {
        var ticks =
            from days in Gen.Choose(0, 9_999)
            from part in Gen.Choose(0, int.MaxValue)
            from unit in Gen.Elements(1L, TimeSpan.TicksPerMillisecond, TimeSpan.TicksPerSecond, TimeSpan.TicksPerHour)
            select (days * TimeSpan.TicksPerDay) + (part * 401L / unit * unit);

        Prop.ForAll(ticks.ToArbitrary(), Survives).QuickCheckThrowOnFailure();

        static bool Survives(long ticks) =>
            DurationText.TryParse(DurationText.Write(new TimeSpan(ticks)), out var read) && read.Ticks == ticks;
    }

    [Fact]
    public void AnyText_IsReadOrRefusedWithoutAnException()
    {
        Prop.ForAll(ArbMap.Default.ArbFor<string>(), IsWithinTheLimits).QuickCheckThrowOnFailure();

        static bool IsWithinTheLimits(string text) =>
            !DurationText.TryParse(text, out var read) || (read >= TimeSpan.Zero && read <= TimeSpan.FromDays(10_000));
    }
}
