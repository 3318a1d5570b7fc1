using Crawler.Scheduler.Frontier;

using Shouldly;

using Xunit;

namespace Crawler.UnitTests.Scheduler.Frontier;

public sealed class FrontierOptionsTests
{
    private readonly FrontierOptionsValidator _validator = new();

    [Fact]
    public void Defaults_AreValid() => _validator.Validate(null, new FrontierOptions()).Succeeded.ShouldBeTrue();

    [Fact]
    public void RequestThatOutlastsItsLease_IsRefusedWithASentence()
    {
        var result = _validator.Validate(null, new FrontierOptions { RequestTimeout = TimeSpan.FromMinutes(1) });

        result.Failed.ShouldBeTrue();
        result.FailureMessage!.ShouldContain("must not exceed half of Frontier:LeaseTime");
    }

    [Fact]
    public void ValueOutOfRange_NamesItsSetting()
    {
        var result = _validator.Validate(null, new FrontierOptions { MaxBatchUrls = 0 });

        result.FailureMessage!.ShouldContain(nameof(FrontierOptions.MaxBatchUrls));
    }
}
