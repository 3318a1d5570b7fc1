namespace Crawler.Persistence;

/// <summary>
/// Tables of the installation's database that are not of its model: another library's, in which it keeps rows.
/// </summary>
/// <remarks>
/// They are made and looked for together with those of the model, so that one job makes all there are.
/// </remarks>
public interface ISchemaPart
{
    /// <summary>Makes what is missing. Nobody else migrates meanwhile.</summary>
    Task MakeAsync(CancellationToken cancellationToken);

    /// <summary>Whether the tables are there.</summary>
    Task<bool> IsThereAsync(CancellationToken cancellationToken);
}
