using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Crawler.TestKit.Processes;

/// <summary>Sends a signal to one process; .NET itself can only kill.</summary>
internal static partial class PosixKill
{
    public static void Send(int processId, ProcessSignal signal)
    {
        // Zero and negative ids address groups of processes (kill(2)): never those.
        ArgumentOutOfRangeException.ThrowIfLessThan(processId, 2);
        if (Kill(processId, (int)signal) != 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        }
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int processId, int signal);
}
