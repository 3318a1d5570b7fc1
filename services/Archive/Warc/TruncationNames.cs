namespace Crawler.Archive.Warc;

/// <summary>The values of WARC-Truncated (WARC 1.1, section 5.13).</summary>
internal static class TruncationNames
{
    public static string? Write(TruncationReason? reason) => reason switch
    {
        null => null,
        TruncationReason.Length => "length",
        TruncationReason.Time => "time",
        TruncationReason.Disconnect => "disconnect",
        _ => "unspecified",
    };

    public static TruncationReason? Read(string? value) => value switch
    {
        null => null,
        "length" => TruncationReason.Length,
        "time" => TruncationReason.Time,
        "disconnect" => TruncationReason.Disconnect,
        _ => TruncationReason.Unspecified,
    };
}
