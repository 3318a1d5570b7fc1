using Crawler.Archive.Gzip;

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

    /// <returns>
    /// The length up to the end of the last whole pair; zero where not even the first record is whole.
    /// </returns>
    public static async ValueTask<long> FindWholeLengthAsync(FileStream file, CancellationToken cancellationToken)
    {
        var length = file.Length;
        var whole = 0L;
        var position = 0L;
        var header = new byte[GzipHeader.Length];

        for (var member = 0L; position < length; member++)
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

            position += memberLength;

            // The first member is the file's own record, and then every second one completes a pair.
            whole = member % 2 == 0 ? position : whole;
        }

        return whole;
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
