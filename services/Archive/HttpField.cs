using System.Runtime.InteropServices;

namespace Crawler.Archive;

/// <summary>One header field of an HTTP message, as it was sent.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct HttpField(string Name, string Value);
