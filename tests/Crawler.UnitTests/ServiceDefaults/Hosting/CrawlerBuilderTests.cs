using Crawler.ServiceDefaults.Hosting;

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

using Shouldly;

using Xunit;

namespace Crawler.UnitTests.ServiceDefaults.Hosting;

public sealed class CrawlerBuilderTests
{
    [Fact]
    public async Task SettingOutOfRange_StopsTheStartAndIsNamed()
    {
        using var host = HostWith("--Pace:Delay", "20s");

        var failure = await Should.ThrowAsync<OptionsValidationException>(() => host.StartAsync());

        failure.Message.ShouldContain("Pace:Delay must not exceed 10s.");
    }

    [Fact]
    public void DurationInTheSettings_IsWrittenAsPeopleDo()
    {
        using var host = HostWith("--Pace:Delay", "1.5s");

        host.Services.GetRequiredService<IOptions<PaceOptions>>().Value.Delay.ShouldBe(TimeSpan.FromMilliseconds(1500));
    }

    [Fact]
    public void DurationAsDotNetWritesIt_IsReadToo()
    {
        using var host = HostWith("--Pace:Delay", "00:00:03");

        host.Services.GetRequiredService<IOptions<PaceOptions>>().Value.Delay.ShouldBe(TimeSpan.FromSeconds(3));
    }

    [Fact]
    public void Host_WaitsForItsServicesLongerThanForItsConsumers()
    {
        using var host = HostWith("--Messaging:StopTimeout", "3m");

        host.Services.GetRequiredService<IOptions<HostOptions>>().Value.ShutdownTimeout
            .ShouldBe(TimeSpan.FromSeconds(190));
    }

    [Fact]
    public void OptionsRegisteredTwice_AreCheckedOnce()
    {
        var builder = CrawlerBuilder.CreateHeadless([]);

        builder.AddCrawlerOptions<PaceOptions, PaceOptionsValidator>("Pace");
        builder.AddCrawlerOptions<PaceOptions, PaceOptionsValidator>("Pace");

        using var host = builder.Build();
        host.Services.GetServices<IValidateOptions<PaceOptions>>()
            .OfType<PaceOptionsValidator>()
            .ShouldHaveSingleItem();
    }

    [Fact]
    public void IsFirst_IsTrueOncePerName()
    {
        var builder = CrawlerBuilder.CreateHeadless([]);

        (builder.IsFirst("a"), builder.IsFirst("b"), builder.IsFirst("a")).ShouldBe((true, true, false));
    }

    [Fact]
    public void TwoProcesses_HaveDifferentNames() => new ProcessInstance().Name.ShouldNotBe(new ProcessInstance().Name);

    private static IHost HostWith(params string[] arguments)
    {
        var builder = CrawlerBuilder.CreateHeadless(arguments);
        builder.AddCrawlerOptions<PaceOptions, PaceOptionsValidator>("Pace");
        return builder.Build();
    }

    private sealed class PaceOptions
    {
        public TimeSpan Delay { get; set; } = TimeSpan.FromSeconds(1);
    }

    private sealed class PaceOptionsValidator : IValidateOptions<PaceOptions>
    {
        public ValidateOptionsResult Validate(string? name, PaceOptions options) =>
            options.Delay <= TimeSpan.FromSeconds(10)
                ? ValidateOptionsResult.Success
                : ValidateOptionsResult.Fail("Pace:Delay must not exceed 10s.");
    }
}
