using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text.Json;

using Crawler.Embedded;
using Crawler.ServiceDefaults.Serialization;
using Crawler.TestKit;

using Shouldly;

using Xunit;

namespace Crawler.UnitTests.Embedded;

/// <summary>The settings file is the reference of all settings, so it must say what holds without it.</summary>
public sealed class SettingsFileTests
{
    /// <summary>The host's own settings, which no options class of ours has.</summary>
    private static readonly string[] OfTheHost = ["AllowedHosts", "Logging"];

    [Fact]
    public void EverySettingOfEveryOptionsClass_StandsInTheFileAtItsDefault()
    {
        using var file = JsonDocument.Parse(File.ReadAllText(RepositoryRoot.File("services", "appsettings.json")));

        var listed = file.RootElement.EnumerateObject()
            .Where(section => !OfTheHost.Contains(section.Name))
            .SelectMany(section => Listed(section.Name, section.Value))
            .ToList();
        var defaults = Defaults(OptionsClasses()).ToList();

        defaults.ShouldNotBeEmpty();
        listed.Except(defaults).ShouldBeEmpty("The file has what is no setting, or not its default.");
        defaults.Except(listed).ShouldBeEmpty("The file does not have these settings at their defaults.");
    }

    [Fact]
    public void OptionsClasses_AreFoundInEveryServiceThatHasSome()
    {
        OptionsClasses().Select(type => type.Name).ShouldBe(
            [
                "AccessOptions", "ArchiveOptions", "DatabaseOptions", "DownloaderOptions", "FrontierOptions", "MessagingOptions",
                "PostgreSqlOptions", "RabbitMqOptions", "ScheduledMessagesOptions", "SentryOptions", "SqliteOptions",
            ],
            ignoreOrder: true);
    }

    private static IEnumerable<string> Listed(string path, JsonElement section) =>
        section.EnumerateObject().SelectMany(setting => setting.Value.ValueKind == JsonValueKind.Object
            ? Listed($"{path}:{setting.Name}", setting.Value)
            : [$"{path}:{setting.Name} = {setting.Value.GetRawText()}"]);

    private static List<Type> OptionsClasses() =>
    [
        .. WithReferences(typeof(DataFolder).Assembly).Distinct()
            .SelectMany(assembly => assembly.GetTypes())
            .Where(type => SectionOf(type) is not null),
    ];

    private static IEnumerable<Assembly> WithReferences(Assembly assembly) =>
        assembly.GetReferencedAssemblies()
            .Where(name => name.Name!.StartsWith("Crawler.", StringComparison.Ordinal))
            .SelectMany(name => WithReferences(Assembly.Load(name)))
            .Prepend(assembly);

    private static IEnumerable<string> Defaults(IEnumerable<Type> classes) =>
        classes.SelectMany(type => Defaults(SectionOf(type)!, Activator.CreateInstance(type)!));

    private static IEnumerable<string> Defaults(string path, object options) =>
        from property in options.GetType().GetProperties()
        let value = property.GetValue(options)
        from setting in property.PropertyType.Name.EndsWith("Options", StringComparison.Ordinal)
            ? Defaults($"{path}:{property.Name}", value!)
            : [$"{path}:{property.Name} = {Written(value)}"]
        select setting;

    private static string? SectionOf(Type type) =>
        type.Name.EndsWith("Options", StringComparison.Ordinal)
            ? (string?)type.GetField("Section", BindingFlags.Public | BindingFlags.Static)?.GetRawConstantValue()
            : null;

    private static string Written(object? value) => value switch
    {
        null => "null",
        bool flag => flag ? "true" : "false",
        TimeSpan duration => $"\"{DurationText.Write(duration)}\"",
        string text => $"\"{text}\"",
        Enum name => $"\"{name}\"",
        IEnumerable list => list.Cast<object>().Any() ? throw new NotSupportedException("A list with defaults.") : "[]",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => throw new NotSupportedException($"There is no rule for {value.GetType()}."),
    };
}
