using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;

using Crawler.ServiceDefaults.Serialization;
using Crawler.TestKit.Snapshots;

using Shouldly;

using Xunit;

namespace Crawler.UnitTests.Contracts;

/// <remarks>
/// A deliberate change is accepted by renaming the received file over the approved one. Where the earlier form has been
/// in use, keep it beside the new one as <c>Name.1.approved.json</c>: it is read for as long as the file is there.
/// </remarks>
public sealed class ContractWireTests
{
    private static readonly JsonSerializerOptions Indented = new(CrawlerJson.Options)
    {
        WriteIndented = true,
        NewLine = "\n",
    };

    public static TheoryData<string> Records => [.. ContractTypes.Records.Select(type => type.FullName!)];

    public static TheoryData<string> ApprovedFiles => [.. Snapshot.ApprovedFiles("json")];

    [Theory]
    [MemberData(nameof(Records))]
    public void Example_IsWrittenAsAccepted(string record)
    {
        var type = TypeOf(record);

        var json = JsonSerializer.Serialize(ContractExample.Of(type), type, Indented);

        Snapshot.Match(json, FileOf(type), "json");
    }

    [Theory]
    [MemberData(nameof(Records))]
    public void Example_SurvivesTheWire(string record)
    {
        var type = TypeOf(record);
        var json = JsonSerializer.Serialize(ContractExample.Of(type), type, CrawlerJson.Options);

        var read = JsonSerializer.Deserialize(json, type, CrawlerJson.Options);

        JsonSerializer.Serialize(read, type, CrawlerJson.Options).ShouldBe(json);
    }

    [Theory]
    [MemberData(nameof(Records))]
    public void RecordWithAnUnknownProperty_IsRead(string record)
    {
        var type = TypeOf(record);
        var json = JsonSerializer.SerializeToNode(ContractExample.Of(type), type, CrawlerJson.Options)!.AsObject();
        json["aPropertyOfALaterSender"] = new JsonObject { ["x"] = 1 };

        json.Deserialize(type, CrawlerJson.Options).ShouldNotBeNull();
    }

    [Theory]
    [MemberData(nameof(ApprovedFiles))]
    public void EveryFormEverAccepted_IsStillRead(string file)
    {
        var folder = Snapshot.FolderOf(Source());
        var name = Path.GetFileName(file).Split('.')[0];
        var version = file.Split('/', '\\')[0];
        var type = ContractTypes.Records.SingleOrDefault(type => type.Name == name && VersionOf(type) == version);

        type.ShouldNotBeNull($"{file} is of a record that is gone. A record goes only with its version.");
        var json = File.ReadAllText(Path.Combine(folder, file));
        JsonSerializer.Deserialize(json, type, CrawlerJson.Options).ShouldNotBeNull();
    }

    private static Type TypeOf(string record) => ContractTypes.Records.Single(type => type.FullName == record);

    private static string FileOf(Type type) => Path.Combine(VersionOf(type), type.Name);

    private static string VersionOf(Type type) =>
        type.Namespace!.Split('.').First(part => part[0] == 'V' && part.Skip(1).All(char.IsAsciiDigit));

    private static string Source([CallerFilePath] string path = "") => path;
}
