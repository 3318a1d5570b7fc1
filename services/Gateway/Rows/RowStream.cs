using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;

using Crawler.ServiceDefaults.Serialization;

using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Crawler.Gateway.Rows;

/// <summary>Answers a request with rows as they are read, in memory for one part of them.</summary>
/// <remarks>
/// Each part is sent before the next is read, at the pace of the reader. Rows that break off break the connection too: a
/// reader takes no answer for whole that is not, forgets half a line, and goes on after the last whole one.
/// </remarks>
internal sealed class RowStream<TRow>(
    IAsyncEnumerable<IReadOnlyList<TRow>> parts, RowFormat format, string csvHeader, Func<TRow, string> toCsv) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = format == RowFormat.Csv
            ? $"{RowFormats.Csv}; charset=utf-8; header=present" : RowFormats.NdJson;
        response.Headers.CacheControl = "no-store";
        httpContext.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        var output = response.BodyWriter;
        if (format == RowFormat.Csv)
        {
            Encoding.UTF8.GetBytes(csvHeader + "\r\n", output);
        }

        try
        {
            await WriteAsync(output, httpContext.RequestAborted);
        }
        catch (OperationCanceledException)
        {
            httpContext.Abort();
        }
    }

    private async Task WriteAsync(PipeWriter output, CancellationToken cancellationToken)
    {
        await output.FlushAsync(cancellationToken);
        await using var json = new Utf8JsonWriter(output, new JsonWriterOptions { SkipValidation = true });
        await foreach (var part in parts.WithCancellation(cancellationToken))
        {
            foreach (var row in part)
            {
                Write(row, json, output);
            }

            if (part is [])
            {
                // Nothing new: an empty line shows those between us and the reader that the connection lives.
                output.Write("\n"u8);
            }

            await output.FlushAsync(cancellationToken);
        }
    }

    private void Write(TRow row, Utf8JsonWriter json, IBufferWriter<byte> output)
    {
        if (format == RowFormat.Csv)
        {
            Encoding.UTF8.GetBytes(toCsv(row) + "\r\n", output);
            return;
        }

        JsonSerializer.Serialize(json, row, CrawlerJson.Options);
        json.Flush();
        json.Reset();
        output.Write("\n"u8);
    }
}
