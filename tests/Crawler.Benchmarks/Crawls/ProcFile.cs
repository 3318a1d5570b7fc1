using System.Globalization;

namespace Crawler.Benchmarks.Crawls;

/// <summary>What Linux tells of processes under <c>/proc</c> (proc(5)).</summary>
internal static class ProcFile
{
    /// <summary>The kernel counts CPU time for <c>/proc</c> in USER_HZ, which is 100 on every architecture that .NET runs on.</summary>
    private const double TicksPerSecond = 100;

    /// <summary>User and system time of all children of this process that have ended.</summary>
    public static double ChildrenCpuSeconds()
    {
        // The second field is the executable's name in brackets, and may itself hold brackets and blanks.
        var stat = File.ReadAllText("/proc/self/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return (Ticks(fields[13]) + Ticks(fields[14])) / TicksPerSecond;
    }

    /// <summary>What a process holds of memory and has held at most, in MB; null once it is gone.</summary>
    public static (double Resident, double Peak)? MemoryOf(int process)
    {
        try
        {
            var lines = File.ReadAllLines($"/proc/{process}/status");
            return (Find(lines, "VmRSS:"), Find(lines, "VmHWM:")) is ({ } resident, { } peak) ? (resident, peak) : null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static long Ticks(string field) => long.Parse(field, CultureInfo.InvariantCulture);

    /// <summary>A process that has ended and is not yet reaped has no such lines.</summary>
    private static double? Find(string[] lines, string name)
    {
        var line = Array.Find(lines, candidate => candidate.StartsWith(name, StringComparison.Ordinal));
        return line is null ? null : double.Parse(line[name.Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture) * 1024 / 1e6;
    }
}
