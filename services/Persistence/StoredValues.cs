using System.Data.Common;

namespace Crawler.Persistence;

/// <summary>Values that all databases give back in the same way.</summary>
public static class StoredValues
{
    /// <summary>Stored bytes.</summary>
    public static byte[] GetBytes(this DbDataReader reader, int ordinal) => reader.GetFieldValue<byte[]>(ordinal);

    /// <summary>Stored bytes, or null.</summary>
    public static byte[]? GetBytesOrNull(this DbDataReader reader, int ordinal) =>
        reader.IsDBNull(ordinal) ? null : reader.GetBytes(ordinal);

    /// <summary>A text, or null.</summary>
    public static string? GetTextOrNull(this DbDataReader reader, int ordinal) =>
        reader.IsDBNull(ordinal) ? null : reader.GetString(ordinal);

    /// <summary>A stored enum.</summary>
    public static TEnum GetEnum<TEnum>(this DbDataReader reader, int ordinal)
        where TEnum : struct, Enum => Enum.Parse<TEnum>(reader.GetString(ordinal));

    /// <summary>A stored enum, or null.</summary>
    public static TEnum? GetEnumOrNull<TEnum>(this DbDataReader reader, int ordinal)
        where TEnum : struct, Enum => reader.IsDBNull(ordinal) ? null : reader.GetEnum<TEnum>(ordinal);

    /// <summary>A stored number of 32 bits, or null.</summary>
    public static int? GetNumberOrNull(this DbDataReader reader, int ordinal) =>
        reader.IsDBNull(ordinal) ? null : reader.GetInt32(ordinal);

    /// <summary>A stored number of 64 bits, or null.</summary>
    public static long? GetLongOrNull(this DbDataReader reader, int ordinal) =>
        reader.IsDBNull(ordinal) ? null : reader.GetInt64(ordinal);

    /// <summary>A stored identifier, or null.</summary>
    public static Guid? GetIdOrNull(this DbDataReader reader, int ordinal) =>
        reader.IsDBNull(ordinal) ? null : reader.GetGuid(ordinal);
}
