namespace Crawler.ServiceDefaults.Workers;

/// <summary>One of the services that a process runs.</summary>
internal sealed record ServiceName(string Name);
