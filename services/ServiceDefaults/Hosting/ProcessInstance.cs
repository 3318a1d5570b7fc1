using System.Reflection;

namespace Crawler.ServiceDefaults.Hosting;

/// <summary>Who this process is among others: unique, new at every start.</summary>
public sealed class ProcessInstance
{
    /// <summary>The version of this build.</summary>
    public static string Version { get; } =
        typeof(ProcessInstance).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()
            ?.InformationalVersion ?? "unknown";

    /// <summary>Machine name, process id and eight random hexadecimal digits, safe in file and queue names.</summary>
    public string Name { get; } = string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $"{Sanitize(Environment.MachineName)}-{Environment.ProcessId}-{Guid.NewGuid().ToString("n")[..8]}");

    private static string Sanitize(string name) =>
        string.Concat(name.Take(32).Select(c => char.IsAsciiLetterOrDigit(c) ? char.ToLowerInvariant(c) : '-'));
}
