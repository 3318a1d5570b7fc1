using Crawler.Archive.Objects;

namespace Crawler.Archive.S3;

/// <summary>Objects of the archive's bucket, below <c>objects/</c>.</summary>
public sealed class S3ObjectStore(S3Bucket bucket) : IObjectStore
{
    private const string Folder = "objects/";

    public async ValueTask PutAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        await bucket.PutAsync(KeyOf(name), content, cancellationToken);

    public async ValueTask<byte[]?> GetAsync(string name, long maxBytes, CancellationToken cancellationToken) =>
        await bucket.GetAsync(KeyOf(name), maxBytes, cancellationToken);

    public async ValueTask DeleteAsync(string name, CancellationToken cancellationToken) =>
        await bucket.DeleteAsync(KeyOf(name), cancellationToken);

    public async ValueTask<IReadOnlyList<string>> ListAsync(
        string prefix, DateTimeOffset before, int limit, CancellationToken cancellationToken)
    {
        var names = new List<string>();
        await foreach (var (name, modifiedAt) in bucket.ListAsync(KeyOf($"{prefix}/"), cancellationToken))
        {
            if (names.Count == limit)
            {
                break;
            }

            if (modifiedAt < before)
            {
                names.Add(name[Folder.Length..]);
            }
        }

        return names;
    }

    private static string KeyOf(string name) => Folder + name;
}
