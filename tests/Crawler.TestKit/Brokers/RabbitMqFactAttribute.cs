using Xunit;

namespace Crawler.TestKit.Brokers;

/// <summary>A test that needs a RabbitMQ broker; skipped, and counted, where there is none to be had.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RabbitMqFactAttribute : FactAttribute
{
    public RabbitMqFactAttribute() =>
        Skip = RabbitMqServer.IsAvailable
            ? null
            : $"Needs rabbitmq-server, or a broker's address in {RabbitMqServer.Variable}.";
}
