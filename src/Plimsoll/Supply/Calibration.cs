using Plimsoll.Quantities;

namespace Plimsoll.Supply;

/// <summary>
/// Efficiencies and overheads of a serving engine on an accelerator, fitted to measurements. The five are partly
/// degenerate, so a set is to be taken from one fit and never mixed.
/// </summary>
/// <param name="Mbu">Part of the memory bandwidth that decoding reaches. Above 0, at most 1.</param>
/// <param name="Mfu">Part of the compute rate that is reached. Above 0, at most 1.</param>
/// <param name="PerLayer">Fixed time per layer and step. Zero or more.</param>
/// <param name="PerDoubling">Time per layer, step and doubling of the replica's width. Zero or more.</param>
/// <param name="PerSequence">Time per decoding sequence and step. Zero or more.</param>
public sealed record Calibration(Share Mbu, Share Mfu, Duration PerLayer, Duration PerDoubling, Duration PerSequence);
