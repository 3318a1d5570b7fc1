using System.Buffers;
using System.Collections.Frozen;

namespace Crawler.WebStandards.Url;

/// <summary>
/// Which URLs of a crawl count as the same: those with the same canonical text. The text is an identity only; what is
/// fetched is the URL as it was found.
/// </summary>
/// <remarks>
/// Parsing already made case, escapes of odd characters, dot segments and default ports alike. Version 1 drops the
/// fragment besides; whatever may join two different pages is an option of the crawl, and off. The version is stored
/// with the crawl: other rules are another version, because they change the key of every URL already known.
/// </remarks>
public sealed class CanonicalUrlProfile
{
    private static readonly FrozenSet<string> IndexFiles = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "index.html", "index.htm", "index.shtml", "index.php", "index.asp", "index.aspx", "index.jsp",
        "default.html", "default.htm", "default.asp", "default.aspx");

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> IndexFilesBySpan =
        IndexFiles.GetAlternateLookup<ReadOnlySpan<char>>();

    public static CanonicalUrlProfile Default { get; } = new();

    public int Version { get; } = 1;

    /// <summary>Leaves out what only says where a visitor came from: utm_*, gclid, fbclid and the like.</summary>
    public bool DropTrackingParameters { get; init; }

    /// <summary>Orders parameters by name; those of one name keep their order, which may mean something.</summary>
    public bool SortQuery { get; init; }

    /// <summary>Writes https for http where the port is the scheme's default.</summary>
    public bool FoldScheme { get; init; }

    /// <summary>Leaves out a leading "www." where a name with a dot remains.</summary>
    public bool FoldWww { get; init; }

    /// <summary>Leaves out a last path segment that is a directory's index by custom, such as index.html.</summary>
    public bool DropIndexFiles { get; init; }

    public string Canonicalize(WebUrl url)
    {
        var text = url.HasFragment ? url.Href[..url.QueryEnd] : url.Href;
        var asIs = !(DropTrackingParameters || SortQuery || FoldScheme || FoldWww || DropIndexFiles);
        if (asIs || !url.IsHttp)
        {
            return text;
        }

        var output = new UrlBuffer(text.Length + 1);
        AppendSiteOf(url, ref output);
        AppendPathOf(url, ref output);
        AppendQueryOf(url, ref output);
        if (!output.Text.SequenceEqual(text))
        {
            text = output.Text.ToString();
        }

        output.Dispose();
        return text;
    }

    private void AppendSiteOf(WebUrl url, ref UrlBuffer output)
    {
        var offsets = url.Offsets;
        output.Append(FoldScheme && offsets.Port == UrlOffsets.NoPort ? "https" : url.SchemeSpan);
        output.Append(url.Href.AsSpan(offsets.SchemeEnd, offsets.HostStart - offsets.SchemeEnd));
        output.Append(FoldWww ? WwwPrefix.Strip(url.HostSpan) : url.HostSpan);
        output.Append(url.Href.AsSpan(offsets.HostEnd, offsets.PathStart - offsets.HostEnd));
    }

    private void AppendPathOf(WebUrl url, ref UrlBuffer output)
    {
        var path = url.PathSpan;
        var file = path.LastIndexOf('/') + 1;
        output.Append(DropIndexFiles && IndexFilesBySpan.Contains(path[file..]) ? path[..file] : path);
    }

    private void AppendQueryOf(WebUrl url, ref UrlBuffer output)
    {
        var query = url.Href.AsSpan(url.PathEnd, url.QueryEnd - url.PathEnd);
        if (query.Length <= 1 || !(DropTrackingParameters || SortQuery))
        {
            output.Append(query);
            return;
        }

        query = query[1..];
        var parameters = ArrayPool<Range>.Shared.Rent(query.Count('&') + 1);
        var count = 0;
        foreach (var parameter in query.Split('&'))
        {
            if (!DropTrackingParameters || !TrackingParameters.Contains(NameOf(query[parameter])))
            {
                parameters[count++] = parameter;
            }
        }

        var kept = parameters.AsSpan(0, count);
        if (SortQuery)
        {
            Sort(kept, url.Href, url.PathEnd + 1);
        }

        var separator = '?';
        foreach (var parameter in kept)
        {
            output.Append(separator);
            output.Append(query[parameter]);
            separator = '&';
        }

        ArrayPool<Range>.Shared.Return(parameters);
    }

    /// <summary>By name, ordinally, then by place, since the sort itself is not stable.</summary>
    private static void Sort(Span<Range> parameters, string href, int queryStart)
    {
        parameters.Sort((left, right) =>
        {
            var query = href.AsSpan(queryStart);
            var order = NameOf(query[left]).SequenceCompareTo(NameOf(query[right]));
            return order != 0 ? order : left.Start.Value.CompareTo(right.Start.Value);
        });
    }

    private static ReadOnlySpan<char> NameOf(ReadOnlySpan<char> parameter)
    {
        var equals = parameter.IndexOf('=');
        return equals < 0 ? parameter : parameter[..equals];
    }
}
