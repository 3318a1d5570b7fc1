namespace Crawler.Persistence.Moving;

/// <summary>A column that two databases have under one name.</summary>
/// <param name="Name">Its name in both.</param>
/// <param name="DataType">Its type in PostgreSQL.</param>
/// <param name="Convert">What a stored value of SQLite is in PostgreSQL. It is not asked about nulls.</param>
public sealed record CopiedColumn(string Name, string DataType, Func<object, object?> Convert);
