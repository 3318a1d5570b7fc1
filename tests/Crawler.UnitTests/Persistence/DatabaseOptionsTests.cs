using Crawler.Persistence;

using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

using Shouldly;

using Xunit;

namespace Crawler.UnitTests.Persistence;

public sealed class DatabaseOptionsTests
{
    [Theory]
    [InlineData(null, DatabaseProvider.Sqlite)]
    [InlineData("", DatabaseProvider.Sqlite)]
    [InlineData("Sqlite", DatabaseProvider.Sqlite)]
    [InlineData("PostgreSql", DatabaseProvider.PostgreSql)]
    [InlineData("postgresql", DatabaseProvider.PostgreSql)]
    public void Provider_IsReadFromTheSettings(string? text, DatabaseProvider provider) =>
        DatabaseOptions.ProviderOf(With(text)).ShouldBe(provider);

    [Theory]
    [InlineData("Oracle")]
    [InlineData("7")]
    public void ProviderThatThereIsNot_IsRefusedByItsName(string text) =>
        Should.Throw<OptionsValidationException>(() => DatabaseOptions.ProviderOf(With(text)))
            .Failures.ShouldHaveSingleItem()
            .ShouldBe($"Database:Provider: '{text}' is not one of Sqlite, PostgreSql.");

    private static IConfiguration With(string? text) => new ConfigurationBuilder()
        .AddInMemoryCollection([new("Database:Provider", text)]).Build();
}
