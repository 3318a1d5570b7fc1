using Xunit;

namespace Crawler.TestKit.Brokers;

/// <summary>A test that ends, restarts or administers the broker, which must therefore be the tests' own.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OwnRabbitMqFactAttribute : FactAttribute
{
    public OwnRabbitMqFactAttribute() =>
        Skip = RabbitMqServer.MayStart ? null : "Needs rabbitmq-server, to be started by the tests.";
}
