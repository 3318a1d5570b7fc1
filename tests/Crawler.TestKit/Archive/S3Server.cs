using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

using Crawler.Archive.S3;

namespace Crawler.TestKit.Archive;

/// <summary>A real S3 server (s3rver, as ./test installs it) on loopback, with one empty bucket.</summary>
public sealed partial class S3Server : IAsyncDisposable
{
    private const string Bucket = "crawls";
    private const string Credential = "S3RVER";

    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(30);

    private readonly TemporaryFolder _folder = new();
    private Process? _process;
    private int _port;

    private S3Server()
    {
    }

    /// <summary>Whether the server is installed.</summary>
    public static bool CanStart => File.Exists(Script);

    /// <summary>The bucket as the product is configured with it.</summary>
    public S3Options Options => OptionsWith("pre/");


    /// <summary>The same as settings of a process.</summary>
    public string[] Settings =>
    [
        "Archive:Store=S3", $"Archive:S3:Bucket={Bucket}", $"Archive:S3:ServiceUrl={Options.ServiceUrl}",
        $"Archive:S3:AccessKey={Credential}", $"Archive:S3:SecretKey={Credential}",
        $"Archive:S3:SpoolFolder={SpoolFolder}",
    ];

    /// <summary>What is waiting to be sent.</summary>
    public string SpoolFolder => _folder.File("spool");

    private static string Script => RepositoryRoot.File("artifacts", "s3rver", "node_modules", "s3rver", "bin", "s3rver.js");

    public static async Task<S3Server> StartAsync()
    {
        var server = new S3Server();
        await server.StartAgainAsync();
        return server;
    }

    /// <summary>Starts it with what it held, on the port that it had.</summary>
    public async Task StartAgainAsync()
    {
        Directory.CreateDirectory(_folder.File("data"));
        var start = new ProcessStartInfo(
            "node",
            [
                Script, "--directory", _folder.File("data"), "--address", "127.0.0.1", "--port", $"{_port}",
                "--no-vhost-buckets", "--configure-bucket", Bucket,
            ])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var port = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Look(line.Data, port);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        _port = await port.Task.WaitAsync(StartTimeout);
    }

    /// <summary>Kills it; what it holds stays.</summary>
    public async Task StopAsync()
    {
        if (_process is { } process)
        {
            _process = null;
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
        }
    }

    /// <summary>The bucket below a prefix.</summary>
    public S3Options OptionsWith(string prefix) => new()
    {
        Bucket = Bucket,
        Prefix = prefix,
        ServiceUrl = $"http://127.0.0.1:{_port}",
        AccessKey = Credential,
        SecretKey = Credential,
        SpoolFolder = SpoolFolder,
        PartBytes = 5 << 20,
        Timeout = TimeSpan.FromSeconds(20),
    };

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _folder.Dispose();
    }

    private static void Look(string? line, TaskCompletionSource<int> port)
    {
        if (line is not null && Listening().Match(line) is { Success: true } match)
        {
            port.TrySetResult(int.Parse(match.Groups["port"].ValueSpan, CultureInfo.InvariantCulture));
        }
    }

    [GeneratedRegex(@"listening on .*:(?<port>\d+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Listening();
}
