using System.IO.Compression;
using System.Text;

using Crawler.WebStandards.Sitemaps;

namespace Crawler.UnitTests.WebStandards.Sitemaps;

/// <summary>Reads sitemaps for tests.</summary>
internal static class SitemapTexts
{
    public static SitemapReading Read(string text, SitemapLimits? limits = null) =>
        Read(Encoding.UTF8.GetBytes(text), limits);

    public static SitemapReading Read(byte[] body, SitemapLimits? limits = null)
    {
        using var stream = new MemoryStream(body);
        return Read(stream, limits);
    }

    public static SitemapReading Read(Stream body, SitemapLimits? limits = null)
    {
        using var reader = new SitemapReader(body, limits ?? SitemapLimits.Protocol);
        var entries = new List<SitemapEntry>();
        while (reader.Read())
        {
            entries.Add(reader.Current);
        }

        return new SitemapReading(reader.Format, reader.Problem, entries);
    }

    public static byte[] Gzip(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(content);
        }

        return packed.ToArray();
    }

    /// <summary>A sitemap of so many numbered pages.</summary>
    public static string Of(int pages)
    {
        var text = new StringBuilder("<urlset>");
        for (var i = 1; i <= pages; i++)
        {
            text.Append("<url><loc>http://www.example.com/").Append(i).Append("</loc></url>");
        }

        return text.Append("</urlset>").ToString();
    }
}
