namespace Plimsoll.Gateway.Upstream;

/// <summary>Which dialects a server speaks.</summary>
[Flags]
public enum SpokenDialects
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Anthropic Messages: <c>POST /v1/messages</c>.</summary>
    Anthropic = 1,

    /// <summary>OpenAI Chat Completions: <c>POST /v1/chat/completions</c>.</summary>
    OpenAi = 2,

    /// <summary>Both of these, each of which can be translated to the other.</summary>
    Both = Anthropic | OpenAi,

    /// <summary>OpenAI Responses: <c>POST /v1/responses</c>.</summary>
    Responses = 4,

    /// <summary>All of them.</summary>
    All = Both | Responses,
}
