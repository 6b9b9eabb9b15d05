using System.Buffers;
using Plimsoll.Gateway.Metering;

namespace Plimsoll.Gateway.Translation;

/// <summary>Translates a streamed answer in two steps, the second of which reads what the first writes.</summary>
internal sealed class ChainedEvents : EventTranslator
{
    private readonly ArrayBufferWriter<byte> between = new();
    private readonly SseReader events = new();
    private readonly EventTranslator first;
    private readonly EventTranslator second;

    /// <summary>Begins a stream.</summary>
    /// <param name="first">Makes the first step, which writes into what it is given.</param>
    /// <param name="second">The second step.</param>
    public ChainedEvents(Func<IBufferWriter<byte>, EventTranslator> first, EventTranslator second)
    {
        this.first = first(between);
        this.second = second;
    }

    /// <inheritdoc/>
    public override bool Read(ReadOnlySpan<byte> data)
    {
        first.Read(data);
        return PassOn();
    }

    /// <inheritdoc/>
    public override void Finish()
    {
        first.Finish();
        PassOn();
        second.Finish();
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        first.Dispose();
        second.Dispose();
    }

    private bool PassOn()
    {
        var any = false;
        events.Append(between.WrittenSpan);
        between.ResetWrittenCount();
        while (events.TryRead(out _))
            any |= second.Read(events.Data);
        return any;
    }
}
