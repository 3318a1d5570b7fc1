namespace Crawler.WebStandards.Url;

internal static class DotSegment
{
    private const int LongestSpelling = 6;

    /// <summary>1 for "." and 2 for "..", each dot possibly written %2e; 0 for anything else.</summary>
    public static int Dots(ReadOnlySpan<char> segment)
    {
        if (segment.Length is 0 or > LongestSpelling || segment[0] is not ('.' or '%'))
        {
            return 0;
        }

        var dots = 0;
        while (!segment.IsEmpty)
        {
            if (segment[0] == '.')
            {
                segment = segment[1..];
            }
            else if (segment.StartsWith("%2e", StringComparison.OrdinalIgnoreCase))
            {
                segment = segment[3..];
            }
            else
            {
                return 0;
            }

            dots++;
        }

        return dots <= 2 ? dots : 0;
    }
}
