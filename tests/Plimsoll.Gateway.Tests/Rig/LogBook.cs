using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Plimsoll.Gateway.Tests.Rig;

/// <summary>Keeps all that is logged, and lets a test wait for an event.</summary>
internal sealed class LogBook : ILoggerProvider, ILogger
{
    private readonly Lock gate = new();
    private readonly List<string> lines = [];
    private readonly ConcurrentDictionary<(int Id, int Times), TaskCompletionSource> awaited = new();
    private readonly Dictionary<int, int> counts = [];

    public string Text
    {
        get
        {
            lock (gate)
                return string.Join('\n', lines);
        }
    }

    /// <summary>Ends when an event with this id was logged so many times, before or after the call.</summary>
    public Task Logged(int eventId, int times = 1) =>
        Event(eventId, times).Task.WaitAsync(TestContext.Current.CancellationToken);

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter)
    {
        int times;
        lock (gate)
        {
            lines.Add($"{logLevel} {eventId.Id} {formatter(state, exception)} {exception}");
            times = counts[eventId.Id] = counts.GetValueOrDefault(eventId.Id) + 1;
        }

        Event(eventId.Id, times).TrySetResult();
    }

    public void Dispose()
    {
    }

    private TaskCompletionSource Event(int id, int times) =>
        awaited.GetOrAdd(
            (id, times),
            _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
}
