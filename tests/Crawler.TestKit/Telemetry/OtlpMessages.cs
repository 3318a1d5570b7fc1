using System.Globalization;

namespace Crawler.TestKit.Telemetry;

/// <summary>Reads the requests of OTLP 1.x, as far as tests look at them, by their field numbers.</summary>
internal static class OtlpMessages
{
    public static List<ExportedSpan> Spans(ReadOnlySpan<byte> request)
    {
        var spans = new List<ExportedSpan>();
        var reader = new ProtobufReader(request);
        while (reader.Read())
        {
            var (resource, scopes) = Group(reader.Bytes);
            foreach (var (scope, items) in scopes)
            {
                spans.AddRange(items.Select(item => Span(item, scope, resource)));
            }
        }

        return spans;
    }

    public static List<ExportedMetric> Metrics(ReadOnlySpan<byte> request)
    {
        var metrics = new List<ExportedMetric>();
        var reader = new ProtobufReader(request);
        while (reader.Read())
        {
            var (resource, scopes) = Group(reader.Bytes);
            foreach (var (scope, items) in scopes)
            {
                metrics.AddRange(items.Select(item => Metric(item, scope, resource)));
            }
        }

        return metrics;
    }

    public static List<ExportedLog> Logs(ReadOnlySpan<byte> request)
    {
        var logs = new List<ExportedLog>();
        var reader = new ProtobufReader(request);
        while (reader.Read())
        {
            var (resource, scopes) = Group(reader.Bytes);
            foreach (var (scope, items) in scopes)
            {
                logs.AddRange(items.Select(item => Log(item, scope, resource)));
            }
        }

        return logs;
    }

    /// <summary>What one resource says: its attributes, and by scope the messages of its items.</summary>
    private static (Dictionary<string, string> Resource, List<(string Scope, List<byte[]> Items)> Scopes) Group(
        ReadOnlySpan<byte> message)
    {
        var resource = new Dictionary<string, string>(StringComparer.Ordinal);
        var scopes = new List<(string, List<byte[]>)>();
        var reader = new ProtobufReader(message);
        while (reader.Read())
        {
            if (reader.Field == 1)
            {
                resource = Attributes(reader.Bytes, field: 1);
            }
            else if (reader.Field == 2)
            {
                scopes.Add(Scope(reader.Bytes));
            }
        }

        return (resource, scopes);
    }

    private static (string Scope, List<byte[]> Items) Scope(ReadOnlySpan<byte> message)
    {
        var (name, items) = ("", new List<byte[]>());
        var reader = new ProtobufReader(message);
        while (reader.Read())
        {
            if (reader.Field == 1)
            {
                name = Text(reader.Bytes, field: 1);
            }
            else if (reader.Field == 2)
            {
                items.Add(reader.Bytes.ToArray());
            }
        }

        return (name, items);
    }

    private static ExportedSpan Span(byte[] message, string source, Dictionary<string, string> resource)
    {
        var (trace, id, parent, name) = ("", "", "", "");
        var links = new List<string>();
        var reader = new ProtobufReader(message);
        while (reader.Read())
        {
            switch (reader.Field)
            {
                case 1: trace = reader.Hex; break;
                case 2: id = reader.Hex; break;
                case 4: parent = reader.Hex; break;
                case 5: name = reader.Text; break;
                case 13: links.Add(Convert.ToHexStringLower(Field(reader.Bytes, 1))); break;
            }
        }

        return new ExportedSpan(trace, id, parent, name, source, resource, Attributes(message, field: 9), links);
    }

    private static ExportedMetric Metric(byte[] message, string meter, Dictionary<string, string> resource)
    {
        var (name, description, unit, value) = ("", "", "", 0d);
        var points = new List<IReadOnlyDictionary<string, string>>();
        var reader = new ProtobufReader(message);
        while (reader.Read())
        {
            switch (reader.Field)
            {
                case 1: name = reader.Text; break;
                case 2: description = reader.Text; break;
                case 3: unit = reader.Text; break;
                case 5 or 7 or 9: value += Points(reader.Bytes, isHistogram: reader.Field == 9, points); break;
            }
        }

        return new ExportedMetric(name, unit, description, meter, value, resource, points);
    }

    private static double Points(
        ReadOnlySpan<byte> data, bool isHistogram, List<IReadOnlyDictionary<string, string>> points)
    {
        var sum = 0d;
        var reader = new ProtobufReader(data);
        while (reader.Read())
        {
            if (reader.Field == 1)
            {
                points.Add(Attributes(reader.Bytes, isHistogram ? 9 : 7));
                sum += Value(reader.Bytes, isHistogram);
            }
        }

        return sum;
    }

    private static double Value(ReadOnlySpan<byte> point, bool isHistogram)
    {
        var reader = new ProtobufReader(point);
        while (reader.Read())
        {
            if (reader.Field == 4)
            {
                return isHistogram ? reader.Integer : reader.Double;
            }

            if (reader.Field == 6 && !isHistogram)
            {
                return reader.Integer;
            }
        }

        return 0;
    }

    private static ExportedLog Log(byte[] message, string category, Dictionary<string, string> resource)
    {
        var (severity, body, trace) = ("", "", "");
        var reader = new ProtobufReader(message);
        while (reader.Read())
        {
            switch (reader.Field)
            {
                case 3: severity = reader.Text; break;
                case 5: body = AnyValue(reader.Bytes); break;
                case 9: trace = reader.Hex; break;
            }
        }

        return new ExportedLog(severity, body, trace, category, resource, Attributes(message, field: 6));
    }

    private static Dictionary<string, string> Attributes(ReadOnlySpan<byte> message, int field)
    {
        var attributes = new Dictionary<string, string>(StringComparer.Ordinal);
        var reader = new ProtobufReader(message);
        while (reader.Read())
        {
            if (reader.Field == field)
            {
                attributes[Text(reader.Bytes, field: 1)] = AnyValue(Field(reader.Bytes, 2));
            }
        }

        return attributes;
    }

    private static string AnyValue(ReadOnlySpan<byte> message)
    {
        var reader = new ProtobufReader(message);
        return !reader.Read() ? "" : reader.Field switch
        {
            1 => reader.Text,
            2 => reader.Integer != 0 ? "true" : "false",
            3 => reader.Integer.ToString(CultureInfo.InvariantCulture),
            4 => reader.Double.ToString(CultureInfo.InvariantCulture),
            _ => reader.Hex,
        };
    }

    private static string Text(ReadOnlySpan<byte> message, int field) =>
        System.Text.Encoding.UTF8.GetString(Field(message, field));

    private static ReadOnlySpan<byte> Field(ReadOnlySpan<byte> message, int field)
    {
        var reader = new ProtobufReader(message);
        while (reader.Read())
        {
            if (reader.Field == field)
            {
                return reader.Bytes;
            }
        }

        return default;
    }
}
