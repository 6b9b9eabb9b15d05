using System.Text.Json.Serialization;

namespace Plimsoll.Gateway.Batches;

/// <summary>What is kept of a batch beside its requests and results. Immutable.</summary>
internal sealed record BatchDocument
{
    /// <summary>Its name.</summary>
    public required string Id { get; init; }

    /// <summary>Name of the key whose it is: nobody else sees it.</summary>
    public required string Key { get; init; }

    /// <summary>Whose form it has: <c>anthropic</c> or <c>openai</c>.</summary>
    public required string Form { get; init; }

    /// <summary>Route of its requests.</summary>
    public required string Route { get; init; }

    /// <summary>How many requests it has.</summary>
    public required int Requests { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>When its time is over.</summary>
    public required DateTimeOffset Expires { get; init; }

    /// <summary>When somebody asked to cancel it; null: nobody did.</summary>
    public DateTimeOffset? Canceled { get; init; }

    /// <summary>When the last of its requests came to its end; null: it has not ended.</summary>
    public DateTimeOffset? Ended { get; init; }

    /// <summary>When its results were deleted; null: they are there, or there are none yet.</summary>
    public DateTimeOffset? Archived { get; init; }

    /// <summary>To what ends its requests came, once it has ended.</summary>
    public BatchCounts Counts { get; init; } = BatchCounts.None;

    /// <summary>Headers that go along with each request.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>File that the requests came from; null: they came with the batch.</summary>
    public string? InputFile { get; init; }

    /// <summary>File of the answers; null: they are in no file of their own.</summary>
    public string? OutputFile { get; init; }

    /// <summary>File of what was not answered, or with an error; null: likewise.</summary>
    public string? ErrorFile { get; init; }

    /// <summary>What its client noted about it; null: nothing.</summary>
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }

    /// <summary>Whether its results can be had at an instant.</summary>
    [JsonIgnore]
    public bool HasResults => Ended is not null && Archived is null;
}
