using System.IO.Compression;
using Crawler.Archive.Gzip;

namespace Crawler.Archive.Folders;

/// <summary>Writes records as gzip members that know their lengths.</summary>
internal static class MemberOutput
{
    /// <summary>Replaces bytes of an output that were written before.</summary>
    public delegate void Patch(long offset, ReadOnlySpan<byte> bytes);

    /// <summary>What goes before the response: the request, and the metadata where there are any.</summary>
    public static ValueTask WriteRequestAsync(
        FetchRecords records,
        Stream output,
        CompressionLevel level,
        Patch patch,
        CancellationToken cancellationToken) =>
        WriteRecordsAsync(
            [records.Request, .. records.Metadata is { } metadata ? new[] { metadata } : []],
            output,
            level,
            patch,
            cancellationToken);

    public static ValueTask WriteResponseAsync(
        FetchRecords records,
        Stream output,
        CompressionLevel level,
        Patch patch,
        CancellationToken cancellationToken) =>
        WriteAsync(
            output,
            level,
            patch,
            async member =>
            {
                await member.WriteAsync(records.ResponseHead, cancellationToken);
                await records.Body.ReadAllAsync(member.WriteAsync, cancellationToken);
                await member.WriteAsync(FetchRecords.End, cancellationToken);
            },
            cancellationToken);

    private static async ValueTask WriteRecordsAsync(
        byte[][] records, Stream output, CompressionLevel level, Patch patch, CancellationToken cancellationToken)
    {
        foreach (var record in records)
        {
            await WriteAsync(
                output, level, patch, member => member.WriteAsync(record, cancellationToken), cancellationToken);
        }
    }

    public static async ValueTask WriteAsync(
        Stream output,
        CompressionLevel level,
        Patch patch,
        Func<GzipMemberWriter, ValueTask> write,
        CancellationToken cancellationToken)
    {
        var start = output.Length;
        await using var member = await GzipMemberWriter.BeginAsync(output, level, cancellationToken);
        await write(member);
        await member.EndAsync(cancellationToken);
        patch(start + GzipHeader.LengthsOffset, GzipHeader.CreateLengths(output.Length - start, member.ContentBytes));
    }
}
