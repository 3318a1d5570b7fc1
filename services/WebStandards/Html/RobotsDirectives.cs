namespace Crawler.WebStandards.Html;

/// <summary>What a page asks of robots, by meta elements and X-Robots-Tag headers together.</summary>
/// <param name="NoIndex">Not to be indexed.</param>
/// <param name="NoFollow">Its links are not to be followed.</param>
/// <param name="NoArchive">No copy of it is to be kept.</param>
public readonly record struct RobotsDirectives(bool NoIndex, bool NoFollow, bool NoArchive)
{
    /// <summary>
    /// Reads one X-Robots-Tag value or the content of one meta element.
    /// </summary>
    /// <remarks>
    /// A comma-separated list. "agent: directive" makes it and what follows apply to that agent only, up to the next
    /// agent. Directives with a value of their own (unavailable_after, max-snippet …) are no agents and are ignored.
    /// </remarks>
    public static RobotsDirectives Parse(ReadOnlySpan<char> value, string productToken)
    {
        var result = default(RobotsDirectives);
        var applies = true;
        foreach (var range in value.Split(','))
        {
            var item = value[range].Trim();
            var colon = item.IndexOf(':');
            if (colon >= 0)
            {
                var prefix = item[..colon].TrimEnd();
                if (!IsToken(prefix) || HasValue(prefix))
                {
                    continue;
                }

                applies = prefix.Equals(productToken, StringComparison.OrdinalIgnoreCase)
                    || prefix is "*"
                    || prefix.Equals("robots", StringComparison.OrdinalIgnoreCase);
                item = item[(colon + 1)..].Trim();
            }

            if (applies)
            {
                result |= One(item);
            }
        }

        return result;
    }

    /// <summary>The stricter of both in every respect: a permission does not undo a prohibition.</summary>
    public static RobotsDirectives operator |(RobotsDirectives left, RobotsDirectives right) => new(
        left.NoIndex || right.NoIndex,
        left.NoFollow || right.NoFollow,
        left.NoArchive || right.NoArchive);

    /// <summary>The same as the operator.</summary>
    public RobotsDirectives BitwiseOr(RobotsDirectives other) => this | other;

    private static RobotsDirectives One(ReadOnlySpan<char> directive)
    {
        var none = Is(directive, "none");
        return new RobotsDirectives(
            none || Is(directive, "noindex"),
            none || Is(directive, "nofollow"),
            Is(directive, "noarchive") || Is(directive, "nocache"));
    }

    private static bool Is(ReadOnlySpan<char> directive, string name) =>
        directive.Equals(name, StringComparison.OrdinalIgnoreCase);

    private static bool HasValue(ReadOnlySpan<char> prefix) =>
        Is(prefix, "unavailable_after") || prefix.StartsWith("max-", StringComparison.OrdinalIgnoreCase);

    /// <summary>A user agent token is one word; the time of a date that a comma cut is not.</summary>
    private static bool IsToken(ReadOnlySpan<char> prefix)
    {
        foreach (var character in prefix)
        {
            if (!char.IsAsciiLetterOrDigit(character) && character is not ('-' or '_' or '.' or '*'))
            {
                return false;
            }
        }

        return !prefix.IsEmpty;
    }
}
