using System.Text.Json;

namespace Plimsoll.Gateway.Emulation;

/// <summary>How clients of one route ask and are answered.</summary>
internal interface IEmulatedDialect
{
    /// <summary>Whose dialect it is.</summary>
    IEmulatedFamily Family { get; }

    /// <summary>Member that has what the model is to read.</summary>
    string PromptMember { get; }

    /// <summary>What it may be.</summary>
    PromptForm PromptForm { get; }

    /// <summary>What the model does for an answer.</summary>
    EmulatedWork Work { get; }

    /// <summary>Members that bound the output, the first present one counts.</summary>
    IReadOnlyList<string> OutputBounds { get; }

    /// <summary>Whether a request must bound its output.</summary>
    bool BoundRequired { get; }

    /// <summary>Body of a whole answer.</summary>
    void WriteWhole(Utf8JsonWriter json, EmulatedAnswer answer);
}
