using Microsoft.Data.Sqlite;

namespace Crawler.IntegrationTests.Robustness;

/// <summary>What the row of a URL says beside its state.</summary>
internal sealed record RowFacts(long? HttpStatus, string? ETag, string? LastModified)
{
    public static IReadOnlyDictionary<string, RowFacts> Read(string databaseFile)
    {
        using var connection = new SqliteConnection($"Data Source={databaseFile};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT url, http_status, etag, last_modified FROM urls";
        using var reader = command.ExecuteReader();
        var rows = new Dictionary<string, RowFacts>(StringComparer.Ordinal);
        while (reader.Read())
        {
            rows[reader.GetString(0)] =
                new(reader.GetValue(1) as long?, reader.GetValue(2) as string, reader.GetValue(3) as string);
        }

        return rows;
    }
}
