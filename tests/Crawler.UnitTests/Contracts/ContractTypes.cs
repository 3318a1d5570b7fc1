using System.Reflection;

using Crawler.Contracts.V1.Crawls;

namespace Crawler.UnitTests.Contracts;

/// <summary>The types that strangers depend on.</summary>
internal static class ContractTypes
{
    public static IReadOnlyList<Type> All { get; } =
        [.. typeof(CrawlSpec).Assembly.GetExportedTypes().OrderBy(type => type.FullName, StringComparer.Ordinal)];

    public static IReadOnlyList<Type> Records { get; } =
        [.. All.Where(type => type is { IsClass: true, IsAbstract: false })];

    /// <summary>What goes over the wire: the properties without the record's own members.</summary>
    public static IEnumerable<PropertyInfo> PropertiesOf(Type type) =>
        type.GetProperties(BindingFlags.Instance | BindingFlags.Public).OrderBy(property => property.MetadataToken);
}
