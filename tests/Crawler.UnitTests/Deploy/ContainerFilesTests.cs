using System.Text.Json.Nodes;

using Crawler.ServiceDefaults.Serialization;
using Crawler.TestKit;
using Crawler.TestKit.Deploy;

using Shouldly;

using Xunit;

namespace Crawler.UnitTests.Deploy;

/// <summary>The compose file and the manifests run the services that there are, with settings that there are.</summary>
public sealed class ContainerFilesTests
{
    private static readonly string[] Services =
    [
        .. Directory.EnumerateFiles(RepositoryRoot.File("services"), "Program.cs", SearchOption.AllDirectories)
            .Select(file => Path.GetFileName(Path.GetDirectoryName(file))!.ToLowerInvariant())
            .Where(name => name != "embedded"),
    ];

    private static readonly JsonNode Template = YamlFile.Read("deploy", "kubernetes", "base", "service-template.yaml")[0];

    [Fact]
    public void EveryService_IsInTheComposeFile()
    {
        var compose = YamlFile.Read("docker-compose.yml")[0]["services"]!.AsObject();

        compose.Where(service => service.Value!["build"] is not null)
            .Select(service => (service.Key, Argument: service.Value!["build"]!["args"]!["SERVICE"]!.ToString().ToLowerInvariant()))
            .ShouldBe([.. Services.Select(name => (name, name)), ("migrate", "embedded")], ignoreOrder: true);
    }

    [Fact]
    public void EveryService_HasADeployment_WithItsImage()
    {
        var deployments = YamlFile.Read("deploy", "kubernetes", "base", "services.yaml").Where(IsDeployment).ToList();

        deployments.Select(NameOf).ShouldBe(Services, ignoreOrder: true);
        foreach (var deployment in deployments)
        {
            var name = NameOf(deployment);
            Pod(deployment)["containers"]![0]!["image"]!.ToString().ShouldBe($"crawler/{name}");
            deployment["spec"]!["selector"]!["matchLabels"]!["app.kubernetes.io/name"]!.ToString().ShouldBe(name);
            deployment["spec"]!["template"]!["metadata"]!["labels"]!["app.kubernetes.io/name"]!.ToString().ShouldBe(name);
            (deployment["metadata"]!["labels"]?["crawler/database"] is not null).ShouldBe(name != "downloader");
        }
    }

    [Theory]
    [InlineData("docker-compose.yml")]
    [InlineData("deploy/kubernetes")]
    public void EverySettingThatIsGiven_Exists(string path)
    {
        var text = TextOf(path);

        SettingNames.UsedIn(text).Count.ShouldBeGreaterThan(8);
        SettingNames.UnknownIn(text).ShouldBeEmpty();
    }

    [Fact]
    public void SettingThatThereIsNot_IsFlagged() =>
        SettingNames.UnknownIn("Frontier__LeaseTime: 1m\nFrontier__LeesTime: 1m\nDownloader__AllowedAddresses__0: ::/0")
            .ShouldBe(["Frontier__LeesTime"]);

    [Fact]
    public void Grace_IsLongerThanAProcessNeedsToStop()
    {
        var needed = Duration(SettingNames.DefaultOf("Messaging", "StopTimeout"))
            + Duration(SettingNames.DefaultOf("Downloader", "StopGrace"));

        TimeSpan.FromSeconds(Number(Pod(Template)["terminationGracePeriodSeconds"])).ShouldBeGreaterThan(needed);
        Duration(YamlFile.Read("docker-compose.yml")[0]["x-service"]!["stop_grace_period"]!.ToString())
            .ShouldBeGreaterThan(needed);
    }

    [Fact]
    public void Probes_AskWhatTheServicesAnswer()
    {
        var container = Pod(Template)["containers"]![0]!;
        var routes = File.ReadAllText(RepositoryRoot.File("services", "ServiceDefaults", "Health", "HealthRegistration.cs"));

        foreach (var probe in new[] { "startupProbe", "livenessProbe", "readinessProbe" })
        {
            routes.ShouldContain($"\"{container[probe]!["httpGet"]!["path"]}\"");
        }

        container["readinessProbe"]!["httpGet"]!["path"]!.ToString().ShouldBe("/health/ready");
        container["livenessProbe"]!["httpGet"]!["path"]!.ToString().ShouldBe("/health/live");
        var startup = container["startupProbe"]!;
        TimeSpan.FromSeconds(Number(startup["periodSeconds"]) * Number(startup["failureThreshold"]))
            .ShouldBeGreaterThan(Duration(SettingOf("Database__StartTimeout")));
    }

