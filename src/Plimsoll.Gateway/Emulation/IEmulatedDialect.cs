using System.Text.Json;

namespace Plimsoll.Gateway.Emulation;

/// <summary>How one family of clients asks and is answered.</summary>
internal interface IEmulatedDialect
{
    /// <summary>Member that has the conversation.</summary>
    string ConversationMember { get; }

    /// <summary>Members that bound the output, the first present one counts.</summary>
    IReadOnlyList<string> OutputBounds { get; }

    /// <summary>Whether a request must bound its output.</summary>
    bool BoundRequired { get; }

    /// <summary>Header that names the request in an answer.</summary>
    string RequestIdHeader { get; }

    /// <summary>HTTP status of a failure.</summary>
    int Status(Failure failure);

    /// <summary>Body of a failure.</summary>
    void WriteFailure(Utf8JsonWriter json, Failure failure, string message, string requestId);

    /// <summary>Body of a whole answer.</summary>
    void WriteWhole(Utf8JsonWriter json, EmulatedAnswer answer);

    /// <summary>Events before the first token.</summary>
    void Open(EventStream events, EmulatedAnswer answer);

    /// <summary>The event of one token.</summary>
    void Token(EventStream events, EmulatedAnswer answer, int number);

    /// <summary>Events after the last token.</summary>
    void Close(EventStream events, EmulatedAnswer answer);
}
