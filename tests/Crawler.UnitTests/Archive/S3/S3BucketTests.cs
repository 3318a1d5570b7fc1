using Crawler.Archive.S3;
using Crawler.TestKit.Web;

using Shouldly;

using Xunit;

namespace Crawler.UnitTests.Archive.S3;

/// <summary>A bucket that fails is a disk that fails: nobody above knows of the SDK's exceptions.</summary>
public sealed class S3BucketTests
{
    private const string SlowDown = "<Error><Code>SlowDown</Code><Message>Reduce your request rate.</Message></Error>";

    private static readonly CancellationToken None = CancellationToken.None;

    public static TheoryData<string> Requests =>
        ["put", "put file", "get", "get part", "delete", "delete all", "list"];

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task RefusalOfTheServer_IsAnIOException(string request)
    {
        await using var server = Server("503 Slow Down", SlowDown);
        using var bucket = new S3Bucket(OptionsFor(server), maxRetries: 0);

        (await Should.ThrowAsync<IOException>(() => SendAsync(bucket, request)))
            .Message.ShouldContain("Reduce your request rate.");
    }

    [Theory]
    [InlineData("403 Forbidden", "AccessDenied", "get")]
    [InlineData("404 Not Found", "NoSuchBucket", "put")]
    [InlineData("404 Not Found", "NoSuchBucket", "get")]
    [InlineData("404 Not Found", "NoSuchBucket", "get part")]
    [InlineData("500 Internal Server Error", "InternalError", "get")]
    public async Task EveryKindOfRefusal_IsAnIOException(string status, string code, string request)
    {
        await using var server = Server(status, $"<Error><Code>{code}</Code></Error>");
        using var bucket = new S3Bucket(OptionsFor(server), maxRetries: 0);

        await Should.ThrowAsync<IOException>(() => SendAsync(bucket, request));
    }

    [Fact]
    public async Task ObjectThatIsNotThere_IsNoFailure()
    {
        await using var server = Server("404 Not Found", "<Error><Code>NoSuchKey</Code></Error>");
        using var bucket = new S3Bucket(OptionsFor(server), maxRetries: 0);

        (await bucket.GetAsync("a", 10, None)).ShouldBeNull();
        (await bucket.GetAsync("a", 0, 10, None)).ShouldBeNull();
    }

    [Fact]
    public async Task FailedRequest_IsSentAgain()
    {
        await using var server = Server("503 Slow Down", SlowDown);
        using var bucket = new S3Bucket(OptionsFor(server), maxRetries: 1);

        await Should.ThrowAsync<IOException>(() => SendAsync(bucket, "get"));

        server.RequestHeads.Count.ShouldBe(2);
    }

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task ServerThatDoesNotAnswerInTime_IsAnIOException(string request)
    {
        await using var server = RawSite.Silent();
        var options = OptionsFor(server);
        options.Timeout = TimeSpan.FromMilliseconds(200);
        using var bucket = new S3Bucket(options, maxRetries: 0);

        await Should.ThrowAsync<IOException>(() => SendAsync(bucket, request));
    }

    [Fact]
    public async Task CallerThatGivesUp_IsToldSo()
    {
        await using var server = RawSite.Silent();
        using var bucket = new S3Bucket(OptionsFor(server), maxRetries: 0);
        using var given = new CancellationTokenSource();

        var put = bucket.PutAsync("a", "1"u8.ToArray(), given.Token);
        await server.WaitForConnectionsAsync(1);
        await given.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => put);
    }

    private static RawSite Server(string status, string body) => RawSite.Answer(
        $"HTTP/1.1 {status}\r\nContent-Type: application/xml\r\nContent-Length: {body.Length}\r\n"
        + $"Connection: close\r\n\r\n{body}");

    private static S3Options OptionsFor(RawSite server) => new()
    {
        Bucket = "crawls",
        ServiceUrl = server.Url(""),
        AccessKey = "key",
        SecretKey = "secret",
        Timeout = TimeSpan.FromSeconds(30),
    };

    private static async Task SendAsync(S3Bucket bucket, string request)
    {
        switch (request)
        {
            case "put":
                await bucket.PutAsync("a", "1"u8.ToArray(), None);
                break;
            case "put file":
                await bucket.PutFileAsync("a", typeof(S3BucketTests).Assembly.Location, None);
                break;
            case "get":
                await bucket.GetAsync("a", 10, None);
                break;
            case "get part":
                await bucket.GetAsync("a", 0, 10, None);
                break;
            case "delete":
                await bucket.DeleteAsync("a", None);
                break;
            case "delete all":
                await bucket.DeleteAllAsync("a", None);
                break;
            case "list":
                await foreach (var _ in bucket.ListAsync("a", None))
                {
                    // The first request fails.
                }

                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(request));
        }
    }
}
