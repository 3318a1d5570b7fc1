using System.Diagnostics;
using System.Globalization;

using Crawler.TestKit.Processes;
using Crawler.TestKit.Waiting;

using RabbitMQ.Client;

using Xunit;

namespace Crawler.TestKit.Brokers;

/// <summary>A RabbitMQ broker for the tests of one process; started when the first of them asks for it.</summary>
/// <remarks>
/// The one at <see cref="Variable"/> where that is given. Otherwise Debian's server, under a node name, ports and a
/// folder of its own. It ends with this process, however that ends: the shell above it waits for its standard input.
/// </remarks>
public sealed class RabbitMqServer : IAsyncLifetime, IDisposable
{
    /// <summary>The environment variable with the address of a broker: <c>amqp://user:password@host:port</c>.</summary>
    public const string Variable = "CRAWLER_TEST_RABBITMQ";

    private const string Programs = "/usr/lib/rabbitmq/bin";
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(90);

    private readonly TemporaryFolder _folder = new();
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly int _epmdPort = LowPort.Next();
    private readonly int _nodePort = LowPort.Next();
    private Process? _shell;
    private bool _isConfigured;
    private int _virtualHosts;

    public RabbitMqServer()
    {
        if (Given is { } uri)
        {
            Host = uri.Host;
            Port = uri.IsDefaultPort ? 5_672 : uri.Port;
            var parts = uri.UserInfo.Split(':', 2).Select(Uri.UnescapeDataString).ToArray();
            (User, Password) = parts is [var user, var password] ? (user, password) : ("guest", "guest");
            return;
        }

        Port = LowPort.Next();
        TlsPort = LowPort.Next();
    }

    /// <summary>Whether tests can have a broker.</summary>
    public static bool IsAvailable => Given is not null || MayStart;

    /// <summary>Whether the tests start a broker of their own.</summary>
    public static bool MayStart => Given is null && File.Exists(Path.Combine(Programs, "rabbitmq-server"));

    public string Host { get; } = "127.0.0.1";

    public int Port { get; }

    /// <summary>Where it listens with TLS; only the tests' own does.</summary>
    public int TlsPort { get; }

    public string User { get; } = "crawler";

    public string Password { get; } = "crawler-test";

    /// <summary>The authority that signed its certificate.</summary>
    public string AuthorityFile => _folder.File("authority.pem");

