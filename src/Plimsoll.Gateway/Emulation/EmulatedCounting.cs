using System.Text.Json;

namespace Plimsoll.Gateway.Emulation;

/// <summary>Anthropic's counting of the tokens of a message: as many as the message would be charged.</summary>
internal sealed class EmulatedCounting : IEmulatedDialect
{
    public IEmulatedFamily Family { get; } = new AnthropicFamily();

    public string PromptMember => "messages";

    public PromptForm PromptForm => PromptForm.Messages;

    public EmulatedWork Work => EmulatedWork.Counting;

    public IReadOnlyList<string> OutputBounds { get; } = [];

    public bool BoundRequired => false;

    public void WriteWhole(Utf8JsonWriter json, EmulatedAnswer answer) =>
        json.WriteNumber("input_tokens", answer.Request.InputTokens);
}
