using System.Diagnostics;

using Crawler.Gateway.Access;
using Crawler.TestKit;

using FsCheck;
using FsCheck.Fluent;

using Shouldly;

using Xunit;

namespace Crawler.UnitTests.Gateway.Access;

public sealed class KeyTextTests
{
    [Fact]
    public void NewKey_IsReadBack_AndMatchesItsHashAlone()
    {
        var key = KeyText.Create();

        KeyText.TryParse(key.Text, out var read).ShouldBeTrue();

        read.Id.ShouldBe(key.Id);
        read.Matches(key.Hash).ShouldBeTrue();
        read.Matches(KeyText.Create().Hash).ShouldBeFalse();
        read.Matches(new byte[32]).ShouldBeFalse();
        read.Matches([]).ShouldBeFalse();
    }

    [Fact]
    public void Keys_AreOfOneForm_AndNeverTheSame()
    {
        var keys = Enumerable.Range(0, 100).Select(_ => KeyText.Create().Text).ToList();

        keys.ShouldAllBe(key => key.Length == 65 && key.StartsWith("crawler_", StringComparison.Ordinal));
        keys.Distinct().Count().ShouldBe(100);
    }

    [Fact]
    public void WrongCharacter_IsNoticed()
    {
        var text = KeyText.Create().Text;
        var mistakes =
            from position in Gen.Choose(0, text.Length - 1)
            from other in Gen.Elements("0123456789abcdefABCXYZ _-".ToCharArray())
            where text[position] != other
            select text[..position] + other + text[(position + 1)..];

        Prop.ForAll(mistakes.ToArbitrary(), mistake => !KeyText.TryParse(mistake, out _)).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void SwappedNeighbours_AreNoticed()
    {
        var text = KeyText.Create().Text;
        for (var i = 0; i + 1 < text.Length; i++)
        {
            var swapped = text[..i] + text[i + 1] + text[i] + text[(i + 2)..];
            KeyText.TryParse(swapped, out _).ShouldBe(swapped == text, swapped);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("crawler_")]
    [InlineData("crawler_00000000_0000000000000000000000000000000000000000")]
    [InlineData("ｃrawler_00000000_000000000000000000000000000000000000000000000000")]
    public void OtherText_IsNoKey(string text) => KeyText.TryParse(text, out _).ShouldBeFalse();

    [Fact]
    public void LongText_IsNoKey() => KeyText.TryParse(new string('a', 100_000), out _).ShouldBeFalse();

    [Fact]
    public void WrittenByMistake_ItDoesNotTellItsSecret()
    {
        var key = KeyText.Create();

        key.ToString().ShouldBe($"crawler_{key.Id}_…");
    }

    [Fact]
    public void KeyOfTheScript_IsOne()
    {
        using var script = Process.Start(new ProcessStartInfo("sh", [RepositoryRoot.File("deploy", "new-key")])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;

        var output = script.StandardOutput.ReadToEnd();

        KeyText.TryParse(output.TrimEnd('\n'), out _).ShouldBeTrue(output);
    }
}
