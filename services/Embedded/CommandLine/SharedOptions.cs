using System.CommandLine;
using System.CommandLine.Parsing;

using Crawler.ServiceDefaults.Serialization;
using Crawler.WebStandards.Addresses;

namespace Crawler.Embedded.CommandLine;

/// <summary>Options and arguments that several commands have.</summary>
internal static class SharedOptions
{
    public static Option<string> Data() => new("--data")
    {
        Description = "The folder in which crawls and their archive lie.",
        DefaultValueFactory = _ => "crawler-data",
        HelpName = "DIR",
    };

    public static Option<string[]> AllowedAddresses() => new("--allow-address")
    {
        Description = "A network that may be dialled although it is not public, such as 127.0.0.0/8. May be repeated.",
        HelpName = "CIDR",
        DefaultValueFactory = _ => [],
        Validators = { CheckNetworks },
    };

    public static Argument<Guid> CrawlId() => new("CRAWL-ID")
    {
        Description = "The crawl's id, as list shows it.",
        CustomParser = result =>
        {
            if (Guid.TryParse(result.Tokens[0].Value, out var id))
            {
                return id;
            }

            result.AddError($"CRAWL-ID: '{result.Tokens[0].Value}' is not the id of a crawl.");
            return default;
        },
    };

    /// <summary>An option that is a duration.</summary>
    public static Option<TimeSpan?> Duration(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "T",
        CustomParser = result =>
        {
            if (DurationText.TryParse(result.Tokens[0].Value, out var duration))
            {
                return duration;
            }

            result.AddError($"{name}: '{result.Tokens[0].Value}' is not {DurationText.Format}.");
            return null;
        },
    };

    /// <summary>An option that is a whole number.</summary>
    public static Option<long?> Number(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "N",
        CustomParser = result =>
        {
            if (long.TryParse(
                result.Tokens[0].Value, System.Globalization.NumberStyles.AllowLeadingSign,
                System.Globalization.CultureInfo.InvariantCulture,
                out var number))
            {
                return number;
            }

            result.AddError($"{name}: '{result.Tokens[0].Value}' is not a whole number.");
            return null;
        },
    };

    /// <summary>An option that is one of a few words.</summary>
    public static Option<TEnum> Choice<TEnum>(string name, string description)
        where TEnum : struct, Enum
    {
        var words = string.Join(", ", Enum.GetNames<TEnum>().Select(word => word.ToLowerInvariant()));
        return new Option<TEnum>(name)
        {
            Description = $"{description} One of: {words}.",
            HelpName = words.Replace(", ", "|", StringComparison.Ordinal),
            DefaultValueFactory = _ => default,
            CustomParser = result =>
            {
                var text = result.Tokens[0].Value;
                if (text.All(char.IsAsciiLetter) && Enum.TryParse<TEnum>(text, ignoreCase: true, out var value))
                {
                    return value;
                }

                result.AddError($"{name}: '{text}' is not one of {words}.");
                return default;
            },
        };
    }

    private static void CheckNetworks(OptionResult result)
    {
        foreach (var token in result.Tokens)
        {
            if (!AddressPolicy.TryParseNetwork(token.Value, out _, out var error))
            {
                result.AddError($"--allow-address: '{token.Value}' is not a network: {error}");
            }
        }
    }
}
