namespace Crawler.WebStandards.Url.Traps;

/// <summary>Finds the signs of spider traps in a URL, by itself and without memory of others.</summary>
/// <remarks>
/// A sign is only a suspicion with a budget, and the budgets are wide: a site with a few odd URLs is crawled whole.
/// What counts the budgets down decides. The rules:
/// <list type="table">
/// <item><term><see cref="TrapRule.RepeatedSegments"/></term><description>a run of segments three times in a row, or
/// one segment four times in a path: <see cref="RepeatedSegmentsBudget"/> of a host</description></item>
/// <item><term><see cref="TrapRule.EndlessParameters"/></term><description>more than <see cref="ManyParameters"/>
/// parameters, or a query longer than <see cref="LongQuery"/>: <see cref="OvergrownQueryBudget"/> of a path; three
/// parameters or more: <see cref="CombinationsBudget"/> of a path; numbers that were reached over more than
/// <see cref="LongWay"/> links: <see cref="SequenceBudget"/> of what is left without the numbers</description></item>
/// <item><term><see cref="TrapRule.Calendar"/></term><description>a month or day more than <see cref="Ahead"/> ahead,
/// or before the year <see cref="FirstYear"/>: <see cref="CalendarBudget"/> of a host</description></item>
/// <item><term><see cref="TrapRule.SessionIds"/></term><description>a parameter whose name is one of sessions:
/// <see cref="SessionBudget"/> of the URL without it; a long random value of any other parameter:
/// <see cref="RandomValueBudget"/></description></item>
/// </list>
/// </remarks>
public static class TrapSigns
{
    public const int RepeatedSegmentsBudget = 20;
    public const int OvergrownQueryBudget = 100;
    public const int CombinationsBudget = 5_000;
    public const int SequenceBudget = 500;
    public const int CalendarBudget = 100;
    public const int SessionBudget = 3;
    public const int RandomValueBudget = 200;

    public const int ManyParameters = 8;
    public const int LongQuery = 1_024;
    public const int LongWay = 500;
    public const int FirstYear = 1600;

    /// <summary>Events are announced for about a year.</summary>
    public static readonly TimeSpan Ahead = TimeSpan.FromDays(400);

    /// <summary>Adds the signs of a URL that was found <paramref name="depth"/> links from a seed.</summary>
    public static void Find(WebUrl url, int depth, DateTimeOffset now, ICollection<TrapSign> signs)
    {
        var path = url.PathSpan;
        var pathAndQuery = url.PathAndQuery;
        var query = pathAndQuery.Length > path.Length ? pathAndQuery[(path.Length + 1)..] : default;
        if (RepeatedSegments.Has(path))
        {
            signs.Add(Sign(TrapRule.RepeatedSegments, url, "", RepeatedSegmentsBudget));
        }

        if (CalendarDates.LieFarOff(path, query, now))
        {
            signs.Add(Sign(TrapRule.Calendar, url, "", CalendarBudget));
        }

        FindParameters(url, path, query, signs);
        if (depth > LongWay && pathAndQuery.ContainsAnyInRange('0', '9'))
        {
            signs.Add(Sign(TrapRule.EndlessParameters, url, $"#{WithoutNumbers(pathAndQuery)}", SequenceBudget));
        }

        var session = SessionValues.Find(path, query, out var stripped);
        if (session != SessionKind.None)
        {
            var budget = session == SessionKind.Named ? SessionBudget : RandomValueBudget;
            signs.Add(Sign(TrapRule.SessionIds, url, stripped!, budget));
        }
    }

    private static void FindParameters(
        WebUrl url, ReadOnlySpan<char> path, ReadOnlySpan<char> query, ICollection<TrapSign> signs)
    {
        if (query.IsEmpty)
        {
            return;
        }

        var parameters = query.Count('&') + 1;
        if (parameters > ManyParameters || query.Length > LongQuery)
        {
            signs.Add(Sign(TrapRule.EndlessParameters, url, $"*{path}", OvergrownQueryBudget));
        }
        else if (parameters >= 3)
        {
            signs.Add(Sign(TrapRule.EndlessParameters, url, $"?{path}", CombinationsBudget));
        }
    }

    private static string WithoutNumbers(ReadOnlySpan<char> text)
    {
        var kept = new char[text.Length];
        var length = 0;
        foreach (var character in text)
        {
            if (!char.IsAsciiDigit(character))
            {
                kept[length++] = character;
            }
            else if (length == 0 || kept[length - 1] != '0')
            {
                kept[length++] = '0';
            }
        }

        return new string(kept, 0, length);
    }

    private static TrapSign Sign(TrapRule rule, WebUrl url, string shape, int budget) =>
        new(rule, UrlKey.Of($"{rule} {url.HostAndPortSpan} {shape}"), budget);
}
