namespace Crawler.Archive.Warc;

/// <summary>One record of a WARC file, valid until the reader goes on to the next.</summary>
public sealed class WarcRecord
{
    internal WarcRecord(string version, IReadOnlyList<HttpField> fields)
    {
        Version = version;
        Fields = fields;
    }

    /// <summary>For example <c>1.1</c>.</summary>
    public string Version { get; }

    /// <summary>The named fields in order.</summary>
    public IReadOnlyList<HttpField> Fields { get; }

    /// <summary>Where the record begins, in bytes of the uncompressed content.</summary>
    public required long Offset { get; init; }

    /// <summary>
    /// Where the gzip member that the record begins is in the file. Null in a plain file, or where it begins none.
    /// </summary>
    public required long? MemberOffset { get; init; }

    public required long ContentLength { get; init; }

    /// <summary>The content block, once, forward. Not seekable.</summary>
    public required Stream Block { get; init; }

    public string? Type => this["WARC-Type"];

    /// <summary>The first field of that name, in any case; null where there is none.</summary>
    public string? this[string name]
    {
        get
        {
            foreach (var field in Fields)
            {
                if (string.Equals(field.Name, name, StringComparison.OrdinalIgnoreCase))
                {
                    return field.Value;
                }
            }

            return null;
        }
    }
}
