using System.Diagnostics;
using System.Globalization;

using Crawler.TestKit.Processes;
using Crawler.TestKit.Waiting;

using Npgsql;

namespace Crawler.TestKit.Databases;

/// <summary>A PostgreSQL server of this test process: Debian's binaries on a port and in a folder of its own.</summary>
/// <remarks>
/// It lives as long as a pipe from this process is open, so it goes also when this process is killed. As root it runs as
/// the user postgres, because it refuses to run as root. Disks are written as in production.
/// </remarks>
public sealed class PostgreSqlServer : IAsyncDisposable
{
    private const string BinaryFolder = "/usr/lib/postgresql";

    private const string Script =
        """
        umask 077
        folder="${2:-$(mktemp -d /tmp/crawler-postgres-XXXXXX)}"
        [ -d "$folder/data" ] || "$0/initdb" -D "$folder/data" -U crawler -A trust -E UTF8 --locale=C >"$folder/initdb" 2>&1 || {
            cat "$folder/initdb"; exit 1; }
        "$0/postgres" -D "$folder/data" -p "$1" -c listen_addresses=127.0.0.1 -c unix_socket_directories= \
            -c max_connections=300 >>"$folder/log" 2>&1 &
        server=$!
        echo "$folder $server"
        cat >/dev/null
        kill -INT $server 2>/dev/null
        wait $server
        [ -f "$folder/keep" ] || rm -rf "$folder"
        """;

    private readonly int _port;
    private Process _shell;
    private string _folder;
    private int _serverId;

    private PostgreSqlServer(int port, Process shell, string folder, int serverId)
    {
        _port = port;
        _shell = shell;
        _folder = folder;
        _serverId = serverId;
    }

    /// <summary>The id of the postmaster, whose children are all other processes of the server.</summary>
    public int ProcessId => _serverId;

    /// <summary>Whether tests are to start one: none is given.</summary>
    public static bool MayStart => Environment.GetEnvironmentVariable(PostgreSqlTestDatabase.Variable) is not { Length: > 0 };

    /// <summary>How to connect to a database of the server.</summary>
    public string ConnectionStringOf(string database) => string.Create(
        CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={_port};Username=crawler;Database={database}");

    public static async Task<PostgreSqlServer> StartAsync()
    {
        var port = LowPort.Next();
        var (shell, folder, serverId) = await LaunchAsync(port, folder: "");
        var server = new PostgreSqlServer(port, shell, folder, serverId);
        await server.AnswersAsync();
        return server;
    }

    /// <summary>Makes a database without tables, and returns how to connect to it.</summary>
    public async Task<string> CreateDatabaseAsync()
    {
        var name = $"crawler_{Guid.NewGuid():n}";
        await using var connection = new NpgsqlConnection(ConnectionStringOf("postgres") + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"CREATE DATABASE {name}", connection);
        await command.ExecuteNonQueryAsync();
        return ConnectionStringOf(name);
    }

    /// <summary>Kills the postmaster as a fault would, with all that it has in memory.</summary>
    public async Task KillAsync()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "keep"), "");
        using (var postmaster = Process.GetProcessById(_serverId))
        {
            postmaster.Kill(entireProcessTree: true);
        }

        _shell.StandardInput.Close();
        await _shell.WaitForExitAsync();
    }

    /// <summary>Starts it again after <see cref="KillAsync"/>, on what is on disk.</summary>
    public async Task RestartAsync()
    {
        _shell.Dispose();
        File.Delete(Path.Combine(_folder, "keep"));
        (_shell, _folder, _serverId) = await LaunchAsync(_port, _folder);
        await AnswersAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _shell.StandardInput.Close();
        await _shell.WaitForExitAsync();
        _shell.Dispose();
        if (Directory.Exists(_folder))
        {
            // Killed, and not started again.
            Directory.Delete(_folder, recursive: true);
        }
    }

    private static async Task<(Process Shell, string Folder, int ServerId)> LaunchAsync(int port, string folder)
    {
        string[] asServer = Environment.UserName == "root"
            ? ["setpriv", "--reuid", "postgres", "--regid", "postgres", "--clear-groups"]
            : ["env"];
        var start = new ProcessStartInfo(asServer[0])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            WorkingDirectory = "/",
        };
        string[] arguments =
            [.. asServer[1..], "sh", "-c", Script, Binaries(), port.ToString(CultureInfo.InvariantCulture), folder];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        var shell = Process.Start(start)!;
        var said = (await shell.StandardOutput.ReadLineAsync() ?? "").Split(' ');
        return said.Length == 2 && int.TryParse(said[1], CultureInfo.InvariantCulture, out var id)
            ? (shell, said[0], id)
            : throw new InvalidOperationException($"PostgreSQL did not start: {string.Join(' ', said)}");
    }

    private static string Binaries() =>
        (Directory.Exists(BinaryFolder) ? Directory.GetDirectories(BinaryFolder) : [])
        .Select(version => Path.Combine(version, "bin"))
        .Where(bin => File.Exists(Path.Combine(bin, "initdb")))
        .Order(StringComparer.Ordinal)
        .LastOrDefault() ?? throw new InvalidOperationException(
            "These tests need PostgreSQL: install Debian's package postgresql-15, or give a server by CRAWLER_TEST_POSTGRES.");

    private Task AnswersAsync() => Eventually.HoldsAsync(
        async () =>
        {
            try
            {
                await using var connection = new NpgsqlConnection(ConnectionStringOf("postgres") + ";Pooling=false");
                await connection.OpenAsync();
                return true;
            }
            catch (NpgsqlException)
            {
                return false;
            }
        },
        because: $"The server writes its log to {_folder}/log.");
}
