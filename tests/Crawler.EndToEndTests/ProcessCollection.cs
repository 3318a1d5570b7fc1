using Xunit;

namespace Crawler.EndToEndTests;

/// <summary>Tests of real processes, one after the other: each of them wants the machine's cores for itself.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ProcessCollection
{
    public const string Name = "Processes";
}
