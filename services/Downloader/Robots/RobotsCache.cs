using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

using Crawler.WebStandards.Robots;

using Microsoft.Extensions.Options;

namespace Crawler.Downloader.Robots;

/// <summary>
/// Parsed robots rules by their text, so that each batch of a host need not parse the same file again.
/// </summary>
/// <remarks>
/// The text arrives with the batch and is the truth; this only remembers what it means. Bounded by entries and by the
/// texts' length together, least recently used first.
/// </remarks>
internal sealed class RobotsCache(IOptions<DownloaderOptions> options)
{
    private const long MaxCharacters = 64L * 1024 * 1024;

    private readonly Lock _lock = new();
    private readonly Dictionary<Key, LinkedListNode<Entry>> _entries = [];
    private readonly LinkedList<Entry> _byUse = new();
    private long _characters;

    public RobotsRules RulesOf(string text, string productToken)
    {
        var key = new Key(Hash(text), productToken);
        lock (_lock)
        {
            if (_entries.TryGetValue(key, out var known))
            {
                _byUse.Remove(known);
                _byUse.AddFirst(known);
                return known.Value.Rules;
            }
        }

        var rules = RobotsTxt.Parse(Encoding.UTF8.GetBytes(text)).For(productToken);
        lock (_lock)
        {
            if (_entries.TryAdd(key, new LinkedListNode<Entry>(new(key, rules, text.Length))))
            {
                _byUse.AddFirst(_entries[key]);
                _characters += text.Length;
                Shrink();
            }
        }

        return rules;
    }

    private void Shrink()
    {
        var most = options.Value.RobotsCacheEntries;
        while (_byUse.Last is { } oldest && (_byUse.Count > most || _characters > MaxCharacters))
        {
            _byUse.Remove(oldest);
            _entries.Remove(oldest.Value.Key);
            _characters -= oldest.Value.Characters;
        }
    }

    private static UInt128 Hash(string text)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(MemoryMarshal.AsBytes(text.AsSpan()), digest);
        return BinaryPrimitives.ReadUInt128BigEndian(digest);
    }

    private readonly record struct Key(UInt128 Text, string ProductToken);

    private sealed record Entry(Key Key, RobotsRules Rules, int Characters);
}
