namespace Crawler.ServiceDefaults.Workers;

/// <summary>Whether the process's last heartbeat has left it.</summary>
internal sealed class HeartbeatOutcome
{
    private volatile bool _isGood;

    public bool IsGood
    {
        get => _isGood;
        set => _isGood = value;
    }
}
