namespace Plimsoll.Bench.Gateway.Load;

/// <summary>What one load process sends, and what it expects back.</summary>
internal sealed record LoadPlan
{
    public required int Port { get; init; }

    public required LoadKind Kind { get; init; }

    /// <summary>Who asks.</summary>
    public required IReadOnlyList<Tenant> Tenants { get; init; }

    /// <summary>Whether OpenAI Chat Completions are asked; else Anthropic Messages.</summary>
    public bool IsOpenAi { get; init; }

    /// <summary>Further lines of a request's head, each ended by CR LF.</summary>
    public string Headers { get; init; } = "";

    /// <summary>Bytes of text in a prompt.</summary>
    public required int PromptBytes { get; init; }

    /// <summary>Chunks of text that a streamed answer has; 0: answers are whole.</summary>
    public int Chunks { get; init; }

    /// <summary>Connections of a closed load or of a flood.</summary>
    public int Connections { get; init; }

    /// <summary>Seconds before what is measured; of a flood those in which its connections are opened.</summary>
    public double WarmUp { get; init; }

    /// <summary>Seconds that are measured; a flood ends by itself.</summary>
    public double Seconds { get; init; }

    /// <summary>Of an open load: milliseconds within which an answer is good.</summary>
    public double DeadlineMs { get; init; }
}
