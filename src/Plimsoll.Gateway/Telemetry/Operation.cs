namespace Plimsoll.Gateway.Telemetry;

/// <summary>What a route does, in the words of OpenTelemetry's conventions.</summary>
internal static class Operation
{
    /// <summary>A route that asks no model.</summary>
    public const string Other = "other";

    /// <summary>The operation of a path.</summary>
    public static string Of(string? path) => path switch
    {
        "/v1/messages" or "/v1/chat/completions" or "/v1/responses" => "chat",
        "/v1/completions" => "text_completion",
        "/v1/embeddings" => "embeddings",
        _ => Other,
    };
}
