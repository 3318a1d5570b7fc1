using Crawler.ServiceDefaults.Hosting;

using Microsoft.Extensions.Options;

using Shouldly;

using Xunit;

namespace Crawler.UnitTests.ServiceDefaults.Messaging;

public sealed class RabbitMqOptionsTests
{
    [Theory]
    [InlineData("User and Messaging:RabbitMq:Password must be given", "User=crawler")]
    [InlineData("Tls must be true", "User=crawler", "Password=secret", "TlsServerName=broker.example")]
    [InlineData("are given together", "User=crawler", "Password=secret", "Tls=true", "TlsKeyFile=/nowhere/key.pem")]
    [InlineData("'/nowhere/ca.pem' cannot be found", "User=a", "Password=b", "Tls=true", "TlsAuthorityFile=/nowhere/ca.pem")]
    [InlineData("Port must be between 1 and 65535", "User=crawler", "Password=secret", "Port=0")]
    public async Task WrongSetting_StopsTheStartWithItsReason(string reason, params string[] settings)
    {
        using var host = CrawlerBuilder.CreateHeadless(
        [
            "--Messaging:Transport=RabbitMq", .. settings.Select(setting => $"--Messaging:RabbitMq:{setting}"),
        ]).Build();

        var refusal = await Should.ThrowAsync<OptionsValidationException>(() => host.StartAsync());

        refusal.Message.ShouldContain(reason);
    }
}
