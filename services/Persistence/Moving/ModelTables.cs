using System.Globalization;

using Crawler.Persistence.PostgreSql;
using Crawler.Persistence.Workers;

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Crawler.Persistence.Moving;

/// <summary>
/// The tables of the model as they are copied: a stored value of one database becomes the model's, and then the
/// other's,
/// by the conversions that each of the two models has for it.
/// </summary>
internal static class ModelTables
{
    /// <summary>Of processes that are no more nothing is copied.</summary>
    private static readonly Type[] LeftBehind = [typeof(WorkerRecord)];

    public static IReadOnlyList<TableCopy> Between(IModel source, IModel target) =>
    [
        .. from entity in source.GetEntityTypes()
           where !LeftBehind.Contains(entity.ClrType)
           orderby entity.GetTableName()
           let twin = target.FindEntityType(entity.ClrType)!
           select new TableCopy(
               entity.GetTableName()!, [.. entity.GetProperties().Select(property => Column(property, twin))]),
    ];

    /// <summary>Of the tables whose rows get numbers: table and column.</summary>
    public static IReadOnlyList<(string Table, string Column)> Numbered(IModel target) =>
    [
        .. from entity in target.GetEntityTypes()
           from property in entity.GetProperties()
           where property.ValueGenerated == ValueGenerated.OnAdd && property.ClrType == typeof(long)
           select (entity.GetTableName()!, property.GetColumnName()),
    ];

    private static CopiedColumn Column(IProperty from, IEntityType twin)
    {
        var (read, write) = (from.GetRelationalTypeMapping(), twin.FindProperty(from.Name)!.GetRelationalTypeMapping());
        var stored = read.Converter?.ProviderClrType ?? Nullable.GetUnderlyingType(from.ClrType) ?? from.ClrType;
        return new CopiedColumn(from.GetColumnName(), write.StoreType, value =>
        {
            var exact = Convert.ChangeType(value, stored, CultureInfo.InvariantCulture);
            var meant = read.Converter is { } reader ? reader.ConvertFromProvider(exact) : exact;
            var result = write.Converter is { } writer ? writer.ConvertToProvider(meant) : meant;
            return result is string text ? StoredText.Clean(text) : result;
        });
    }
}
