using Crawler.Gateway.Access;

using Shouldly;

using Xunit;

namespace Crawler.UnitTests.Gateway.Access;

public sealed class AccessOptionsTests
{
    [Fact]
    public void Defaults_AreGood() => Failures(new AccessOptions()).ShouldBeEmpty();

    [Fact]
    public void KeyOfTheSettings_IsGood() =>
        Failures(new AccessOptions { BootstrapKey = KeyText.Create().Text }).ShouldBeEmpty();

    [Fact]
    public void TextThatIsNoKey_IsRefused_AndNotRepeated()
    {
        var mistaken = KeyText.Create().Text[..^1];

        var failure = Failures(new AccessOptions { BootstrapKey = mistaken }).ShouldHaveSingleItem();

        failure.ShouldContain("Access:BootstrapKey ");
        failure.ShouldNotContain(mistaken);
    }

    [Fact]
    public void KeyAndFile_AreRefused() =>
        Failures(new AccessOptions { BootstrapKey = KeyText.Create().Text, BootstrapKeyFile = "/run/secrets/key" })
            .ShouldHaveSingleItem().ShouldContain("cannot both be given");

    private static IEnumerable<string> Failures(AccessOptions options) =>
        new AccessOptionsValidator().Validate(name: null, options).Failures ?? [];
}
