using System.Diagnostics.CodeAnalysis;

using Crawler.TestKit.Platforms;

using Xunit;

namespace Crawler.EndToEndTests.Distributed;

/// <summary>Keeps one platform at a time, and gives it to the next test that wants one of the same kind.</summary>
[SuppressMessage("Design", "CA1001", Justification = "The test runner calls DisposeAsync.")]
public sealed class PlatformPool : IAsyncLifetime
{
    private readonly PlatformServers _servers = new();
    private DistributedPlatform? _platform;
    private PlatformOptions? _options;

    /// <summary>A platform whose processes all run and are ready. It is this object's to end.</summary>
    internal async Task<DistributedPlatform> UseAsync(PlatformOptions options)
    {
        if (_platform is not null && !(IsLike(options) && _platform.Processes.All(process => !process.HasExited)))
        {
            await _platform.DisposeAsync();
            _platform = null;
        }

        _options = options;
        return _platform ??= await DistributedPlatform.StartAsync(_servers, options);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (_platform is not null)
        {
            await _platform.DisposeAsync();
        }

        await _servers.DisposeAsync();
    }

    private bool IsLike(PlatformOptions options) =>
        _options! with { Settings = [] } == options with { Settings = [] }
        && _options.Settings.SequenceEqual(options.Settings);
}
