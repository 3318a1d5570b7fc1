using System.Runtime.CompilerServices;
using System.Text;

namespace Crawler.Archive.Cdxj;

/// <summary>
/// Sorts any number of lines, in the order of their octets, in little memory: what does not fit waits sorted in
/// temporary files.
/// </summary>
internal sealed class SortedLines(string folder, long maxCharacters) : IAsyncDisposable
{
    public const string Extension = ".sort";

    private readonly List<string> _lines = [];
    private readonly List<string> _runs = [];
    private long _characters;

    public async ValueTask AddAsync(string line, CancellationToken cancellationToken)
    {
        _lines.Add(line);
        _characters += line.Length;
        if (_characters >= maxCharacters)
        {
            await SpillAsync(cancellationToken);
        }
    }

    /// <summary>All lines, once. Nothing may be added after.</summary>
    public async IAsyncEnumerable<string> ReadAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        _lines.Sort(StringComparer.Ordinal);
        var runs = new List<StreamReader>();
        try
        {
            var next = new PriorityQueue<int, string>(StringComparer.Ordinal);
            foreach (var run in _runs)
            {
                runs.Add(new StreamReader(run));
                await QueueAsync(next, runs, runs.Count - 1, cancellationToken);
            }

            var inMemory = 0;
            while (next.Count > 0 || inMemory < _lines.Count)
            {
                var isInMemory = next.Count == 0 || (inMemory < _lines.Count
                    && next.TryPeek(out _, out var first)
                    && string.CompareOrdinal(_lines[inMemory], first) <= 0);
                if (isInMemory)
                {
                    yield return _lines[inMemory++];
                }
                else if (next.TryDequeue(out var run, out var line))
                {
                    yield return line;
                    await QueueAsync(next, runs, run, cancellationToken);
                }
            }
        }
        finally
        {
            runs.ForEach(run => run.Dispose());
        }
    }

    public ValueTask DisposeAsync()
    {
        _runs.ForEach(File.Delete);
        return ValueTask.CompletedTask;
    }

    private static async ValueTask QueueAsync(
        PriorityQueue<int, string> next, List<StreamReader> runs, int run, CancellationToken cancellationToken)
    {
        if (await runs[run].ReadLineAsync(cancellationToken) is { } line)
        {
            next.Enqueue(run, line);
        }
    }

    private async ValueTask SpillAsync(CancellationToken cancellationToken)
    {
        _lines.Sort(StringComparer.Ordinal);
        var path = Path.Combine(folder, $".{Guid.NewGuid():N}{Extension}");
        _runs.Add(path);
        await using var file = new StreamWriter(path, append: false, Encoding.UTF8);
        foreach (var line in _lines)
        {
            await file.WriteLineAsync(line.AsMemory(), cancellationToken);
        }

        _lines.Clear();
        _characters = 0;
    }
}
