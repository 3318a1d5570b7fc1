using System.CommandLine;
using System.Net;
using System.Net.Sockets;

using Crawler.Embedded.Crawling;
using Crawler.ServiceDefaults.Hosting;

using Microsoft.Extensions.Hosting;

namespace Crawler.Embedded.CommandLine;

/// <summary><c>crawler serve</c>: the whole platform in this process, with its HTTP API.</summary>
internal static class ServeCommand
{
    private const string DefaultUrl = "http://127.0.0.1:8080";

    public static Command Create()
    {
        var urls = new Option<string>("--urls")
        {
            Description = "Where the API listens, addresses separated by semicolons. "
                + "Others than loopback need an access key: crawler keys create.",
            DefaultValueFactory = _ => DefaultUrl,
            HelpName = "URLS",
        };
        var data = SharedOptions.Data();
        var allowed = SharedOptions.AllowedAddresses();
        var command = new Command(
            "serve", "Run everything in this process, and take crawls over HTTP.") { urls, data, allowed };
        command.SetAction((parsed, cancellationToken) =>
            ServeAsync(
                parsed.GetValue(urls)!, parsed.GetValue(data)!, parsed.GetValue(allowed) ?? [], cancellationToken));
        return command;
    }

    private static async Task<int> ServeAsync(
        string urls, string folder, string[] allowed, CancellationToken cancellationToken)
    {
        foreach (var url in urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            RequireFree(url, EndPointOf(url));
        }

        using var data = DataFolder.Open(folder);
        var builder = CrawlerBuilder.CreateWeb([]).Configure(data, allowed, [new("urls", urls)]);
        using var host = builder.Build();
        try
        {
            await host.StartOrExplainAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Asked to stop before it had started.
            return ExitCodes.Completed;
        }

        await Console.Out.WriteLineAsync($"Listening on {urls}; data in {data.Path}. Press Ctrl-C to stop.");
        await host.WaitForShutdownAsync(cancellationToken);

        // A part of it may have ended the process because it cannot go on.
        return Environment.ExitCode == 0 ? ExitCodes.Completed : ExitCodes.Failed;
    }

    /// <summary>Whether it may be listened on, Gateway decides, which knows of keys.</summary>
    private static IPEndPoint EndPointOf(string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var parsed) || parsed.Scheme != Uri.UriSchemeHttp)
        {
            throw new UsageException($"--urls: '{url}' is not an address such as {DefaultUrl}.");
        }

        var address = parsed.Host == "localhost" ? IPAddress.Loopback : null;
        return address is null && !IPAddress.TryParse(parsed.Host.Trim('[', ']'), out address)
            ? throw new UsageException(
                $"--urls: '{url}' is not the address of an interface, such as http://0.0.0.0:8080.")
            : new IPEndPoint(address, parsed.Port);
    }

    /// <summary>
    /// Finds out before anything is started, so that the answer is this sentence and not a failed start.
    /// </summary>
    private static void RequireFree(string url, IPEndPoint endpoint)
    {
        using var probe = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            probe.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, optionValue: true);
            probe.Bind(endpoint);
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            throw new UsageException($"--urls: another process listens on '{url}'.");
        }
        catch (SocketException e)
        {
            throw new UsageException($"--urls: '{url}' cannot be listened on: {e.Message}.");
        }
    }
}
