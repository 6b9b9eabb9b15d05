using System.Text.Json;

namespace Plimsoll.Gateway.Emulation;

/// <summary>How a family of dialects names requests and says why one gets no answer.</summary>
internal interface IEmulatedFamily
{
    /// <summary>Header that names the request in an answer.</summary>
    string RequestIdHeader { get; }

    /// <summary>HTTP status of a failure.</summary>
    int Status(Failure failure);

    /// <summary>Body of a failure.</summary>
    void WriteFailure(Utf8JsonWriter json, Failure failure, string message, string requestId);
}
