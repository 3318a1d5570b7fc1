using System.Runtime.InteropServices;

namespace Crawler.WebStandards.Url;

/// <summary>
/// Where the components lie in a serialised URL, the longest of which has <see cref="WebUrl.MaxLength"/> characters.
/// </summary>
/// <remarks>
/// <code>
/// https://name:secret@host:8443/path?query#fragment
///      |     |        |   |    |    |     |
///      |     |        |   |    |    |     FragmentStart (0: none)
///      |     |        |   |    |    QueryStart (0: none)
///      |     |        |   |    PathStart
///      |     |        |   HostEnd
///      |     |        HostStart
///      |     UsernameEnd
///      SchemeEnd
/// </code>
/// </remarks>
[StructLayout(LayoutKind.Auto)]
internal struct UrlOffsets
{
    public const int NoPort = -1;

    public int Port;
    public ushort SchemeEnd;
    public ushort UsernameEnd;
    public ushort HostStart;
    public ushort HostEnd;
    public ushort PathStart;
    public ushort QueryStart;
    public ushort FragmentStart;
    public HostKind HostKind;
    public bool HasOpaquePath;
}
