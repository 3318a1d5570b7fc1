using System.Diagnostics;

using MassTransit;

using Microsoft.Extensions.Logging;

namespace Crawler.ServiceDefaults.Sentry;

/// <summary>Reports messages that a consumer or a saga has given up, with the crawl and host that they are about.</summary>
internal sealed class ConsumerFaults(SentryReporter reporter, TimeProvider time) : IReceiveObserver
{
    public Task PreReceive(ReceiveContext context) => Task.CompletedTask;

    public Task PostReceive(ReceiveContext context) => Task.CompletedTask;

    public Task PostConsume<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType)
        where T : class => Task.CompletedTask;

    public Task ConsumeFault<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType, Exception exception)
        where T : class
    {
        // Work that a stopping process breaks off is no error.
        if (exception is not OperationCanceledException || !context.CancellationToken.IsCancellationRequested)
        {
            Report(exception, consumerType, typeof(T).Name, SentrySubject.Of(context.Message));
        }

        return Task.CompletedTask;
    }

    public Task ReceiveFault(ReceiveContext context, Exception exception)
    {
        Report(exception, consumer: null, context.InputAddress.AbsolutePath.TrimStart('/'), new SentrySubject());
        return Task.CompletedTask;
    }

    private void Report(Exception exception, string? consumer, string what, SentrySubject subject) =>
        reporter.Report(new SentryReport
        {
            At = time.GetUtcNow(),
            Level = LogLevel.Error,
            Logger = consumer ?? "MassTransit",
            Message = $"{what} was given up by its consumer",
            Exception = exception,
            Mechanism = "consumer",
            Transaction = what,
            Crawl = subject.Crawl,
            Host = subject.Host,
            TraceId = Activity.Current?.TraceId.ToHexString(),
            SpanId = Activity.Current?.SpanId.ToHexString(),
        });
}
