using System.Reflection;

using Microsoft.Extensions.Logging;

using Shouldly;

using Xunit;

namespace Crawler.UnitTests.Architecture;

/// <summary>Operators search and alert by event ids: each says one thing, and its thousand says who says it.</summary>
public sealed class EventIdTests
{
    private static readonly Dictionary<string, int> Thousands = new(StringComparer.Ordinal)
    {
        ["Crawler.Downloader"] = 1,
        ["Crawler.Gateway"] = 2,
        ["Crawler.Persistence"] = 3,
        ["Crawler.Scheduler"] = 4,
        ["Crawler.ServiceDefaults"] = 5,
        ["Crawler.Notifier"] = 6,
        ["Crawler.Worker"] = 7,
        ["Crawler.Archive"] = 8,
        ["crawler"] = 9,
    };

    private static readonly List<(MethodInfo Method, LoggerMessageAttribute Message)> Messages =
    [
        .. from type in TypeRules.OfTheProduct()
           from method in type.GetMethods(
               BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static
               | BindingFlags.DeclaredOnly)
           let message = method.GetCustomAttribute<LoggerMessageAttribute>()
           where message is not null
           select (method, message),
    ];

    [Fact]
    public void EventId_IsGivenOnce()
    {
        Messages.ShouldNotBeEmpty();
        Messages.GroupBy(message => message.Message.EventId)
            .Where(same => same.Count() > 1)
            .Select(same => $"{same.Key}: {string.Join(", ", same.Select(one => NameOf(one.Method)))}")
            .ShouldBeEmpty();
    }

    [Fact]
    public void EventId_IsOfItsProjectsThousand() =>
        Messages
            .Where(message => message.Message.EventId / 1_000
                != Thousands[message.Method.DeclaringType!.Assembly.GetName().Name!])
            .Select(message => $"{message.Message.EventId}: {NameOf(message.Method)}")
            .ShouldBeEmpty();

    private static string NameOf(MethodInfo method) => $"{method.DeclaringType!.FullName}.{method.Name}";
}
