using Plimsoll.Serving;
using Plimsoll.Supply;

namespace Plimsoll.Gateway.Emulation;

/// <summary>The model servers that an emulated fleet stands in for.</summary>
/// <param name="Classes">Classes served; a model name may belong to one of them only.</param>
public sealed record EmulatedFleetSpec(IReadOnlyList<EmulatedClass> Classes);

/// <summary>The replicas of one model class.</summary>
public sealed record EmulatedClass
{
    /// <summary>The class; its name is a model name as well.</summary>
    public required ModelClass Model { get; init; }

    /// <summary>Model names that clients send for it.</summary>
    public required IReadOnlyList<string> Names { get; init; }

    /// <summary>Accelerator kind that its replicas run on.</summary>
    public required Accelerator Accelerator { get; init; }

    /// <summary>Accelerators per replica, as in <see cref="OperatingPoint.Width"/>.</summary>
    public required int Width { get; init; }

    /// <summary>Most sequences that a replica decodes at a time, as in <see cref="OperatingPoint.Batch"/>.</summary>
    public required int Batch { get; init; }

    /// <summary>Replicas. 1 or more; default 1.</summary>
    public int Replicas { get; init; } = 1;

    /// <summary>Requests that may wait at each replica beyond a full batch; default as many as the batch has.</summary>
    public int? Queue { get; init; }

    /// <summary>Most input tokens that a replica computes in a step; default 8192, vLLM's for servers.</summary>
    public int PrefillBudget { get; init; } = EngineSettings.ServerBudget;

    internal EngineSettings Settings => EngineSettings.On(Accelerator, Model.Shape, Width, Batch) with
    {
        TokenBudget = Math.Max(PrefillBudget, Batch),
        Queue = Queue ?? Batch,
    };
}
