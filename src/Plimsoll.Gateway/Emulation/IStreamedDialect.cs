namespace Plimsoll.Gateway.Emulation;

/// <summary>A dialect whose answers may be streamed.</summary>
internal interface IStreamedDialect : IEmulatedDialect
{
    /// <summary>Events before the first token.</summary>
    void Open(EventStream events, EmulatedAnswer answer);

    /// <summary>The event of one token.</summary>
    void Token(EventStream events, EmulatedAnswer answer, int number);

    /// <summary>Events after the last token.</summary>
    void Close(EventStream events, EmulatedAnswer answer);
}
