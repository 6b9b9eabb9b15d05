namespace Plimsoll.Serving;

/// <summary>A class of models that limits and routing speak of.</summary>
public sealed record ModelClass
{
    /// <summary>Name in the scenario, such as <c>opus</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Name for people.</summary>
    public required string Title { get; init; }

    /// <summary>Public model whose size stands in for it, where the real size is not published.</summary>
    public required string StandIn { get; init; }

    /// <summary>Size and shape of the model.</summary>
    public required ModelShape Shape { get; init; }

    /// <summary>Tokens of an average request.</summary>
    public required TrafficShape Traffic { get; init; }

    /// <summary>Latency that has to be kept.</summary>
    public required Objective Objective { get; init; }
}
