using System.Runtime.InteropServices;

namespace Crawler.Downloader.Decoding;

/// <summary>How far a body may unfold.</summary>
/// <param name="MaxBytes">The longest decoded body; it holds for every layer on the way too.</param>
/// <param name="MaxRatio">
/// How many times larger than the body as sent, once it exceeds <see cref="RatioFloor"/>.
/// </param>
/// <param name="MaxLayers">How many codings may lie on top of each other.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct DecodingLimits(long MaxBytes, int MaxRatio, int MaxLayers)
{
    /// <summary>Below this size a high ratio harms nobody: small pages of repeated markup compress very well.</summary>
    public const long RatioFloor = 1024 * 1024;

    public long LongestFor(long sentBytes) =>
        Math.Min(MaxBytes, Math.Max(RatioFloor, Math.Min(sentBytes, long.MaxValue / MaxRatio) * MaxRatio));
}
