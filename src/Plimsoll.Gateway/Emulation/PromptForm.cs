namespace Plimsoll.Gateway.Emulation;

/// <summary>What a dialect's prompt may be.</summary>
internal enum PromptForm
{
    /// <summary>A list of messages.</summary>
    Messages,

    /// <summary>A list of messages, or one text.</summary>
    MessagesOrText,

    /// <summary>A text, a list of texts, or either as numbers of tokens.</summary>
    Plain,
}
