using MassTransit;

namespace Crawler.Persistence.Messaging;

/// <summary>Counts, for each type of message, the consumers and sagas of this process that receive it.</summary>
/// <remarks>
/// On the in-memory transport a published message is gone with the process. Its outbox row therefore stays until as
/// many receivers as counted here are done with it.
/// </remarks>
internal sealed class SubscriptionCounter : IConsumerConfigurationObserver, ISagaConfigurationObserver
{
    private readonly Dictionary<Type, int> _counts = [];

    public int this[Type messageType] => _counts.GetValueOrDefault(messageType);

    public void ConsumerConfigured<TConsumer>(IConsumerConfigurator<TConsumer> configurator)
        where TConsumer : class
    {
    }

    public void ConsumerMessageConfigured<TConsumer, TMessage>(
        IConsumerMessageConfigurator<TConsumer, TMessage> configurator)
        where TConsumer : class
        where TMessage : class => Add(typeof(TMessage));

    public void SagaConfigured<TSaga>(ISagaConfigurator<TSaga> configurator)
        where TSaga : class, ISaga
    {
    }

    public void StateMachineSagaConfigured<TInstance>(
        ISagaConfigurator<TInstance> configurator, SagaStateMachine<TInstance> stateMachine)
        where TInstance : class, ISaga, SagaStateMachineInstance
    {
    }

    public void SagaMessageConfigured<TSaga, TMessage>(ISagaMessageConfigurator<TSaga, TMessage> configurator)
        where TSaga : class, ISaga
        where TMessage : class => Add(typeof(TMessage));

    private void Add(Type type) => _counts[type] = this[type] + 1;
}
