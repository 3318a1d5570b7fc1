using System.Globalization;
using Crawler.Archive.Gzip;
using Crawler.Archive.Warc;

namespace Crawler.Archive.Folders;

/// <summary>Turns a response record back into the response.</summary>
internal static class ResponseReading
{
    private const int PieceBytes = 4096;

    /// <summary>The response holds the reader, and closes it.</summary>
    public static async ValueTask<ArchivedResponse> ReadAsync(WarcReader reader, CancellationToken cancellationToken)
    {
        var record = await reader.ReadAsync(cancellationToken);
        if (record?.Type is not ("response" or "revisit")
            || record["WARC-Target-URI"] is not { } url
            || Date(record, "WARC-Date") is not { } fetchedAt)
        {
            throw new InvalidDataException("There is no response record at that place.");
        }

        var (head, headBytes, body) = await ReadHeadAsync(record, cancellationToken);

        return new ArchivedResponse(reader)
        {
            TargetUrl = url,
            FetchedAt = fetchedAt,
            Status = head.Status,
            Headers = head.Fields,
            Body = new PrefixedStream(body, record.Block),
            BodyBytes = record.ContentLength - headBytes,
            PayloadDigest = record["WARC-Payload-Digest"],
            RevisitOf = Revisit(record),
            Truncated = TruncationNames.Read(record["WARC-Truncated"]),
        };
    }

    private static ArchivedRevisit? Revisit(WarcRecord record) =>
        record["WARC-Refers-To-Target-URI"] is { } url && Date(record, "WARC-Refers-To-Date") is { } fetchedAt
            ? new ArchivedRevisit(url, fetchedAt)
            : null;

    private static DateTimeOffset? Date(WarcRecord record, string name) =>
        DateTimeOffset.TryParse(
            record[name], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)
            ? date
            : null;

    private static async ValueTask<(HttpHead Head, int HeadBytes, byte[] Body)> ReadHeadAsync(
        WarcRecord record, CancellationToken cancellationToken)
    {
        using var message = new MemoryStream();
        var piece = new byte[PieceBytes];

        while (message.Length <= HttpHead.MaxBytes)
        {
            var read = await record.Block.ReadAsync(piece, cancellationToken);
            message.Write(piece.AsSpan(0, read));
            var end = HttpHead.FindEnd(message.GetBuffer().AsSpan(0, (int)message.Length));

            if (end > 0)
            {
                var bytes = message.ToArray();

                return (HttpHead.Parse(bytes.AsSpan(0, end)), end, bytes[end..]);
            }

            if (read == 0)
            {
                break;
            }
        }

        throw new InvalidDataException("The response record has no HTTP head.");
    }
}
