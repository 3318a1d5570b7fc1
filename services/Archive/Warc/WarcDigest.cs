using System.Security.Cryptography;

namespace Crawler.Archive.Warc;

/// <summary>Computes a labelled digest over what it is given.</summary>
internal sealed class WarcDigest : IDisposable
{
    private readonly string _expected;
    private readonly IncrementalHash? _hash;

    /// <param name="label">
    /// What a record states: an algorithm, a colon, and the digest in base 32 or in hexadecimal digits.
    /// </param>
    public WarcDigest(string label)
    {
        var colon = label.IndexOf(':', StringComparison.Ordinal);
        _expected = label[(colon + 1)..];
        _hash = Algorithm(colon < 0 ? "" : label[..colon]) is { } algorithm
            ? IncrementalHash.CreateHash(algorithm)
            : null;
    }

    public static string Sha256Label(ReadOnlySpan<byte> digest) => $"sha256:{Base32.Encode(digest)}";

    public void Append(ReadOnlySpan<byte> data) => _hash?.AppendData(data);

    /// <returns>
    /// Whether the digest is the stated one. One of an algorithm that is not known here cannot be wrong.
    /// </returns>
    public bool IsAsStated()
    {
        if (_hash is null)
        {
            return true;
        }

        var digest = _hash.GetHashAndReset();

        return string.Equals(_expected, Base32.Encode(digest), StringComparison.OrdinalIgnoreCase)
            || string.Equals(_expected, Convert.ToHexString(digest), StringComparison.OrdinalIgnoreCase);
    }

    public void Dispose() => _hash?.Dispose();

    private static HashAlgorithmName? Algorithm(string name) => name.ToUpperInvariant() switch
    {
        "MD5" => HashAlgorithmName.MD5,
        "SHA1" or "SHA-1" => HashAlgorithmName.SHA1,
        "SHA256" or "SHA-256" => HashAlgorithmName.SHA256,
        "SHA512" or "SHA-512" => HashAlgorithmName.SHA512,
        _ => null,
    };
}
