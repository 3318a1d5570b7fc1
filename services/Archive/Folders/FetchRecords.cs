using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Crawler.Archive.Warc;

namespace Crawler.Archive.Folders;

/// <summary>What stands before the bodies in the records of a fetch, and how long the blocks are.</summary>
internal sealed class FetchRecords
{
    private const string Profiles = "http://netpreserve.org/warc/1.1/revisit/";

    private FetchRecords(byte[] request, byte[]? metadata, byte[] responseHead, ArchivedBody body)
    {
        Request = request;
        Metadata = metadata;
        ResponseHead = responseHead;
        Body = body;
    }

    /// <summary>The whole request record.</summary>
    public byte[] Request { get; }

    /// <summary>The whole metadata record; null for none.</summary>
    public byte[]? Metadata { get; }

    /// <summary>The response record up to its body.</summary>
    public byte[] ResponseHead { get; }

    public ArchivedBody Body { get; }

    /// <summary>What ends each record.</summary>
    public static ReadOnlyMemory<byte> End { get; } = "\r\n\r\n"u8.ToArray();

    public static async ValueTask<FetchRecords> CreateAsync(ArchivedFetch fetch, CancellationToken cancellationToken)
    {
        var requestId = NewId();
        var responseId = NewId();

        var requestBlock = HttpHead.Write(fetch.RequestLine, fetch.RequestHeaders);
        var request = new WarcHeader("request", requestId, fetch.FetchedAt)
            .Add("WARC-Target-URI", fetch.TargetUrl)
            .Add("WARC-Concurrent-To", responseId)
            .Add("WARC-IP-Address", fetch.Address?.ToString())
            .Add("WARC-Block-Digest", WarcDigest.Sha256Label(SHA256.HashData(requestBlock)))
            .Add("Content-Type", "application/http;msgtype=request");

        var httpHead = HttpHead.Write(fetch.StatusLine, StoredFields(fetch));
        var stored = fetch.RevisitOf is null ? fetch.Body : ArchivedBody.Empty;
        var (block, payload) = await DigestAsync(httpHead, fetch, cancellationToken);
        var response = new WarcHeader(fetch.RevisitOf is null ? "response" : "revisit", responseId, fetch.FetchedAt)
            .Add("WARC-Target-URI", fetch.TargetUrl)
            .Add("WARC-Concurrent-To", requestId)
            .Add("WARC-IP-Address", fetch.Address?.ToString())
            .Add("WARC-Block-Digest", WarcDigest.Sha256Label(block))
            .Add("WARC-Payload-Digest", HasPayload(fetch) ? WarcDigest.Sha256Label(payload) : null)
            .Add("WARC-Truncated", TruncationNames.Write(fetch.Truncated))
            .Add("Content-Type", "application/http;msgtype=response");
        AddRevisit(response, fetch);

        return new FetchRecords(
            [.. request.ToBytes(requestBlock.Length), .. requestBlock, .. End.Span],
            fetch.Metadata.Count == 0 ? null : MetadataRecord(fetch, responseId),
            [.. response.ToBytes(httpHead.Length + stored.Length), .. httpHead],
            stored);
    }

    /// <summary>The record that begins a file, and says how it came about.</summary>
    public static byte[] FileInfo(string fileName, DateTimeOffset begunAt, Guid crawlId, bool robotsObeyed)
    {
        var version = typeof(FetchRecords).Assembly.GetName().Version?.ToString(3);
        var block = Encoding.UTF8.GetBytes(
            $"software: Crawler/{version}\r\n"
            + "format: WARC File Format 1.1\r\n"
            + "conformsTo: http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/\r\n"
            + $"robots: {(robotsObeyed ? "obey" : "ignore")}\r\n"
            + $"isPartOf: {crawlId:D}\r\n");
        var header = new WarcHeader("warcinfo", NewId(), begunAt)
            .Add("WARC-Filename", fileName)
            .Add("WARC-Block-Digest", WarcDigest.Sha256Label(SHA256.HashData(block)))
            .Add("Content-Type", "application/warc-fields");

        return [.. header.ToBytes(block.Length), .. block, .. End.Span];
    }

    private static byte[] MetadataRecord(ArchivedFetch fetch, string responseId)
    {
        var block = HttpHead.WriteFields(fetch.Metadata);
        var header = new WarcHeader("metadata", NewId(), fetch.FetchedAt)
            .Add("WARC-Target-URI", fetch.TargetUrl)
            .Add("WARC-Concurrent-To", responseId)
            .Add("WARC-Block-Digest", WarcDigest.Sha256Label(SHA256.HashData(block)))
            .Add("Content-Type", "application/warc-fields");

        return [.. header.ToBytes(block.Length), .. block, .. End.Span];
    }

    /// <summary>A 304 says nothing of the payload that it stands for.</summary>
    private static bool HasPayload(ArchivedFetch fetch) => fetch.RevisitOf is null || !IsStatus(fetch, "304");

    private static void AddRevisit(WarcHeader header, ArchivedFetch fetch)
    {
        if (fetch.RevisitOf is { } earlier)
        {
            header
                .Add("WARC-Profile",
                    Profiles + (HasPayload(fetch) ? "identical-payload-digest" : "server-not-modified"))
                .Add("WARC-Refers-To-Target-URI", earlier.TargetUrl)
                .Add("WARC-Refers-To-Date", WarcHeader.Date(earlier.FetchedAt));
        }
    }

    private static bool IsStatus(ArchivedFetch fetch, string status) =>
        fetch.StatusLine.Split(' ') is [_, var actual, ..] && actual == status;

    private static string NewId() => $"<urn:uuid:{Guid.NewGuid():D}>";

    /// <summary>The response's fields as they are true of what is stored.</summary>
    private static IEnumerable<HttpField> StoredFields(ArchivedFetch fetch)
    {
        // A 204 or 304 has no body whatever its Content-Length says: that is what another request would have got.
        // And a revisit's head is kept as it came, because no body of its own is stored.
        var keepsLength = fetch.RevisitOf is not null
            || (fetch.Body.Length == 0 && (IsStatus(fetch, "204") || IsStatus(fetch, "304")));
        var hasLength = keepsLength;

        foreach (var field in fetch.ResponseHeaders)
        {
            var isLength = field.Name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase);

            if (isLength && !keepsLength)
            {
                if (!hasLength)
                {
                    yield return field with { Value = Length(fetch) };
                }

                hasLength = true;
            }
            else if (!field.Name.Equals("Transfer-Encoding", StringComparison.OrdinalIgnoreCase))
            {
                yield return field;
            }
        }

        if (!hasLength)
        {
            yield return new HttpField("Content-Length", Length(fetch));
        }
    }

    private static string Length(ArchivedFetch fetch) => fetch.Body.Length.ToString(CultureInfo.InvariantCulture);

    private static async ValueTask<(byte[] Block, byte[] Payload)> DigestAsync(
        byte[] httpHead, ArchivedFetch fetch, CancellationToken cancellationToken)
    {
        using var block = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var payload = fetch.PayloadSha256 is null ? IncrementalHash.CreateHash(HashAlgorithmName.SHA256) : null;

        block.AppendData(httpHead);
        await fetch.Body.ReadAllAsync(
            (piece, _) =>
            {
                if (fetch.RevisitOf is null)
                {
                    block.AppendData(piece.Span);
                }

                payload?.AppendData(piece.Span);

                return ValueTask.CompletedTask;
            },
            cancellationToken);

        return (block.GetHashAndReset(), payload?.GetHashAndReset() ?? fetch.PayloadSha256!.Value.ToArray());
    }
}
