using System.Globalization;

using Microsoft.AspNetCore.Http;

namespace Crawler.TestKit.Web;

/// <summary>Redirects, single and in chains.</summary>
public static class SiteRedirects
{
    public static FakeSite Redirect(
        this FakeSite site, string target, string location, int status = StatusCodes.Status302Found) =>
        site.Respond(target, status, headers: ("Location", location));

    /// <summary>
    /// <paramref name="target"/> reaches <paramref name="end"/> after exactly <paramref name="hops"/> redirects, over
    /// <c>target-1</c>, <c>target-2</c> and so on.
    /// </summary>
    public static FakeSite RedirectChain(
        this FakeSite site, string target, int hops, string end, int status = StatusCodes.Status302Found)
    {
        for (var hop = 0; hop < hops; hop++)
        {
            site.Redirect(Name(hop), hop == hops - 1 ? end : Name(hop + 1), status);
        }

        return site;

        string Name(int hop) => hop == 0 ? target : $"{target}-{hop}";
    }

    /// <summary>Targets that redirect to each other in a ring; a single one redirects to itself.</summary>
    public static FakeSite RedirectLoop(this FakeSite site, params string[] targets)
    {
        for (var i = 0; i < targets.Length; i++)
        {
            site.Redirect(targets[i], targets[(i + 1) % targets.Length]);
        }

        return site;
    }

    /// <summary>Every target under <paramref name="prefix"/> redirects to another that was never seen before.</summary>
    public static FakeSite EndlessRedirects(this FakeSite site, string prefix) =>
        site.HandleUnder(prefix, context =>
        {
            var number = context.Request.Path.Value.AsSpan(prefix.Length);
            _ = int.TryParse(number, CultureInfo.InvariantCulture, out var step);
            context.Response.Redirect($"{prefix}{step + 1}");
            return Task.CompletedTask;
        });
}
