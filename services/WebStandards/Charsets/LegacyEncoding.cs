using System.Text;

namespace Crawler.WebStandards.Charsets;

/// <summary>The code pages that .NET brings, asked without registering them for the whole process.</summary>
internal static class LegacyEncoding
{
    public static Encoding Of(int codePage) =>
        CodePagesEncodingProvider.Instance.GetEncoding(
            codePage, EncoderFallback.ReplacementFallback, new DecoderReplacementFallback("\uFFFD"))
        ?? throw new NotSupportedException($"Code page {codePage} is not available.");
}
