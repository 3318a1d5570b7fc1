using Crawler.ServiceDefaults.Sentry;

using Shouldly;

using Xunit;

namespace Crawler.UnitTests.ServiceDefaults.Sentry;

public sealed class SecretScrubbingTests
{
    private const string Secret = "s3cr3tValue";

    [Theory]
    [InlineData("crawler_1a2b3c4d_000102030405060708090a0b0c0d0e0f10111213deadbeef is not good")]
    [InlineData("'crawler_1A2B3C4D_000102030405060708090A0B0C0D0E0F10111213'")]
    [InlineData("-crawler_1a2b3c4d_0001020304050607")]
    public void AccessKey_IsTakenOut_AndItsIdIsLeft(string text)
    {
        var scrubbed = SecretScrubbing.Scrub(text, maxLength: 1_000);

        scrubbed.ShouldContain("crawler_1a2b3c4d_[Filtered]");
        scrubbed.ShouldNotContain("0001020304050607");
    }

    [Theory]
    [InlineData("GET https://user:s3cr3tValue@a.example/x failed")]
    [InlineData("https://s3cr3tValue@o1.ingest.sentry.io/42")]
    [InlineData("amqp://guest:s3cr3tValue@rabbit:5672/vhost")]
    [InlineData("Authorization: Bearer s3cr3tValue")]
    [InlineData("authorization=Basic s3cr3tValue")]
    [InlineData("sent \"Proxy-Authorization\": \"Basic s3cr3tValue\"")]
    [InlineData("Cookie: a=b; session=s3cr3tValue; c=d")]
    [InlineData("Set-Cookie: id=s3cr3tValue; HttpOnly")]
    [InlineData("with Bearer s3cr3tValue")]
    [InlineData("Host=db;Username=u;Password=s3cr3tValue;Pooling=true")]
    [InlineData("Pwd = s3cr3tValue")]
    [InlineData("{\"password\":\"s3cr3tValue\",\"a\":1}")]
    [InlineData("{\\\"client_secret\\\": \\\"s3cr3tValue\\\"}")]
    [InlineData("{'apiKey': 's3cr3tValue with blanks'}")]
    [InlineData("https://a.example/?page=1&access_token=s3cr3tValue&x=y")]
    [InlineData("https://a.example/?api-key=s3cr3tValue#part")]
    [InlineData("https://a.example/?sig=s3cr3tValue")]
    [InlineData("https://a.example/?a=b&key=s3cr3tValue")]
    [InlineData("SENTRY_DSN=s3cr3tValue")]
    [InlineData("AWS_SECRET_ACCESS_KEY: s3cr3tValue")]
    [InlineData("X-Sentry-Auth: Sentry sentry_key=s3cr3tValue")]
    [InlineData("-----BEGIN RSA PRIVATE KEY-----\ns3cr3tValue\n-----END RSA PRIVATE KEY-----")]
    [InlineData("token eyJhbGciOiJIUzI1NiJ9.s3cr3tValue.s3cr3tValue")]
    public void Secret_IsTakenOut(string text)
    {
        var scrubbed = SecretScrubbing.Scrub(text, maxLength: 1_000);

        scrubbed.ShouldNotContain(Secret);
        scrubbed.ShouldContain(SecretScrubbing.Filtered);
    }

    [Theory]
    [InlineData("https://a.example/path?page=2&sort=name")]
    [InlineData("Lease 0af76519 of a.example came again while it runs.")]
    [InlineData("mailto:someone@a.example")]
    [InlineData("https://a.example/@user/post")]
    [InlineData("The key was not found in the dictionary.")]
    public void OtherText_StaysAsItIs(string text) => SecretScrubbing.Scrub(text, maxLength: 1_000).ShouldBe(text);

    [Fact]
    public void RestOfAUrl_StaysReadable() =>
        SecretScrubbing.Scrub("https://u:p@a.example/x?token=t&y=1 failed", maxLength: 1_000)
            .ShouldBe("https://[Filtered]@a.example/x?token=[Filtered]&y=1 failed");

    [Fact]
    public void LongText_IsCutFirst() => SecretScrubbing.Scrub(new string('x', 100), maxLength: 10).Length.ShouldBe(10);

    [Theory]
    [InlineData("Password", true)]
    [InlineData("ApiKey", true)]
    [InlineData("SessionId", true)]
    [InlineData("refresh_token", true)]
    [InlineData("CrawlId", false)]
    [InlineData("Host", false)]
    public void Name_TellsWhetherItsValueIsSecret(string name, bool isSecret) =>
        SecretScrubbing.IsSecret(name).ShouldBe(isSecret);
}
