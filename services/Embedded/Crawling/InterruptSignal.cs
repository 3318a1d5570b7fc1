using System.Runtime.InteropServices;

namespace Crawler.Embedded.Crawling;

/// <summary>Ctrl-C and SIGTERM: the first asks for a clean pause, the second for an end at once.</summary>
internal sealed class InterruptSignal : IDisposable
{
    private readonly TaskCompletionSource _requested = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<PosixSignalRegistration> _registrations;
    private int _count;

    public InterruptSignal() =>
        _registrations = [.. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGQUIT, PosixSignal.SIGHUP }
            .Select(signal => PosixSignalRegistration.Create(signal, OnSignal))];

    public bool IsRequested => Volatile.Read(ref _count) > 0;

    public bool IsInsistent => Volatile.Read(ref _count) > 1;

    /// <summary>Completes after a time, or at once when a signal comes.</summary>
    public Task WaitAsync(TimeSpan atMost, TimeProvider time) =>
        Task.WhenAny(_requested.Task, Task.Delay(atMost, time, CancellationToken.None));

    public void Dispose() => _registrations.ForEach(registration => registration.Dispose());

    private void OnSignal(PosixSignalContext context)
    {
        context.Cancel = true;
        Interlocked.Increment(ref _count);
        _requested.TrySetResult();
    }
}
