namespace Plimsoll.Gateway.Translation;

/// <summary>What a text of an answer is.</summary>
internal enum TextKind
{
    /// <summary>What was thought.</summary>
    Thought,

    /// <summary>What is said.</summary>
    Said,

    /// <summary>That and why something is not done.</summary>
    Refusal,
}
