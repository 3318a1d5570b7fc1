using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Crawler.Archive.Warc;

/// <summary>Holds a WARC file to the letter of WARC 1.1 (ISO 28500:2017), and says where it falls short.</summary>
/// <remarks>
/// Every record's header, digests and end are checked, and of a compressed file that each record is a gzip member of
/// its own: without that a record cannot be read by its offset. Checking goes on after a problem for as long as
/// records can be told apart.
/// </remarks>
public sealed class WarcChecker
{
    /// <summary>Problems that are listed; checking ends with the last of them.</summary>
    public const int MaxProblems = 1000;

    private const int ReadBytes = 64 * 1024;

    private readonly List<WarcProblem> _problems = [];
    private readonly HashSet<UInt128> _ids = [];
    private long _records;

    private WarcChecker()
    {
    }

    /// <param name="file">Readable and seekable, from its position. It is disposed.</param>
    /// <param name="cancellationToken">Ends the check.</param>
    public static async Task<WarcReport> CheckAsync(Stream file, CancellationToken cancellationToken)
    {
        var checker = new WarcChecker();
        await using var reader = new WarcReader(file);

        // What follows a broken record is still decompressed, for the number of members.
        if (!await checker.TryAsync(reader, () => checker.CheckRecordsAsync(reader, cancellationToken))
            && reader.BrokenAt is not null)
        {
            await checker.DrainAsync(reader, cancellationToken);
        }

        if (reader.Members > 0 && reader.Members != checker._records)
        {
            var detail = $"{reader.Members} gzip members hold {checker._records} records";
            checker.Report(null, WarcRule.MemberCount, detail);
        }

        return new WarcReport(checker._records, reader.Members, checker._problems);
    }

    private async ValueTask DrainAsync(WarcReader reader, CancellationToken cancellationToken)
    {
        try
        {
            await reader.DrainAsync(cancellationToken);
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            Report(null, WarcRule.Compression, e.Message);
        }
    }

    private async ValueTask<bool> TryAsync(WarcReader reader, Func<ValueTask> check)
    {
        try
        {
            await check();

            return true;
        }
        catch (InvalidDataException e)
        {
            Report(reader.BrokenAt, reader.BrokenAt is null ? WarcRule.Compression : WarcRule.Header, e.Message);
        }
        catch (EndOfStreamException)
        {
            Report(null, WarcRule.Compression, "the compressed data ends too early");
        }

        return false;
    }

    private async ValueTask CheckRecordsAsync(WarcReader reader, CancellationToken cancellationToken)
    {
        while (_problems.Count < MaxProblems && await reader.ReadHeaderAsync(cancellationToken) is { } record)
        {
            _records++;
            foreach (var (rule, detail) in WarcHeaderRules.Check(record))
            {
                Report(record.Offset, rule, detail);
            }

            CheckId(record);
            await CheckBlockAsync(record, cancellationToken);

            if (!await reader.FinishRecordAsync(cancellationToken))
            {
                Report(record.Offset, WarcRule.RecordEnd, "two line ends do not follow the block");
            }

            if (reader.Members > 0 && record.MemberOffset is null)
            {
                Report(record.Offset, WarcRule.MemberStart, "the record does not begin a gzip member");
            }
        }
    }

    /// <summary>Ids are remembered by half their hash: files hold millions.</summary>
    private void CheckId(WarcRecord record)
    {
        if (record["WARC-Record-ID"] is { } id
            && !_ids.Add(BinaryPrimitives.ReadUInt128LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(id)))))
        {
            Report(record.Offset, WarcRule.UniqueId, $"another record has the id {id}");
        }
    }

    private async ValueTask CheckBlockAsync(WarcRecord record, CancellationToken cancellationToken)
    {
        using var block = record["WARC-Block-Digest"] is { } blockLabel ? new WarcDigest(blockLabel) : null;
        using var payload = CreatePayloadCheck(record);
        var buffer = ArrayPool<byte>.Shared.Rent(ReadBytes);

        try
        {
            int read;
            while ((read = await record.Block.ReadAsync(buffer, cancellationToken)) > 0)
            {
                block?.Append(buffer.AsSpan(0, read));
                payload?.Append(buffer.AsSpan(0, read));
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        if (block?.IsAsStated() == false)
        {
            Report(record.Offset, WarcRule.BlockDigest, "the block has another digest than WARC-Block-Digest");
        }

        if (payload?.IsAsStated() == false)
        {
            Report(record.Offset, WarcRule.PayloadDigest, "the payload has another digest than WARC-Payload-Digest");
        }
    }

    /// <summary>
    /// A revisit states the digest of a payload that it does not hold, and of requests the standard leaves it open.
    /// </summary>
    private static PayloadCheck? CreatePayloadCheck(WarcRecord record)
    {
        if (record["WARC-Payload-Digest"] is not { } label || record.Type is not ("response" or "resource"))
        {
            return null;
        }

        var isHttp = record["Content-Type"]?.StartsWith("application/http", StringComparison.OrdinalIgnoreCase) == true;

        return new PayloadCheck(label, isHttp);
    }

    private void Report(long? offset, WarcRule rule, string detail) =>
        _problems.Add(new WarcProblem(offset, rule, detail));
}
