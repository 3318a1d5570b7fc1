using System.IO.Compression;
using System.Text.Json;

using Crawler.Contracts.V1.Fetching;
using Crawler.ServiceDefaults.Serialization;

namespace Crawler.ServiceDefaults.Messaging;

/// <summary>The links of an answer that are too many for a message: the name and the form of their object.</summary>
public static class LinksObject
{
    /// <summary>The first part of the names.</summary>
    public const string Prefix = "links";

    /// <summary>The largest object that is read, compressed. Bytes.</summary>
    public const int MaxBytes = 64 * 1024 * 1024;

    private const int MaxLinks = 1_000_000;

    /// <summary>The name of the object of a lease: an answer names no other.</summary>
    public static string NameOf(Guid leaseId) => $"{Prefix}/{leaseId:N}";

    /// <summary>The lease of an object; null for what is none.</summary>
    public static Guid? LeaseOf(string name) =>
        name.StartsWith(Prefix + "/", StringComparison.Ordinal)
        && Guid.TryParseExact(name.AsSpan(Prefix.Length + 1), "N", out var leaseId)
            ? leaseId
            : null;

    /// <summary>The links as a gzip-compressed JSON array.</summary>
    public static byte[] Write(IReadOnlyList<FoundLink> links)
    {
        using var content = new MemoryStream();
        using (var gzip = new GZipStream(content, CompressionLevel.Fastest))
        {
            JsonSerializer.Serialize(gzip, links, CrawlerJson.Options);
        }

        return content.ToArray();
    }

    /// <summary>The links of an object; null where it is damaged or holds too many.</summary>
    public static async ValueTask<IReadOnlyList<FoundLink>?> ReadAsync(
        byte[] content, CancellationToken cancellationToken)
    {
        var links = new List<FoundLink>();
        try
        {
            await using var gzip = new GZipStream(new MemoryStream(content), CompressionMode.Decompress);
            var read = JsonSerializer.DeserializeAsyncEnumerable<FoundLink>(
                gzip, CrawlerJson.Options, cancellationToken);
            await foreach (var link in read)
            {
                if (link is null || links.Count == MaxLinks)
                {
                    return null;
                }

                links.Add(link);
            }

            return links;
        }
        catch (Exception e) when (e is JsonException or InvalidDataException)
        {
            return null;
        }
    }
}
