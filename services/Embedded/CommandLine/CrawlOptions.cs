using System.CommandLine;

using Crawler.Contracts.V1.Crawls;
using Crawler.Embedded.Crawling;
using Crawler.Embedded.Output;
using Crawler.Gateway.Crawls;

namespace Crawler.Embedded.CommandLine;

/// <summary>The options of <c>crawl</c>, and the spec that they make.</summary>
internal sealed class CrawlOptions
{
    /// <summary>Which option a field of the spec comes from, for errors.</summary>
    private static readonly (string Field, string Option)[] Names =
    [
        ("seeds", "URL"), ("scope.include", "--include"), ("scope.exclude", "--exclude"),
        ("limits.pages", "--max-pages"),
        ("limits.depth", "--max-depth"), ("limits.duration", "--max-duration"), ("limits.bytes", "--max-bytes"),
        ("content.types", "--content"),
        ("politeness.delay", "--delay"), ("politeness.perHost", "--per-host"), ("userAgent", "--user-agent"),
        ("continuous.recrawlAfter", "--recrawl-after"), ("continuous.stopWhenIdleFor", "--stop-when-idle"),
    ];

    private readonly Argument<string[]> _seeds = new("URL")
    {
        Description = "Where the crawl starts: absolute http or https URLs.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<long?> _pages = SharedOptions.Number(
        "--max-pages", "Stop at this many stored pages, exactly.");
    private readonly Option<long?> _depth = SharedOptions.Number(
        "--max-depth", "Follow at most this many links from a seed.");
    private readonly Option<long?> _bytes = SharedOptions.Number(
        "--max-bytes", "Stop at this many bytes of decoded bodies.");
    private readonly Option<TimeSpan?> _duration = SharedOptions.Duration("--max-duration", "Stop after this time.");
    private readonly Option<ScopeKind> _scope = SharedOptions.Choice<ScopeKind>(
        "--scope", "How far from the seeds to go.");
    private readonly Option<string[]> _include = Patterns(
        "--include", "Only URLs that match this regular expression. May be repeated.");
    private readonly Option<string[]> _exclude = Patterns(
        "--exclude", "No URLs that match this regular expression. May be repeated.");
    private readonly Option<TimeSpan?> _delay = SharedOptions.Duration(
        "--delay", "The time between fetch starts on a host. Default 1s.");
    private readonly Option<long?> _perHost = SharedOptions.Number(
        "--per-host", "The most connections to a host. Default 1.");
    private readonly Option<string[]> _allowed = SharedOptions.AllowedAddresses();
    private readonly Option<bool> _ignoreRobots = new("--ignore-robots")
    {
        Description = "Do not ask for or obey robots rules.",
    };
    private readonly Option<bool> _noTraps = new("--no-trap-detection")
    {
        Description = "Follow URLs also where they look like a site that makes new ones without end.",
    };
    private readonly Option<TrapRule[]> _ignoredTraps = new("--ignore-trap")
    {
        Description = "Do not apply this rule of the trap detection. May be repeated.",
        HelpName = string.Join('|', Enum.GetNames<TrapRule>()),
        DefaultValueFactory = _ => [],
    };
    private readonly Option<SitemapMode> _sitemap = SharedOptions.Choice<SitemapMode>(
        "--sitemap", "Find pages by the sites' sitemaps beside links, by sitemaps only, or ask for none.");
    private readonly Option<bool> _dropTracking = Flag(
        "--drop-tracking-parameters", "Take URLs that differ in utm_*, gclid and the like for the same.");
    private readonly Option<bool> _sortQuery = Flag(
        "--sort-query", "Take URLs that differ in the order of parameters for the same.");
    private readonly Option<bool> _foldScheme = Flag("--fold-scheme", "Take http and https for the same.");
    private readonly Option<bool> _foldWww = Flag("--fold-www", "Take a host with and without www. for the same.");
    private readonly Option<bool> _dropIndexFiles = Flag(
        "--drop-index-files", "Take index.html and the like for the folder that they are in.");
    private readonly Option<string?> _userAgent = new("--user-agent")
    {
        Description = "The User-Agent header.",
        HelpName = "S",
    };
    private readonly Option<string> _data = SharedOptions.Data();
    private readonly Option<ArchiveKind> _archive = SharedOptions.Choice<ArchiveKind>(
        "--archive", "Where responses are kept.");
    private readonly Option<ContentKind> _content = SharedOptions.Choice<ContentKind>(
        "--content", "Which content types are kept.");
    private readonly Option<bool> _assets = Flag(
        "--assets", "Fetch what pages are made of, too: images, style sheets, scripts, icons, media.");
    private readonly Option<TimeSpan?> _recrawl = SharedOptions.Duration(
        "--recrawl-after", "Go round: fetch each page again after this time.");
    private readonly Option<TimeSpan?> _idle = SharedOptions.Duration(
        "--stop-when-idle", "End a crawl that goes round when nothing was due for this time.");
    private readonly Option<string?> _output = new("--output")
    {
        Description = "List the stored pages in this file at the end.",
        HelpName = "FILE",
    };
    private readonly Option<PageFormat> _format = SharedOptions.Choice<PageFormat>(
        "--format", "How --output lists them.");
    private readonly Option<bool> _json = new("--json")
    {
        Description = "Print the result as one JSON object in the last line of standard output.",
    };

