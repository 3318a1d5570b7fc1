using System.Text.RegularExpressions;

namespace Crawler.UnitTests.Architecture;

/// <summary>What must not stand in the services' code, and what must stand there once.</summary>
internal static class SourceRules
{
    public const int MaximumLines = 400;
    public const int MaximumProgramLines = 20;

    private const string Blocked = "await it: a blocked thread is one that the pool has no more";
    private const string OwnClient = "take the client that checks addresses, or IHttpClientFactory";

    private const string ForeignUri =
        "System.Uri decides on no host: WebUrl reads it, and AddressPolicy judges its address";

    private static readonly (string Pattern, string Reason)[] Banned =
    [
        (@"\bDateTime(Offset)?\s*\.\s*(Utc)?Now\b", "take TimeProvider, so that tests can set the time"),
        (@"\bThread\s*\.\s*Sleep\b", "wait for a condition"),
        (@"\bnew\s+HttpClient\s*\(", OwnClient),
        (@"\bHttpClient\s+\w+\s*=\s*new\s*\(", OwnClient),
        (@"\.\s*Result\b(?!\s*(\(|=[^=>]|\{|<))", Blocked),
        (@"\.\s*GetAwaiter\s*\(\s*\)\s*\.\s*GetResult\b", Blocked),
        (@"\.\s*Wait\s*\(\s*\)", Blocked),
        (@"\.\s*(HostNameType|IdnHost|DnsSafeHost)\b", ForeignUri),
    ];

    private static readonly (string Pattern, string Owner, string Reason)[] Owned =
    [
        (@"\.\s*AddMassTransit\s*\(", "services/ServiceDefaults/", "a process has one bus"),
        (@"\.\s*AddOpenTelemetry\s*\(", "services/ServiceDefaults/", "telemetry is the same in every process"),
        (@"\.\s*MapHealthChecks\s*\(", "services/ServiceDefaults/", "probes are the same in every process"),
    ];

    private static readonly (string Pattern, string Reason)[] LongFiles =
    [
        (@"/Migrations/", "a migration is one piece of generated shape"),
        (@"/\w+Tables?(\.\w+)?\.cs$", "a table of a standard, generated from its data"),
    ];

    public static IEnumerable<string> BannedCode(IEnumerable<SourceFile> files) =>
        from file in files
        from rule in Banned
        from place in file.Find(Compile(rule.Pattern))
        select $"{place}: {rule.Reason}";

    public static IEnumerable<string> WrongOwner(IEnumerable<SourceFile> files) =>
        from file in files
        from rule in Owned
        where !file.Path.StartsWith(rule.Owner, StringComparison.Ordinal)
        from place in file.Find(Compile(rule.Pattern))
        select $"{place}: only {rule.Owner} does this; {rule.Reason}";

    public static IEnumerable<string> TooLong(IEnumerable<SourceFile> files) =>
        from file in files
        let maximum = Path.GetFileName(file.Path) == "Program.cs" ? MaximumProgramLines : MaximumLines
        where file.Lines > maximum && !LongFiles.Any(exempt => Compile(exempt.Pattern).IsMatch(file.Path))
        select $"{file.Path} has {file.Lines} lines of at most {maximum}";

    /// <summary>
    /// Folder and namespace are the same: <c>services/Archive/Warc</c> is <c>Crawler.Archive.Warc</c>.
    /// </summary>
    public static IEnumerable<string> ForeignNamespaces(IEnumerable<SourceFile> files) =>
        from file in files
        let match = Compile(@"^namespace\s+([\w.]+)\s*;").Match(file.Code)
        where match.Success && match.Groups[1].Value != NamespaceOf(file.Path)
        select $"{file.Path} is in {match.Groups[1].Value}, not in {NamespaceOf(file.Path)}";

    public static IEnumerable<string> Uses(IEnumerable<SourceFile> files, string pattern) =>
        files.SelectMany(file => file.Find(Compile(pattern)));

    private static string NamespaceOf(string path)
    {
        var folders = path.Split('/')[1..^1];
        var name = string.Join('.', folders);
        return folders[0].StartsWith("Crawler.", StringComparison.Ordinal) ? name : "Crawler." + name;
    }

    private static Regex Compile(string pattern) =>
        new(pattern, RegexOptions.Multiline | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(5));
}
