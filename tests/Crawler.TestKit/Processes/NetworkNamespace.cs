using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace Crawler.TestKit.Processes;

/// <summary>
/// A network of its own, in which every address of the world leads to this machine: nothing leaves it, and whoever
/// listens hears of every connection wherever it was to go.
/// </summary>
/// <remarks>
/// A socket belongs to the namespace of the thread that makes it, and a process to that of the thread that starts it;
/// so listeners and processes are made by <see cref="Run{T}"/>, on one thread that has gone into the namespace and
/// never comes back. Linux alone has this, and only root may do it.
/// </remarks>
public sealed class NetworkNamespace : IDisposable
{
    private const int NewNetwork = 0x4000_0000;

    private readonly BlockingCollection<Action> _work = [];
    private readonly Thread _thread;

    private NetworkNamespace()
    {
        _thread = new Thread(() =>
        {
            foreach (var work in _work.GetConsumingEnumerable())
            {
                work();
            }
        })
        {
            IsBackground = true,
            Name = "network namespace",
        };
        _thread.Start();
    }

    /// <summary>Makes one; false with the reason where this process may not.</summary>
    public static bool TryCreate([NotNullWhen(true)] out NetworkNamespace? network, out string reason)
    {
        network = null;
        reason = "Network namespaces are a thing of Linux.";
        if (!OperatingSystem.IsLinux())
        {
            return false;
        }

        var made = new NetworkNamespace();
        reason = made.Run(Enter);
        if (reason.Length == 0)
        {
            network = made;
            return true;
        }

        made.Dispose();
        return false;
    }

    /// <summary>Runs something in the namespace, and returns or throws what it does.</summary>
    public T Run<T>(Func<T> function)
    {
        var done = new TaskCompletionSource<T>();
        _work.Add(() =>
        {
            try
            {
                done.SetResult(function());
            }
            catch (Exception e)
            {
                done.SetException(e);
            }
        });
        return done.Task.GetAwaiter().GetResult();
    }

    public void Dispose()
    {
        _work.CompleteAdding();
        _thread.Join();
        _work.Dispose();
    }

    /// <summary>Empty where it succeeded.</summary>
    private static string Enter()
    {
        if (Unshare(NewNetwork) != 0)
        {
            return $"unshare(2) refuses a network namespace (error {Marshal.GetLastPInvokeError()}).";
        }

        return Ip("link", "set", "lo", "up") && Ip("route", "add", "local", "0.0.0.0/0", "dev", "lo")
            && Ip("-6", "route", "add", "local", "::/0", "dev", "lo")
            ? ""
            : "The ip command could not set up the namespace.";
    }

    private static bool Ip(params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("ip", arguments)
            {
                UseShellExecute = false,
                RedirectStandardError = true,
            })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    [DllImport("libc", EntryPoint = "unshare", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Unshare(int flags);
}
