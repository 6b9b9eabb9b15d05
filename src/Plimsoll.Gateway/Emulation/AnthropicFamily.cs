using System.Text.Json;

namespace Plimsoll.Gateway.Emulation;

/// <summary>Anthropic's dialects.</summary>
internal sealed class AnthropicFamily : IEmulatedFamily
{
    public string RequestIdHeader => "request-id";

    public int Status(Failure failure) => failure switch
    {
        Failure.UnknownModel => 404,
        Failure.Full => 529,
        _ => 400,
    };

    public void WriteFailure(Utf8JsonWriter json, Failure failure, string message, string requestId)
    {
        json.WriteString("type", "error");
        json.WriteStartObject("error");
        json.WriteString("type", failure switch
        {
            Failure.UnknownModel => "not_found_error",
            Failure.Full => "overloaded_error",
            _ => "invalid_request_error",
        });
        json.WriteString("message", message);
        json.WriteEndObject();
        json.WriteString("request_id", requestId);
    }
}
