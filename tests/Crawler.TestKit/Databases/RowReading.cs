using System.Data.Common;

namespace Crawler.TestKit.Databases;

/// <summary>Reads rows by SQL, of whatever database.</summary>
public static class RowReading
{
    /// <summary>All rows of a query, each with its columns in order.</summary>
    public static IReadOnlyList<object[]> QueryAll(
        this DbConnection connection, string sql, params (string Name, object Value)[] parameters)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }

        using var reader = command.ExecuteReader();
        var rows = new List<object[]>();
        while (reader.Read())
        {
            var row = new object[reader.FieldCount];
            reader.GetValues(row);
            rows.Add(row);
        }

        return rows;
    }
}
