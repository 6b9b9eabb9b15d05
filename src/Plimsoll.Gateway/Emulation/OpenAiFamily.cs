using System.Text.Json;

namespace Plimsoll.Gateway.Emulation;

/// <summary>OpenAI's dialects.</summary>
internal sealed class OpenAiFamily : IEmulatedFamily
{
    public string RequestIdHeader => "x-request-id";

    public int Status(Failure failure) => failure switch
    {
        Failure.UnknownModel => 404,
        Failure.Full => 503,
        _ => 400,
    };

    public void WriteFailure(Utf8JsonWriter json, Failure failure, string message, string requestId)
    {
        json.WriteStartObject("error");
        json.WriteString("message", message);
        json.WriteString("type", failure == Failure.Full ? "service_unavailable_error" : "invalid_request_error");
        json.WriteNull("param");
        json.WriteString("code", failure switch
        {
            Failure.UnknownModel => "model_not_found",
            Failure.TooLong => "context_length_exceeded",
            Failure.Full => "overloaded",
            _ => null,
        });
        json.WriteEndObject();
    }
}
