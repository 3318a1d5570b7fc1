using Crawler.Downloader;
using Crawler.ServiceDefaults.Hosting;

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

using Shouldly;

using Xunit;

namespace Crawler.UnitTests.Downloader;

public sealed class DownloaderOptionsTests
{
    [Theory]
    [InlineData("MaxFetches=0", "MaxFetches")]
    [InlineData("ConnectTimeout=1ms", "ConnectTimeout")]
    [InlineData("MaxRobotsBytes=1000", "MaxRobotsBytes")]
    [InlineData("ArchiveInstance=../elsewhere", "ArchiveInstance")]
    [InlineData("ArchiveInstance=a23456789-b23456789-c23456789-d23456789-e23456789", "1 to 48 letters")]
    [InlineData("MaxStorageRetryDelay=1s", "StorageRetryDelay")]
    [InlineData("StopGrace=20s", "Downloader:StopGrace (00:00:20) must be below Messaging:StopTimeout (00:00:20).")]
    [InlineData("AllowedAddresses:0=10.0.0.1/8", "AllowedAddresses")]
    [InlineData("TrustedRootsFile=/missing/roots.pem", "TrustedRootsFile")]
    public async Task SettingOutOfRange_IsNamedByStart(string setting, string name)
    {
        await using var services = Services(setting);

        Should.Throw<OptionsValidationException>(() => services.GetRequiredService<IStartupValidator>().Validate())
            .Message.ShouldContain(name);
    }

    [Fact]
    public async Task Settings_AreReadAsPeopleWriteThem()
    {
        await using var services = Services("RateWindow=1.5s", "AllowedAddresses:0=10.0.0.0/8");

        services.GetRequiredService<IStartupValidator>().Validate();
        var options = services.GetRequiredService<IOptions<DownloaderOptions>>().Value;

        options.RateWindow.ShouldBe(TimeSpan.FromSeconds(1.5));
        options.AllowedAddresses.ShouldBe(["10.0.0.0/8"]);
    }

    [Fact]
    public void SecondCall_AddsNothing()
    {
        var builder = CrawlerBuilder.CreateHeadless([]);
        builder.AddDownloader();
        var count = builder.Services.Count;

        builder.AddDownloader();

        builder.Services.Count.ShouldBe(count);
    }

    private static ServiceProvider Services(params string[] settings)
    {
        var builder = CrawlerBuilder.CreateHeadless([.. settings.Select(setting => $"--Downloader:{setting}")]);
        builder.AddDownloader();
        return builder.Services.BuildServiceProvider();
    }
}
