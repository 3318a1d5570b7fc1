using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace Crawler.Gateway.Access;

/// <summary>
/// An access key as people copy it: <c>crawler_1a2b3c4d_</c>, 40 hexadecimal digits of secret, 8 of checksum.
/// </summary>
/// <remarks>
/// The prefix lets scanners find keys that were published by mistake. The id names the key, and is no secret. The
/// secret has 160 random bits. The checksum is the beginning of the SHA-256 of what stands before it: a key that was
/// copied wrong is refused without asking anybody. Only the SHA-256 of the whole is kept.
/// </remarks>
public sealed class KeyText
{
    /// <summary>What every key begins with.</summary>
    public const string Prefix = "crawler_";

    /// <summary>How long an id is.</summary>
    public const int IdLength = 8;

    private const int SecretLength = 40;
    private const int ChecksumLength = 8;
    private const int SecretStart = 17;
    private const int ChecksumStart = SecretStart + SecretLength;
    private const int Length = ChecksumStart + ChecksumLength;

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    private KeyText(string text)
    {
        Text = text;
        Id = text.Substring(Prefix.Length, IdLength);
        Hash = SHA256.HashData(Encoding.ASCII.GetBytes(text));
    }

    /// <summary>The key itself: a secret.</summary>
    public string Text { get; }

    /// <summary>What it is called by, in lists and in the audit.</summary>
    public string Id { get; }

    /// <summary>What is kept of it.</summary>
    public byte[] Hash { get; }

    /// <summary>A new key, which nobody can guess.</summary>
    public static KeyText Create()
    {
        var text = string.Concat(
            Prefix, RandomNumberGenerator.GetHexString(IdLength, lowercase: true), "_",
            RandomNumberGenerator.GetHexString(SecretLength, lowercase: true));
        return new KeyText(text + ChecksumOf(text));
    }

    /// <summary>Reads a key. False where it is none, or was copied with a mistake.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out KeyText key)
    {
        key = null!;
        if (text.Length != Length || !text.StartsWith(Prefix) || text[SecretStart - 1] != '_'
            || !IsHex(text[Prefix.Length..(SecretStart - 1)]) || !IsHex(text[SecretStart..])
            || !text[ChecksumStart..].SequenceEqual(ChecksumOf(text[..ChecksumStart])))
        {
            return false;
        }

        key = new KeyText(text.ToString());
        return true;
    }

    /// <summary>Whether a text can be a key's id.</summary>
    public static bool IsId(ReadOnlySpan<char> text) => text.Length == IdLength && IsHex(text);

    /// <summary>Whether this is the key of that hash, in a time that tells nothing.</summary>
    public bool Matches(ReadOnlySpan<byte> hash) => CryptographicOperations.FixedTimeEquals(Hash, hash);

    /// <summary>Without the secret, wherever it is written by mistake.</summary>
    public override string ToString() => $"{Prefix}{Id}_…";

    private static bool IsHex(ReadOnlySpan<char> text) => !text.ContainsAnyExcept(HexDigits);

    private static string ChecksumOf(ReadOnlySpan<char> text)
    {
        Span<byte> bytes = stackalloc byte[ChecksumStart];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        Encoding.ASCII.GetBytes(text, bytes);
        SHA256.HashData(bytes, hash);
        return Convert.ToHexStringLower(hash[..(ChecksumLength / 2)]);
    }
}
