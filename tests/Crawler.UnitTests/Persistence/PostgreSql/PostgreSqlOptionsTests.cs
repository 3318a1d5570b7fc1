using System.ComponentModel.DataAnnotations;

using Crawler.Persistence.PostgreSql;

using Npgsql;

using Shouldly;

using Xunit;

namespace Crawler.UnitTests.Persistence.PostgreSql;

public sealed class PostgreSqlOptionsTests
{
    private const string Good = "Host=db;Database=crawler;Username=u;Password=secret";

    [Theory]
    [InlineData(null, "is missing")]
    [InlineData(" ", "is missing")]
    [InlineData("secret nonsense", "cannot be read")]
    [InlineData("Host=db;Shoe Size=secret", "cannot be read")]
    [InlineData("Database=crawler;Password=secret", "names no Host")]
    [InlineData("Host=db;Password=secret", "names no Database")]
    public void ConnectionStringThatCannotServe_IsRefusedWithoutRepeatingIt(string? text, string complaint)
    {
        var options = new PostgreSqlOptions { ConnectionString = text };

        var error = options.Validate(new ValidationContext(options)).ShouldHaveSingleItem().ErrorMessage;

        error.ShouldStartWith("PostgreSql:ConnectionString");
        error.ShouldContain(complaint);
        error.ShouldNotContain("secret");
    }

    [Fact]
    public void GoodConnectionString_IsAccepted()
    {
        var options = new PostgreSqlOptions { ConnectionString = Good };

        options.Validate(new ValidationContext(options)).ShouldBeEmpty();
    }

    [Fact]
    public void Pool_IsBounded_AndKeepsWhatTheOperatorAsksOfTheServer()
    {
        var options = new PostgreSqlOptions
        {
            ConnectionString = Good + ";Options=-c statement_timeout=7s;Application Name=mine",
            MaxPoolSize = 7,
            CommandTimeout = TimeSpan.FromSeconds(9),
        };

        var used = new NpgsqlConnectionStringBuilder(ConnectionText.Pooled(options));

        (used.MaxPoolSize, used.CommandTimeout, used.ApplicationName).ShouldBe((7, 9, "mine"));
        used.Options.ShouldNotBeNull().ShouldContain("idle_in_transaction_session_timeout=60000");
        used.Options.ShouldEndWith("-c statement_timeout=7s");
        used.MaxAutoPrepare.ShouldBeGreaterThan(100);
    }
}
