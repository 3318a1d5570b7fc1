namespace Crawler.UnitTests.WebStandards.Html;

/// <summary>Breaks a page the way that pages are broken: pieces of syntax put in, cut out and doubled.</summary>
internal static class HtmlMutation
{
    private static readonly string[] Pieces =
    [
        "<a href=one>", "<a href='two'>", "</a>", "<", ">", "\"", "'", "=", "/", "<!--", "-->", "--!>", "<!-->", "<!",
        "</", "<?", "<script>", "</script>", "<!--<script>", "<style>", "</style>", "<title>", "</title>", "<textarea>",
        "</textarea >", "<xmp>", "</xmp/>", "<iframe src=three>", "</iframe>", "<noscript>", "</noscript>", "&amp;",
        "&copy=", "&#x41;", "&notit;", "\r\n", "\0", " ", "\t", "<area href=\"a&lt;b\">", "<img alt=\"<a href=no>\">",
        "<a href=x href=y>", "<A HREF = Six >", "<a href>", "<a/href=seven/>", "<svg>", "</svg>", "<math>", "</math>",
        "<form action=eight>", "<script src=nine>", "<plaintext>", "<![CDATA[", "]]>", "<p>", "<div id=x>",
        "é", "\uFFFD",
    ];

    public static string Of(string html, Random random)
    {
        for (var change = random.Next(1, 5); change > 0; change--)
        {
            var at = random.Next(html.Length + 1);
            var length = Math.Min(random.Next(1, 6), html.Length - at);
            html = random.Next(4) switch
            {
                0 => html.Remove(at, length),
                1 => html.Insert(at, html.Substring(at, length)),
                _ => html.Insert(at, Pieces[random.Next(Pieces.Length)]),
            };
        }

        return html;
    }
}
