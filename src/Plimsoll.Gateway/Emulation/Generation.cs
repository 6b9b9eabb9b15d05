using System.Threading.Channels;

namespace Plimsoll.Gateway.Emulation;

/// <summary>A request on a replica. Disposal before the last token frees its place at once.</summary>
internal sealed class Generation(EmulatedReplica replica, long id, int input, int output) : IDisposable
{
    // Holds at most the output, which is bounded when the request is placed.
    private readonly Channel<int> tokens = Channel.CreateUnbounded<int>(
        new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });

    private int produced;

    public int Input { get; } = input;

    public int Output { get; } = output;

    /// <summary>Numbers of the tokens as they are produced, 1 first; completes with the last.</summary>
    public ChannelReader<int> Tokens => tokens.Reader;

    public void Dispose() => replica.Remove(id);

    /// <summary>Says how many tokens there are; returns how many of them are new.</summary>
    internal int ProducedUpTo(int count)
    {
        var news = Math.Max(0, count - produced);
        while (produced < count)
            tokens.Writer.TryWrite(++produced);
        if (produced == Output)
            tokens.Writer.TryComplete();
        return news;
    }

    internal void Stop() =>
        tokens.Writer.TryComplete(new OperationCanceledException("The emulated fleet has stopped."));
}
