namespace Crawler.Persistence;

/// <summary>Tells what other processes of the installation have committed.</summary>
public sealed class NeighbourSignal
{
    /// <summary>Messages were recorded, which their process may not have sent.</summary>
    public event EventHandler? OutboxFilled;

    /// <summary>A host may have become ready.</summary>
    public event EventHandler? FrontierChanged;

    internal void RaiseOutboxFilled() => OutboxFilled?.Invoke(this, EventArgs.Empty);

    internal void RaiseFrontierChanged() => FrontierChanged?.Invoke(this, EventArgs.Empty);
}
