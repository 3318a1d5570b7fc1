using System.Net;
using System.Runtime.CompilerServices;

using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace Crawler.Archive.S3;

/// <summary>The objects of one bucket below one prefix, by names relative to it.</summary>
/// <remarks>
/// The operator configures the server, so it is trusted: the address policy of crawls does not apply. Requests that fail
/// for reasons that pass are repeated by the SDK; what fails in the end is an <see cref="IOException"/>, as it is where
/// a disk fails.
/// </remarks>
public sealed class S3Bucket : IDisposable
{
    private const int MaxRetries = 4;
    private const int DeleteLimit = 1_000;

    private readonly AmazonS3Client _client;
    private readonly S3Options _options;

    public S3Bucket(S3Options options)
        : this(options, MaxRetries)
    {
    }

    internal S3Bucket(S3Options options, int maxRetries)
    {
        _options = options;
        var config = new AmazonS3Config
        {
            AuthenticationRegion = options.Region,
            Timeout = options.Timeout,
            MaxErrorRetry = maxRetries,

            // Servers other than Amazon's know no other checksums than those of the protocol's first years.
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        };
        if (options.ServiceUrl is { } url)
        {
            config.ServiceURL = url;
            config.ForcePathStyle = true;
        }
        else
        {
            config.RegionEndpoint = Amazon.RegionEndpoint.GetBySystemName(options.Region);
        }

        _client = options is { AccessKey: { } access, SecretKey: { } secret }
            ? new AmazonS3Client(new BasicAWSCredentials(access, secret), config)
            : new AmazonS3Client(config);
    }

    /// <summary>Sends a file, in parts where it is large. It is there whole or not at all.</summary>
    public Task PutFileAsync(string name, string path, CancellationToken cancellationToken) => RunAsync(
        () => new FileInfo(path).Length > _options.PartBytes
            ? PutPartsAsync(KeyOf(name), path, cancellationToken)
            : _client.PutObjectAsync(
                new PutObjectRequest
                {
                    BucketName = _options.Bucket,
                    Key = KeyOf(name),
                    FilePath = path,
                    UseChunkEncoding = false,
                },
                cancellationToken),
        cancellationToken);

