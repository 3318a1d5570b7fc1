using System.Diagnostics;
using System.Reflection;
using System.Text.Json;

namespace Crawler.ServiceDefaults.Sentry;

/// <summary>The frames of an exception in the protocol's order, the one that threw last.</summary>
internal static class SentryStackTrace
{
    /// <summary>Of a deep stack the frames nearest to the throw are told.</summary>
    private const int MaxFrames = 100;

    /// <summary>Writes <c>stacktrace</c>; nothing where the exception was never thrown.</summary>
    public static void Write(Utf8JsonWriter json, Exception exception)
    {
        var frames = new StackTrace(exception, fNeedFileInfo: true).GetFrames()
            .Where(frame => !IsHidden(frame.GetMethod())).Take(MaxFrames).ToList();
        if (frames.Count == 0)
        {
            return;
        }

        json.WriteStartObject("stacktrace");
        json.WriteStartArray("frames");
        foreach (var frame in frames.AsEnumerable().Reverse())
        {
            Write(json, frame);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, StackFrame frame)
    {
        var (module, function) = NameOf(frame.GetMethod());
        json.WriteStartObject();
        json.WriteString("function", function);
        if (module is not null)
        {
            json.WriteString("module", module);
        }

        if (Path.GetFileName(frame.GetFileName()) is { Length: > 0 } file)
        {
            json.WriteString("filename", file);
        }

        if (frame.GetFileLineNumber() is > 0 and var line)
        {
            json.WriteNumber("lineno", line);
        }

        json.WriteBoolean("in_app", module?.StartsWith("Crawler.", StringComparison.Ordinal) == true);
        json.WriteEndObject();
    }

    /// <summary>
    /// The method as it is written: of <c>&lt;FetchAsync&gt;d__3.MoveNext</c> and of lambdas the method that they stand
    /// in.
    /// </summary>
    private static (string? Module, string Function) NameOf(MethodBase? method)
    {
        var (type, function) = (method?.DeclaringType, method?.Name ?? "?");
        while (type is not null && type.Name.StartsWith('<'))
        {
            function = Inner(type.Name) ?? function;
            type = type.DeclaringType;
        }

        return (type?.FullName, Inner(function) ?? function);
    }

    /// <summary>What stands between the angle brackets that the compiler has set.</summary>
    private static string? Inner(string name) =>
        name.StartsWith('<') && name.IndexOf('>') is > 1 and var end ? name[..end].TrimStart('<') : null;

    /// <summary>The runtime's own steps between two methods, which .NET leaves out of its texts too.</summary>
    private static bool IsHidden(MethodBase? method) =>
        method is null || method.IsDefined(typeof(StackTraceHiddenAttribute), inherit: false)
        || method.DeclaringType?.IsDefined(typeof(StackTraceHiddenAttribute), inherit: false) == true;
}