    [Fact]
    public void Pods_MayDoNothingButTheirWork()
    {
        foreach (var pod in new[] { Template, YamlFile.Read("deploy", "kubernetes", "base", "migrate.yaml")[0] }.Select(Pod))
        {
            var container = pod["containers"]![0]!["securityContext"]!;
            pod["automountServiceAccountToken"]!.ToString().ShouldBe("false");
            pod["securityContext"]!["runAsNonRoot"]!.ToString().ShouldBe("true");
            pod["securityContext"]!["seccompProfile"]!["type"]!.ToString().ShouldBe("RuntimeDefault");
            container["allowPrivilegeEscalation"]!.ToString().ShouldBe("false");
            container["readOnlyRootFilesystem"]!.ToString().ShouldBe("true");
            container["capabilities"]!["drop"]!.AsArray().Select(drop => drop!.ToString()).ShouldBe(["ALL"]);
        }
    }

    [Fact]
    public void Autoscaling_KeepsADownloader_AndAsksEachForLessThanItTakes()
    {
        var scaled = YamlFile.Read("deploy", "kubernetes", "autoscaling", "downloader.yaml")[0]["spec"]!;
        var target = Number(scaled["triggers"]![0]!["metadata"]!["targetQueryValue"]);

        Number(scaled["minReplicaCount"]).ShouldBe(1);
        target.ShouldBeInRange(1, int.Parse(SettingNames.DefaultOf("Downloader", "MaxBatches"), provider: null));
        int.Parse(SettingOf("Frontier__MaxBatchesInFlight"), provider: null)
            .ShouldBeGreaterThanOrEqualTo(target * Number(scaled["maxReplicaCount"]), "The frontier must hand out enough.");
    }

    [Fact]
    public void Kustomizations_NameAllFilesThatThereAre()
    {
        var root = RepositoryRoot.File("deploy", "kubernetes");
        var files = Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(root, file))
            .Where(file => Path.GetFileName(file) != "kustomization.yaml").ToList();

        var named = Directory.EnumerateFiles(root, "kustomization.yaml", SearchOption.AllDirectories)
            .SelectMany(file => NamedBy(Path.GetRelativePath(root, Path.GetDirectoryName(file)!)));

        named.Where(file => Path.HasExtension(file)).ShouldBe(files, ignoreOrder: true);
    }

    private static IEnumerable<string> NamedBy(string folder)
    {
        var kustomization = YamlFile.Read("deploy", "kubernetes", folder, "kustomization.yaml")[0];
        var resources = Items(kustomization["resources"]).Select(item => item.ToString());
        var patches = Items(kustomization["patches"]).Select(patch => patch["path"]?.ToString()).OfType<string>();
        var settings = Items(kustomization["configMapGenerator"]).SelectMany(map => Items(map["envs"]))
            .Select(item => item.ToString());
        return resources.Concat(patches).Concat(settings).Select(name => Path.Combine(folder, name));
    }

    private static IEnumerable<JsonNode> Items(JsonNode? array) => array?.AsArray().OfType<JsonNode>() ?? [];

    private static string TextOf(string path)
    {
        var full = RepositoryRoot.File(path.Split('/'));
        return File.Exists(full)
            ? File.ReadAllText(full)
            : string.Join('\n', Directory.EnumerateFiles(full, "*", SearchOption.AllDirectories).Select(File.ReadAllText));
    }

    private static string SettingOf(string name) =>
        File.ReadAllLines(RepositoryRoot.File("deploy", "kubernetes", "base", "settings.env"))
            .Single(line => line.StartsWith(name + "=", StringComparison.Ordinal))[(name.Length + 1)..];

    private static bool IsDeployment(JsonNode manifest) => manifest["kind"]!.ToString() == "Deployment";

    private static string NameOf(JsonNode manifest) => manifest["metadata"]!["name"]!.ToString();

    private static JsonNode Pod(JsonNode manifest) => manifest["spec"]!["template"]!["spec"]!;

    private static int Number(JsonNode? node) => int.Parse(node!.ToString(), provider: null);

    private static TimeSpan Duration(string text) =>
        DurationText.TryParse(text, out var duration) ? duration : throw new FormatException($"'{text}' is no duration.");
}