    private readonly Option<string?> _resume = new("--resume")
    {
        Description = "Go on with the newest crawl of the data folder that has not ended, or with the one named.",
        Arity = ArgumentArity.ZeroOrOne,
        HelpName = "CRAWL-ID",
    };

    public void AddTo(Command command)
    {
        command.Add(_seeds);
        Option[] options =
        [
            _pages, _depth, _bytes, _duration, _scope, _include, _exclude, _delay, _perHost, _allowed, _ignoreRobots,
            _noTraps, _ignoredTraps, _sitemap, _dropTracking, _sortQuery, _foldScheme, _foldWww, _dropIndexFiles,
            _userAgent, _data, _archive, _content, _assets, _recrawl, _idle, _output, _format, _json, _resume,
        ];
        foreach (var option in options)
        {
            command.Add(option);
        }
    }

    public CrawlArguments Read(ParseResult parsed)
    {
        var resumes = parsed.GetResult(_resume) is not null;
        var seeds = parsed.GetValue(_seeds) ?? [];
        if (resumes == seeds.Length > 0)
        {
            throw new UsageException(resumes
                ? "--resume: goes on with a crawl as it was submitted, and takes no URL."
                : "URL: give at least one URL to start from, or --resume to go on with an earlier crawl.");
        }

        return new CrawlArguments
        {
            Spec = resumes ? null : ReadSpec(parsed, seeds),
            ResumeId = resumes && parsed.GetValue(_resume) is { } id ? ReadId(id) : null,
            Data = parsed.GetValue(_data)!,
            AllowedAddresses = parsed.GetValue(_allowed) ?? [],
            Output = parsed.GetValue(_output),
            Format = parsed.GetValue(_format),
            Json = parsed.GetValue(_json),
        };
    }

    private static Option<bool> Flag(string name, string description) => new(name) { Description = description };

    private static Option<string[]> Patterns(string name, string description) =>
        new(name) { Description = description, HelpName = "RE", DefaultValueFactory = _ => [] };

    private static Guid ReadId(string text) => Guid.TryParse(text, out var id)
        ? id
        : throw new UsageException($"--resume: '{text}' is not the id of a crawl.");

    private static int? Narrow(long? number, string option) => number is null or (>= int.MinValue and <= int.MaxValue)
        ? (int?)number
        : throw new UsageException($"{option}: {number} is out of range.");

    private static string OptionOf(string field)
    {
        var bracket = field.IndexOf('[', StringComparison.Ordinal);
        var name = bracket < 0 ? field : field[..bracket];
        return Names.FirstOrDefault(pair => pair.Field == name).Option ?? name;
    }

    private CrawlSpec ReadSpec(ParseResult parsed, string[] seeds)
    {
        var defaults = new PolitenessSpec();
        var spec = new CrawlSpec
        {
            Seeds = seeds,
            Scope = new ScopeSpec
            {
                Kind = parsed.GetValue(_scope),
                Include = parsed.GetValue(_include) ?? [],
                Exclude = parsed.GetValue(_exclude) ?? [],
            },
            Limits = new LimitsSpec
            {
                Pages = parsed.GetValue(_pages),
                Depth = Narrow(parsed.GetValue(_depth), "--max-depth"),
                Bytes = parsed.GetValue(_bytes),
                Duration = parsed.GetValue(_duration),
            },
            Politeness = new PolitenessSpec
            {
                Delay = parsed.GetValue(_delay) ?? defaults.Delay,
                PerHost = Narrow(parsed.GetValue(_perHost), "--per-host") ?? defaults.PerHost,
            },
            Robots = new RobotsSpec { Obey = !parsed.GetValue(_ignoreRobots) },
            Traps = new TrapsSpec
            {
                Detect = !parsed.GetValue(_noTraps),
                Ignore = parsed.GetValue(_ignoredTraps) ?? [],
            },
            Sitemap = parsed.GetValue(_sitemap),
            Canonicalization = ReadCanonicalization(parsed),
            Content = new ContentSpec { Types = parsed.GetValue(_content), Assets = parsed.GetValue(_assets) },
            Continuous = ReadContinuous(parsed),
            UserAgent = parsed.GetValue(_userAgent),
            Archive = parsed.GetValue(_archive),
        };
        return CrawlSpecValidation.Validate(spec) is [var error, ..]
            ? throw new UsageException($"{OptionOf(error.Field)}: {error.Message}.")
            : spec;
    }

    private CanonicalizationSpec ReadCanonicalization(ParseResult parsed) => new()
    {
        DropTrackingParameters = parsed.GetValue(_dropTracking),
        SortQuery = parsed.GetValue(_sortQuery),
        FoldScheme = parsed.GetValue(_foldScheme),
        FoldWww = parsed.GetValue(_foldWww),
        DropIndexFiles = parsed.GetValue(_dropIndexFiles),
    };

    private ContinuousSpec? ReadContinuous(ParseResult parsed)
    {
        var recrawl = parsed.GetValue(_recrawl);
        var idle = parsed.GetValue(_idle);
        return recrawl is { } after ? new ContinuousSpec { RecrawlAfter = after, StopWhenIdleFor = idle }
            : idle is null ? null
            : throw new UsageException("--stop-when-idle: goes with --recrawl-after.");
    }
}
