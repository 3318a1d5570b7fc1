using Xunit;

namespace Crawler.TestKit.Brokers;

/// <summary>A theory that needs a RabbitMQ broker, see <see cref="RabbitMqFactAttribute"/>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RabbitMqTheoryAttribute : TheoryAttribute
{
    public RabbitMqTheoryAttribute() => Skip = new RabbitMqFactAttribute().Skip;
}
