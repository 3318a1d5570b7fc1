using System.Security.Cryptography;
using Crawler.Archive.Warc;

namespace Crawler.Archive;

/// <summary>The digest by which web archives know a payload: the body with its content coding.</summary>
public static class PayloadDigest
{
    private const string Label = "sha256:";

    /// <summary>The form of WARC-Payload-Digest: <c>sha256:</c> and 52 base-32 digits.</summary>
    public static string Of(ReadOnlySpan<byte> sha256) => WarcDigest.Sha256Label(sha256);

    /// <summary>The same digest from its hexadecimal form, <c>sha256:</c> and 64 digits; null of others.</summary>
    public static string? OfHex(string? digest) =>
        digest?.Length == Label.Length + (2 * SHA256.HashSizeInBytes)
        && digest.StartsWith(Label, StringComparison.Ordinal)
        && digest.AsSpan(Label.Length).IndexOfAnyExcept(HexDigits) < 0
            ? Of(Convert.FromHexString(digest.AsSpan(Label.Length)))
            : null;

    /// <summary>Reads a body to its end, and closes it.</summary>
    public static async ValueTask<byte[]> HashAsync(Stream body, CancellationToken cancellationToken)
    {
        await using (body)
        {
            return await SHA256.HashDataAsync(body, cancellationToken);
        }
    }

    private static readonly System.Buffers.SearchValues<char> HexDigits =
        System.Buffers.SearchValues.Create("0123456789abcdefABCDEF");
}
