using System.Collections;
using System.Security.Cryptography;
using System.Text;

namespace Crawler.UnitTests.Contracts;

/// <summary>Makes an example of a contract with every property set, the same one at every run.</summary>
internal static class ContractExample
{
    private static readonly DateTimeOffset Moment = new(2030, 1, 2, 3, 4, 5, 678, TimeSpan.Zero);

    public static object Of(Type type)
    {
        var example = Activator.CreateInstance(type)!;
        foreach (var property in ContractTypes.PropertiesOf(type).Where(property => property.CanWrite))
        {
            property.SetValue(example, ValueOf(property.PropertyType, property.Name));
        }

        return example;
    }

    private static object ValueOf(Type type, string name)
    {
        if (Nullable.GetUnderlyingType(type) is { } value)
        {
            return ValueOf(value, name);
        }

        if (type.IsEnum)
        {
            return Enum.GetValues(type).Cast<object>().Last();
        }

        if (type.IsGenericType)
        {
            return CollectionOf(type, name);
        }

        return Type.GetTypeCode(type) switch
        {
            TypeCode.String => TextOf(name),
            TypeCode.Boolean => true,
            TypeCode.Int32 => name.Length,
            TypeCode.Int64 => name.Length * 10_000_000_000L,
            TypeCode.Double => name.Length + 0.5,
            _ when type == typeof(Guid) => new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 16)),
            _ when type == typeof(DateTimeOffset) => Moment,
            _ when type == typeof(TimeSpan) => TimeSpan.FromMilliseconds(1500),
            _ when ContractTypes.Records.Contains(type) => Of(type),
            _ => throw new NotSupportedException($"{type} of {name} is no type for the wire, or has no example here."),
        };
    }

    private static object CollectionOf(Type type, string name)
    {
        var arguments = type.GetGenericArguments();
        if (type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>))
        {
            var list = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(arguments))!;
            list.Add(ValueOf(arguments[0], name));
            return list;
        }

        if (type.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>))
        {
            var map = (IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(arguments))!;
            map.Add(ValueOf(arguments[0], name), ValueOf(arguments[1], name));
            return map;
        }

        throw new NotSupportedException($"{type} of {name} is no collection for the wire.");
    }

    private static string TextOf(string name) =>
        name is "Url" or "Seeds" or "RedirectTo" or "Origin" ? "https://site.example/" + name : name + " \u00fc";
}