    private static Uri? Given =>
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } address ? new Uri(address) : null;

    private string NodeName => $"crawler{_nodePort.ToString(CultureInfo.InvariantCulture)}@localhost";

    /// <summary>An empty virtual host; starts the broker if it does not run.</summary>
    public async Task<VirtualHost> AddVirtualHostAsync()
    {
        await _gate.WaitAsync();
        try
        {
            if (Given is { } uri)
            {
                var given = uri.AbsolutePath is "" or "/" ? "/" : Uri.UnescapeDataString(uri.AbsolutePath[1..]);
                return await EmptyAsync(new VirtualHost(this, given));
            }

            if (!_isConfigured)
            {
                await ConfigureAsync();
                _isConfigured = true;
            }

            if (_shell is null)
            {
                await StartAgainAsync();
            }

            var name = $"test-{++_virtualHosts}";
            await EvaluateAsync(
                $"ok = rabbit_vhost:add(<<\"{name}\">>, <<\"{User}\">>), ok = rabbit_auth_backend_internal:set_permissions("
                + $"<<\"{User}\">>, <<\"{name}\">>, <<\".*\">>, <<\".*\">>, <<\".*\">>, <<\"{User}\">>).");
            return new VirtualHost(this, name);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Runs the broker's own administration.</summary>
    public async Task<string> ControlAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(Programs, "rabbitmqctl"), arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        Fill(start);
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException($"rabbitmqctl {string.Join(' ', arguments)}: {output}{await errors}");
    }

    /// <summary>The id of the Erlang machine's process; only of the tests' own broker.</summary>
    public async Task<int> ProcessIdAsync() =>
        int.Parse(await EvaluateAsync("list_to_integer(os:getpid())."), CultureInfo.InvariantCulture);

    /// <summary>How many messages publishers have sent to the broker since it started; only of the tests' own.</summary>
    public async Task<long> MessagesPublishedAsync() => long.Parse(
        await EvaluateAsync(
            "lists:sum([maps:get(messages_received_total, C, 0) || C <- maps:values(rabbit_global_counters:overview())])."),
        CultureInfo.InvariantCulture);

    /// <summary>SIGKILL: the broker does nothing more, not even flush.</summary>
    public async Task KillAsync()
    {
        using (var broker = Process.GetProcessById(await ProcessIdAsync()))
        {
            broker.Kill();
        }

        await _shell!.WaitForExitAsync();
        _shell.Dispose();
        _shell = null;
    }

    /// <summary>Starts the broker again with what it had on disk.</summary>
    public async Task StartAgainAsync()
    {
        Launch();
        await WaitUntilReadyAsync();
    }

    /// <summary>Starts nothing yet.</summary>
    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (_shell is { } shell)
        {
            shell.StandardInput.Close();
            await shell.WaitForExitAsync();
            shell.Dispose();
            _shell = null;
        }
    }

    public void Dispose()
    {
        _gate.Dispose();
        _folder.Dispose();
    }

    private static async Task<VirtualHost> EmptyAsync(VirtualHost given)
    {
        await using var connection = await given.ConnectAsync();
        await using var channel = await connection.CreateChannelAsync();
        foreach (var queue in ServiceDefaults.Messaging.QueueNames.Shared)
        {
            await channel.QueueDeleteAsync(queue, ifUnused: false, ifEmpty: false);
            await channel.QueueDeleteAsync($"{queue}_error", ifUnused: false, ifEmpty: false);
        }

        return given;
    }

    private async Task ConfigureAsync()
    {
        BrokerCertificates.Write(_folder);
        await File.WriteAllTextAsync(_folder.File("enabled_plugins"), "[].");
        await File.WriteAllTextAsync(
            _folder.File("rabbitmq.conf"),
            $"""
             listeners.tcp.default = 127.0.0.1:{Port}
             listeners.ssl.default = 127.0.0.1:{TlsPort}
             ssl_options.cacertfile = {AuthorityFile}
             ssl_options.certfile = {_folder.File("broker.pem")}
             ssl_options.keyfile = {_folder.File("broker-key.pem")}
             default_user = {User}
             default_pass = {Password}

             """);
    }

    private void Launch()
    {
        var start = new ProcessStartInfo("/bin/sh")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.ArgumentList.Add("-c");

        // Ends when the broker does, and ends the broker when the input does; with it the port mapper of this node alone.
        start.ArgumentList.Add(
            $"""
             exec 3<&0
             {Programs}/rabbitmq-server >{_folder.File("output.log")} 2>&1 3<&- &
             server=$!
             (read -r line <&3; kill -TERM $server) &
             reader=$!
             while kill -0 $server 2>/dev/null; do wait $server; done
             kill $reader 2>/dev/null
             for i in 1 2 3 4 5; do epmd -port {_epmdPort} -kill >/dev/null 2>&1 && break; sleep 0.2; done
             exit 0
             """);
        Fill(start);
        _shell = Process.Start(start)!;
    }

    private async Task WaitUntilReadyAsync()
    {
        var factory = new ConnectionFactory
        {
            HostName = Host,
            Port = Port,
            UserName = User,
            Password = Password,
        };
        await Eventually.HoldsAsync(
            async () =>
            {
                try
                {
                    await using var connection = await factory.CreateConnectionAsync();
                    return true;
                }
                catch (RabbitMQ.Client.Exceptions.BrokerUnreachableException) when (!_shell!.HasExited)
                {
                    return false;
                }
            },
            StartTime,
            $"The broker did not start: {_folder.File("output.log")}");
    }

    private async Task<string> EvaluateAsync(string expression) => (await ControlAsync("eval", expression)).Trim();

    private void Fill(ProcessStartInfo start)
    {
        (string Name, string Value)[] environment =
        [
            ("RABBITMQ_NODENAME", NodeName),
            ("RABBITMQ_DIST_PORT", _nodePort.ToString(CultureInfo.InvariantCulture)),
            ("ERL_EPMD_PORT", _epmdPort.ToString(CultureInfo.InvariantCulture)),
            ("ERL_EPMD_ADDRESS", "127.0.0.1"),
            ("RABBITMQ_MNESIA_BASE", _folder.File("data")),
            ("RABBITMQ_LOG_BASE", _folder.File("log")),
            ("RABBITMQ_PID_FILE", _folder.File("pid")),
            ("RABBITMQ_ENABLED_PLUGINS_FILE", _folder.File("enabled_plugins")),
            ("RABBITMQ_CONFIG_FILE", _folder.File("rabbitmq")),
            ("RABBITMQ_CONF_ENV_FILE", _folder.File("none")),
            ("RABBITMQ_SCHEMA_DIR", _folder.File("schema")),
            ("RABBITMQ_GENERATED_CONFIG_DIR", _folder.File("generated")),
            ("HOME", _folder.Path),
        ];
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }
    }
}
