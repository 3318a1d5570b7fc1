using Crawler.Archive.Gzip;
using Crawler.Archive.Warc;

namespace Crawler.Archive.Folders;

/// <summary>Finds how much of a file a crash has left whole.</summary>
/// <remarks>
/// The headers give the members' lengths, so most of a file is only walked. Near its end every member is read too:
/// what was not flushed before a power failure may be missing anywhere in there, also before bytes that are not.
/// </remarks>
internal static class TornTail
{
    /// <summary>Far more than is ever appended between two flushes.</summary>
    private const long VerifiedBytes = 64L << 20;

    /// <summary>Records before the last one of a fetch: its request and its metadata.</summary>
    private const int MaxLeadingRecords = 2;

    /// <returns>
    /// The length up to the end of the last whole fetch; zero where not even the first record is whole.
    /// </returns>
    public static async ValueTask<long> FindWholeLengthAsync(FileStream file, CancellationToken cancellationToken)
    {
        var length = file.Length;
        var position = 0L;
        var header = new byte[GzipHeader.Length];
        var ends = new Stack<(long Start, long End)>();

        while (position < length)
        {
            file.Position = position;
            var read = await file.ReadAtLeastAsync(header, header.Length, throwOnEndOfStream: false, cancellationToken);
            var memberLength = GzipHeader.MemberLength(header.AsSpan(0, read));
            var isVerified = position + memberLength > length - VerifiedBytes;

            if (memberLength == 0
                || position + memberLength > length
                || (isVerified && !await IsWholeAsync(file, position, memberLength, cancellationToken)))
            {
                break;
            }

            ends.Push((position, position + memberLength));
            position += memberLength;
        }

        // A fetch ends with its response, and the file's own record stands for itself.
        for (var i = 0; i < MaxLeadingRecords && ends.TryPeek(out var last); i++)
        {
            if (!await IsLeadingAsync(file, last.Start, last.End - last.Start, cancellationToken))
            {
                break;
            }

            ends.Pop();
        }

        return ends.TryPeek(out var whole) ? whole.End : 0;
    }

    private static async ValueTask<bool> IsLeadingAsync(
        FileStream file, long start, long length, CancellationToken cancellationToken)
    {
        await using var reader = new WarcReader(new SliceStream(file, start, length, leaveOpen: true));
        var record = await reader.ReadAsync(cancellationToken);

        return record?.Type is "request" or "metadata";
    }

    private static async ValueTask<bool> IsWholeAsync(
        FileStream file, long start, long length, CancellationToken cancellationToken)
    {
        await using var content = new GzipMembersStream(new SliceStream(file, start, length, leaveOpen: true));
        try
        {
            await content.CopyToAsync(Stream.Null, cancellationToken);

            return content.Members == 1;
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            return false;
        }
    }
}
