using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json.Serialization;

namespace Crawler.UnitTests.Contracts;

/// <summary>
/// Writes the contracts' public shape as text, one line for each thing that a consumer can depend on.
/// </summary>
internal static class ContractShape
{
    public static string Write(IEnumerable<Type> types)
    {
        var text = new StringBuilder();
        foreach (var type in types)
        {
            text.Append(KindOf(type)).Append(' ').AppendLine(type.FullName);
            foreach (var line in type.IsEnum ? MembersOf(type) : PropertiesOf(type))
            {
                text.Append("    ").AppendLine(line);
            }

            text.AppendLine();
        }

        return text.ToString();
    }

    private static string KindOf(Type type) => type switch
    {
        { IsEnum: true } => "enum",
        _ when type.GetMethod("<Clone>$") is not null => type.IsSealed ? "sealed record" : "record",
        { IsInterface: true } => "interface",
        { IsAbstract: true, IsSealed: true } => "static class",
        _ => "class",
    };

    private static IEnumerable<string> MembersOf(Type type) =>
        from name in Enum.GetNames(type)
        let field = type.GetField(name)!
        let wire = field.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()?.Name ?? name
        select $"{name} = {Convert.ToInt64(field.GetRawConstantValue(), null)}, written \"{wire}\"";

    private static IEnumerable<string> PropertiesOf(Type type)
    {
        var nullability = new NullabilityInfoContext();
        foreach (var property in ContractTypes.PropertiesOf(type))
        {
            var required = property.IsDefined(typeof(RequiredMemberAttribute)) ? "required " : "";
            var access = property.SetMethod is null ? "get;" : IsInitOnly(property) ? "get; init;" : "get; set;";
            yield return $"{required}{NameOf(nullability.Create(property))} {property.Name} {{ {access} }}";
        }
    }

    private static bool IsInitOnly(PropertyInfo property) =>
        property.SetMethod!.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit));

    private static string NameOf(NullabilityInfo info)
    {
        if (Nullable.GetUnderlyingType(info.Type) is { } value)
        {
            return value.Name + "?";
        }

        var name = info.Type.Name.Split('`')[0];
        var arguments = info.GenericTypeArguments.Length > 0
            ? $"<{string.Join(", ", info.GenericTypeArguments.Select(NameOf))}>"
            : "";
        return name + arguments + (info.ReadState == NullabilityState.Nullable ? "?" : "");
    }
}
