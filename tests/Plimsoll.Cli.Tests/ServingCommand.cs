using System.Text;

namespace Plimsoll.Cli.Tests;

/// <summary>A command that serves until it is stopped, run in this process.</summary>
internal sealed class ServingCommand : IAsyncDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly Transcript output = new();
    private readonly Transcript error = new();
    private readonly Task<int> run;

    private ServingCommand(string[] arguments) =>
        run = Task.Run(() => CommandLine.Run(arguments, Terminal.Open(output), Terminal.Open(error), stop.Token));

    public string Output => output.Text;

    public string Error => error.Text;

    /// <summary>Starts a command and waits until it has printed <paramref name="ready"/>.</summary>
    public static async Task<ServingCommand> Start(string ready, params string[] arguments)
    {
        var command = new ServingCommand(arguments);
        await Task.WhenAny(command.output.Saw(ready), command.run);
        Assert.True(command.output.Text.Contains(ready, StringComparison.Ordinal),
            $"'{ready}' was not printed before the command ended:\n{command.Output}\n{command.Error}");
        return command;
    }

    /// <summary>Stops it as Ctrl-C would and gives its exit code.</summary>
    public async Task<int> Stop()
    {
        await stop.CancelAsync();
        return await run;
    }

    public async ValueTask DisposeAsync()
    {
        await Stop();
        stop.Dispose();
        await output.DisposeAsync();
        await error.DisposeAsync();
    }

    private sealed class Transcript : TextWriter
    {
        private readonly Lock gate = new();
        private readonly StringBuilder text = new();
        private readonly List<(string Words, TaskCompletionSource Seen)> awaited = [];

        public override Encoding Encoding => Encoding.UTF8;

        public string Text
        {
            get
            {
                lock (gate)
                    return text.ToString();
            }
        }

        public Task Saw(string words)
        {
            lock (gate)
            {
                var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                awaited.Add((words, seen));
                Tell();
                return seen.Task;
            }
        }

        public override void Write(char value) => Write(value.ToString());

        public override void Write(string? value)
        {
            lock (gate)
            {
                text.Append(value);
                Tell();
            }
        }

        public override void WriteLine(string? value) => Write(value + "\n");

        private void Tell()
        {
            foreach (var (words, seen) in awaited)
            {
                if (text.ToString().Contains(words, StringComparison.Ordinal))
                    seen.TrySetResult();
            }
        }
    }
}
