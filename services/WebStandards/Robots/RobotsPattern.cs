using System.Buffers;

namespace Crawler.WebStandards.Robots;

/// <summary>One rule: a literal prefix, then literals with anything between them, perhaps bound to the end.</summary>
internal sealed class RobotsPattern
{
    private readonly string[] _rest;
    private readonly bool _isAnchored;

    private RobotsPattern(bool isAllow, string prefix, string[] rest, bool isAnchored)
    {
        IsAllow = isAllow;
        Prefix = prefix;
        _rest = rest;
        _isAnchored = isAnchored;
        Length = prefix.Length + rest.Sum(part => part.Length + 1) + (isAnchored ? 1 : 0);
    }

    public bool IsAllow { get; }

    /// <summary>What every matching path begins with.</summary>
    public string Prefix { get; }

    /// <summary>Octets of the rule: the longest match decides (RFC 9309, section 2.2.2).</summary>
    public int Length { get; }

    public static RobotsPattern Parse(ReadOnlySpan<byte> value, bool isAllow)
    {
        var isAnchored = value.EndsWith("$"u8);
        value = isAnchored ? value[..^1] : value;

        var parts = new List<string>();
        foreach (var range in value.Split((byte)'*'))
        {
            // Of a run of stars one is enough.
            if (parts.Count == 0 || range.End.Value > range.Start.Value || range.End.Value == value.Length)
            {
                parts.Add(Normalise(value[range]));
            }
        }

        // A star at the end says nothing, and must not make its rule longer than the same rule without it.
        if (parts.Count > 1 && parts[^1].Length == 0)
        {
            parts.RemoveAt(parts.Count - 1);
            isAnchored = false;
        }

        return new RobotsPattern(isAllow, parts[0], [.. parts.Skip(1)], isAnchored);
    }

    /// <param name="path">A normalised path, of which it is known that it begins with <see cref="Prefix"/>.</param>
    public bool MatchesAfterPrefix(ReadOnlySpan<char> path)
    {
        var remaining = path[Prefix.Length..];

        if (_rest.Length == 0)
        {
            return !_isAnchored || remaining.IsEmpty;
        }

        // The first place where a part fits leaves the most for the parts after it, so nothing is ever tried twice.
        var free = _isAnchored ? _rest.Length - 1 : _rest.Length;
        for (var i = 0; i < free; i++)
        {
            var at = remaining.IndexOf(_rest[i], StringComparison.Ordinal);
            if (at < 0)
            {
                return false;
            }

            remaining = remaining[(at + _rest[i].Length)..];
        }

        return !_isAnchored || remaining.EndsWith(_rest[^1], StringComparison.Ordinal);
    }

    private static string Normalise(ReadOnlySpan<byte> part)
    {
        var room = ArrayPool<char>.Shared.Rent(RobotsPath.MaxLength(part.Length));
        try
        {
            return new string(room, 0, RobotsPath.Normalise(part, room));
        }
        finally
        {
            ArrayPool<char>.Shared.Return(room);
        }
    }
}
