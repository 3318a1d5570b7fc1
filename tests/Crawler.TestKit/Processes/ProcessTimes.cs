using System.Globalization;

namespace Crawler.TestKit.Processes;

/// <summary>Processor time as Linux counts it.</summary>
internal static class ProcessTimes
{
    /// <summary>What <c>sysconf(_SC_CLK_TCK)</c> answers on every platform that .NET runs on.</summary>
    private const double TicksPerSecond = 100;

    /// <summary>
    /// The time of a process, of its children that have ended and were waited for, and of all that descend from it.
    /// </summary>
    public static TimeSpan OfTree(int processId)
    {
        var children = new Dictionary<int, List<int>>();
        var times = new Dictionary<int, double>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id)
                && Read(id) is { } read)
            {
                times[id] = read.Ticks;
                children.TryAdd(read.Parent, []);
                children[read.Parent].Add(id);
            }
        }

        return TimeSpan.FromSeconds(Sum(processId) / TicksPerSecond);

        double Sum(int id) =>
            times.GetValueOrDefault(id) + (children.TryGetValue(id, out var below) ? below.Sum(Sum) : 0);
    }

    /// <summary>Null where the process is gone: proc(5), fields 4 and 14 to 17, after a name in parentheses.</summary>
    private static (int Parent, double Ticks)? Read(int id)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{id.ToString(CultureInfo.InvariantCulture)}/stat");
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            var ticks = fields[11..15].Sum(field => double.Parse(field, CultureInfo.InvariantCulture));
            return (int.Parse(fields[1], CultureInfo.InvariantCulture), ticks);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
