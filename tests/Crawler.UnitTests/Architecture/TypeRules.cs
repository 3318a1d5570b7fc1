using System.Reflection;
using System.Runtime.CompilerServices;

using MassTransit;

using Microsoft.Extensions.Hosting;

namespace Crawler.UnitTests.Architecture;

/// <summary>What the product's types must be called, and what must stand beside them.</summary>
internal static class TypeRules
{
    private static readonly string[] ForbiddenEndings =
    [
        "Manager", "Helper", "Helpers", "Util", "Utils", "Utility", "Utilities",
        "Processor", "Engine", "Dto", "Impl", "Base",
    ];

    /// <summary>All types of contracts and services, as they were built.</summary>
    public static IReadOnlyList<Type> OfTheProduct() =>
    [
        .. Directory.EnumerateFiles(AppContext.BaseDirectory, "*.dll")
            .Select(path => Path.GetFileNameWithoutExtension(path))
            .Where(name => name == "crawler" || name.StartsWith("Crawler.", StringComparison.Ordinal))
            .Where(name => !name.EndsWith("Tests", StringComparison.Ordinal) && name != "Crawler.TestKit")
            .SelectMany(name => Assembly.Load(name).GetTypes())
            .Where(type => !type.IsDefined(typeof(CompilerGeneratedAttribute)) && !type.Name.Contains('<')),
    ];

    public static IEnumerable<string> ForbiddenNames(IEnumerable<Type> types) =>
        from type in types
        let name = PlainName(type)
        where ForbiddenEndings.Any(ending => name.EndsWith(ending, StringComparison.Ordinal))
            || (name.EndsWith("Service", StringComparison.Ordinal) && !typeof(IHostedService).IsAssignableFrom(type))
        select $"{type.FullName}: say what it is in the domain's words";

    /// <summary>Each consumer's retry, prefetch and concurrency stand in its definition, in the same folder.</summary>
    public static IEnumerable<string> ConsumersWithoutDefinition(IReadOnlyCollection<Type> types) =>
        from consumer in types
        where consumer is { IsClass: true, IsAbstract: false } && IsConsumer(consumer)
        where !types.Any(type => type.Name == consumer.Name + "Definition"
            && type.Namespace == consumer.Namespace
            && typeof(ConsumerDefinition<>).MakeGenericType(consumer).IsAssignableFrom(type))
        select $"{consumer.FullName} needs {consumer.Name}Definition in its folder";

    private static bool IsConsumer(Type type) => type.GetInterfaces()
        .Any(contract => contract.IsGenericType && contract.GetGenericTypeDefinition() == typeof(IConsumer<>));

    private static string PlainName(Type type) => type.Name.Split('`')[0];
}
