using Crawler.ServiceDefaults.Hosting;
using Crawler.ServiceDefaults.Sentry;

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

using Shouldly;

using Xunit;

namespace Crawler.UnitTests.ServiceDefaults.Sentry;

public sealed class SentryRegistrationTests
{
    [Fact]
    public void WithoutDsn_NothingIsRegistered()
    {
        var builder = CrawlerBuilder.CreateHeadless(["--SENTRY_DSN="]);

        using var host = builder.Build();

        builder.Services.ShouldNotContain(service => service.ServiceType == typeof(SentryReporter));
    }

    [Theory]
    [InlineData("SENTRY_DSN")]
    [InlineData("Sentry:Dsn")]
    public void Dsn_IsTakenFromVariableAndSection(string name)
    {
        var builder = CrawlerBuilder.CreateHeadless(
            [$"--{name}=http://k@127.0.0.1:1/1", "--SENTRY_ENVIRONMENT=staging", "--Sentry:Environment=ignored"]);

        using var host = builder.Build();

        var options = host.Services.GetRequiredService<IOptions<SentryOptions>>().Value;
        (options.Dsn, options.Environment).ShouldBe(("http://k@127.0.0.1:1/1", "staging"));
    }

    [Fact]
    public void TextThatIsNoDsn_StopsTheStartAndIsNotRepeated()
    {
        var builder = CrawlerBuilder.CreateHeadless(["--SENTRY_DSN=secretnonsense"]);

        var failure = Should.Throw<OptionsValidationException>(() => builder.Build());

        failure.Message.ShouldContain("SENTRY_DSN");
        failure.Message.ShouldNotContain("secretnonsense");
    }
}