    public Task PutAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) => RunAsync(
        async () =>
        {
            using var stream = new MemoryStream(content.ToArray(), writable: false);
            await _client.PutObjectAsync(
                new PutObjectRequest
                {
                    BucketName = _options.Bucket,
                    Key = KeyOf(name),
                    InputStream = stream,
                    UseChunkEncoding = false,
                },
                cancellationToken);
        },
        cancellationToken);

    /// <returns>A part of an object; null where the object is not there.</returns>
    /// <exception cref="InvalidDataException">The object has no such part.</exception>
    public async Task<Stream?> GetAsync(string name, long offset, long length, CancellationToken cancellationToken)
    {
        try
        {
            var response = await _client.GetObjectAsync(
                new GetObjectRequest
                {
                    BucketName = _options.Bucket,
                    Key = KeyOf(name),
                    ByteRange = new ByteRange(offset, offset + length - 1),
                },
                cancellationToken);
            if (response.ContentLength == length)
            {
                return response.ResponseStream;
            }

            response.Dispose();
            throw new InvalidDataException($"{name} has no bytes {offset}+{length}.");
        }
        catch (AmazonS3Exception e) when (e.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
        {
            throw new InvalidDataException($"{name} has no bytes {offset}+{length}.", e);
        }
        catch (AmazonS3Exception e) when (IsMissing(e))
        {
            return null;
        }
        catch (Exception e) when (BucketFailure.Is(e, cancellationToken))
        {
            throw BucketFailure.Of(e);
        }
    }

    /// <returns>An object; null where it is not there or is larger than the limit.</returns>
    public async Task<byte[]?> GetAsync(string name, long maxBytes, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await _client.GetObjectAsync(_options.Bucket, KeyOf(name), cancellationToken);
            if (response.ContentLength > maxBytes)
            {
                return null;
            }

            var content = new byte[response.ContentLength];
            await response.ResponseStream.ReadExactlyAsync(content, cancellationToken);
            return content;
        }
        catch (AmazonS3Exception e) when (IsMissing(e))
        {
            return null;
        }
        catch (Exception e) when (BucketFailure.Is(e, cancellationToken))
        {
            throw BucketFailure.Of(e);
        }
    }

    public Task DeleteAsync(string name, CancellationToken cancellationToken) =>
        RunAsync(
            () => _client.DeleteObjectAsync(_options.Bucket, KeyOf(name), cancellationToken), cancellationToken);

    /// <summary>Removes all objects whose names begin so.</summary>
    public async Task DeleteAllAsync(string prefix, CancellationToken cancellationToken)
    {
        var keys = new List<KeyVersion>(DeleteLimit);
        await foreach (var (name, _) in ListAsync(prefix, cancellationToken))
        {
            keys.Add(new KeyVersion { Key = KeyOf(name) });
            if (keys.Count == DeleteLimit)
            {
                await DeleteAsync(keys, cancellationToken);
            }
        }

        if (keys.Count > 0)
        {
            await DeleteAsync(keys, cancellationToken);
        }
    }

    /// <returns>Names that begin so, and when they were laid down, in order of name.</returns>
    public async IAsyncEnumerable<(string Name, DateTimeOffset ModifiedAt)> ListAsync(
        string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = new ListObjectsV2Request { BucketName = _options.Bucket, Prefix = KeyOf(prefix) };
        ListObjectsV2Response page;
        do
        {
            page = await ListAsync(request, cancellationToken);
            foreach (var item in page.S3Objects ?? [])
            {
                var modified = item.LastModified ?? DateTime.UnixEpoch;
                yield return (item.Key[_options.Prefix.Length..], new DateTimeOffset(modified.ToUniversalTime()));
            }

            request.ContinuationToken = page.NextContinuationToken;
        }
        while (page.IsTruncated == true);
    }

    /// <inheritdoc />
    public void Dispose() => _client.Dispose();

    /// <summary>The object alone: of a bucket that is away nothing is known.</summary>
    private static bool IsMissing(AmazonS3Exception e) =>
        e.StatusCode == HttpStatusCode.NotFound && e.ErrorCode != "NoSuchBucket";

    private static async Task RunAsync(Func<Task> request, CancellationToken cancellationToken)
    {
        try
        {
            await request();
        }
        catch (Exception e) when (BucketFailure.Is(e, cancellationToken))
        {
            throw BucketFailure.Of(e);
        }
    }

    private async Task PutPartsAsync(string key, string path, CancellationToken cancellationToken)
    {
        var upload = await _client.InitiateMultipartUploadAsync(_options.Bucket, key, cancellationToken);
        try
        {
            var length = new FileInfo(path).Length;
            var parts = new List<PartETag>();
            for (var position = 0L; position < length; position += _options.PartBytes)
            {
                var part = await _client.UploadPartAsync(
                    new UploadPartRequest
                    {
                        BucketName = _options.Bucket,
                        Key = key,
                        UploadId = upload.UploadId,
                        PartNumber = parts.Count + 1,
                        FilePath = path,
                        FilePosition = position,
                        PartSize = Math.Min(_options.PartBytes, length - position),
                        UseChunkEncoding = false,
                    },
                    cancellationToken);
                parts.Add(new PartETag(parts.Count + 1, part.ETag));
            }

            await _client.CompleteMultipartUploadAsync(
                new CompleteMultipartUploadRequest
                {
                    BucketName = _options.Bucket,
                    Key = key,
                    UploadId = upload.UploadId,
                    PartETags = parts,
                },
                cancellationToken);
        }
        catch
        {
            await AbortAsync(key, upload.UploadId);
            throw;
        }
    }

    /// <summary>Parts of an upload that is given up would be kept, and paid for, for ever.</summary>
    private async Task AbortAsync(string key, string uploadId)
    {
        try
        {
            await _client.AbortMultipartUploadAsync(_options.Bucket, key, uploadId, CancellationToken.None);
        }
        catch (Exception e) when (BucketFailure.Is(e, CancellationToken.None))
        {
            // The bucket's own rule for uploads that were not completed takes it.
        }
    }

    private async Task<ListObjectsV2Response> ListAsync(
        ListObjectsV2Request request, CancellationToken cancellationToken)
    {
        try
        {
            return await _client.ListObjectsV2Async(request, cancellationToken);
        }
        catch (Exception e) when (BucketFailure.Is(e, cancellationToken))
        {
            throw BucketFailure.Of(e);
        }
    }

    private async Task DeleteAsync(List<KeyVersion> keys, CancellationToken cancellationToken)
    {
        await RunAsync(
            () => _client.DeleteObjectsAsync(
                new DeleteObjectsRequest { BucketName = _options.Bucket, Objects = [.. keys], Quiet = true },
                cancellationToken),
            cancellationToken);
        keys.Clear();
    }

    private string KeyOf(string name) => _options.Prefix + name;
}
